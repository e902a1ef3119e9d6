package io.mild.moe.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tribuo.util.onnx.ONNXOperators;
import org.tribuo.util.onnx.ONNXRef;

/** What {@link OnnxExport} writes. */
final class OnnxGraph {
  private static final String NAME = "mild";

  /** Of ONNX 1.8, as the operators are. */
  private static final int FORMAT_VERSION = 7;

  private final OnnxNodes nodes = new OnnxNodes();
  private final GraphProto graph;

  OnnxGraph(int features, List<OnnxExport.Part> parts) {
    ONNXRef<?> rows = nodes.input("features", features);
    List<ONNXRef<?>> risks = new ArrayList<>();
    List<ONNXRef<?>> logOdds = new ArrayList<>();
    List<ONNXRef<?>> rootCauses = new ArrayList<>();
    for (OnnxExport.Part part : parts) {
      OnnxScores forward = OnnxScores.of(nodes, part.model(), rows);
      List<ONNXRef<?>> steps = calibrated(part, forward.logits());
      risks.addAll(risks(steps));
      logOdds.addAll(logOdds(steps));
      rootCauses.add(forward.rootCause());
    }
    int intents = parts.get(0).model().intents();
    nodes.output("risks", risks.size() * intents, nodes.concat(risks, 1));
    nodes.output("rootCause", intents, rootCauses.get(0));
    nodes.output("riskLogOdds", logOdds.size() * intents, nodes.concat(logOdds, 1));
    graph = nodes.build(NAME);
  }

  /** Of each step, horizon after horizon. */
  private List<ONNXRef<?>> calibrated(OnnxExport.Part part, List<ONNXRef<?>> logits) {
    List<ONNXRef<?>> steps = new ArrayList<>();
    int intents = part.model().intents();
    for (int horizon = 0; horizon < logits.size(); horizon++) {
      int from = horizon * intents;
      steps.add(
          calibrated(
              logits.get(horizon),
              Arrays.copyOfRange(part.slopes(), from, from + intents),
              Arrays.copyOfRange(part.intercepts(), from, from + intents)));
    }
    return steps;
  }

  /** Horizon after horizon; each risk is the next longer horizon's times a step. */
  private List<ONNXRef<?>> risks(List<ONNXRef<?>> steps) {
    List<ONNXRef<?>> risks = new ArrayList<>();
    for (ONNXRef<?> logit : steps) {
      ONNXRef<?> step = nodes.sigmoid(logit);
      risks.add(risks.isEmpty() ? step : nodes.times(risks.get(risks.size() - 1), step));
    }
    return risks;
  }

  /** The log-odds of these risks, of sums of log-odds alone. */
  private List<ONNXRef<?>> logOdds(List<ONNXRef<?>> steps) {
    List<ONNXRef<?>> logOdds = new ArrayList<>();
    for (ONNXRef<?> step : steps) {
      logOdds.add(
          logOdds.isEmpty() ? step : nodes.logOddsOfProduct(logOdds.get(logOdds.size() - 1), step));
    }
    return logOdds;
  }

  private ONNXRef<?> calibrated(ONNXRef<?> logits, double[] slopes, double[] intercepts) {
    if (Arrays.stream(slopes).allMatch(slope -> slope == 1)
        && Arrays.stream(intercepts).allMatch(intercept -> intercept == 0)) {
      return logits;
    }
    ONNXRef<?> clipped = nodes.clip(logits, OnnxForward.MOST_LOGIT);
    return nodes.plus(
        nodes.times(clipped, nodes.constant("slopes", floats(slopes), slopes.length)),
        nodes.constant("intercepts", floats(intercepts), intercepts.length));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  byte[] toBytes(Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(FORMAT_VERSION)
            .addOpsetImport(ONNXOperators.getOpsetProto())
            .setProducerName(NAME)
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }
}
