package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.benchmarks.experiment.AlertResult.Named;
import io.mild.benchmarks.experiment.AlertResult.Outcome;
import io.mild.benchmarks.experiment.TimeToFailureResult.Intervals;
import io.mild.training.evaluation.FailureOutcome.Interval;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureFiguresTest {
  private static final double MISSED = Double.NaN;
  private static final List<Outcome> OUTCOMES =
      List.of(
          // announced by b first, which named b; a's own alert named a
          outcome(
              "1",
              "a",
              "simple",
              100,
              150,
              Map.of("own", alone("a", 0.9), "incident", alone("b", 0.9), "final", alone("a", 1)),
              3,
              new Interval(true, 40),
              new Interval(false, 20),
              new Interval(false, 30)),
          // announced by another intent only
          outcome(
              "2",
              "a",
              "odd",
              MISSED,
              60,
              Map.of("incident", either("a", "b", 0.6), "final", either("b", "a", 0.7)),
              1,
              new Interval(false, 60)),
          outcome(
              "3",
              "b",
              "simple",
              20,
              20,
              Map.of("own", alone("b", 0.9), "incident", alone("b", 0.9)),
              0),
          outcome("4", "b", "odd", MISSED, MISSED, Map.of(), MISSED));

  private final FailureFigures figures =
      FailureFigures.of(OUTCOMES, List.of("a", "b", "new"), Duration.ofMinutes(120));

  @Test
  void leadsAreCappedAtTheHorizon() {
    FailureFigures short1 = FailureFigures.of(OUTCOMES, List.of("a"), Duration.ofMinutes(40));
    FailureFigures long1 = FailureFigures.of(OUTCOMES, List.of("a"), Duration.ofHours(30));

    assertThat(short1.lead120()).isEqualTo(15); // (40 + 0 + 20 + 0) / 4
    assertThat(short1.incidentLead()).isEqualTo(25); // (40 + 40 + 20 + 0) / 4
    assertThat(long1.incidentLead()).isEqualTo(57.5); // (150 + 60 + 20 + 0) / 4
  }

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

  @Test
  void flipsAreTheMeanOverTheIncidentsThatAlerted() {
    assertThat(figures.flips()).isEqualTo(4 / 3.0); // (3 + 1 + 0) / 3
  }

  @Test
  void aVerdictIsRightAloneOrAmongTheTwo() {
    Certainty first = figures.certainty("incident"); // b for a, a or b for a, b for b

    assertThat(first.alone()).isEqualTo(2 / 3.0);
    assertThat(first.aloneRight()).isEqualTo(0.5);
    assertThat(first.pairRight()).isEqualTo(1);
    assertThat(first.right()).isEqualTo(2 / 3.0);
    // 0.9 and 0.9 in one bin, of which one is right; 0.6 in another, right:
    // 2/3 · |0.9 − 1/2| + 1/3 · |0.6 − 1|
    assertThat(first.ece()).isEqualTo(0.4, within(1e-12));
    Certainty last = figures.certainty("final"); // a for a, b or a for a
    assertThat(last.pairRight()).isEqualTo(1);
    // 1 right of probability 1; of 0.7 the named one is wrong: 1/2 · 0 + 1/2 · 0.7
    assertThat(last.ece()).isEqualTo(0.35, within(1e-12));
  }

  @Test
  void whereNoProbabilityIsToldThereIsNoCertainty() {
    Certainty none =
        Certainty.of(
            "own", List.of(outcome("1", "a", "", 5, 5, Map.of("own", alone("a", Double.NaN)), 0)));

    assertThat(none).isEqualTo(new Certainty(MISSED, MISSED, MISSED, MISSED, MISSED));
  }

  @Test
  void theTimeLeftCountsOnceAnIncidentAndOnceAMinute() {
    // first alerts: held of 40, not of 60 minutes; minutes: one of 40, 20, 30 and 60 held
    assertThat(figures.timeToFailure())
        .isEqualTo(
            new TimeToFailureResult(new Intervals(2, 0.5, 50), new Intervals(4, 0.25, 37.5)));
    assertThat(TimeToFailureResult.of(List.of()).firstAlert())
        .isEqualTo(new Intervals(0, MISSED, MISSED));
  }

  private static Outcome outcome(
      String incident,
      String intent,
      String kind,
      double lead,
      double incidentLead,
      Map<String, Named> named,
      double flips,
      Interval... told) {
    return new Outcome(
        incident,
        intent,
        kind,
        incident.equals("2"),
        0,
        lead,
        incidentLead,
        named,
        flips,
        flips, // any
        TimeToFailureResult.of(List.of(told)));
  }

  private static Named alone(String named, double probability) {
    return new Named(List.of(named), probability);
  }

  private static Named either(String named, String other, double probability) {
    return new Named(List.of(named, other), probability);
  }
}
