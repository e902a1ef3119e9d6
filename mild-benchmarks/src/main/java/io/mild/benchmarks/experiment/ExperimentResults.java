package io.mild.benchmarks.experiment;

import java.util.List;
import java.util.Map;

/**
 * All that an experiment found.
 *
 * @param settings what was asked for
 * @param folds the folds' results by model, both in the order asked for
 */
public record ExperimentResults(ExperimentSettings settings, Map<String, List<FoldResult>> folds) {}
