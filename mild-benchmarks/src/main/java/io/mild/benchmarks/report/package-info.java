/**
 * The report of an experiment: a page with the paper's tables and pictures for one run, and those
 * that the paper lacks.
 *
 * <p>Start reading at {@link ExperimentPage}; {@link Column} says what the tables hold, {@link
 * Curves} and {@link RadarAxis} what the pictures show.
 */
@NullMarked
package io.mild.benchmarks.report;

import org.jspecify.annotations.NullMarked;
