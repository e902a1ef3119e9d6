package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Failure;
import io.mild.benchmarks.experiment.ExplainedAlerts.Seen;
import io.mild.benchmarks.experiment.FoldResult.ExplanationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures of api at 200 and at 500, each with 100 minutes of drift. */
class ExplainedAlertsTest {
  private static final Failure FIRST = failure("1", 200);
  private static final Failure SECOND = failure("2", 500);

  @TempDir Path folder;

  @Test
  void anExplanationIsRightIfAKpiThatWasMovedByThenIsAmongTheTwoHighest() throws IOException {
    Path csv = folder.resolve("moved.csv");
    Files.writeString(
        csv,
        "incident,kpi,from\n1,cpu,%d\n2,ram,%d\n"
            .formatted(time(100).getEpochSecond(), time(490).getEpochSecond()));
    MovedKpis moved = MovedKpis.readCsv(csv);
    ExplainedAlerts alerts =
        watched(
            seen(90, "ram", "net"), // before the onset
            seen(120, "disk", "cpu"), // the first alert; cpu moves
            seen(150, "disk", "net"),
            seen(450, "ram", "net")); // ram moves later

    assertThat(alerts.explanation(List.of(FIRST, SECOND), moved))
        .isEqualTo(new ExplanationResult(2, 0.5));
    assertThat(moved.explains(FIRST.withKind("simple"))).isTrue();
    assertThat(moved.explains(FIRST.withKind("codrift"))).isFalse();
    assertThat(moved.explains(failure("3", 900).withKind("simple"))).isFalse();
  }

  @Test
  void withoutAnAlertThereIsNothingToExplain() {
    ExplanationResult none = watched().explanation(List.of(FIRST), MovedKpis.unknown());

    assertThat(none.alerts()).isZero();
    assertThat(none.topTwo()).isNaN();
  }

  private static ExplainedAlerts watched(Seen... alerts) {
    return new ExplainedAlerts(List.of(alerts), Duration.ofMinutes(120));
  }

  private static Seen seen(int minute, String... kpis) {
    return new Seen(time(minute), () -> List.of(kpis));
  }

  private static Failure failure(String incident, int minute) {
    return Failure.of(incident, "api", time(minute)).withOnset(time(minute - 100));
  }

  private static Instant time(int minute) {
    return Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofMinutes(minute));
  }
}
