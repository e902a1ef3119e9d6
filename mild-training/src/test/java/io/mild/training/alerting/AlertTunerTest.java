package io.mild.training.alerting;

import static io.mild.training.alerting.Timeline.minutes;
import static io.mild.training.alerting.Timeline.on;
import static io.mild.training.alerting.Timeline.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AlertTunerTest {
  private static final int DAY = 1440;
  private static final AlertTuner TUNER = AlertTuner.forHorizon(Duration.ofMinutes(120));
  private static final AlertTuner UNSMOOTHED = TUNER.withSpans(List.of(1));

  /**
   * One day. Risk 0.1, with false peaks of a minute at 0.9, 0.7 and 0.5; before the failure of
   * minute 1100 it rises to 0.4, then 0.6 from 60 and 0.8 from 20 minutes before.
   */
  private static ScoredBlock threePeaksAndAFailure() {
    double[] risk = constant(0.1);
    risk[100] = 0.9;
    risk[400] = 0.7;
    risk[700] = 0.5;
    Arrays.fill(risk, 1000, 1040, 0.4);
    Arrays.fill(risk, 1040, 1080, 0.6);
    Arrays.fill(risk, 1080, 1100, 0.8);
    return block(on(DAY, 1000, 1160), List.of(window(0, 1000, 1100)), risk);
  }

  /**
   * At 0.7 the second peak would be the second false positive of the day; only the 0.8 is above.
   * The quantiles are 11 % apart in 1 − q, dense enough to come near it.
   */
  @Test
  void theThresholdIsTheLowestThatTheBudgetAffords() {
    ScoredBlock block = threePeaksAndAFailure();

    AlertPolicy one = UNSMOOTHED.tunePerIntent(block, 1);
    assertThat(one.rules().get(0).threshold()).isBetween(Math.nextUp(0.7), 0.71);
    assertThat(UNSMOOTHED.evaluate(one, block))
        .isEqualTo(new AlertFigures(1, 1, 20, 20, 20, List.of(1.0), 1));

    AlertPolicy two = UNSMOOTHED.tunePerIntent(block, 2);
    assertThat(two.rules().get(0).threshold()).isBetween(Math.nextUp(0.5), 0.53);
    assertThat(UNSMOOTHED.evaluate(two, block))
        .isEqualTo(new AlertFigures(1, 1, 60, 60, 60, List.of(2.0), 2));
  }

  @Test
  void ifNoThresholdKeepsTheBudgetTheAlertIsNeverOnInTheBlock() {
    ScoredBlock block = threePeaksAndAFailure();

    AlertPolicy none = UNSMOOTHED.tunePerIntent(block, 0);
    assertThat(none.rules()).containsExactly(new AlertRule(1, Math.nextUp(0.9)));
    assertThat(UNSMOOTHED.evaluate(none, block))
        .isEqualTo(new AlertFigures(1, 0, Double.NaN, 0, 0, List.of(0.0), 0));
    assertThat(UNSMOOTHED.tuneJointly(block, 0)).isEqualTo(none);
  }

  /**
   * Between the peaks at 100 (0.9) and 180 (0.8) the risk is 0.6: a threshold of 0.6 makes one
   * episode of them, one false positive as above 0.8. But in between there are two.
   */
  @Test
  void theScanStopsAtTheFirstBreachThoughALowerThresholdWouldKeepTheBudgetAgain() {
    double[] risk = constant(0.1);
    Arrays.fill(risk, 100, 181, 0.6);
    risk[100] = 0.9;
    risk[180] = 0.8;
    ScoredBlock block = block(on(DAY), List.of(), risk);

    AlertPolicy merging = new AlertPolicy(List.of(new AlertRule(1, 0.6)));
    assertThat(TUNER.evaluate(merging, block).falsePositivesPerDay()).containsExactly(1.0);
    assertThat(UNSMOOTHED.tunePerIntent(block, 1).rules().get(0).threshold()).isGreaterThan(0.8);
  }

  /**
   * Six false peaks of a minute, 1.00 down to 0.90, against a steady 0.6 before the failure.
   * Without smoothing the threshold must stay above 0.98. A span of 10 (a = 2/11) makes of the
   * peaks 0.1 + 0.9·2/11 = 0.264 and 0.1 + 0.88·2/11 = 0.260, of the steady risk 0.1 + 0.5·2/11 =
   * 0.191 in the first minute and 0.1 + 0.5·(1 − (9/11)²) = 0.265 in the second: a lead of 99.
   */
  @Test
  void theSpanIsTheOneOfTheGreatestLead() {
    double[] risk = constant(0.1);
    for (int peak = 0; peak < 6; peak++) {
      risk[100 + 150 * peak] = 1 - 0.02 * peak;
    }
    Arrays.fill(risk, 1000, 1100, 0.6);
    ScoredBlock block = block(on(DAY, 1000, 1160), List.of(window(0, 1000, 1100)), risk);

    AlertPolicy policy = TUNER.withSpans(List.of(1, 10)).tunePerIntent(block, 1);
    assertThat(policy.rules().get(0).span()).isEqualTo(10);
    assertThat(policy.rules().get(0).threshold()).isBetween(0.260, 0.264);
    assertThat(TUNER.evaluate(policy, block).cappedLeadMinutes()).isEqualTo(99);
  }

  @Test
  void aLeadBeyondTheHorizonIsWorthNoMoreThanTheHorizon() {
    ScoredBlock block = threePeaksAndAFailure();
    AlertPolicy policy = new AlertPolicy(List.of(new AlertRule(1, 0.6)));

    AlertFigures figures = AlertTuner.forHorizon(Duration.ofMinutes(30)).evaluate(policy, block);
    assertThat(figures.leadMinutes()).isEqualTo(60);
    assertThat(figures.cappedLeadMinutes()).isEqualTo(30);
    assertThat(figures.incidentLeadMinutes()).isEqualTo(30);
  }

  /**
   * No failure, so no lead decides. Two peaks with 32 quiet minutes between them: two episodes,
   * unless a span of 3 (halved each minute) draws the first out by some minutes.
   */
  @Test
  void ofSpansOfEqualLeadTheOneOfFewerFalsePositivesIsTaken() {
    double[] risk = constant(0.1);
    risk[100] = 0.9;
    risk[133] = 0.8;
    ScoredBlock block = block(on(DAY), List.of(), risk);

    assertThat(falsePositives(UNSMOOTHED, block)).isEqualTo(2);
    assertThat(falsePositives(TUNER.withSpans(List.of(3)), block)).isEqualTo(1);
    assertThat(TUNER.withSpans(List.of(3, 1)).tunePerIntent(block, 2).rules().get(0).span())
        .isEqualTo(3);
  }

  private static double falsePositives(AlertTuner tuner, ScoredBlock block) {
    return tuner.evaluate(tuner.tunePerIntent(block, 2), block).falsePositivesPerDay().get(0);
  }

  /** Each quantile of a constant is the constant: always on, 11 of 12 notifications unprotected. */
  @Test
  void aConstantRiskNeverAlertsAndTheShortestSpanIsTaken() {
    AlertTuner tuner = TUNER.withSpans(List.of(40, 5, 20));
    ScoredBlock block = block(on(DAY, 1000, 1160), List.of(window(0, 1000, 1100)), constant(0.3));

    assertThat(tuner.tunePerIntent(block, 10).rules())
        .containsExactly(new AlertRule(5, Math.nextUp(0.3)));
    assertThat(TUNER.tunePerIntent(block(on(DAY), List.of(), constant(1)), 1).rules())
        .containsExactly(AlertRule.never(5));
  }

  /** Its quantiles are 0, but no rule's threshold is: the least above it lets the peak through. */
  @Test
  void aRiskOfZeroExceptBeforeTheFailureGivesTheWholeLead() {
    double[] risk = constant(0);
    Arrays.fill(risk, 1000, 1100, 0.01);
    ScoredBlock block = block(on(DAY, 1000, 1160), List.of(window(0, 1000, 1100)), risk);

    AlertFigures figures = UNSMOOTHED.evaluate(UNSMOOTHED.tunePerIntent(block, 0), block);
    assertThat(figures.cappedLeadMinutes()).isEqualTo(100);
    assertThat(figures.falsePositivesPerDaySum()).isZero();
  }

  @Test
  void aBlockWithoutAnUnprotectedRowTellsNothingOfFalsePositivesAndNeverAlerts() {
    double[] risk = constant(0.1);
    risk[100] = 0.9;
    ScoredBlock block = block(on(DAY, 0, DAY), List.of(window(0, 0, DAY)), risk);

    assertThat(UNSMOOTHED.tunePerIntent(block, 1).rules())
        .containsExactly(new AlertRule(1, Math.nextUp(0.9)));
    assertThat(UNSMOOTHED.tuneJointly(block, 1).rules())
        .containsExactly(new AlertRule(1, Math.nextUp(0.9)));
  }

  @Test
  void withoutFailuresTheFiguresOverFailuresAreNotNumbers() {
    ScoredBlock block = block(on(DAY), List.of(), constant(0.3));

    assertThat(TUNER.evaluate(TUNER.tuneJointly(block, 1), block))
        .isEqualTo(
            new AlertFigures(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, List.of(0.0), 0));
  }

  /**
   * The second intent's risks are a hundredth of the first's. Their highest peaks, at 100 and 110,
   * are one incident; the next, at 400 and 700, two more. Before the failure the second intent is
   * on first, 80 minutes ahead; the root itself 20.
   */
  private static ScoredBlock twoScales() {
    double[] large = constant(0.1);
    large[100] = 0.9;
    large[400] = 0.7;
    Arrays.fill(large, 1080, 1100, 0.95);
    double[] small = constant(0.001);
    small[110] = 0.009;
    small[700] = 0.007;
    Arrays.fill(small, 1020, 1030, 0.0095);
    return block(on(DAY, 1000, 1160), List.of(window(0, 1000, 1100)), large, small);
  }

  @Test
  void oneBudgetIsSharedFairlyByIntentsWhoseRisksAreOnDifferentScales() {
    ScoredBlock block = twoScales();

    AlertPolicy one = UNSMOOTHED.tuneJointly(block, 1);
    double large = one.rules().get(0).threshold();
    double small = one.rules().get(1).threshold();
    assertThat(large).isBetween(Math.nextUp(0.7), 0.71);
    assertThat(small).isCloseTo(large / 100, within(1e-12));
    assertThat(UNSMOOTHED.evaluate(one, block))
        .isEqualTo(new AlertFigures(1, 1, 20, 20, 80, List.of(1.0, 1.0), 1));
  }

  /** With three a day all peaks are affordable; each intent still has but two of its own. */
  @Test
  void theJointBudgetIsCountedOnTheIncidentStream() {
    ScoredBlock block = twoScales();

    AlertFigures figures = UNSMOOTHED.evaluate(UNSMOOTHED.tuneJointly(block, 3), block);
    assertThat(figures.incidentFalsePositivesPerDay()).isEqualTo(3);
    assertThat(figures.falsePositivesPerDay()).containsExactly(2.0, 2.0);
    assertThat(figures.falsePositivesPerDaySum()).isEqualTo(4);
  }

  @Test
  void anIntentOfConstantRiskDoesNotSilenceTheOthers() {
    ScoredBlock alone = threePeaksAndAFailure();
    ScoredBlock both =
        block(alone.protectedRows(), alone.failures(), alone.risks()[0], constant(0.3));

    List<AlertRule> rules = TUNER.tuneJointly(both, 1).rules();
    AlertRule first = TUNER.tuneJointly(alone, 1).rules().get(0);
    assertThat(rules).containsExactly(first, new AlertRule(first.span(), Math.nextUp(0.3)));
  }

  @Test
  void aPolicyIsTunedForTheTimesThatItWillHave() {
    Duration quietGap = Duration.ofMinutes(500);
    Duration renotifyAfter = Duration.ofDays(1);
    AlertTuner patient = UNSMOOTHED.withTimes(quietGap, renotifyAfter);
    ScoredBlock block = threePeaksAndAFailure();

    AlertPolicy policy = patient.tunePerIntent(block, 1);
    assertThat(policy.quietGap()).isEqualTo(quietGap);
    assertThat(policy.renotifyAfter()).isEqualTo(renotifyAfter);
    assertThat(policy.rules().get(0).threshold())
        .as("the peaks are within 500 minutes of one another: one episode")
        .isLessThan(0.5);
  }

  @Property(tries = 30)
  void tuningAnIntentByItselfGivesItsRule(@ForAll long seed) {
    ScoredBlock block = random(seed);
    List<AlertRule> rules = TUNER.tunePerIntent(block, 2).rules();
    for (int i = 0; i < block.intents(); i++) {
      int intent = i;
      List<DetectionWindow> own =
          block.failures().stream()
              .filter(failure -> failure.rootIntent() == intent)
              .map(f -> new DetectionWindow(0, f.onsetEpochMillis(), f.failureEpochMillis()))
              .toList();
      ScoredBlock alone = block(block.protectedRows(), own, block.risks()[intent]);
      assertThat(TUNER.tunePerIntent(alone, 2).rules()).containsExactly(rules.get(intent));
      assertThat(TUNER.tuneJointly(alone, 2).rules()).containsExactly(rules.get(intent));
    }
  }

  @Property(tries = 30)
  void aTunedPolicyKeepsItsBudgetOnTheBlockItWasTunedOn(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 13) double budget) {
    ScoredBlock block = random(seed);

    AlertFigures perIntent = TUNER.evaluate(TUNER.tunePerIntent(block, budget), block);
    assertThat(perIntent.falsePositivesPerDay()).allMatch(perDay -> perDay <= budget);
    AlertFigures jointly = TUNER.evaluate(TUNER.tuneJointly(block, budget), block);
    assertThat(jointly.incidentFalsePositivesPerDay()).isLessThanOrEqualTo(budget);
  }

  @Test
  void badSettingsAreRefused() {
    ScoredBlock block = threePeaksAndAFailure();
    assertRefused(() -> TUNER.tunePerIntent(block, -0.5), "-0.5");
    assertRefused(() -> TUNER.tuneJointly(block, Double.NaN), "NaN");
    assertRefused(() -> AlertTuner.forHorizon(Duration.ZERO), "PT0S");
    assertRefused(() -> TUNER.withSpans(List.of()), "[]");
    assertRefused(() -> TUNER.withSpans(List.of(5, 0)), "[5, 0]");
    assertRefused(() -> TUNER.withTimes(Duration.ZERO, Duration.ofHours(1)), "quietGap");
    assertRefused(() -> TUNER.withTimes(Duration.ofHours(1), Duration.ZERO), "renotifyAfter");
  }

  private static void assertRefused(Runnable bad, String message) {
    assertThatThrownBy(bad::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /** One day of three intents: noise, and before each failure the root's risk is higher. */
  private static ScoredBlock random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] risks = new double[3][];
    for (int intent = 0; intent < risks.length; intent++) {
      risks[intent] = random.doubles(DAY, 0, 0.7).toArray();
    }
    boolean[] protectedRows = new boolean[DAY];
    List<DetectionWindow> failures =
        List.of(
            window(random.nextInt(3), 300, 400),
            window(random.nextInt(3), 700, 850),
            window(random.nextInt(3), 1200, 1300));
    for (DetectionWindow failure : failures) {
      int onset = (int) Duration.ofMillis(failure.onsetEpochMillis()).toMinutes();
      Arrays.fill(protectedRows, onset, onset + 200, true);
      for (int row = onset + 40; row < onset + 100; row++) {
        risks[failure.rootIntent()][row] += random.nextDouble(0.3);
      }
    }
    return block(protectedRows, failures, risks);
  }

  private static double[] constant(double risk) {
    double[] risks = new double[DAY];
    Arrays.fill(risks, risk);
    return risks;
  }

  private static ScoredBlock block(
      boolean[] protectedRows, List<DetectionWindow> failures, double[]... risks) {
    return new ScoredBlock(minutes(DAY), risks, protectedRows, failures);
  }
}
