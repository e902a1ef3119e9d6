package io.mild.training.alerting;

import static io.mild.training.alerting.Timeline.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * {@link IncidentTuner#tuneCarefully}. Rows come each 40 minutes, 36 a day, further apart than the
 * quiet time: each row above the threshold notifies. Quiet rows have risks of their own from 0.01
 * to 0.1 unless said otherwise.
 */
class CarefulTuningTest {
  private static final int PERIOD = 40;
  private static final int ROWS_PER_DAY = 36;
  private static final IncidentPolicy UNSMOOTHED =
      new IncidentPolicy(1, 0, Duration.ofMinutes(30), Duration.ofMinutes(120));

  /** 200 days with ten quiet peaks of 0.3 afford one a day for sure. */
  @Test
  void whatIsPromisedIsTakenWhereItFindsAsManyFailures() {
    History history = new History(200).peaks(0.3, 10).failures(0.9, 10);
    IncidentTuner tuner = tuner(1);

    IncidentTuning careful = tuner.tuneCarefully(history.blocks());

    assertThat(careful).isEqualTo(tuner.tune(history.blocks()));
    assertThat(careful.probabilityWithinBudget()).isGreaterThanOrEqualTo(0.95);
  }

  /** The promise finds those of 0.9, which are nine of ten, or eight; at a price all are found. */
  @Test
  void whatIsPromisedIsNotTakenWhereItFindsFewerThanNineInTenOfTheFailures() {
    History nine = new History(200).peaks(0.6, 8).failures(0.9, 9).failures(0.5, 1);
    History eight = new History(200).peaks(0.6, 8).failures(0.9, 8).failures(0.5, 2);

    IncidentTuning promised = tuner(0.05).tuneCarefully(nine.blocks());
    IncidentTuning kept = tuner(0.05).tuneCarefully(eight.blocks());

    assertThat(promised.policy().thresholdRisk()).isCloseTo(0.9, within(1e-12));
    assertThat(promised.probabilityWithinBudget()).isGreaterThanOrEqualTo(0.95);
    assertThat(kept.policy().thresholdRisk()).isCloseTo(0.5, within(1e-12));
    assertThat(kept.forecast().falsePositives()).isEqualTo(8);
    assertThat(kept.probabilityWithinBudget()).isLessThan(0.95);
  }

  /** Two days afford two, naively both peaks; but all failures are found at 0.7, too. */
  @Test
  void theThresholdIsRaisedAsFarAsItCostsNoneOfTheFailuresFound() {
    History history = new History(2).peaks(0.6, 1).peaks(0.4, 1).failures(0.9, 3).failures(0.7, 1);

    IncidentTuning careful = tuner(1).tuneCarefully(history.blocks());

    assertThat(tuner(1).tuneNaively(history.blocks()).policy().thresholdRisk())
        .isCloseTo(0.4, within(1e-12));
    assertThat(careful.policy().thresholdRisk()).isCloseTo(0.7, within(1e-12));
    assertThat(careful.forecast().falsePositives()).isZero();
  }

  /** The failure of 0.2 can't be afforded; that of 0.7 can. */
  @Test
  void failuresThatCantBeFoundDoNotKeepTheThresholdDown() {
    History history = new History(2).peaks(0.4, 5).failures(0.7, 2).failures(0.2, 1);

    assertThat(tuner(1).tuneCarefully(history.blocks()).policy().thresholdRisk())
        .isCloseTo(0.7, within(1e-12));
  }

  /** Two days at 0.1 afford none; but ten failures are worth two. */
  @Test
  void halfOfTheFailuresAreFoundByAllowingAFewFalsePositives() {
    History history =
        new History(2).peaks(0.8, 2).failures(0.9, 2).failures(0.6, 3).failures(0.05, 5);

    IncidentTuning careful = tuner(0.1).tuneCarefully(history.blocks());

    assertThat(careful.policy().thresholdRisk()).isCloseTo(0.6, within(1e-12));
    assertThat(careful.forecast().falsePositives()).isEqualTo(2);
  }

  /** One is enough for half of them: the other is not allowed. */
  @Test
  void noMoreFalsePositivesAreAllowedThanHalfOfTheFailuresNeed() {
    History history =
        new History(2)
            .peaks(0.8, 1)
            .peaks(0.5, 1)
            .failures(0.9, 2)
            .failures(0.6, 3)
            .failures(0.4, 5);

    IncidentTuning careful = tuner(0.1).tuneCarefully(history.blocks());

    assertThat(careful.policy().thresholdRisk()).isCloseTo(0.6, within(1e-12));
    assertThat(careful.forecast().falsePositives()).isEqualTo(1);
  }

  /** Half would take three, which is more than a fifth of ten: the two of 0.9 are all. */
  @Test
  void atMostAFifthAsManyAsFailuresAreAllowed() {
    History history = new History(2).peaks(0.8, 3).failures(0.9, 2).failures(0.6, 8);

    IncidentTuning careful = tuner(0.1).tuneCarefully(history.blocks());

    assertThat(careful.policy().thresholdRisk()).isCloseTo(0.9, within(1e-12));
    assertThat(careful.forecast().falsePositives()).isZero();
  }

  /** Twenty days at 0.1 afford two, which is a number that can be counted, and no more. */
  @Test
  void aBudgetOfTwoOnTheHistoryIsKept() {
    History history = new History(20).peaks(0.8, 3).failures(0.9, 2).failures(0.6, 18);

    IncidentTuning careful = tuner(0.1).tuneCarefully(history.blocks());

    assertThat(careful.policy().thresholdRisk()).isCloseTo(0.9, within(1e-12));
  }

  @Test
  void aBudgetOfNothingAllowsNone() {
    History history = new History(2).peaks(0.8, 1).failures(0.9, 1).failures(0.6, 9);

    assertThat(tuner(0).tuneCarefully(history.blocks()).policy().thresholdRisk())
        .isCloseTo(0.9, within(1e-12));
  }

  /** Half a day affords no false positive; but none is needed. */
  @Test
  void aFailureThatStandsOutIsFoundHoweverShortTheHistory() {
    History history = new History(1).failures(0.9, 1);

    IncidentTuning careful = tuner(0.5).tuneCarefully(history.blocks());

    assertThat(careful.policy().thresholdRisk()).isCloseTo(0.9, within(1e-12));
    assertThat(careful.forecast().falsePositives()).isZero();
  }

  @Test
  void whereAllRowsFailTheyAreAllFound() {
    History history = new History(1).failures(0.9, 3).failures(0.7, 1);
    Arrays.fill(history.protectedRows, true);

    assertThat(tuner(1).tuneCarefully(history.blocks()).policy().thresholdRisk())
        .isCloseTo(0.7, within(1e-12));
  }

  @Test
  void withoutFailuresTheThresholdIsTheNaiveOne() {
    History history = new History(2).peaks(0.8, 2).peaks(0.6, 2);

    assertThat(tuner(1).tuneCarefully(history.blocks()))
        .isEqualTo(tuner(1).tuneNaively(history.blocks()));
  }

  @Property(tries = 100)
  void anAlertIsNeverOnForMoreThanAFifthOfTheQuietTime(
      @ForAll long seed,
      @ForAll @IntRange(max = 12) int failures,
      @ForAll @DoubleRange(max = 100) double budget) {
    SplittableRandom random = new SplittableRandom(seed);
    History history = new History(4);
    for (int row = 0; row < history.risk.length; row++) {
      history.risk[row] = random.nextDouble();
    }
    for (int n = 0; n < failures; n++) {
      history.failures(random.nextDouble(), 1);
    }
    ScoredBlock block = history.blocks().get(0);

    boolean[] on =
        AlertMetrics.incidentState(
            tuner(budget).tuneCarefully(List.of(block)).policy().states(block));

    int quiet = 0;
    int quietAndOn = 0;
    for (int row = 0; row < on.length; row++) {
      quiet += block.protectedRows()[row] ? 0 : 1;
      quietAndOn += on[row] && !block.protectedRows()[row] ? 1 : 0;
    }
    assertThat(quietAndOn).isLessThanOrEqualTo((int) Math.ceil(0.2 * quiet));
  }

  private static IncidentTuner tuner(double budget) {
    return IncidentTuner.forBudget(budget).withPolicy(UNSMOOTHED);
  }

  /** Quiet rows, then peaks and failures in the order in which they are added, three rows each. */
  private static final class History {
    private final double[] risk;
    private final boolean[] protectedRows;
    private final List<DetectionWindow> failures = new ArrayList<>();
    private int at = 1;

    History(int days) {
      this.risk = new double[days * ROWS_PER_DAY];
      this.protectedRows = new boolean[risk.length];
      Arrays.setAll(risk, row -> 0.01 + 0.09 * row / risk.length);
    }

    /** In single quiet rows. */
    History peaks(double peak, int count) {
      for (int n = 0; n < count; n++, at += 3) {
        risk[at] = peak;
      }
      return this;
    }

    /** Of two rows each, of which the second has this risk. */
    History failures(double peak, int count) {
      for (int n = 0; n < count; n++, at += 3) {
        risk[at] = 0;
        risk[at + 1] = peak;
        Arrays.fill(protectedRows, at, at + 2, true);
        failures.add(new DetectionWindow(0, millis(at * PERIOD), millis((at + 2) * PERIOD)));
      }
      return this;
    }

    List<ScoredBlock> blocks() {
      long[] times = new long[risk.length];
      Arrays.setAll(times, row -> millis(row * PERIOD));
      return List.of(new ScoredBlock(times, new double[][] {risk}, protectedRows, failures));
    }
  }
}
