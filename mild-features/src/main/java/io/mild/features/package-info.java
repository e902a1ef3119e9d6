/**
 * KPI rows in, feature rows out: rolling windows or averaged seasonal residuals, and their scaling.
 *
 * <p>Start reading at {@link io.mild.features.FeatureStream} and its two implementations. Training
 * and streaming share them, so that a feature never differs. Nothing here reads a clock.
 */
@NullMarked
package io.mild.features;

import org.jspecify.annotations.NullMarked;
