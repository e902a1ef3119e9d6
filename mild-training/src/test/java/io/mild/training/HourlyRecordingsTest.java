package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.Archive;
import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Incident;
import io.mild.Mild;
import io.mild.alerting.AlertPolicy;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.explanation.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twelve recordings of a machine, a row an hour, each of a week or so to a failure, before which
 * its temperature rises for 40 hours, or its vibration. In between nobody recorded for a month.
 */
class HourlyRecordingsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HORIZON = Duration.ofHours(30);
  private static final List<String> KPIS = List.of("temperature", "vibration", "load");
  private static final int RECORDINGS = 12;
  private static final int LEARNED = 9;
  private static final int RAMP = 40;

  private static final List<Recording> ALL =
      IntStream.range(0, RECORDINGS).mapToObj(Recording::new).toList();
  private static Mild mild;

  @TempDir private Path folder;

  @BeforeAll
  static void train() {
    mild =
        MildTrainer.create()
            .horizons(HORIZON)
            .train(history(ALL.subList(0, LEARNED)), failures(ALL.subList(0, LEARNED)));
  }

  @Test
  void aFailureIsToldOnceAndHardlyAnythingElseIs() {
    List<Integer> told = notifications(mild);

    assertThat(told).hasSizeLessThanOrEqualTo(3 + 1);
    assertThat(told.stream().filter(left -> left <= RAMP)).hasSizeGreaterThanOrEqualTo(3);
  }

  /** What these times prevent: at half an hour, each row above the threshold is an alert anew. */
  @Test
  void quietTimesOfMinutesWouldTellEachRow() {
    AlertPolicy policy =
        new AlertPolicy(
            mild.policy(HORIZON).rules(), Duration.ofMinutes(30), Duration.ofMinutes(120));

    assertThat(notifications(mild.withPolicy(HORIZON, policy))).hasSizeGreaterThan(20);
  }

  /** In the recordings that were not learned from: how many rows before its failure each came. */
  private static List<Integer> notifications(Mild mild) {
    AssuranceStream stream = mild.openStream();
    List<Integer> left = new ArrayList<>();
    for (Recording recording : ALL.subList(LEARNED, RECORDINGS)) {
      for (int row = 0; row < recording.rows; row++) {
        Assessment now = stream.accept(recording.time(row), recording.values(row));
        if (now.incident().filter(Incident::isNotification).isPresent()) {
          left.add(recording.rows - row);
        }
      }
    }
    return left;
  }

  /**
   * It begins at the model's own, and each warning that proves false raises it: by 0.25 log-odds at
   * least, of so few allowed ones by up to four times as much.
   */
  @Test
  void itsThresholdLearnsFromWhatCame() {
    AssuranceStream stream = mild.openFeedbackStream();
    Recording recording = ALL.get(LEARNED);
    mild.intents().forEach(intent -> stream.recovered(intent, recording.time(0)));
    List<Double> thresholds = new ArrayList<>();
    List<Instant> told = new ArrayList<>();
    for (int row = 0; row < recording.rows && told.isEmpty(); row++) {
      Assessment now = stream.accept(recording.time(row), recording.values(row));
      thresholds.add(logOdds(now.intents().get(0).threshold()));
      now.incident().filter(Incident::isNotification).ifPresent(its -> told.add(now.time()));
    }
    double own = logOdds(mild.policy(HORIZON).rules().get(0).threshold());
    assertThat(thresholds.get(0)).isCloseTo(own, within(1e-6));
    double before = thresholds.get(thresholds.size() - 1);
    assertThat(before).isLessThan(own);

    stream.judge(told.get(0), true);
    int next = thresholds.size();
    double after =
        logOdds(
            stream
                .accept(recording.time(next), recording.values(next))
                .intents()
                .get(0)
                .threshold());
    assertThat(after - before).isBetween(0.25, 4 * 0.25);
  }

  private static double logOdds(double risk) {
    return Math.log(risk / (1 - risk));
  }

  /** Of nine failures as what is within the horizon; of twelve between what is learned of them. */
  @Test
  void theTimeLeftIsTold() {
    Mild ofAll = MildTrainer.create().horizons(HORIZON).train(history(ALL), failures(ALL));

    List<Incident> few = incidents(mild, ALL.get(10));
    List<Incident> more = incidents(ofAll, ALL.get(10));

    assertThat(few).isNotEmpty();
    assertThat(few.get(0).timeToFailure().until()).isEqualTo(HORIZON);
    assertThat(more).isNotEmpty();
    assertThat(more.get(0).timeToFailure().coverage()).isEqualTo(0.8);
    Incident last = more.get(more.size() - 1);
    assertThat(last.timeToFailure().after()).isLessThan(last.timeToFailure().until());
    assertThat(last.timeToFailure().until()).isLessThanOrEqualTo(HORIZON.multipliedBy(2));
  }

  /** Its bins end at 7.5, 15 and 30 hours; joint departures take the format. */
  @Test
  void aModelOfOneHorizonAndItsTimeLeftAreSaved() throws IOException {
    Mild ofAll = MildTrainer.create().horizons(HORIZON).train(history(ALL), failures(ALL));
    ofAll.save(folder.resolve("machine.mild"));
    Mild loaded = Mild.load(folder.resolve("machine.mild"));

    assertThat(Archive.read(folder.resolve("machine.mild")).manifest()).contains("\"format\": 5");
    assertThat(ofAll.model().incidentModel().time().orElseThrow().horizons().horizons())
        .containsExactly(HORIZON, Duration.ofHours(15), Duration.ofMinutes(450))
        .isEqualTo(loaded.model().incidentModel().time().orElseThrow().horizons().horizons());
    assertThat(loaded.id()).isEqualTo(ofAll.id());
    assertThat(incidents(loaded, ALL.get(3)))
        .extracting(Incident::timeToFailure)
        .isNotEmpty()
        .isEqualTo(incidents(ofAll, ALL.get(3)).stream().map(Incident::timeToFailure).toList());
  }

  @Test
  void aModelOfTwoHorizonsStreamsExplainsAndIsLoadedAsItWas() throws IOException {
    Duration shorter = Duration.ofHours(10);
    Mild two = MildTrainer.create().horizons(shorter, HORIZON).train(history(ALL), failures(ALL));
    two.save(folder.resolve("two.mild"));
    AssuranceStream stream = two.openStream();
    AssuranceStream loaded = Mild.load(folder.resolve("two.mild")).openStream();
    Recording recording = ALL.get(0); // temperature
    Assessment last = stream.accept(recording.time(0), recording.values(0));
    loaded.accept(recording.time(0), recording.values(0));
    for (int row = 1; row < recording.rows; row++) {
      last = stream.accept(recording.time(row), recording.values(row));
      Assessment same = loaded.accept(recording.time(row), recording.values(row));
      assertThat(same.intents(HORIZON)).isEqualTo(last.intents(HORIZON));
      assertThat(same.intents(shorter)).isEqualTo(last.intents(shorter));
    }

    assertThat(two.report().warnings()).anyMatch(told -> told.contains("recipe for few failures"));
    assertThat(last.rootCause()).isEqualTo("cooling");
    assertThat(last.incident().orElseThrow().timeToFailure().coverage()).isEqualTo(0.8);
    assertThat(last.explain("cooling").top(1))
        .extracting(Explanation.Contribution::name)
        .containsExactly("temperature");
  }

  /** The incidents that are told of in a recording, one a row in which one runs. */
  private static List<Incident> incidents(Mild mild, Recording recording) {
    AssuranceStream stream = mild.openStream();
    List<Incident> incidents = new ArrayList<>();
    for (int row = 0; row < recording.rows; row++) {
      stream
          .accept(recording.time(row), recording.values(row))
          .incident()
          .ifPresent(incidents::add);
    }
    return incidents;
  }

  private static KpiHistory history(List<Recording> recordings) {
    List<Instant> times = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    for (Recording recording : recordings) {
      for (int row = 0; row < recording.rows; row++) {
        times.add(recording.time(row));
        rows.add(recording.values(row));
      }
    }
    return KpiHistory.of(KPIS, times, rows.toArray(double[][]::new));
  }

  private static FailureLog failures(List<Recording> recordings) {
    return new FailureLog(recordings.stream().map(Recording::failure).toList());
  }

  /** The n-th, of 150 to 200 rows. */
  private static final class Recording {
    private final int n;
    private final int rows;

    Recording(int n) {
      this.n = n;
      this.rows = 150 + 37 * n % 51;
    }

    Instant time(int row) {
      return START.plus(Duration.ofDays(30L * n)).plus(Duration.ofHours(row));
    }

    double[] values(int row) {
      double ramp = Math.max(0, row - (rows - RAMP)) / (double) RAMP;
      return new double[] {
        60 + 2 * wave(row, 1) + (n % 2 == 0 ? 12 * ramp : 0),
        5 + 0.3 * wave(row, 2) + (n % 2 == 1 ? 2 * ramp : 0),
        40 + 5 * wave(row, 3)
      };
    }

    /** Like noise, from −1 to 1. */
    private double wave(int row, int kpi) {
      return Math.sin(12.9898 * (row + 211 * n) * kpi + 78.233 * row * row);
    }

    Failure failure() {
      return Failure.of("INC-" + n, n % 2 == 0 ? "cooling" : "bearing", time(rows))
          .withRole(Failure.Role.ROOT);
    }
  }
}
