package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.data.KpiHistory;
import io.mild.explanation.Explanation;
import io.mild.internal.file.Manifest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A file of each released format must load for ever and give the risks it gave then.
 *
 * <p>Of each there are three in the test resources: the model, rows of KPIs, and the risks that
 * they were given when the format was released. They are never written again; {@link #main} wrote
 * them, and writes those of a new format.
 */
class ReleasedFormatTest {
  private static final int FIRST_ROW = 100;
  private static final int END_ROW = 220;

  static IntStream formats() {
    return IntStream.rangeClosed(1, Manifest.FORMAT);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aFileOfThisFormatGivesTheRisksItGaveThen(int format) throws Exception {
    AssuranceStream stream = Mild.load(resource("format-%d.mild", format)).openStream();
    KpiHistory rows = KpiHistory.readCsv(resource("format-%d-rows.csv", format));
    KpiHistory expected = KpiHistory.readCsv(resource("format-%d-risks.csv", format));

    for (int row = 0; row < rows.rows(); row++) {
      double[] risks = risks(stream.accept(rows.time(row), rows.values(row)), stream.mild());
      assertThat(risks).hasSameSizeAs(expected.values(row));
      for (int i = 0; i < risks.length; i++) {
        assertThat(risks[i])
            .isCloseTo(
                expected.values(row)[i],
                within(1e-6)); // single precision, in whatever order its sums are taken
      }
    }
  }

  /** What later versions of the format added may be missing. */
  @ParameterizedTest
  @MethodSource("formats")
  void aFileOfThisFormatExplainsItself(int format) throws Exception {
    AssuranceStream stream = Mild.load(resource("format-%d.mild", format)).openStream();
    KpiHistory rows = KpiHistory.readCsv(resource("format-%d-rows.csv", format));
    Assessment now = stream.accept(rows.time(0), rows.values(0));
    Explanation explanation = now.explain(stream.mild().intents().get(0));

    assertThat(explanation.contributions()).hasSameSizeAs(stream.mild().schema().kpis());
    assertThat(now.similarIncidents(explanation.intent(), 3)).hasSizeLessThanOrEqualTo(3);
  }

  /** So that the risks that are compared are not all alike. */
  @ParameterizedTest
  @MethodSource("formats")
  void itsRowsLeadUpToAFailure(int format) throws Exception {
    KpiHistory expected = KpiHistory.readCsv(resource("format-%d-risks.csv", format));

    assertThat(IntStream.range(0, expected.rows()).mapToDouble(row -> expected.values(row)[0]))
        .anyMatch(risk -> risk > 0.5)
        .anyMatch(risk -> risk < 0.05);
  }

  @Test
  void theLatestReleasedFormatIsTheOneThatIsWritten() {
    assertThat(ReleasedFormatTest.class.getResource("format-" + Manifest.FORMAT + ".mild"))
        .isNotNull();
    assertThat(ReleasedFormatTest.class.getResource("format-" + (Manifest.FORMAT + 1) + ".mild"))
        .isNull();
  }

  private static Path resource(String name, int format) throws URISyntaxException {
    String file = name.formatted(format);
    return Path.of(
        Objects.requireNonNull(ReleasedFormatTest.class.getResource(file), file).toURI());
  }

  /** All risks of a row, horizon after horizon. */
  private static double[] risks(Assessment assessment, Mild mild) {
    return mild.horizons().stream()
        .flatMap(horizon -> assessment.intents(horizon).stream())
        .mapToDouble(IntentRisk::risk)
        .toArray();
  }

  /**
   * Writes the three files of the format that this version writes, once, into a folder.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    String name = "format-" + Manifest.FORMAT;
    Mild mild = SmallService.mild();
    mild.save(folder.resolve(name + ".mild"));
    KpiHistory rows =
        SmallService.history().between(SmallService.time(FIRST_ROW), SmallService.time(END_ROW));
    SmallService.writeKpis(rows, folder.resolve(name + "-rows.csv"));

    List<String> columns = new ArrayList<>();
    mild.horizons().forEach(h -> mild.intents().forEach(intent -> columns.add(intent + " " + h)));
    List<Instant> times = new ArrayList<>();
    double[][] risks = new double[rows.rows()][];
    AssuranceStream stream = mild.openStream();
    for (int row = 0; row < risks.length; row++) {
      times.add(rows.time(row));
      risks[row] = risks(stream.accept(rows.time(row), rows.values(row)), mild);
    }
    SmallService.writeKpis(
        KpiHistory.of(columns, times, risks), folder.resolve(name + "-risks.csv"));
    if (Files.size(folder.resolve(name + ".mild")) > 200_000) {
      throw new IOException("too large to be kept for ever");
    }
  }
}
