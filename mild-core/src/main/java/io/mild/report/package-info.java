/**
 * What a training tells of itself, kept in the model file. Begin with {@link
 * io.mild.report.TrainingReport}.
 */
@NullMarked
package io.mild.report;

import org.jspecify.annotations.NullMarked;
