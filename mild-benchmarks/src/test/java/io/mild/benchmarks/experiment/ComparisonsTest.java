package io.mild.benchmarks.experiment;

import static io.mild.benchmarks.experiment.HandMadeResults.fold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.benchmarks.experiment.Comparison.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonsTest {
  private static final double MISSED = Double.NaN;

  @Test
  void aConstantDifferenceHasAnIntervalOfNoWidth() {
    Comparison lead = leads(List.of(fold("a", 1, 2, 90, 70)), List.of(fold("b", 1, 2, 80, 60)));

    assertThat(lead.difference()).isEqualTo(10);
    assertThat(lead.low()).isEqualTo(10);
    assertThat(lead.high()).isEqualTo(10);
    assertThat(lead.meanA()).isEqualTo(80);
    assertThat(lead.n()).isEqualTo(2);
    assertThat(lead.isSignificant()).isTrue();
  }

  @Test
  void equalModelsDoNotDiffer() {
    List<FoldResult> folds = List.of(fold("a", 1, 1, 90, 70), fold("a", 2, 1, 30, MISSED));

    Comparison lead = leads(folds, folds);

    assertThat(lead.difference()).isZero();
    assertThat(lead.low()).isZero();
    assertThat(lead.high()).isZero();
    assertThat(lead.p()).isNaN();
    assertThat(lead.isSignificant()).isFalse();
  }

  @Test
  void leadsAreCappedAndMissedOnesCountAsZero() {
    Comparison lead =
        leads(List.of(fold("a", 1, 0, 150, MISSED)), List.of(fold("b", 1, 0, 100, 20)));

    assertThat(lead.meanA()).isEqualTo(60); // (120 + 0) / 2
    assertThat(lead.difference()).isZero(); // of +20 and −20
    assertThat(lead.low()).isEqualTo(-20); // both pairs may be the one
    assertThat(lead.high()).isEqualTo(20);
  }

  @Test
  void fiveFoldsThatAllSpeakForOneModelAreNotYetSignificant() {
    List<FoldResult> a =
        IntStream.rangeClosed(1, 5).mapToObj(k -> fold("a", k, 0, 50 + k)).toList();
    List<FoldResult> b = IntStream.rangeClosed(1, 5).mapToObj(k -> fold("b", k, 0, 50)).toList();

    // W = 15 is the most extreme of 2^5 outcomes: p = 2 / 32 (Wilcoxon 1945, n = 5)
    assertThat(leads(a, b).p()).isEqualTo(0.0625, within(1e-12));
  }

  @Test
  void verdictsAreComparedWhereBothModelsGaveThem() {
    List<FoldResult> a = List.of(fold("a", 1, 3, 90, 80, 70, MISSED));
    List<FoldResult> b = List.of(fold("b", 1, 1, 90, MISSED, 70, 60));

    Comparison cause = comparison(Metric.ROOT_CAUSE_INCIDENT, a, b);

    assertThat(cause.n()).isEqualTo(2); // the first and the third
    assertThat(cause.meanA()).isEqualTo(1);
    assertThat(cause.meanB()).isEqualTo(0.5);
  }

  @Test
  void brierScoresAreComparedFoldByFold() {
    List<FoldResult> folds = List.of(fold("a", 1, 0, 90), fold("a", 2, 0, 90));

    Comparison brier = comparison(Metric.BRIER, folds, folds);

    assertThat(brier.n()).isEqualTo(2);
    assertThat(brier.meanA()).isEqualTo(0.045, within(1e-12)); // (0.03 + 0.06) / 2
    assertThat(Metric.BRIER.isMoreBetter()).isFalse();
  }

  @Test
  void flipsAreComparedWhereBothModelsAlertedAndTheLessTheBetter() {
    List<FoldResult> a = List.of(fold("a", 1, 3, 90, 80, MISSED));
    List<FoldResult> b = List.of(fold("b", 1, 1, 90, MISSED, 70));

    Comparison flips = comparison(Metric.FLIPS, a, b);

    assertThat(flips.n()).isEqualTo(1);
    assertThat(flips.meanA()).isEqualTo(2);
    assertThat(Metric.FLIPS.isMoreBetter()).isFalse();
  }

  @Test
  void falsePositivesAreThoseOfTheIncidentStreamFoldByFold() {
    List<FoldResult> folds = List.of(fold("a", 1, 0, 90), fold("a", 2, 0, 90));

    Comparison falsePositives = comparison(Metric.FALSE_POSITIVES, folds, folds);

    assertThat(falsePositives.n()).isEqualTo(2);
    assertThat(falsePositives.meanA()).isEqualTo(1);
    assertThat(Metric.FALSE_POSITIVES.isMoreBetter()).isFalse();
  }

  @Test
  void allPairsAreComparedInAllMetrics() {
    Map<String, List<FoldResult>> folds = new LinkedHashMap<>();
    for (String model : List.of("a", "b", "c")) {
      folds.put(model, List.of(fold(model, 1, 0, 50)));
    }

    assertThat(Comparisons.of(folds, 120))
        .hasSize(3 * Metric.values().length)
        .extracting(comparison -> comparison.a() + comparison.b())
        .containsOnly("ab", "ac", "bc");
  }

  private static Comparison leads(List<FoldResult> a, List<FoldResult> b) {
    return comparison(Metric.INCIDENT_LEAD, a, b);
  }

  private static Comparison comparison(Metric metric, List<FoldResult> a, List<FoldResult> b) {
    return Comparisons.of("a", a, "b", b, 120).get(metric.ordinal());
  }
}
