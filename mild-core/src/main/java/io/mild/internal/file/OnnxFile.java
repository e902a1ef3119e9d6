package io.mild.internal.file;

import io.mild.alerting.RiskCalibration;
import io.mild.features.Standardizer;
import io.mild.internal.io.Json;
import io.mild.internal.io.Library;
import io.mild.internal.io.WholeFile;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.TrainedModel;
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
public final class OnnxFile {
  private static final String METADATA = "mild";

  private OnnxFile() {}

  public static void write(TrainedModel model, byte[] id, Path file) throws IOException {
    byte[] bytes = bytes(model, id);
    WholeFile.write(file, out -> out.write(bytes));
  }

  private static byte[] bytes(TrainedModel model, byte[] id) {
    OnnxExport export = new OnnxExport(model.features().featureCount());
    for (HorizonModel horizon : model.horizonModels()) {
      if (horizon.output() == 0) { // the first, and perhaps only one, of its risk model
        List<RiskCalibration> steps = horizon.risk().calibration().steps();
        export.add(
            horizon.risk().model(),
            steps.stream().mapToDouble(RiskCalibration::slope).toArray(),
            steps.stream().mapToDouble(RiskCalibration::intercept).toArray());
      }
    }
    String metadata = new String(Json.write(metadata(model, id)), StandardCharsets.UTF_8);
    return export.describe(METADATA, metadata).toBytes();
  }

  private static Map<String, Object> metadata(TrainedModel model, byte[] id) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("library", Library.version());
    json.put("model", HexFormat.of().formatHex(id));
    json.put("intents", model.intents());
    json.put("horizons", model.horizons().stream().map(Duration::toString).toList());
    json.put("features", model.features().featureNames());
    json.put("mean", numbers(model.standardizer().mean()));
    json.put("deviation", numbers(model.standardizer().deviation()));
    json.put("clip", (double) Standardizer.CLIP);
    return json;
  }

  private static List<Double> numbers(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
