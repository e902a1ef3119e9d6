package io.mild.training.alerting;

import static io.mild.training.alerting.Timeline.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.alerting.Logit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentTunerTest {
  /** Rows come each 40 minutes, 36 a day, further apart than the gap: each on-row notifies. */
  private static final int PERIOD = 40;

  private static final int ROWS_PER_DAY = 36;

  private static final IncidentPolicy UNSMOOTHED =
      new IncidentPolicy(1, 0, Duration.ofMinutes(30), Duration.ofMinutes(120));

  private static final IncidentTuner ONE_PER_DAY =
      IncidentTuner.forBudget(1).withPolicy(UNSMOOTHED);

  /** Two days may have two: the second-greatest of the distinct risks is the lowest that fits. */
  @Test
  void naivelyTheThresholdIsTheLowestThatKeepsTheBudgetOnTheHistory() {
    ScoredBlock block = block(0, peaks(2, 0.9, 0.8, 0.7, 0.6));
    IncidentTuning tuning = ONE_PER_DAY.tuneNaively(List.of(block));
    assertThat(tuning.policy().thresholdRisk()).isCloseTo(0.8, within(1e-12));
    assertThat(tuning.forecast().falsePositives()).isEqualTo(2);
    assertThat(tuning.forecast().days()).isCloseTo(2, within(1e-12));
    assertThat(tuning.forecast().perDay()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aBudgetOfZeroGivesAThresholdJustAboveAllScores() {
    ScoredBlock block = block(0, peaks(2, 0.9, 0.8));
    IncidentTuning tuning =
        IncidentTuner.forBudget(0).withPolicy(UNSMOOTHED).tuneNaively(List.of(block));
    assertThat(tuning.policy().threshold()).isEqualTo(Math.nextUp(Logit.of(0.9)));
    assertThat(tuning.forecast().falsePositives()).isZero();
  }

  /** Protected rows cost nothing; so the peak of 0.8 is free. */
  @Test
  void alertsOfFailuresUnderWayAreNotFalse() {
    double[] risk = peaks(2, 0.9, 0.8, 0.7, 0.6);
    boolean[] protectedRows = new boolean[risk.length];
    protectedRows[Arrays.stream(risk).boxed().toList().indexOf(0.8)] = true;
    ScoredBlock block =
        new ScoredBlock(times(0, risk.length), new double[][] {risk}, protectedRows, List.of());
    assertThat(ONE_PER_DAY.tuneNaively(List.of(block)).policy().thresholdRisk())
        .isCloseTo(0.7, within(1e-12));
  }

  /** Counts of 0, 4, 0, 0 a day: mean 1, variance (1 + 9 + 1 + 1)/3 = 4. */
  @Test
  void dispersionIsTheVarianceOfTheDailyCountsOverTheirMean() {
    double[] risk = new double[4 * ROWS_PER_DAY];
    for (int row : new int[] {40, 45, 50, 55}) {
      risk[row] = 0.9;
    }
    IncidentTuning tuning = ONE_PER_DAY.evaluate(UNSMOOTHED, List.of(block(0, risk)));
    assertThat(tuning.forecast().falsePositives()).isEqualTo(4);
    assertThat(tuning.forecast().dispersion()).isCloseTo(4, within(1e-12));
  }

  /** Daily counts of 1, 1, 1 and, in the tenth of a day that is left, 1: no more than Poisson. */
  @Test
  void aDayOfWhichLittleWasSeenDoesNotCountForDispersion() {
    double[] risk = new double[3 * ROWS_PER_DAY + 4];
    for (int day = 0; day < 4; day++) {
      risk[day * ROWS_PER_DAY + 1] = 0.9;
    }
    FalsePositiveForecast forecast =
        ONE_PER_DAY.evaluate(UNSMOOTHED, List.of(block(0, risk))).forecast();
    assertThat(forecast.falsePositives()).isEqualTo(4);
    assertThat(forecast.dispersion()).isEqualTo(1);
  }

  @Test
  void aHistoryInPartsIsJudgedAsAWholeAndAGapBetweenThemIsNoPartOfIt() {
    ScoredBlock first = block(0, peaks(2, 0.9, 0.7));
    ScoredBlock second = block(10 * ROWS_PER_DAY, peaks(2, 0.8, 0.6));
    IncidentTuning tuning = ONE_PER_DAY.tuneNaively(List.of(first, second));
    assertThat(tuning.forecast().days()).isCloseTo(4, within(1e-12));
    assertThat(tuning.policy().thresholdRisk()).isCloseTo(0.6, within(1e-12));
  }

  /** All distinct scores, from the top, one by one; of what is allowed the last before a breach. */
  @Property(tries = 200)
  void theScanStopsAtTheFirstBreach(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.5, max = 8) double budget) {
    ScoredBlock block = noise(new SplittableRandom(seed), 0, 4);
    IncidentPolicy smooth = new IncidentPolicy(0);
    IncidentTuner tuner =
        IncidentTuner.forBudget(budget).withPolicy(smooth).withNextBlock(Duration.ofDays(3));
    double[] candidates = smooth.scores(block);
    Arrays.sort(candidates);
    double naive = Math.nextUp(candidates[candidates.length - 1]);
    for (int i = candidates.length - 1; i >= (int) (candidates.length * 0.8); i--) {
      if (falsePositives(smooth.withThreshold(candidates[i]), block) / 4.0 > budget) {
        break;
      }
      naive = candidates[i];
    }
    assertThat(tuner.tuneNaively(List.of(block)).policy().threshold()).isEqualTo(naive);
  }

  @Property(tries = 100)
  void moreConfidenceNeverLowersTheThreshold(@ForAll long seed) {
    List<ScoredBlock> history = List.of(noise(new SplittableRandom(seed), 0, 20));
    double naive = ONE_PER_DAY.tuneNaively(history).policy().threshold();
    IncidentTuning ninety = ONE_PER_DAY.withConfidence(0.9).tune(history);
    IncidentTuning ninetyFive = ONE_PER_DAY.withConfidence(0.95).tune(history);
    assertThat(ninety.policy().threshold()).isGreaterThanOrEqualTo(naive);
    assertThat(ninetyFive.policy().threshold()).isGreaterThanOrEqualTo(ninety.policy().threshold());
    assertThat(ninetyFive.probabilityWithinBudget()).isGreaterThanOrEqualTo(0.95);
    assertThat(ninetyFive.upperBoundPerDay()).isLessThanOrEqualTo(1);
  }

  /** 400 histories of 60 days of independent scores, each tuned for the 14 days that follow it. */
  @ParameterizedTest
  @ValueSource(doubles = {0.8, 0.9, 0.95})
  void theNextBlockKeepsTheBudgetWithTheConfidenceAskedFor(double confidence) {
    IncidentTuner tuner = ONE_PER_DAY.withConfidence(confidence);
    SplittableRandom random = new SplittableRandom(42);
    int held = 0;
    for (int trial = 0; trial < 400; trial++) {
      IncidentPolicy policy = tuner.tune(List.of(noise(random, 0, 60))).policy();
      held += falsePositives(policy, noise(random, 60 * ROWS_PER_DAY, 14)) <= 14 ? 1 : 0;
    }
    assertThat(held / 400.0).isBetween(confidence, confidence + 0.04);
  }

  @Test
  void theNextBlockIsLongerWhereHorizonsAre() {
    assertThat(IncidentTuner.nextBlock(Duration.ofHours(2))).isEqualTo(Duration.ofDays(14));
    assertThat(IncidentTuner.nextBlock(Duration.ofMinutes(20))).isEqualTo(Duration.ofDays(14));
    assertThat(IncidentTuner.nextBlock(Duration.ofHours(30))).isEqualTo(Duration.ofDays(210));
  }

  @Test
  void tunedNaivelyTheNextBlockKeepsTheBudgetAboutHalfOfTheTime() {
    SplittableRandom random = new SplittableRandom(42);
    int held = 0;
    for (int trial = 0; trial < 400; trial++) {
      IncidentPolicy policy = ONE_PER_DAY.tuneNaively(List.of(noise(random, 0, 60))).policy();
      held += falsePositives(policy, noise(random, 60 * ROWS_PER_DAY, 14)) <= 14 ? 1 : 0;
    }
    assertThat(held / 400.0).isBetween(0.4, 0.65);
  }

  /** One day of none promises 14 of none with √(1/15) = 0.26 only. */
  @Test
  void aHistoryTooShortForThePromiseGivesAThresholdAboveItAllAndSaysSo() {
    ScoredBlock block = block(0, peaks(1, 0.9));
    IncidentTuning tuning =
        IncidentTuner.forBudget(0.05).withPolicy(UNSMOOTHED).tune(List.of(block));
    assertThat(tuning.policy().threshold()).isEqualTo(Math.nextUp(Logit.of(0.9)));
    assertThat(tuning.probabilityWithinBudget()).isCloseTo(Math.sqrt(1 / 15.0), within(1e-12));
    assertThat(tuning.upperBoundPerDay()).isGreaterThan(0.05);
  }

  @Test
  void aHistoryOfFailuresOnlyGivesAThresholdAboveItAll() {
    boolean[] all = new boolean[ROWS_PER_DAY];
    Arrays.fill(all, true);
    ScoredBlock block =
        new ScoredBlock(times(0, ROWS_PER_DAY), new double[][] {peaks(1, 0.9)}, all, List.of());
    assertThat(ONE_PER_DAY.tune(List.of(block)).policy().threshold())
        .isEqualTo(Math.nextUp(Logit.of(0.9)));
  }

  @Test
  void blocksOutOfOrderAndNoBlocksAreRefused() {
    ScoredBlock early = block(0, new double[4]);
    ScoredBlock late = block(3, new double[4]);
    assertThatThrownBy(() -> ONE_PER_DAY.tune(List.of(early, late)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("block 1")
        .hasMessageContaining(Long.toString(millis(3 * PERIOD)));
    assertThatThrownBy(() -> ONE_PER_DAY.tune(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> IncidentTuner.forBudget(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1.0");
    assertThatThrownBy(() -> ONE_PER_DAY.withConfidence(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.0");
    assertThatThrownBy(() -> ONE_PER_DAY.withNextBlock(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }

  private static int falsePositives(IncidentPolicy policy, ScoredBlock block) {
    return AlertMetrics.falsePositives(
        block,
        AlertMetrics.incidentState(policy.states(block)),
        policy.quietGap(),
        policy.renotifyAfter());
  }

  /** Zero but for some peaks, each three rows after the one before. */
  private static double[] peaks(int days, double... peaks) {
    double[] risk = new double[days * ROWS_PER_DAY];
    for (int i = 0; i < peaks.length; i++) {
      risk[3 * i + 1] = peaks[i];
    }
    return risk;
  }

  private static ScoredBlock noise(SplittableRandom random, int firstRow, int days) {
    return block(firstRow, random.doubles((long) days * ROWS_PER_DAY).toArray());
  }

  private static ScoredBlock block(int firstRow, double[] risk) {
    return new ScoredBlock(
        times(firstRow, risk.length), new double[][] {risk}, new boolean[risk.length], List.of());
  }

  private static long[] times(int firstRow, int rows) {
    long[] times = new long[rows];
    Arrays.setAll(times, row -> millis((firstRow + row) * PERIOD));
    return times;
  }
}
