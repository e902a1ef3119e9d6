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

  /** 200 days afford one a day for sure where no quiet row of 0.1 counts. */
  @Test
  void whatIsPromisedIsTakenWhereItFindsAsManyFailures() {
    History history = new History(200).peaks(0.3, 10).failures(0.9, 10);
    IncidentTuner tuner = tuner(1);

    IncidentTuning careful = tuner.tuneCarefully(history.blocks());

    assertThat(careful.policy().threshold())
        .isGreaterThan(tuner.tune(history.blocks()).policy().threshold());
    assertThat(careful.policy().thresholdRisk()).isLessThan(0.9);
    assertThat(careful.probabilityWithinBudget()).isGreaterThanOrEqualTo(0.95);
  }

  /** The promise finds those of 0.9, which are eight of ten, or seven; at a price all are found. */
  @Test
  void whatIsPromisedIsNotTakenWhereItFindsFewerThanEightInTenOfTheFailures() {
    History eight = new History(200).peaks(0.6, 8).failures(0.9, 8).failures(0.5, 2);
    History seven = new History(200).peaks(0.6, 8).failures(0.9, 7).failures(0.5, 3);

    IncidentTuning promised = tuner(0.05).tuneCarefully(eight.blocks());
    IncidentTuning kept = tuner(0.05).tuneCarefully(seven.blocks());

    assertThat(promised.policy().thresholdRisk()).isCloseTo(third(0.6, 0.9), within(1e-12));
    assertThat(promised.probabilityWithinBudget()).isGreaterThanOrEqualTo(0.95);
    assertThat(kept.policy().thresholdRisk())
        .isBetween(between(0.09, 0.5, 1 / 8.0), between(0.1, 0.5, 1 / 8.0));
    assertThat(kept.forecast().falsePositives()).isEqualTo(8);
    assertThat(kept.probabilityWithinBudget()).isLessThan(0.95);
  }

  /** Three days promise one a day without the peaks of 0.6 alone; all is found from 0.7 on. */
  @Test
  void theThresholdIsAThirdOfTheWayFromWhatMustNotReachItToTheLowestFailureFound() {
    History history = new History(3).peaks(0.6, 2).peaks(0.4, 2).failures(0.9, 3).failures(0.7, 1);

    IncidentTuning careful = tuner(1).tuneCarefully(history.blocks());

    assertThat(careful.policy().thresholdRisk()).isCloseTo(third(0.6, 0.7), within(1e-12));
    assertThat(careful.forecast().falsePositives()).isZero();
  }

  /** Eight days afford eight; with five false positives a fifth of the way is far enough. */
  @Test
  void theMoreFalsePositivesWereCountedTheLessTheThresholdIsRaised() {
    History history = new History(8).peaks(0.6, 5).peaks(0.3, 4).failures(0.9, 2).failures(0.4, 1);

    IncidentTuning careful = tuner(1).withConfidence(0.5).tuneCarefully(history.blocks());

    assertThat(careful.forecast().falsePositives()).isEqualTo(5);
    assertThat(careful.policy().thresholdRisk())
        .isCloseTo(between(0.3, 0.4, 1 / 5.0), within(1e-12));
  }

  /** The failure of 0.2 can't be afforded; that of 0.7 can. */
  @Test
  void failuresThatCantBeFoundDoNotKeepTheThresholdDown() {
    History history = new History(2).peaks(0.4, 5).failures(0.7, 2).failures(0.2, 1);

    assertThat(tuner(1).tuneCarefully(history.blocks()).policy().thresholdRisk())
        .isCloseTo(third(0.4, 0.7), within(1e-12));
  }

  /** Two days at 0.1 afford none; but ten failures are worth two. */
  @Test
  void halfOfTheFailuresAreFoundByAllowingAFewFalsePositives() {
    History history =
        new History(2)
            .peaks(0.8, 2)
            .peaks(0.3, 2)
            .failures(0.9, 2)
            .failures(0.6, 3)
            .failures(0.05, 5);

    IncidentTuning careful = tuner(0.1).tuneCarefully(history.blocks());

    assertThat(careful.policy().thresholdRisk()).isCloseTo(third(0.3, 0.6), within(1e-12));
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

    assertThat(careful.policy().thresholdRisk()).isCloseTo(third(0.5, 0.6), within(1e-12));
    assertThat(careful.forecast().falsePositives()).isEqualTo(1);
  }

  /** Half would take three, which is more than a fifth of ten: the two of 0.9 are all. */
  @Test
  void atMostAFifthAsManyAsFailuresAreAllowed() {
    History history = new History(2).peaks(0.8, 3).failures(0.9, 2).failures(0.6, 8);

    IncidentTuning careful = tuner(0.1).tuneCarefully(history.blocks());

    assertThat(careful.policy().thresholdRisk()).isCloseTo(third(0.8, 0.9), within(1e-12));
    assertThat(careful.forecast().falsePositives()).isZero();
  }

  /** Twenty days at 0.1 afford two, which is a number that can be counted, and no more. */
  @Test
  void aBudgetOfTwoOnTheHistoryIsKept() {
    History history = new History(20).peaks(0.8, 3).failures(0.9, 2).failures(0.6, 18);

    IncidentTuning careful = tuner(0.1).tuneCarefully(history.blocks());

    assertThat(careful.policy().thresholdRisk()).isCloseTo(third(0.8, 0.9), within(1e-12));
  }

  @Test
  void aBudgetOfNothingAllowsNone() {
    History history = new History(2).peaks(0.8, 1).failures(0.9, 1).failures(0.6, 9);

    assertThat(tuner(0).tuneCarefully(history.blocks()).policy().thresholdRisk())
        .isCloseTo(third(0.8, 0.9), within(1e-12));
  }

  /** Half a day affords no false positive; but none is needed, nor one failure's whole height. */
  @Test
  void aFailureThatStandsOutIsFoundHoweverShortTheHistory() {
    History history = new History(1).peaks(0.2, 1).failures(0.9, 1);

    IncidentTuning careful = tuner(0.5).tuneCarefully(history.blocks());

    assertThat(careful.policy().thresholdRisk()).isCloseTo(third(0.2, 0.9), within(1e-12));
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
  void withoutFailuresTheThresholdIsAsLowAsTheBudgetAllows() {
    History history = new History(2).peaks(0.8, 2).peaks(0.6, 2);

    IncidentTuning careful = tuner(1).tuneCarefully(history.blocks());

    assertThat(careful.policy().thresholdRisk()).isCloseTo(0.6, within(1e-12));
    assertThat(careful.forecast().falsePositives()).isEqualTo(2);
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

  private static double third(double from, double to) {
    return between(from, to, 1 / 3.0);
  }

  /** A share of the way from one risk to another, in log-odds. */
  private static double between(double from, double to, double share) {
    double odds = Math.pow(from / (1 - from), 1 - share) * Math.pow(to / (1 - to), share);
    return odds / (1 + odds);
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
