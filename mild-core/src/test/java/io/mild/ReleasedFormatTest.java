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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file of each released format must load for ever and give the risks it gave then.
 *
 * <p>Of each there are three in the test resources: the model, rows of KPIs, and the risks that
 * they were given when the format was released; and of each format of snapshots and fleets one; of
 * snapshots since 5 also one of a feedback stream. They are never written again; {@link #main}
 * wrote them, and writes those of a new format.
 */
class ReleasedFormatTest {
  private static final int FIRST_ROW = 100;
  private static final int END_ROW = 220;

  /** Of the released rows, when the released snapshots were taken. */
  private static final int SEEN_ROWS = 60;

  /** After which the next row had come once already, where snapshots know of folded rows. */
  private static final int EARLY_SECONDS = 20;

  /** Long before the notifications, of the stream that was told of it. */
  private static final Instant TOLD_FAILURE = HandMade.START.plusSeconds(60);

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

  /** Its weights to the byte, and in its format. */
  @ParameterizedTest
  @MethodSource("formats")
  void aFileOfThisFormatIsWrittenAgainAsItWas(int format, @TempDir Path folder) throws Exception {
    Path file = resource("format-%d.mild", format);
    Archive again = Archive.of(Mild.load(file), folder);

    assertThat(again.entries()).containsExactlyEntriesOf(Archive.read(file).entries());
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

  static IntStream snapshotFormats() {
    return IntStream.rangeClosed(StreamSnapshot.OLDEST, StreamSnapshot.VERSION);
  }

  /** Of a stream that had seen the first rows of the model of format 1. */
  @ParameterizedTest
  @MethodSource("snapshotFormats")
  void aStreamGoesOnFromASnapshotOfThisFormat(int format) throws Exception {
    byte[] snapshot = Files.readAllBytes(resource("snapshot-%d.bin", format));

    assertGoesOn(Mild.load(resource("format-%d.mild", 1)).resumeStream(snapshot));
  }

  static IntStream fleetFormats() {
    return IntStream.rangeClosed(1, FleetFile.VERSION);
  }

  @ParameterizedTest
  @MethodSource("fleetFormats")
  void aFleetGoesOnFromAFileOfThisFormat(int format) throws Exception {
    AssuranceFleet fleet =
        Mild.load(resource("format-%d.mild", 1)).resumeFleet(resource("fleet-%d.state", format));
    KpiHistory rows = KpiHistory.readCsv(resource("format-%d-rows.csv", 1));
    KpiHistory expected = KpiHistory.readCsv(resource("format-%d-risks.csv", 1));

    assertThat(fleet.keys()).containsExactlyInAnyOrder("shop-eu-1", "shop-us-1");
    for (int row = SEEN_ROWS; row < rows.rows(); row++) {
      Assessment now = fleet.accept("shop-eu-1", rows.time(row), rows.values(row));
      assertThat(risks(now, fleet.mild())).containsExactly(expected.values(row), within(1e-6));
    }
  }

  /**
   * Of format 5, when operators alone told what became of notifications: at the minutes 60, which
   * was judged false, 180, judged right, and 300, the latest row. The threshold began at the
   * log-odds -0.5 and sank by 0.25 · 0.85 a day then; by 0.25 · 0.80 a day it does now.
   */
  @Test
  void aFeedbackStreamGoesOnFromASnapshotOfOperatorsVerdicts() throws Exception {
    Mild mild = Mild.load(resource("feedback.mild", 0));
    AssuranceStream stream = mild.resumeStream(Files.readAllBytes(resource("feedback-%d.bin", 5)));
    AssuranceFleet fleet = mild.resumeFleet(resource("feedback-fleet-%d.state", 3));
    Instant next = HandMade.START.plusSeconds(301 * 60);
    double logOdds = -0.5 + 0.25 - 0.25 * (0.85 * 300 + 0.80) / 1440;

    assertThat(mild.model().feedback().failures().isUnknown()).isTrue();
    assertThat(stream.accept(next, 0, 0).intent("api").threshold())
        .isCloseTo(1 / (1 + Math.exp(-logOdds)), within(1e-9));
    assertThat(stream.judge(HandMade.START.plusSeconds(60 * 60), false)).isFalse();
    assertThat(stream.judge(HandMade.START.plusSeconds(300 * 60), true)).isTrue();
    assertThat(fleet.accept("shop-eu-1", next, 0, 0).intent("api").threshold())
        .isCloseTo(1 / (1 + Math.exp(-logOdds)), within(1e-9));
    assertThat(fleet.judge("shop-eu-1", HandMade.START.plusSeconds(300 * 60), true)).isTrue();
  }

  /**
   * Of format 6 and later: a notification at minute 60 that no failure followed, and one at 300 of
   * which nothing is known yet, until 122 minutes later.
   */
  @ParameterizedTest
  @ValueSource(ints = {6, 7})
  void aFeedbackStreamGoesOnFromASnapshotOfOutcomes(int format) throws Exception {
    AssuranceStream stream =
        Mild.load(resource("feedback.mild", 0))
            .resumeStream(Files.readAllBytes(resource("feedback-%d.bin", format)));
    double pace = 0.25 * 0.80 / 1440;

    assertThat(stream.failed("orders", TOLD_FAILURE)).as("told before").isFalse();
    assertThat(thresholdAfter(stream, 301)).isCloseTo(-0.25 - 301 * pace, within(1e-9));
    assertThat(thresholdAfter(stream, 423)).isCloseTo(-361 * pace, within(1e-9));
  }

  /** In log-odds; a pause counts as an hour. */
  private static double thresholdAfter(AssuranceStream stream, int minute) {
    Instant time = HandMade.START.plusSeconds(60L * minute);
    double threshold = stream.accept(time, 0, 0).intent("api").threshold();
    return Math.log(threshold / (1 - threshold));
  }

  private static void assertGoesOn(AssuranceStream stream) throws Exception {
    KpiHistory rows = KpiHistory.readCsv(resource("format-%d-rows.csv", 1));
    KpiHistory expected = KpiHistory.readCsv(resource("format-%d-risks.csv", 1));
    assertThat(stream.lastRow().orElseThrow()).isBetween(rows.time(SEEN_ROWS - 1), early(rows));
    for (int row = SEEN_ROWS; row < rows.rows(); row++) {
      Assessment now = stream.accept(rows.time(row), rows.values(row));
      assertThat(risks(now, stream.mild())).containsExactly(expected.values(row), within(1e-6));
    }
  }

  /**
   * A later version of the library may write more into the manifest: streams resume all the same.
   */
  @Test
  void aModelKeepsItsIdentityWhenAnotherVersionOfTheLibraryWritesIt(@TempDir Path folder)
      throws Exception {
    Path other =
        Archive.read(resource("format-%d.mild", 1))
            .replacing("\"format\": 1", "\"format\": 1, \"unknownHere\": 7")
            .write(folder);
    Mild read = Mild.load(other);
    Path again = folder.resolve("again.mild");
    read.save(again);

    assertThat(read.id()).isNotEqualTo(Mild.load(resource("format-%d.mild", 1)).id());
    assertThat(Mild.load(again).id()).isEqualTo(read.id());
    assertThat(Mild.load(again).resumeStream(read.openStream().snapshot())).isNotNull();
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
   * Writes the files of the formats that this version writes, once, into a folder.
   *
   * @param args the folder, and a model of the small service that needs the newest format
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    writeStates(folder);
    String name = "format-" + Manifest.FORMAT;
    Mild mild = Mild.load(Path.of(args[1]));
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

  private static Instant early(KpiHistory rows) {
    return rows.time(SEEN_ROWS - 1).plusSeconds(EARLY_SECONDS);
  }

  /** Writes a snapshot and a fleet of the model of format 1, in the formats of this version. */
  private static void writeStates(Path folder) throws Exception {
    Mild mild = Mild.load(resource("format-%d.mild", 1));
    KpiHistory rows = KpiHistory.readCsv(resource("format-%d-rows.csv", 1));
    AssuranceStream stream = mild.openStream();
    AssuranceFleet fleet = mild.openFleet();
    for (int row = 0; row < SEEN_ROWS; row++) {
      stream.accept(rows.time(row), rows.values(row));
      fleet.accept("shop-eu-1", rows.time(row), rows.values(row));
    }
    fleet.accept("shop-us-1", rows.time(0), rows.values(0));
    stream.accept(early(rows), rows.values(SEEN_ROWS));
    fleet.accept("shop-eu-1", early(rows), rows.values(SEEN_ROWS));
    Files.write(folder.resolve("snapshot-" + StreamSnapshot.VERSION + ".bin"), stream.snapshot());
    fleet.save(folder.resolve("fleet-" + FleetFile.VERSION + ".state"));
    Files.write(folder.resolve("feedback-" + StreamSnapshot.VERSION + ".bin"), withOutcomes());
  }

  private static byte[] withOutcomes() throws Exception {
    AssuranceStream stream = Mild.load(resource("feedback.mild", 0)).openFeedbackStream();
    for (int minute = 0; minute <= 300; minute++) {
      boolean high = minute == 60 || minute == 300;
      stream.accept(HandMade.START.plusSeconds(60L * minute), high ? 2 : 0, 0);
      if (minute == 1) {
        stream.failed("orders", TOLD_FAILURE);
        stream.recovered("orders", TOLD_FAILURE.plusSeconds(60));
      }
    }
    return stream.snapshot();
  }
}
