package io.mild.connect.prometheus;

import java.util.List;

/**
 * What a range query gave.
 *
 * @param series each with samples or histograms
 * @param warnings and infos of the server
 */
record RangeAnswer(List<TimeSeries> series, List<String> warnings) {}
