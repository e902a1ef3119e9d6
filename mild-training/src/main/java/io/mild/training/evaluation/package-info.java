/**
 * What a model's alerts were worth, held against the failures that came (docs/benchmark.md §3).
 *
 * <p>Start reading at {@link AlertEvaluation}; the definitions of alerts are those of {@link
 * io.mild.training.alerting.AlertMetrics}.
 */
@NullMarked
package io.mild.training.evaluation;

import org.jspecify.annotations.NullMarked;
