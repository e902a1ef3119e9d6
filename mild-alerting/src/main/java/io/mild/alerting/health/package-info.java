/**
 * What is wrong with the detector itself: conditions in, findings with a life out, each told once
 * when it begins and once when it is over.
 *
 * <p>Start reading at {@link HealthLife}, then {@link HealthFinding}. Time is passed in; nothing
 * here reads a clock.
 */
@NullMarked
package io.mild.alerting.health;

import org.jspecify.annotations.NullMarked;
