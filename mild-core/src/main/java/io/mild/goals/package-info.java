/**
 * Intents said as goals: conditions on KPIs that hold or do not. Of a goal follow the failures of
 * the past, whether it is met now, and what is left of its error budget. Begin with {@link
 * io.mild.goals.Goal} and {@link io.mild.goals.Goals}; {@link io.mild.goals.GoalWatch} is the one
 * state machine that histories and streams are judged by.
 */
@NullMarked
package io.mild.goals;

import org.jspecify.annotations.NullMarked;
