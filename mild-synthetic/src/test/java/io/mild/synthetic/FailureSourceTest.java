package io.mild.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.synthetic.IntentModel.PairSignature;
import io.mild.synthetic.SyntheticFailure.MovedKpi;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** Looks at what failures alone add to the KPIs, in σ, without noise and benign events. */
class FailureSourceTest {
  private static final SyntheticSpec SPEC = SyntheticSpec.defaults();

  /** Longer than any overt phase: here only the signatures show. */
  private static final int BEFORE_OVERT_PHASE = 61;

  private final Generated plain = new Generated(SPEC);
  private final Generated stress = new Generated(SPEC.toBuilder().pairs(2).build());
  private final Generated hard = new Generated(SPEC.toBuilder().victimOvert(true).build());

  @Test
  void aPairSignatureShowsItsFailingProductOfSigns() {
    for (SyntheticFailure failure : plain.ofKinds(FailureKind.NONLINEAR, FailureKind.CODRIFT)) {
      PairSignature pair = plain.intent(failure.root()).pairs().get(0);
      int t = failure.failure() - BEFORE_OVERT_PHASE;

      assertThat(Math.signum(plain.at(pair.first(), t) * plain.at(pair.second(), t)))
          .as("%s", failure)
          .isEqualTo(pair.failingProduct());
    }
  }

  @Test
  void theFirstOfAPairGoesUpInFiftyFivePercent() {
    List<SyntheticFailure> failures = plain.ofKinds(FailureKind.NONLINEAR, FailureKind.CODRIFT);
    int up = 0;
    for (SyntheticFailure failure : failures) {
      int first = plain.intent(failure.root()).pairs().get(0).first();
      up += plain.at(first, failure.onset()) > 0 ? 1 : 0;
    }

    BinomialDistribution expected = new BinomialDistribution(failures.size(), 0.55);
    assertThat(up)
        .isBetween(
            expected.inverseCumulativeProbability(0.0005),
            expected.inverseCumulativeProbability(0.9995));
  }

  @Test
  void pairAmplitudesAreFourToEightAloneAndThreeToSixInCodrifts() {
    for (SyntheticFailure failure : plain.ofKinds(FailureKind.NONLINEAR, FailureKind.CODRIFT)) {
      PairSignature pair = plain.intent(failure.root()).pairs().get(0);
      boolean codrift = failure.kind() == FailureKind.CODRIFT;
      // the first KPI of each of the three pairs is no overt KPI; full in the last minute before
      assertThat(Math.abs(plain.at(pair.first(), failure.failure() - 1)))
          .isBetween(0.8 * (codrift ? 3 : 4), 1.2 * (codrift ? 6 : 8));
    }
  }

  @Test
  void theTwoOfAPairDifferByNoMoreThanTheirFactors() {
    for (SyntheticFailure failure : plain.ofKinds(FailureKind.NONLINEAR)) {
      PairSignature pair = plain.intent(failure.root()).pairs().get(0);
      int t = failure.failure() - BEFORE_OVERT_PHASE;

      assertThat(Math.abs(plain.at(pair.first(), t) / plain.at(pair.second(), t)))
          .isBetween(0.8 / 1.2, 1.2 / 0.8)
          .isNotEqualTo(1);
    }
  }

  @Test
  void aSimpleFailureDriftsInItsOvertKpiAlone() {
    for (SyntheticFailure failure : plain.ofKinds(FailureKind.SIMPLE)) {
      IntentModel root = plain.intent(failure.root());
      int t = failure.failure() - BEFORE_OVERT_PHASE;

      assertThat(root.overtSign() * plain.at(root.overtKpi(), t)).isBetween(0.2, 8.0);
      assertThat(plain.movedAt(t)).containsExactly(root.overtKpi());
    }
  }

  @Test
  void everyFailureEndsOvertlyInItsKpiAndInSri() {
    for (SyntheticFailure failure : plain.failures) {
      IntentModel root = plain.intent(failure.root());
      double depth = root.overtSign() * plain.at(root.overtKpi(), failure.failure() - 1);
      // a simple drift of 4–8 comes on top; a pair's part has faded out by now
      boolean simple = failure.kind() == FailureKind.SIMPLE;

      assertThat(depth).isBetween(simple ? 9.0 : 5.0, simple ? 17.0 : 9.0);
      assertThat(-plain.at(SyntheticService.SRI, failure.failure() - 1)).isBetween(5.0, 9.0);
    }
  }

  @Test
  void anOvertPhaseLastsThirtyToSixtyMinutesAndIsLinear() {
    for (SyntheticFailure failure : plain.failures) {
      int start = failure.failure() - 60;
      while (plain.at(SyntheticService.SRI, start) == 0) {
        start++;
      }
      int minutes = failure.failure() - start;
      double depth = plain.at(SyntheticService.SRI, failure.failure() - 1);

      assertThat(minutes).isBetween(30, 60);
      assertThat(plain.at(SyntheticService.SRI, start + 9))
          .isCloseTo(10 * depth / minutes, within(1e-9));
    }
  }

  @Test
  void aVictimDriftsInItsOvertKpiFromWithinAnHourOfTheRoot() {
    int before = 0;
    List<SyntheticFailure> codrifts = plain.ofKinds(FailureKind.CODRIFT);
    for (SyntheticFailure failure : codrifts) {
      IntentModel victim = plain.intent(failure.victim());
      int from = movedFrom(failure, plain.kpi(victim.overtKpi()));
      before += from < failure.onset() ? 1 : 0;

      assertThat(failure.victim()).isNotEqualTo(failure.root());
      assertThat(from - failure.onset()).isBetween(-60, 60);
      // A of 3–6 times 0.7–1.4
      assertThat(victim.overtSign() * plain.at(victim.overtKpi(), failure.failure() - 1))
          .isBetween(2.1, 8.4);
    }
    assertThat(before).isBetween(codrifts.size() / 4, codrifts.size() * 3 / 4);
  }

  @Test
  void onlyCodriftsHaveAVictim() {
    assertThat(plain.failures)
        .allSatisfy(
            failure ->
                assertThat(failure.victim().isEmpty())
                    .isEqualTo(failure.kind() != FailureKind.CODRIFT));
  }

  @Test
  void theHardVariantAddsAnOvertPhaseOfTheVictimAndNothingElse() {
    assertThat(hard.failures).isEqualTo(plain.failures);
    for (SyntheticFailure failure : hard.failures) {
      for (int t = failure.onset() - 60; t < failure.recovered(); t++) {
        for (int kpi = 0; kpi < 8; kpi++) {
          boolean victims =
              !failure.victim().isEmpty() && kpi == hard.intent(failure.victim()).overtKpi();
          if (!victims || t < failure.failure() - 60) {
            assertThat(hard.at(kpi, t)).isEqualTo(plain.at(kpi, t));
          }
        }
      }
    }
    for (SyntheticFailure failure : hard.ofKinds(FailureKind.CODRIFT)) {
      IntentModel victim = hard.intent(failure.victim());
      int t = failure.failure() - 1;
      double added = hard.at(victim.overtKpi(), t) - plain.at(victim.overtKpi(), t);
      assertThat(victim.overtSign() * added).isBetween(5.0, 9.0);
    }
  }

  @Test
  void withTwoPairsBothAreDrawnAndOnlyTheSignaturesDiffer() {
    int second = 0;
    for (int i = 0; i < stress.failures.size(); i++) {
      SyntheticFailure failure = stress.failures.get(i);
      assertThat(failure)
          .usingRecursiveComparison()
          .ignoringFields("moved")
          .isEqualTo(plain.failures.get(i));
      if (failure.kind() != FailureKind.SIMPLE) {
        List<PairSignature> pairs = stress.intent(failure.root()).pairs();
        int t = failure.failure() - BEFORE_OVERT_PHASE;
        boolean isFirst = shows(pairs.get(0), t);
        assertThat(isFirst ^ shows(pairs.get(1), t)).as("%s", failure).isTrue();
        second += isFirst ? 0 : 1;
      }
    }
    // of some 260 failures with a pair
    assertThat(second).isBetween(90, 170);
  }

  @Test
  void movedNamesEveryKpiThatDeviatesAndSinceWhen() {
    for (Generated generated : List.of(plain, stress, hard)) {
      for (SyntheticFailure failure : generated.failures) {
        List<MovedKpi> deviating =
            IntStream.range(0, 8)
                .boxed()
                .flatMap(
                    kpi ->
                        IntStream.range(failure.onset() - 60, failure.recovered())
                            .filter(t -> generated.at(kpi, t) != 0)
                            .limit(1)
                            .mapToObj(t -> new MovedKpi(generated.kpi(kpi), t)))
                .toList();
        assertThat(failure.moved()).isEqualTo(deviating);
      }
    }
  }

  @Test
  void nothingDeviatesBetweenFailures() {
    boolean[] inWindow = new boolean[SPEC.minutes()];
    for (SyntheticFailure failure : plain.failures) {
      for (int t = failure.onset() - 60; t < failure.recovered(); t++) {
        inWindow[t] = true;
      }
    }
    assertThat(IntStream.range(0, SPEC.minutes()).filter(t -> !inWindow[t]))
        .allSatisfy(t -> assertThat(plain.movedAt(t)).isEmpty());
  }

  private boolean shows(PairSignature pair, int t) {
    double first = stress.at(pair.first(), t);
    double second = stress.at(pair.second(), t);
    return first * second * pair.failingProduct() > 0
        && Math.abs(first / second) > 0.8 / 1.2
        && Math.abs(first / second) < 1.2 / 0.8;
  }

  private static int movedFrom(SyntheticFailure failure, String kpi) {
    return failure.moved().stream()
        .filter(moved -> moved.kpi().equals(kpi))
        .findFirst()
        .orElseThrow()
        .from();
  }

  private static final class Generated {
    private final SyntheticService service;
    private final Deviations deviations;
    private final List<SyntheticFailure> failures;

    Generated(SyntheticSpec spec) {
      service = SyntheticService.of(spec);
      deviations = new Deviations(spec.kpis(), spec.minutes());
      failures = new FailureSource(spec, service).addTo(deviations);
    }

    double at(int kpi, int minute) {
      return deviations.of(kpi)[minute];
    }

    String kpi(int index) {
      return service.kpis().get(index).name();
    }

    IntentModel intent(String name) {
      return service.intents().get(service.intentNames().indexOf(name));
    }

    List<Integer> movedAt(int minute) {
      return IntStream.range(0, service.kpis().size())
          .filter(kpi -> at(kpi, minute) != 0)
          .boxed()
          .toList();
    }

    List<SyntheticFailure> ofKinds(FailureKind... kinds) {
      return failures.stream().filter(f -> List.of(kinds).contains(f.kind())).toList();
    }
  }
}
