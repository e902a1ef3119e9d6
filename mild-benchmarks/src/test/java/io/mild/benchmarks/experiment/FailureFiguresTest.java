package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.benchmarks.experiment.AlertResult.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureFiguresTest {
  private static final double MISSED = Double.NaN;
  private static final List<Outcome> OUTCOMES =
      List.of(
          // announced by b first, which named b; a's own alert named a
          new Outcome(
              "1",
              "a",
              "simple",
              false,
              0,
              100,
              150,
              Map.of("own", "a", "incident", "b", "final", "a")),
          // announced by another intent only
          new Outcome("2", "a", "odd", true, 0, MISSED, 60, Map.of("incident", "a", "final", "b")),
          new Outcome("3", "b", "simple", false, 0, 20, 20, Map.of("own", "b", "incident", "b")),
          new Outcome("4", "b", "odd", false, 0, MISSED, MISSED, Map.of()));

  private final FailureFigures figures = FailureFigures.of(OUTCOMES, List.of("a", "b", "new"));

  @Test
  void detectionIsOfTheIntentsOwnAlert() {
    assertThat(figures.detection()).containsEntry("all", 0.5).containsEntry("a", 0.5);
    assertThat(figures.detection().get("new")).isNaN();
    assertThat(figures.incidentDetection()).isEqualTo(0.75);
  }

  @Test
  void leadsAreOverThoseDetectedOrCappedOverAll() {
    assertThat(figures.lead())
        .containsEntry("all", 60.0)
        .containsEntry("a", 100.0); // (100 + 20) / 2
    assertThat(figures.lead120()).isEqualTo(30); // (100 + 0 + 20 + 0) / 4
    assertThat(figures.incidentLead()).isEqualTo(50); // (120 + 60 + 20 + 0) / 4
  }

  @Test
  void verdictsAreJudgedWhereThereAreAny() {
    assertThat(figures.rootCause().get("own")).containsEntry("all", 1.0);
    assertThat(figures.rootCause().get("own").get("codrift")).isNaN();
    assertThat(figures.rootCause().get("incident"))
        .containsEntry("all", 2 / 3.0)
        .containsEntry("simple", 0.5)
        .containsEntry("odd", 1.0)
        .containsEntry("codrift", 1.0);
    assertThat(figures.rootCause().get("final")).containsEntry("all", 0.5);
    assertThat(figures.rootCause().get("plus30").get("all")).isNaN();
  }
}
