package io.mild.benchmarks.firstday;

/**
 * What came of one start.
 *
 * @param seed of the telemetry
 * @param firstRow of the history
 * @param model who was asked, and how its threshold was set
 * @param failures that the history held
 * @param figures of the days after it
 */
public record FirstDayResult(
    long seed, int firstRow, String model, int failures, FirstDayFigures figures) {}
