package io.mild.benchmarks.jmh;

import io.mild.benchmarks.rivals.NativeThreads;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The paper's mixture in DL4J's standard layers, on rows and priors that stay; one thread. */
final class Dl4jScorer {
  private final ComputationGraph graph;
  private final INDArray rows;
  private final INDArray priors;

  Dl4jScorer(float[] rows) {
    NativeThreads.useOne();
    long count = rows.length / RandomWeights.FEATURES;
    graph = StandardLayers.graph(RandomWeights.FEATURES, RandomWeights.INTENTS);
    this.rows = Nd4j.createFromArray(rows).reshape(count, RandomWeights.FEATURES);
    priors =
        Nd4j.valueArrayOf(new long[] {count, RandomWeights.INTENTS}, 1f / RandomWeights.INTENTS);
  }

  INDArray[] score() {
    return graph.output(rows, priors);
  }
}
