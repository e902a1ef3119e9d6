package io.mild.benchmarks.few;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StretchTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HORIZON = Duration.ofMinutes(60);

  @Test
  void stretchesAreAllRowsOneAfterAnotherAndHoldEachIncidentOnce() {
    List<Stretch> stretches =
        Stretch.of(GeneratedRows.HISTORY, GeneratedRows.FAILURES, GeneratedRows.HORIZON);

    int row = 0;
    for (Stretch stretch : stretches) {
      assertThat(stretch.from()).isEqualTo(row);
      assertThat(stretch.quietUntil()).isBetween(stretch.from(), stretch.until());
      row = stretch.until();
    }
    assertThat(row).isEqualTo(GeneratedRows.HISTORY.rows());
    assertThat(stretches.stream().flatMap(stretch -> stretch.incidents().keySet().stream()))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            GeneratedRows.FAILURES.failures().stream().map(Failure::incident).distinct().toList());
  }

  /** Under way: from 240 (a horizon before) or the onset, if earlier, until 30 minutes after. */
  @Test
  void aStretchEndsHalfAnHourAfterRecoveryAndIsQuietUntilTheDrift() {
    KpiHistory history = minutes(0, 1000);
    Failure noOnset = Failure.of("a", "api", at(300)).withRecovery(at(310));
    Failure early = Failure.of("b", "api", at(700)).withOnset(at(600));
    Failure late = Failure.of("c", "api", at(900)).withOnset(at(880));

    List<Stretch> stretches =
        Stretch.of(history, new FailureLog(List.of(noOnset, early, late)), HORIZON);

    assertThat(stretches).extracting(Stretch::from).containsExactly(0, 341, 731, 931);
    assertThat(stretches).extracting(Stretch::quietUntil).containsExactly(240, 600, 840, 1000);
    assertThat(stretches.get(3).incidents()).isEmpty();
  }

  @Test
  void incidentsAtTheSameTimeShareAStretch() {
    Failure first = Failure.of("a", "api", at(300));
    Failure second = Failure.of("b", "web", at(350));

    List<Stretch> stretches =
        Stretch.of(minutes(0, 381), new FailureLog(List.of(first, second)), HORIZON);

    assertThat(stretches).hasSize(1);
    assertThat(stretches.get(0).incidents()).containsOnlyKeys("a", "b");
    assertThat(stretches.get(0).quietUntil()).isEqualTo(240);
  }

  @Test
  void noStretchReachesAcrossAGap() {
    List<Integer> minutes = new ArrayList<>();
    for (int minute = 0; minute < 300; minute++) {
      if (minute != 100 && minute != 200) {
        minutes.add(minute);
      }
    }
    KpiHistory history = history(minutes);

    assertThat(Stretch.recordings(history)).containsExactly(0, 100, 199);
    assertThat(Stretch.of(history, new FailureLog(List.of()), HORIZON))
        .extracting(Stretch::until)
        .contains(100, 199, 298);
  }

  /** A run to failure: it fails after its last row. */
  @Test
  void aFailureBelongsToTheRecordingBeforeIt() {
    FailureLog log = new FailureLog(List.of(Failure.of("a", "api", at(100))));

    List<Stretch> stretches = Stretch.of(minutes(0, 100), log, HORIZON);

    assertThat(stretches).hasSize(1);
    assertThat(stretches.get(0).incidents()).containsOnlyKeys("a");
    assertThat(stretches.get(0).quietUntil()).isEqualTo(40);
  }

  private static KpiHistory minutes(int from, int until) {
    List<Integer> minutes = new ArrayList<>();
    for (int minute = from; minute < until; minute++) {
      minutes.add(minute);
    }
    return history(minutes);
  }

  private static KpiHistory history(List<Integer> minutes) {
    return KpiHistory.of(
        List.of("cpu"),
        minutes.stream().map(StretchTest::at).toList(),
        minutes.stream().map(minute -> new double[] {minute}).toArray(double[][]::new));
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
