package io.mild.benchmarks.jmh;

import io.mild.moe.Teacher;
import io.mild.training.backend.BackEnd;
import io.mild.training.mixture.MixtureData;
import io.mild.training.mixture.MixtureSettings;
import io.mild.training.mixture.MixtureTrainer;
import io.mild.training.mixture.TrainedMixture;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One training step of batch 512: the recommended mixture of three horizons with all that surrounds
 * a step (rows gathered into batches, dropout, the loss, Adam, decay), beside a graph of standard
 * layers of one horizon that is handed the same batch again and again. Milliseconds a step, one
 * thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class TrainingStepBenchmark {
  private static final int BATCH = 512;
  private static final int STEPS = 100;
  private static final int HORIZONS = 3;

  /** K. */
  @Param({"3", "10", "30"})
  public int intents;

  /** D'. */
  @Param({"40", "200"})
  public int features;

  private MixtureTrainer trainer;
  private Teacher teacher;
  private MixtureData training;
  private MixtureData validation;
  private ComputationGraph graph;
  private MultiDataSet batch;

  /** Draws rows and builds both networks. */
  @Setup
  public void setUp() {
    BackEnd.useOneThreadForGood();
    trainer =
        new MixtureTrainer(
            MixtureSettings.recommended().toBuilder().batch(BATCH).maxEpochs(1).build());
    teacher = new Teacher(features, new float[intents * features], new float[intents]);
    training = rows(STEPS * BATCH);
    validation = rows(1);
    graph = StandardLayers.graph(features, intents);
    batch = StandardLayers.batch(BATCH, features, intents);
  }

  private MixtureData rows(int rows) {
    SplittableRandom random = new SplittableRandom(1);
    float[] x = new float[rows * features];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-2, 2);
    }
    float[] y = new float[rows * HORIZONS * intents];
    float[] causes = new float[rows * intents];
    for (int row = 0; row < rows; row++) {
      int intent = random.nextInt(10 * intents); // one row in ten fails
      if (intent < intents) {
        int shortest = random.nextInt(HORIZONS);
        for (int horizon = 0; horizon <= shortest; horizon++) {
          y[(row * HORIZONS + horizon) * intents + intent] = 1;
        }
        causes[row * intents + intent] = 1;
      }
    }
    return new MixtureData(rows, x, y, causes);
  }

  /** The mixture as mild-training trains it here, by the step of an epoch of a hundred. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public TrainedMixture oneLayer() {
    return trainer.train(teacher, training, validation, epoch -> {});
  }

  /** The same for who starts Java with the Vector API. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  @Fork(
      value = 1,
      jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
  public TrainedMixture oneLayerByVectorApi() {
    return oneLayer();
  }

  /** The same shape in DL4J's standard layers. */
  @Benchmark
  public ComputationGraph graphOfStandardLayers() {
    graph.fit(batch);
    return graph;
  }
}
