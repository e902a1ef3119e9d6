/**
 * An incident's life: alerts in, events out, from its opening to the reason of its closing, and the
 * rules that keep an operator from being told what they do not want to know.
 *
 * <p>Start reading at {@link IncidentLife}, then {@link NoiseRules}. Time is passed in; nothing
 * here reads a clock.
 */
@NullMarked
package io.mild.alerting.incident;

import org.jspecify.annotations.NullMarked;
