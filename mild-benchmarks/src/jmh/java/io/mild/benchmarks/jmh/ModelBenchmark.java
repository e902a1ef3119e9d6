package io.mild.benchmarks.jmh;

import ai.onnxruntime.OrtException;
import io.mild.moe.BlendedModel;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The model part alone, teacher and mixture of the paper's shape, one row of 40 features for 3
 * intents at a time: this library, the same model exported to ONNX Runtime, and DL4J's standard
 * layers of that shape, which lack the teacher. Microseconds a row in a hot loop, one thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class ModelBenchmark {
  /** So many that the branches of the rows before do not tell those of the next. */
  private static final int ROWS = 1_024;

  /** Rows, each in its turn. */
  abstract static class Rows {
    final float[] rows = RandomWeights.rows(ROWS);
    private int row;

    /** Where the next one begins. */
    int next() {
      row = row + 1 < ROWS ? row + 1 : 0;
      return row * RandomWeights.FEATURES;
    }
  }

  /** This library. */
  @State(Scope.Thread)
  public static class Mild extends Rows {
    private final BlendedModel model = RandomWeights.model();
    private final BlendedModel.Scorer scorer = model.newScorer();
    private final double[] risks = new double[model.risks()];
    private final double[] gate = new double[model.intents()];

    double[] score() {
      scorer.score(rows, next(), risks, gate);
      return risks;
    }
  }

  /** ONNX Runtime. */
  @State(Scope.Thread)
  public static class Onnx extends Rows {
    private OnnxScorer scorer;

    /** Exports the model. */
    @Setup
    public void setUp() throws OrtException {
      scorer = new OnnxScorer(RandomWeights.model(), 1);
    }

    float score() throws OrtException {
      return scorer.score(rows, next());
    }

    float scoreInPlace() throws OrtException {
      return scorer.scoreInPlace(rows, next());
    }

    /** Frees what is native. */
    @TearDown
    public void tearDown() throws OrtException {
      scorer.close();
    }
  }

  /** DL4J. */
  @State(Scope.Thread)
  public static class Dl4j {
    private final Dl4jScorer scorer = new Dl4jScorer(RandomWeights.rows(1));

    INDArray[] score() {
      return scorer.score();
    }
  }

  /** This library. */
  @Benchmark
  public double[] mild(Mild mild) {
    return mild.score();
  }

  /** ONNX Runtime that makes its outputs anew. */
  @Benchmark
  public float onnxRuntime(Onnx onnx) throws OrtException {
    return onnx.score();
  }

  /** ONNX Runtime that writes to outputs made once. */
  @Benchmark
  public float onnxRuntimeInPlace(Onnx onnx) throws OrtException {
    return onnx.scoreInPlace();
  }

  /** DL4J on one and the same row. */
  @Benchmark
  public INDArray[] dl4j(Dl4j dl4j) {
    return dl4j.score();
  }
}
