package io.mild.connect.prometheus;

import java.util.Map;

/**
 * A series of an answer.
 *
 * @param labels by name
 * @param epochMillis a time a sample, ascending
 * @param values a value a sample; NaN and infinite as they are
 * @param isHistogram whether it has native histograms, which are no numbers
 */
record TimeSeries(
    Map<String, String> labels, long[] epochMillis, double[] values, boolean isHistogram) {}
