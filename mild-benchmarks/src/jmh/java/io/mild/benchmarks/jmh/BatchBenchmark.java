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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The same as {@link ModelBenchmark} in batches of 512 rows; microseconds a row, one thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class BatchBenchmark {
  private static final int BATCH = 512;

  /** This library. */
  @State(Scope.Thread)
  public static class Mild {
    private final float[] rows = RandomWeights.rows(BATCH);
    private final BlendedModel model = RandomWeights.model();
    private final BlendedModel.Scorer scorer = model.newBatchScorer();
    private final double[] risks = new double[BATCH * model.risks()];
    private final double[] gates = new double[BATCH * model.intents()];
  }

  /** ONNX Runtime. */
  @State(Scope.Thread)
  public static class Onnx {
    private final float[] rows = RandomWeights.rows(BATCH);
    private OnnxScorer scorer;

    /** Exports the model. */
    @Setup
    public void setUp() throws OrtException {
      scorer = new OnnxScorer(RandomWeights.model(), BATCH);
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
    private final Dl4jScorer scorer = new Dl4jScorer(RandomWeights.rows(BATCH));
  }

  /** This library. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public double[] mild(Mild mild) {
    mild.scorer.score(mild.rows, 0, RandomWeights.FEATURES, BATCH, mild.risks, mild.gates);
    return mild.risks;
  }

  /** ONNX Runtime that makes its outputs anew. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public float onnxRuntime(Onnx onnx) throws OrtException {
    return onnx.scorer.score(onnx.rows, 0);
  }

  /** ONNX Runtime that writes to outputs made once. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public float onnxRuntimeInPlace(Onnx onnx) throws OrtException {
    return onnx.scorer.scoreInPlace(onnx.rows, 0);
  }

  /** DL4J, on an array of the rows that is there already. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public INDArray[] dl4j(Dl4j dl4j) {
    return dl4j.scorer.score();
  }
}
