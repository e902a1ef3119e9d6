/**
 * Why a risk is what it is: values that say it, and the text, JSON and picture of them. Begin with
 * {@link io.mild.explanation.Explanation}.
 */
@NullMarked
package io.mild.explanation;

import org.jspecify.annotations.NullMarked;
