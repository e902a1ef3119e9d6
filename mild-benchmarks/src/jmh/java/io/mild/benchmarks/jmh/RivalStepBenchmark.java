package io.mild.benchmarks.jmh;

import io.mild.benchmarks.rivals.NativeThreads;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One training step of batch 512 of the mixture's neural rivals in DL4J's own layers: is a layer
 * written by hand worth it for them, too? 8 KPIs, 40 features, 3 intents, one native thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class RivalStepBenchmark {
  private static final int BATCH = 512;
  private static final int KPIS = 8;
  private static final int FEATURES = 40;
  private static final int INTENTS = 3;
  private static final int HIDDEN = 64;
  private static final int CELLS = 32;
  private static final int TIME_STEPS = 20;

  private MultiLayerNetwork mlp;
  private MultiLayerNetwork lstm;
  private INDArray features;
  private INDArray series;
  private INDArray labels;

  /** Builds both networks and draws a batch. */
  @Setup
  public void setUp() {
    NativeThreads.useOne();
    mlp = network(layers().layer(dense(FEATURES)).layer(dense(HIDDEN)).layer(sigmoidHeads(HIDDEN)));
    lstm =
        network(
            layers()
                .layer(
                    new LastTimeStep(
                        new LSTM.Builder()
                            .nIn(KPIS)
                            .nOut(CELLS)
                            .activation(Activation.TANH)
                            .build()))
                .layer(sigmoidHeads(CELLS)));
    features = Nd4j.randn(BATCH, FEATURES);
    series = Nd4j.randn(BATCH, KPIS, TIME_STEPS);
    labels = Nd4j.rand(BATCH, INTENTS).lt(0.1).castTo(features.dataType());
  }

  private static ListBuilder layers() {
    return new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3)).list();
  }

  private static DenseLayer dense(int inputs) {
    return new DenseLayer.Builder().nIn(inputs).nOut(HIDDEN).activation(Activation.RELU).build();
  }

  private static OutputLayer sigmoidHeads(int inputs) {
    return new OutputLayer.Builder(LossFunction.XENT)
        .nIn(inputs)
        .nOut(INTENTS)
        .activation(Activation.SIGMOID)
        .build();
  }

  private static MultiLayerNetwork network(ListBuilder layers) {
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }

  /** The shared encoder with K sigmoid heads. */
  @Benchmark
  public MultiLayerNetwork mlp() {
    mlp.fit(features, labels);
    return mlp;
  }

  /** Twenty steps of three minutes. */
  @Benchmark
  public MultiLayerNetwork lstm() {
    lstm.fit(series, labels);
    return lstm;
  }
}
