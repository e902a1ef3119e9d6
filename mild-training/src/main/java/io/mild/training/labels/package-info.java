/**
 * What rows are taught and when alerts count: labels, splits, folds, the windows of failures. Begin
 * with {@link io.mild.training.labels.Labels}.
 */
@NullMarked
package io.mild.training.labels;

import org.jspecify.annotations.NullMarked;
