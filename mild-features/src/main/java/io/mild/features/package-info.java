/**
 * KPI rows in, feature rows out: rolling windows, feature names, missing values, scaling.
 *
 * <p>Start reading at {@link io.mild.features.FeatureEngineer}. Training and streaming share it, so
 * that a feature never differs between the two. Nothing here reads a clock.
 */
@NullMarked
package io.mild.features;

import org.jspecify.annotations.NullMarked;
