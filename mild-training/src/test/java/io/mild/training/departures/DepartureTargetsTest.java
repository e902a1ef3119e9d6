package io.mild.training.departures;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An hour of rows a minute apart, and a horizon of ten minutes. */
class DepartureTargetsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int ROWS = 60;
  private static final KpiHistory HISTORY =
      KpiHistory.of(
          List.of("cpu"),
          IntStream.range(0, ROWS).mapToObj(DepartureTargetsTest::minute).toList(),
          new double[ROWS][1]);

  @Test
  void rowsAreThoseFromTheOnsetToTheFailure() {
    assertThat(targets(failure(20).withOnset(minute(15))).failures()).containsExactly(rows(15, 20));
  }

  @Test
  void anEarlierOnsetOrNoneMakesThemThoseOfAHorizon() {
    assertThat(targets(failure(40).withOnset(minute(20)), failure(55)).failures())
        .containsExactly(rows(30, 40), rows(45, 55));
  }

  /** Rows 20 to 29 drift, but the failure is further ahead than the horizon. */
  @Test
  void rowsBetweenTheOnsetAndAHorizonBeforeTheFailureAreNeither() {
    DepartureTargets targets = targets(failure(40).withOnset(minute(20)));

    assertThat(targets.failures().get(0)).doesNotContain(rows(20, 30));
    assertThat(Arrays.copyOfRange(targets.healthy(), 20, 40)).containsOnly(false);
    assertThat(targets.healthyRows()).isEqualTo(ROWS - 20);
  }

  @Test
  void victimsHaveNone() {
    DepartureTargets targets = targets(failure(40).withRole(Failure.Role.VICTIM), failure(55));

    assertThat(targets.failures()).containsExactly(rows(45, 55));
    assertThat(Arrays.copyOfRange(targets.healthy(), 30, 40)).containsOnly(false);
  }

  @Test
  void aFailureBeforeTheFirstRowHasNone() {
    assertThat(targets(failure(0), failure(5)).failures()).containsExactly(rows(0, 5));
  }

  @Test
  void aFailureThatLosesARowIsLostWhole() {
    DepartureTargets all = targets(failure(20), failure(40));
    boolean[] kept = new boolean[ROWS];
    Arrays.fill(kept, 0, 35, true);

    DepartureTargets some = all.of(kept);

    assertThat(some.failures()).containsExactly(rows(10, 20));
    assertThat(some.healthyRows()).isEqualTo(35 - 15); // less 10 to 19 and 30 to 34
  }

  /** api is to blame in rows 10 to 19, nobody is elsewhere. */
  @Test
  void onlyWhatIsACauseInAFailuresRowsHasFailed() {
    float[] causes = new float[2 * ROWS];
    for (int row = 10; row < 20; row++) {
      causes[2 * row] = 1;
    }
    DepartureTargets targets =
        new DepartureTargets(List.of(rows(15, 20)), causes, new boolean[ROWS], 2);

    assertThat(targets.failed(0)).isTrue();
    assertThat(targets.failed(1)).isFalse();
  }

  /** From each onset, or the beginning of its horizon, to the failure. */
  private static DepartureTargets targets(Failure... failures) {
    boolean[] protectedRows = new boolean[ROWS];
    for (Failure failure : failures) {
      Instant onset = failure.onset().orElse(failure.time().minus(Duration.ofMinutes(10)));
      Arrays.fill(protectedRows, HISTORY.firstRow(onset), HISTORY.firstRow(failure.time()), true);
    }
    DepartureTargets targets =
        DepartureTargets.of(
            HISTORY,
            new FailureLog(List.of(failures)),
            new float[2 * ROWS],
            protectedRows,
            Duration.ofMinutes(10));
    assertThat(targets.intents()).isEqualTo(2);
    return targets;
  }

  private static Failure failure(int minute) {
    return Failure.of("INC-" + minute, "api", minute(minute));
  }

  private static int[] rows(int from, int until) {
    return IntStream.range(from, until).toArray();
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
