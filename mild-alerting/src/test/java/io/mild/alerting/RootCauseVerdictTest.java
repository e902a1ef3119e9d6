package io.mild.alerting;

import static io.mild.alerting.EpisodePhase.ENDED;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootCauseVerdictTest {
  private static final double[] FIRST = {Math.exp(-1), Math.exp(-2)};
  private static final double[] SECOND = {Math.exp(-2), Math.exp(-1)};

  private final RootCauseVerdict verdict = new RootCauseVerdict(VerdictPolicy.STEADY, 2);

  /**
   * The first leads by 1, then its gate trails by 1: after n minutes it leads by 2 (9/11)^n − 1.
   * That is below 0 from n = 4 on (−0.10), but at or below −½ only from n = 7 on (n = 6: −0.400, n
   * = 7: −0.509).
   */
  /** {@code softmax(ln g / 2)} is the share of √g: √0.8 and √0.2 are 2 to 1. */
  @Test
  void aSingleRowsGatesAreCalibratedAsTheyAre() {
    assertThat(new VerdictPolicy(10, 0.5, 2).probabilitiesOfGates(new double[] {0.8, 0.2}))
        .containsExactly(new double[] {2 / 3.0, 1 / 3.0}, within(1e-12));
  }

  /**
   * {@code σ(logit g / 2)} is √odds / (1 + √odds): the odds of 0.8 are 4, those of 0.2 a fourth.
   */
  @Test
  void ofMultipleRootsEachGateIsCalibratedByItself() {
    assertThat(
            new VerdictPolicy(10, 0.5, 2)
                .forMultipleRoots()
                .probabilitiesOfGates(new double[] {0.8, 0.2}))
        .containsExactly(new double[] {2 / 3.0, 1 / 3.0}, within(1e-12));
  }

  @Test
  void anotherIntentIsNamedOnlyWhenItLeadsByHalfAUnitOfLogOdds() {
    List<Integer> named = new ArrayList<>();
    verdict.accept(FIRST, ONSET);
    for (int minute = 1; minute <= 8; minute++) {
      verdict.accept(SECOND, ONGOING);
      named.add(verdict.verdict().rootIntent());
    }
    assertThat(named).containsExactly(0, 0, 0, 0, 0, 0, 1, 1);
    assertThat(verdict.flips()).isEqualTo(1);
    double[] logs = verdict.smoothedLogGates();
    assertThat(logs[0] - logs[1]).isCloseTo(2 * Math.pow(9 / 11.0, 8) - 1, within(1e-12));
  }

  /** As above, but the episode begins in minute 4, when the second leads by 0.10. */
  @Test
  void anEpisodeBeginsWithTheLeadingIntent() {
    verdict.accept(FIRST, QUIET);
    for (int minute = 1; minute <= 3; minute++) {
      verdict.accept(SECOND, QUIET);
    }
    assertThat(verdict.verdict().rootIntent()).isZero();
    verdict.accept(SECOND, ONSET);
    assertThat(verdict.verdict().rootIntent()).isEqualTo(1);
    assertThat(verdict.flips()).isZero();
  }

  @Test
  void theVerdictOutlivesTheEpisodesLastMinuteOnly() {
    verdict.accept(FIRST, ONSET);
    for (int minute = 1; minute <= 4; minute++) {
      verdict.accept(SECOND, ONGOING);
    }
    verdict.accept(SECOND, ENDED);
    assertThat(verdict.verdict().rootIntent()).isZero();
    verdict.accept(SECOND, QUIET);
    assertThat(verdict.verdict().rootIntent()).isEqualTo(1);
  }

  /** A lead of 1 log-odds: σ(1) = 0.731 at T = 1, σ(2) = 0.881 at T = ½. */
  @Test
  void aVerdictBelowFourFifthsIsAmbiguousAndNamesThePair() {
    RootCauseVerdict surer = new RootCauseVerdict(new VerdictPolicy(10, 0.5, 0.5), 2);
    verdict.accept(FIRST, ONSET);
    surer.accept(FIRST, ONSET);

    assertThat(verdict.verdict().isAmbiguous()).isTrue();
    assertThat(verdict.verdict().candidates()).containsExactly(0, 1);
    assertThat(verdict.verdict().probability()).isCloseTo(0.7310585786, within(1e-10));
    assertThat(surer.verdict().isAmbiguous()).isFalse();
    assertThat(surer.verdict().candidates()).containsExactly(0);
    assertThat(surer.verdict().probability()).isCloseTo(0.8807970780, within(1e-10));
  }

  /** In minute 5 the second leads by 0.27: the first is still named, of σ(−0.2667) = 0.434. */
  @Test
  void aNamedIntentThatTrailsIsAmbiguousWithItsSmallerProbability() {
    verdict.accept(FIRST, ONSET);
    for (int minute = 1; minute <= 5; minute++) {
      verdict.accept(SECOND, ONGOING);
    }
    double lead = 2 * Math.pow(9 / 11.0, 5) - 1;
    assertThat(verdict.verdict().candidates()).containsExactly(0, 1);
    assertThat(verdict.verdict().probability()).isCloseTo(1 / (1 + Math.exp(-lead)), within(1e-12));
  }

  @Test
  void theSecondCandidateIsTheMostProbableOfTheOthers() {
    RootCauseVerdict four = new RootCauseVerdict(VerdictPolicy.STEADY, 4);
    four.accept(new double[] {0.1, 0.2, 0.4, 0.3}, ONSET);
    assertThat(four.verdict().candidates()).containsExactly(2, 3);
  }

  @Test
  void theGateAloneNamesEachMinutesMostProbableIntentWithItsProbability() {
    RootCauseVerdict gate = new RootCauseVerdict(VerdictPolicy.GATE, 2);
    gate.accept(new double[] {0.7, 0.3}, ONSET);
    gate.accept(new double[] {0.45, 0.55}, ONGOING);
    assertThat(gate.verdict().rootIntent()).isEqualTo(1);
    assertThat(gate.verdict().probability()).isCloseTo(0.55, within(1e-12));
    assertThat(gate.probabilities()).containsExactly(new double[] {0.45, 0.55}, within(1e-12));
    gate.accept(new double[] {0.45, 0.55}, ONGOING);
    assertThat(gate.flips()).isEqualTo(1);
  }

  @Test
  void anOnlyIntentIsSure() {
    RootCauseVerdict one = new RootCauseVerdict(VerdictPolicy.STEADY, 1);
    one.accept(new double[] {1}, ONSET);
    assertThat(one.verdict()).isEqualTo(new RootCauseRanking(List.of(0), 1));
  }

  @Test
  void aGateOfZeroCountsAsTheSmallestGate() {
    verdict.accept(new double[] {1, 0}, ONSET);
    assertThat(verdict.smoothedLogGates()[1]).isEqualTo(Math.log(1e-12));
  }

  @Test
  void thereIsNoVerdictBeforeTheFirstMinuteOrAfterARestart() {
    assertThatThrownBy(verdict::verdict).isInstanceOf(IllegalStateException.class);
    verdict.accept(FIRST, ONSET);
    verdict.restart();
    assertThatThrownBy(verdict::verdict).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void gatesThatAreNoProbabilitiesAreRefusedAndChangeNothing() throws IOException {
    verdict.accept(FIRST, ONSET);
    byte[] before = written(verdict);
    assertThatThrownBy(() -> verdict.accept(new double[] {0.5, Double.NaN}, ONGOING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("intent 1")
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> verdict.accept(new double[3], ONGOING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3");
    assertThat(written(verdict)).isEqualTo(before);
  }

  @Test
  void aResumedVerdictGoesOnBitForBit() throws IOException {
    RootCauseVerdict resumed = read(written(verdict), 2);
    for (int minute = 0; minute < 30; minute++) {
      double[] gates = minute % 16 < 8 ? FIRST : SECOND;
      verdict.accept(gates, minute == 0 ? ONSET : ONGOING);
      resumed.accept(gates, minute == 0 ? ONSET : ONGOING);
      assertThat(written(resumed)).isEqualTo(written(verdict));
      resumed = read(written(resumed), 2);
      assertThat(resumed.verdict()).isEqualTo(verdict.verdict());
    }
    assertThat(verdict.flips()).isPositive();
  }

  /** Layout: version 4, intents 4, named 4, flips 4, averages 8 each. */
  @Test
  void aStateOfAnotherKindOrThatContradictsItselfIsRefused() throws IOException {
    verdict.accept(FIRST, ONSET);
    byte[] state = written(verdict);
    assertThatThrownBy(() -> read(state, 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("3 intents");
    for (int position : new int[] {3, 11, 16}) {
      byte[] bad = state.clone();
      bad[position] = 0x7e;
      assertThatThrownBy(() -> read(bad, 2)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void verdictsOfNoneOrThreeCandidatesOrOfNoProbabilityAreRefused() {
    assertThatThrownBy(() -> new RootCauseRanking(List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[]");
    assertThatThrownBy(() -> new RootCauseRanking(List.of(0, 1, 2), 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[0, 1, 2]");
    assertThatThrownBy(() -> new RootCauseRanking(List.of(0), 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5");
  }

  private static byte[] written(RootCauseVerdict verdict) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    verdict.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static RootCauseVerdict read(byte[] state, int intents) throws IOException {
    RootCauseVerdict verdict = new RootCauseVerdict(VerdictPolicy.STEADY, intents);
    verdict.resume(new DataInputStream(new ByteArrayInputStream(state)));
    return verdict;
  }
}
