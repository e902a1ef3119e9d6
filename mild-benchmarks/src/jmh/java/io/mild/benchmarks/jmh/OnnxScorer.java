package io.mild.benchmarks.jmh;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mild.moe.BlendedModel;
import io.mild.moe.onnx.OnnxExport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A model in ONNX Runtime, used the way that costs least: one thread, all optimisations, tensors
 * over direct buffers that are made once.
 */
final class OnnxScorer implements AutoCloseable {
  private final OrtSession session;
  private final FloatBuffer features;
  private final Map<String, OnnxTensor> inputs;
  private final FloatBuffer risks;
  private final FloatBuffer rootCauses;
  private final Map<String, OnnxTensor> outputs;

  /**
   * @param rows how many are scored at once
   */
  OnnxScorer(BlendedModel model, int rows) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    int width = model.mixture().shape().features();
    features = floats(rows * width);
    risks = floats(rows * model.risks());
    rootCauses = floats(rows * model.intents());
    inputs = Map.of("features", tensor(environment, features, rows));
    outputs =
        Map.of(
            "risks", tensor(environment, risks, rows),
            "rootCause", tensor(environment, rootCauses, rows));
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(new OnnxExport(width).add(model).toBytes(), options);
    }
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static OnnxTensor tensor(OrtEnvironment environment, FloatBuffer buffer, int rows)
      throws OrtException {
    return OnnxTensor.createTensor(
        environment, buffer, new long[] {rows, buffer.capacity() / rows});
  }

  /** Scores rows into outputs that ONNX Runtime makes anew, as its examples do; the first row's. */
  float score(float[] x, int offset) throws OrtException {
    features.put(0, x, offset, features.capacity());
    try (OrtSession.Result result = session.run(inputs)) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
    }
  }

  /** Scores rows into outputs that are there already; of the first row. */
  float scoreInPlace(float[] x, int offset) throws OrtException {
    features.put(0, x, offset, features.capacity());
    session.run(inputs, outputs).close();
    return risks.get(0) + rootCauses.get(0);
  }

  @Override
  public void close() throws OrtException {
    session.close();
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
  }
}
