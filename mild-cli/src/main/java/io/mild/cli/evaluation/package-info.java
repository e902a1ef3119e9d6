/**
 * What a model's alerts were worth, held against the failures that came (BENCHMARK §3).
 *
 * <p>Start reading at {@link AlertEvaluation}; the definitions of alerts are those of {@link
 * io.mild.alerting.AlertMetrics}.
 */
@NullMarked
package io.mild.cli.evaluation;

import org.jspecify.annotations.NullMarked;
