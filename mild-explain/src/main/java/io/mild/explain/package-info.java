/**
 * Tells which features drive a risk: Shapley values of any function of a row.
 *
 * <p>Start reading at {@link io.mild.explain.ShapleyExplainer}. It knows neither models nor time.
 */
@NullMarked
package io.mild.explain;

import org.jspecify.annotations.NullMarked;
