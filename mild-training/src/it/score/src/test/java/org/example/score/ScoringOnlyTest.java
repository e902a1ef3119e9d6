package org.example.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.explanation.Explanation;
import io.mild.IntentRisk;
import io.mild.data.KpiHistory;
import io.mild.Mild;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoringOnlyTest {

  @Test
  void theClassPathHoldsNothingOfWhatTrainingNeeds() {
    List<String> jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> new File(entry).getName())
            .toList();

    assertTrue(jars.stream().anyMatch(jar -> jar.startsWith("mild-core-")), jars::toString);
    assertFalse(
        jars.stream()
            .anyMatch(jar -> jar.matches("(deeplearning4j|nd4j|javacpp|openblas|smile|tribuo|protobuf|onnx).*")),
        jars::toString);
    for (String name :
        List.of(
            "org.deeplearning4j.nn.multilayer.MultiLayerNetwork",
            "org.nd4j.linalg.factory.Nd4j",
            "smile.classification.LogisticRegression",
            "org.tribuo.util.onnx.ONNXContext")) {
      assertThrows(ClassNotFoundException.class, () -> Class.forName(name));
    }
  }

  /** Nine jars: five of this library, and what reads CSV and JSON, logs, and says what may be null. */
  @Test
  void whatScoresIsSmall() {
    List<File> jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(File::new)
            .filter(
                jar ->
                    jar.getName()
                        .matches("(mild|jackson|fastcsv|slf4j|jspecify|commons)-.*\\.jar"))
            .toList();
    long bytes = jars.stream().mapToLong(File::length).sum();

    System.out.printf("a service that scores has %d jars of %,d bytes: %s%n", jars.size(), bytes, jars);
    assertEquals(9, jars.size(), jars::toString);
    assertTrue(bytes < 1_660_000, () -> bytes + " bytes");
  }

  @Test
  void aModelIsLoadedAndGivesItsRisks() throws Exception {
    AssuranceStream stream = Mild.load(resource("format-1.mild")).openStream();
    KpiHistory rows = KpiHistory.readCsv(resource("format-1-rows.csv"));
    KpiHistory expected = KpiHistory.readCsv(resource("format-1-risks.csv"));

    int alerts = 0;
    for (int row = 0; row < rows.rows(); row++) {
      Assessment now = stream.accept(rows.time(row), rows.values(row));
      int column = 0;
      for (Duration horizon : stream.mild().horizons()) {
        for (IntentRisk risk : now.intents(horizon)) {
          assertEquals(expected.values(row)[column++], risk.risk(), 1e-6);
        }
      }
      alerts += now.alerts().size();
    }
    assertTrue(alerts > 0, "there are alerts");
  }

  @Test
  void aRiskIsExplainedAndAStreamIsResumed() throws Exception {
    Mild mild = Mild.load(resource("format-1.mild"));
    KpiHistory rows = KpiHistory.readCsv(resource("format-1-rows.csv"));
    AssuranceStream stream = mild.resumeStream(mild.openStream().snapshot());

    Explanation explanation =
        stream.accept(rows.time(0), rows.values(0)).explain(mild.intents().get(0));

    assertEquals(mild.schema().kpis().size(), explanation.contributions().size());
  }

  @Test
  void theExportIsRefusedAndNamesWhatToAdd() throws Exception {
    Mild mild = Mild.load(resource("format-1.mild"));

    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> mild.exportOnnx(Path.of("model.onnx")));

    assertTrue(
        refusal.getMessage().contains("org.tribuo:tribuo-util-onnx:"), refusal::getMessage);
  }

  private static Path resource(String name) throws Exception {
    return Path.of(ScoringOnlyTest.class.getResource("/" + name).toURI());
  }
}
