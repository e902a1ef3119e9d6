/**
 * Learns from few failures: how far KPIs departed from their usual, and whose they were.
 *
 * <p>Start reading at {@link DepartureTrainer}.
 */
@NullMarked
package io.mild.training.departures;

import org.jspecify.annotations.NullMarked;
