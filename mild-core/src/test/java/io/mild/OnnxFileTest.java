package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mild.alerting.RiskCalibration;
import io.mild.data.KpiHistory;
import io.mild.internal.io.Json;
import io.mild.internal.model.CalibratedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ONNX Runtime makes of an exported file, beside a stream of the model. */
public class OnnxFileTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path folder;

  @Test
  void aTrainedModelIsScoredAsItsStreamDoes() throws Exception {
    assertParity(folder, SmallService.mild(), SmallService.history());
  }

  @Test
  void soIsACalibratedOne() throws Exception {
    Mild mild =
        HandMade.withPull(0.4)
            .calibrated(new RiskCalibration(0.5, -1), new RiskCalibration(0.25, 0.5))
            .horizon(120, 1)
            .horizon(60, 2)
            .build();
    double[][] values = new double[60][2];
    for (int row = 0; row < values.length; row++) {
      values[row] = new double[] {1 + Math.sin(row), 2 - Math.cos(3 * row)};
    }
    assertParity(
        folder,
        mild,
        KpiHistory.of(
            HandMade.KPIS,
            Stream.iterate(HandMade.START, time -> time.plusSeconds(60)).limit(60).toList(),
            values));
  }

  /** A stream's risks and root causes are those that ONNX Runtime gives by the exported file. */
  public static void assertParity(Path folder, Mild mild, KpiHistory history) throws Exception {
    Path file = folder.resolve("model.onnx");
    mild.exportOnnx(file);
    AssuranceStream stream = mild.openStream();
    CalibratedModel.Scorer scorer = mild.model().horizonModels().get(0).risk().newScorer();
    double[] risks = new double[mild.model().horizonModels().get(0).risk().model().risks()];
    double[] gate = new double[mild.intents().size()];
    double most = 0;
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file.toString())) {
      for (int row = 0; row < history.rows(); row++) {
        Assessment now = stream.accept(history.time(row), history.values(row));
        scorer.score(now.features(), 0, risks, gate);
        float[][] scored = run(environment, session, now.features());
        int column = 0;
        for (Duration horizon : mild.horizons()) {
          for (IntentRisk risk : now.intents(horizon)) {
            assertThat((double) scored[0][column++]).isCloseTo(risk.risk(), within(TOLERANCE));
            most = Math.max(most, risk.risk());
          }
        }
        for (int i = 0; i < gate.length; i++) {
          assertThat((double) scored[1][i]).isCloseTo(gate[i], within(TOLERANCE));
        }
      }
    }
    assertThat(most).isGreaterThan(0.25);
  }

  /** The row's risks and root cause. */
  private static float[][] run(OrtEnvironment environment, OrtSession session, float[] features)
      throws OrtException {
    try (OnnxTensor row = OnnxTensor.createTensor(environment, new float[][] {features});
        OrtSession.Result result = session.run(Map.of("features", row))) {
      return new float[][] {
        ((float[][]) result.get("risks").orElseThrow().getValue())[0],
        ((float[][]) result.get("rootCause").orElseThrow().getValue())[0]
      };
    }
  }

  @Test
  void theMetadataSayWhatInputAndOutputsAre() throws Exception {
    Mild mild = SmallService.mild();
    Path file = folder.resolve("model.onnx");
    mild.exportOnnx(file);

    String json;
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString())) {
      json = session.getMetadata().getCustomMetadata().get("mild");
    }

    Map<String, Object> metadata = Json.read(json.getBytes(StandardCharsets.UTF_8));
    assertThat(metadata)
        .containsEntry("intents", SmallService.INTENTS)
        .containsEntry("horizons", List.of("PT30M", "PT15M"))
        .containsEntry("features", mild.model().features().featureNames())
        .containsEntry("clip", 10.0)
        .containsEntry("model", mild.id());
    assertThat((List<?>) metadata.get("mean")).isEqualTo(boxed(mild.model().standardizer().mean()));
    assertThat((List<?>) metadata.get("deviation"))
        .isEqualTo(boxed(mild.model().standardizer().deviation()));
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  @Test
  void exportingReplacesAnEarlierFileAndLeavesNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("model.onnx"), "an earlier file");

    HandMade.simple().exportOnnx(file);

    assertThat(file).isNotEmptyFile();
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("rootCause");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFolderThatIsNotThereIsMade() throws IOException {
    HandMade.simple().exportOnnx(folder.resolve("none/model.onnx"));

    assertThat(folder.resolve("none/model.onnx")).isNotEmptyFile();
  }
}
