package io.mild.alerting;

import static io.mild.alerting.EpisodePhase.ONGOING;
import static io.mild.alerting.EpisodePhase.ONSET;
import static io.mild.alerting.EpisodePhase.QUIET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Gates of which several may be roots: not averaged, uncalibrated, a lead of 1/2. */
class MultipleRootsVerdictTest {
  private static final VerdictPolicy PLAIN = new VerdictPolicy(1, 0.5, 1, true, 0);

  private final RootCauseVerdict verdict = new RootCauseVerdict(PLAIN, 3);

  @Test
  void allWhoseProbabilityIsAtLeastOneHalfAreNamedTheMostProbableFirst() {
    verdict.accept(new double[] {0.5, 0.1, 0.9}, ONSET);
    RootCauseRanking both = verdict.verdict();

    assertThat(both.rootIntents()).containsExactly(2, 0);
    assertThat(both.candidates()).containsExactly(2, 0);
    assertThat(both.rootIntent()).isEqualTo(2);
    assertThat(both.isAmbiguous()).isFalse();
    assertThat(both.probability()).isCloseTo(0.9, within(1e-12));
    assertThat(verdict.probabilities())
        .containsExactly(new double[] {0.5, 0.1, 0.9}, within(1e-12)); // of sum 1.5
  }

  @Test
  void theMostProbableIsNamedHoweverImprobable() {
    verdict.accept(new double[] {0.01, 0.03, 0.02}, ONSET);

    assertThat(verdict.verdict().rootIntents()).containsExactly(1);
    assertThat(verdict.verdict().probability()).isCloseTo(0.03, within(1e-12));
  }

  /** Below 0.8 it is unsure, and so is another above 0.2. */
  @Test
  void oneAloneThatIsUnsureIsAmbiguousWhereAnotherMayBeIt() {
    verdict.accept(new double[] {0.79, 0.21, 0.1}, QUIET);
    assertThat(verdict.verdict().candidates()).containsExactly(0, 1);
    assertThat(verdict.verdict().rootIntents()).containsExactly(0);
    assertThat(verdict.verdict().isAmbiguous()).isTrue();

    verdict.accept(new double[] {0.79, 0.19, 0.1}, QUIET);
    assertThat(verdict.verdict().isAmbiguous()).isFalse();
    verdict.accept(new double[] {0.81, 0.4, 0.1}, QUIET);
    assertThat(verdict.verdict().isAmbiguous()).isFalse();
  }

  /** σ(½) = 0.622 and σ(−½) = 0.378. */
  @Test
  void withinAnEpisodeAnotherJoinsAtALeadAboveOneHalfAndLeavesAsMuchBelow() {
    verdict.accept(new double[] {0.9, 0.49, 0.1}, ONSET);
    assertThat(named(0.9, 0.62)).containsExactly(0);
    assertThat(named(0.9, 0.63)).containsExactly(0, 1);
    assertThat(named(0.9, 0.38)).containsExactly(0, 1);
    assertThat(verdict.flips()).isEqualTo(1);
    assertThat(named(0.9, 0.37)).containsExactly(0);
    assertThat(verdict.flips()).isEqualTo(2);
  }

  /** Logits of 0.62 and 0.63 are 0.490 and 0.532; those of 0.5 and 0.38, 0 and −0.490. */
  @Test
  void theLeadingOneChangesOnlyWhenAnotherLeadsByEnough() {
    verdict.accept(new double[] {0.6, 0.5, 0.1}, ONSET);
    assertThat(verdict.verdict().rootIntents()).containsExactly(0, 1);
    assertThat(named(0.5, 0.62)).containsExactly(0, 1);
    assertThat(named(0.5, 0.63)).containsExactly(1, 0);
    assertThat(verdict.flips()).isZero(); // the same two
  }

  /** Log-odds of ln 4 and ln 9 in halves, less 1. */
  @Test
  void calibratedProbabilitiesDecideWhoIsNamed() {
    RootCauseVerdict calibrated = new RootCauseVerdict(new VerdictPolicy(1, 0, 2, true, -1), 2);
    calibrated.accept(new double[] {0.8, 0.9}, ONSET);

    assertThat(calibrated.verdict().rootIntents())
        .containsExactly(1); // 0.5 · ln 4 < 1 < 0.5 · ln 9
    assertThat(calibrated.probabilities())
        .containsExactly(
            new double[] {2 / (2 + Math.E), 3 / (3 + Math.E)}, within(1e-12)); // e^(ln 2 − 1) odds
  }

  @Test
  void gatesAreAveragedAsLogOdds() {
    RootCauseVerdict average = new RootCauseVerdict(new VerdictPolicy(3, 0.5, 1, true, 0), 1);
    average.accept(new double[] {0.8}, QUIET);
    average.accept(new double[] {0.5}, QUIET); // half of each
    assertThat(average.smoothedLogGates()[0]).isCloseTo(Math.log(4) / 2, within(1e-12));
  }

  @Test
  void aResumedVerdictGoesOnBitForBit() throws IOException {
    RootCauseVerdict resumed = read(PLAIN, written(verdict));
    SplittableRandom random = new SplittableRandom(1);
    for (int minute = 0; minute < 200; minute++) {
      double[] gates = {random.nextInt(3) / 2.0, random.nextDouble(), random.nextDouble(0.3, 0.7)};
      verdict.accept(gates, minute == 0 ? ONSET : ONGOING);
      resumed.accept(gates, minute == 0 ? ONSET : ONGOING);
      assertThat(written(resumed)).isEqualTo(written(verdict));
      resumed = read(PLAIN, written(resumed));
      assertThat(resumed.verdict()).isEqualTo(verdict.verdict());
    }
    assertThat(verdict.flips()).isPositive();
  }

  @Test
  void aStateOfAPolicyForOneRootIsRefused() throws IOException {
    RootCauseVerdict one = new RootCauseVerdict(VerdictPolicy.GATE, 3);
    one.accept(new double[] {0.2, 0.3, 0.5}, ONSET);
    byte[] ofOne = written(one);
    byte[] ofMultiple = written(verdict);

    assertThatThrownBy(() -> read(PLAIN, ofOne))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2, but was of 1");
    assertThatThrownBy(() -> read(VerdictPolicy.GATE, ofMultiple)).isInstanceOf(IOException.class);
  }

  @Test
  void verdictsThatContradictThemselvesAreRefused() {
    for (List<Integer> candidates : List.of(List.of(0), List.of(1, 0), List.of(0, 1, 2))) {
      assertThatThrownBy(() -> new RootCauseRanking(List.of(0, 1), candidates, 0.5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(candidates.toString());
    }
  }

  private List<Integer> named(double first, double second) {
    verdict.accept(new double[] {first, second, 0.1}, ONGOING);
    return verdict.verdict().rootIntents();
  }

  private static byte[] written(RootCauseVerdict verdict) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    verdict.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static RootCauseVerdict read(VerdictPolicy policy, byte[] state) throws IOException {
    RootCauseVerdict verdict = new RootCauseVerdict(policy, 3);
    verdict.resume(new DataInputStream(new ByteArrayInputStream(state)));
    return verdict;
  }
}
