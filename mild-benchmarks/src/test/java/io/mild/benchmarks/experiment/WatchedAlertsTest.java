package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Failure;
import io.mild.TimeToFailure;
import io.mild.benchmarks.experiment.FoldResult.ExplanationResult;
import io.mild.benchmarks.experiment.FoldResult.TimeToFailureResult;
import io.mild.benchmarks.experiment.WatchedAlerts.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures of api at 200 and at 500, each with 100 minutes of drift. */
class WatchedAlertsTest {
  private static final Failure FIRST = failure("1", 200);
  private static final Failure SECOND = failure("2", 500);

  @TempDir Path folder;

  @Test
  void boundsAreThoseOfTheIntentsOwnFirstAlert() {
    WatchedAlerts alerts =
        watched(
            seen(90, "api", 0, 120), // before the onset
            seen(110, "cart", 60, 120), // another intent's
            seen(150, "api", 30, 60), // 50 minutes before: held
            seen(160, "api", 0, 30),
            seen(440, "api", 0, 30)); // 60 minutes before: not held

    assertThat(alerts.timeToFailure(List.of(FIRST, SECOND)))
        .isEqualTo(new TimeToFailureResult(2, 0.5, 30));
  }

  @Test
  void theUpperBoundIsHeldAndTheLowerIsNot() {
    WatchedAlerts alerts = watched(seen(140, "api", 30, 60), seen(470, "api", 30, 60));

    // 60 minutes left in (30, 60], 30 minutes left not
    assertThat(alerts.timeToFailure(List.of(FIRST, SECOND)).held()).isEqualTo(0.5);
  }

  @Test
  void withoutAnAlertThereAreNoFigures() {
    TimeToFailureResult none = watched().timeToFailure(List.of(FIRST));

    assertThat(none.alerts()).isZero();
    assertThat(none.held()).isNaN();
  }

  @Test
  void anExplanationIsRightIfAKpiThatWasMovedByThenIsAmongTheTwoHighest() throws IOException {
    Path csv = folder.resolve("moved.csv");
    Files.writeString(
        csv,
        "incident,kpi,from\n1,cpu,%d\n2,ram,%d\n"
            .formatted(time(100).getEpochSecond(), time(490).getEpochSecond()));
    MovedKpis moved = MovedKpis.readCsv(csv);
    WatchedAlerts alerts =
        watched(
            seen(120, "cart", 0, 120, "disk", "cpu"), // any intent's first alert; cpu moves
            seen(150, "api", 0, 120, "disk", "net"),
            seen(450, "api", 0, 120, "ram", "net")); // ram moves later

    assertThat(alerts.explanation(List.of(FIRST, SECOND), moved))
        .isEqualTo(new ExplanationResult(2, 0.5));
    assertThat(moved.explains(FIRST.withKind("simple"))).isTrue();
    assertThat(moved.explains(FIRST.withKind("codrift"))).isFalse();
    assertThat(moved.explains(failure("3", 900).withKind("simple"))).isFalse();
  }

  private static WatchedAlerts watched(Seen... alerts) {
    return new WatchedAlerts(List.of(alerts), Duration.ofMinutes(120));
  }

  private static Seen seen(int minute, String intent, int after, int until, String... kpis) {
    return new Seen(
        time(minute),
        intent,
        new TimeToFailure(Duration.ofMinutes(after), Duration.ofMinutes(until), Double.NaN),
        () -> List.of(kpis));
  }

  private static Failure failure(String incident, int minute) {
    return Failure.of(incident, "api", time(minute)).withOnset(time(minute - 100));
  }

  private static Instant time(int minute) {
    return Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofMinutes(minute));
  }
}
