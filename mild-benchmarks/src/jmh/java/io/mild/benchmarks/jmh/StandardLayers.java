package io.mild.benchmarks.jmh;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The paper's mixture of experts as one would first write it in DL4J: a graph of standard layers, a
 * loss an output. Its losses are plain cross-entropies, which favours it.
 */
final class StandardLayers {
  private static final int HIDDEN = 64;
  private static final int SMALL = 32;

  private StandardLayers() {}

  static ComputationGraph graph(int features, int intents) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3)).graphBuilder();
    graph.addInputs("x", "d");
    graph.setInputTypes(InputType.feedForward(features), InputType.feedForward(intents));
    graph.addLayer("h1", dense(HIDDEN, Activation.RELU), "x");
    graph.addLayer("h", dense(HIDDEN, Activation.RELU), "h1");
    graph.addVertex("h and d", new MergeVertex(), "h", "d");
    graph.addLayer("gate hidden", dense(SMALL, Activation.RELU), "h and d");
    graph.addLayer("gate", dense(intents, Activation.SOFTMAX), "gate hidden");
    String[] outputs = new String[intents + 1];
    for (int i = 0; i < intents; i++) {
      graph.addLayer("expert " + i, dense(SMALL, Activation.RELU), "h");
      graph.addVertex("g " + i, new SubsetVertex(i, i), "gate");
      graph.addVertex(
          "gated " + i,
          new ElementWiseVertex(ElementWiseVertex.Op.Product),
          "expert " + i,
          "g " + i);
      outputs[i] = "head " + i;
      graph.addLayer(
          outputs[i],
          new OutputLayer.Builder(LossFunction.XENT).nOut(1).activation(Activation.SIGMOID).build(),
          "gated " + i);
    }
    outputs[intents] = "root cause";
    graph.addLayer(
        outputs[intents],
        new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.IDENTITY).build(),
        "gate");
    graph.setOutputs(outputs);
    ComputationGraphConfiguration configuration = graph.build();
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    return network;
  }

  /** Random rows of which a tenth fail. */
  static MultiDataSet batch(int rows, int features, int intents) {
    INDArray x = Nd4j.randn(rows, features);
    INDArray d = Nd4j.valueArrayOf(new long[] {rows, intents}, 1f / intents);
    INDArray[] labels = new INDArray[intents + 1];
    for (int i = 0; i < intents; i++) {
      labels[i] = Nd4j.rand(rows, 1).lt(0.1).castTo(x.dataType());
    }
    labels[intents] = d.dup();
    return new MultiDataSet(new INDArray[] {x, d}, labels);
  }

  private static DenseLayer dense(int width, Activation activation) {
    return new DenseLayer.Builder().nOut(width).activation(activation).build();
  }
}
