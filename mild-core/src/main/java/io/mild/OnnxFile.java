package io.mild;

import io.mild.alerting.RiskCalibration;
import io.mild.features.Standardizer;
import io.mild.moe.onnx.OnnxExport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's scoring as an {@code .onnx} file. */
final class OnnxFile {
  private static final String METADATA = "mild";

  private OnnxFile() {}

  static void write(Mild mild, Path file) throws IOException {
    byte[] bytes = bytes(mild);
    WholeFile.write(file, out -> out.write(bytes));
  }

  private static byte[] bytes(Mild mild) {
    OnnxExport export = new OnnxExport(mild.features().featureCount());
    for (HorizonModel horizon : mild.horizonModels()) {
      if (horizon.output() == 0) { // the first, and perhaps only one, of its risk model
        List<RiskCalibration> steps = horizon.risk().calibration().steps();
        export.add(
            horizon.risk().model(),
            steps.stream().mapToDouble(RiskCalibration::slope).toArray(),
            steps.stream().mapToDouble(RiskCalibration::intercept).toArray());
      }
    }
    String metadata = new String(Json.write(metadata(mild)), StandardCharsets.UTF_8);
    return export.describe(METADATA, metadata).toBytes();
  }

  private static Map<String, Object> metadata(Mild mild) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("library", Mild.libraryVersion());
    json.put("model", HexFormat.of().formatHex(mild.id()));
    json.put("intents", mild.intents());
    json.put("horizons", mild.horizons().stream().map(Duration::toString).toList());
    json.put("features", mild.features().featureNames());
    json.put("mean", numbers(mild.standardizer().mean()));
    json.put("deviation", numbers(mild.standardizer().deviation()));
    json.put("clip", (double) Standardizer.CLIP);
    return json;
  }

  private static List<Double> numbers(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
