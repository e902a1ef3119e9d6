package io.mild.training.alerting;

import static io.mild.training.alerting.Timeline.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentPolicyTest {
  private static final IncidentPolicy SPAN_3 =
      new IncidentPolicy(3, 0, Duration.ofMinutes(30), Duration.ofMinutes(120));

  /** Span 3 halves: 0.2, 0.5, 0.65 and 0.6, 0.3, 0.15; the greater: 0.6, 0.5, 0.65. */
  @Test
  void theScoreIsTheLogitOfTheGreatestSmoothedRisk() {
    double[] scores = SPAN_3.scores(block(new double[][] {{0.2, 0.8, 0.8}, {0.6, 0, 0}}));
    assertThat(scores[0]).isCloseTo(Math.log(0.6 / 0.4), within(1e-12));
    assertThat(scores[1]).isCloseTo(0, within(1e-12));
    assertThat(scores[2]).isCloseTo(Math.log(0.65 / 0.35), within(1e-12));
  }

  @Test
  void scoresOfSureRisksAreFiniteAndBelowNever() {
    double[] scores = SPAN_3.scores(block(new double[][] {{1, 1}, {0, 0}}));
    assertThat(scores[0]).isFinite().isGreaterThan(27).isLessThan(IncidentPolicy.NEVER);
    assertThat(SPAN_3.scores(block(new double[][] {{0, 0}}))[0]).isFinite().isLessThan(-27);
  }

  @Property
  void anIncidentIsOnExactlyWhereItIsAttributedToSomeIntent(
      @ForAll long seed, @ForAll @DoubleRange(min = -4, max = 4) double threshold) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] risks = new double[3][];
    for (int intent = 0; intent < 3; intent++) {
      risks[intent] = random.doubles(30).toArray();
    }
    ScoredBlock block = block(risks);
    IncidentPolicy policy = SPAN_3.withThreshold(threshold);
    boolean[] incident = AlertMetrics.incidentState(policy.states(block));
    double[] scores = policy.scores(block);
    for (int row = 0; row < 30; row++) {
      assertThat(incident[row]).isEqualTo(scores[row] >= threshold);
    }
  }

  /** σ(ln 3) = 3/4. */
  @Test
  void theThresholdCanBeReadAsARiskAndReplaced() {
    IncidentPolicy policy = SPAN_3.withThreshold(Math.log(3));
    assertThat(policy.thresholdRisk()).isCloseTo(0.75, within(1e-12));
    assertThat(policy.withThreshold(0)).isEqualTo(SPAN_3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aThresholdThatIsNotFiniteIsRefused(double bad) {
    assertThatThrownBy(() -> SPAN_3.withThreshold(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Double.toString(bad));
  }

  @Test
  void aSpanBelowOneAndADurationBelowAMillisecondAreRefused() {
    Duration minute = Duration.ofMinutes(1);
    assertThatThrownBy(() -> new IncidentPolicy(0, 0, minute, minute))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() -> new IncidentPolicy(1, 0, Duration.ZERO, minute))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quietGap")
        .hasMessageContaining("PT0S");
    assertThatThrownBy(() -> new IncidentPolicy(1, 0, minute, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("renotifyAfter")
        .hasMessageContaining("PT0S");
  }

  private static ScoredBlock block(double[][] risks) {
    int rows = risks[0].length;
    return new ScoredBlock(minutes(rows), risks, new boolean[rows], List.of());
  }
}
