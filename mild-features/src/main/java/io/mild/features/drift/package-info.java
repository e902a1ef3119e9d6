/**
 * Whether KPIs stay away from where they were in the training's history, daily rhythm apart.
 *
 * <p>Start reading at {@link DriftWatch}; {@link UsualLevelFitter} finds what it compares with.
 */
@NullMarked
package io.mild.features.drift;

import org.jspecify.annotations.NullMarked;
