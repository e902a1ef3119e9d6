package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.benchmarks.experiment.ExplainedAlerts.Order;
import io.mild.benchmarks.experiment.ExplainedAlerts.Seen;
import io.mild.data.Failure;
import io.mild.explanation.Faithfulness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures of api at 200 and at 500, each with 100 minutes of drift. */
class ExplainedAlertsTest {
  private static final Failure FIRST = failure("1", 200);
  private static final Failure SECOND = failure("2", 500);

  @TempDir Path folder;

  @Test
  void anExplanationIsRightIfAKpiThatWasMovedByThenIsAmongTheTwoHighest() throws IOException {
    MovedKpis moved = moved();
    ExplainedAlerts alerts =
        watched(
            seen(90, "ram", "net"), // before the onset
            seen(120, "disk", "cpu"), // the first alert; cpu moves
            seen(150, "disk", "net"),
            seen(450, "ram", "net")); // ram moves later
    ExplanationResult result = alerts.explanation(List.of(FIRST, SECOND), moved);

    assertThat(result.alerts()).isEqualTo(2);
    assertThat(result.topTwo()).isEqualTo(0.5);
    assertThat(result.explained())
        .extracting(one -> one.ranking(ExplanationResult.SHAPLEY).topTwo())
        .containsExactly(true, false);
    assertThat(moved.explains(FIRST.withKind("simple"))).isTrue();
    assertThat(moved.explains(FIRST.withKind("codrift"))).isFalse();
    assertThat(moved.explains(failure("3", 900).withKind("simple"))).isFalse();
  }

  /** The rival names what moves in neither: one of two hits fewer. */
  @Test
  void ordersAreComparedOnTheSameAlerts() throws IOException {
    ExplanationResult result =
        watched(seen(120, "disk", "cpu"), seen(450, "ram", "net"))
            .explanation(List.of(FIRST, SECOND), moved());
    List<FoldResult> folds = List.of(HandMadeResults.fold(result, "mild", 1, 1, 60));
    ExplanationFigures own = ExplanationFigures.of(ExplanationResult.SHAPLEY, "", folds);
    ExplanationFigures rival = ExplanationFigures.of(ExplanationResult.TEACHER, "", folds);

    assertThat(own.topTwo()).isEqualTo(0.5);
    assertThat(own.worse()).isZero();
    assertThat(rival.topTwo()).isZero();
    assertThat(rival.worse()).isEqualTo(0.5);
    assertThat(rival.worseLow()).isZero();
    assertThat(rival.worseHigh()).isEqualTo(1);
    assertThat(own.insertion()).containsExactly(new double[] {0, 0.5, 1}, within(1e-12));
    assertThat(own.insertionArea()).isCloseTo(0.5, within(1e-12));
    assertThat(own.deletionArea()).isCloseTo(0.25, within(1e-12));
    assertThat(ExplanationFigures.of(ExplanationResult.SHAPLEY, "simple", folds).alerts()).isZero();
  }

  @Test
  void withoutAnAlertThereIsNothingToExplain() {
    ExplanationResult none = watched().explanation(List.of(FIRST), MovedKpis.unknown());

    assertThat(none.alerts()).isZero();
    assertThat(none.topTwo()).isNaN();
  }

  private MovedKpis moved() throws IOException {
    Path csv = folder.resolve("moved.csv");
    Files.writeString(
        csv,
        "incident,kpi,from\n1,cpu,%d\n2,ram,%d\n"
            .formatted(time(100).getEpochSecond(), time(490).getEpochSecond()));
    return MovedKpis.readCsv(csv);
  }

  private static ExplainedAlerts watched(Seen... alerts) {
    return new ExplainedAlerts(List.of(alerts), Duration.ofMinutes(120));
  }

  private static Seen seen(int minute, String... kpis) {
    Faithfulness curves = new Faithfulness(List.of(0.0, 0.5, 1.0), List.of(1.0, 0.0, 0.0));
    return new Seen(
        time(minute),
        () ->
            Map.of(
                ExplanationResult.SHAPLEY, new Order(List.of(kpis), curves),
                ExplanationResult.TEACHER, new Order(List.of("net", "disk"), curves)));
  }

  private static Failure failure(String incident, int minute) {
    return Failure.of(incident, "api", time(minute)).withOnset(time(minute - 100));
  }

  private static Instant time(int minute) {
    return Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofMinutes(minute));
  }
}
