package io.mild;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.mild.goals.Goal;
import io.mild.goals.Goals;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * A stream whose goals say what became of its warnings: as in {@link OutcomesTest}, and nobody
 * tells it anything. {@code api} alerts where the load is above 1, and is broken by 3 minutes above
 * 5.
 */
class JudgedByGoalsTest {
  private static final double BROKEN = 9;
  private static final double HIGH = 2;
  private static final double LOW = 0;
  private static final double STEP = 0.25;
  private static final double MINUTE = 0.2 / 1440;
  private static final Goals GOALS =
      Goals.of(Goal.of("api").holds(kpi("load").atMost(5)).brokenAfter(Duration.ofMinutes(3)));

  private final Mild mild = HandMade.withoutPull().operated().build().withGoals(GOALS);
  private AssuranceStream stream = mild.openStream();
  private int minute;

  private void rows(int count, double load) {
    for (int i = 0; i < count; i++) {
      stream.accept(time(minute++), load, 0);
    }
  }

  private static Instant time(int minute) {
    return HandMade.START.plus(Duration.ofMinutes(minute));
  }

  /** Log-odds. */
  private double threshold() {
    double threshold = stream.accept(time(minute++), LOW, 0).intent("api").threshold();
    return Math.log(threshold / (1 - threshold));
  }

  @Test
  void aWarningThatNoBreakFollowedRaisesTheThreshold() {
    rows(10, LOW);
    rows(1, HIGH);
    rows(122, LOW);

    assertThat(threshold()).isCloseTo(-0.5 - 133 * MINUTE + STEP, within(1e-9));
  }

  @Test
  void oneThatABreakFollowedDoesNot() {
    rows(10, LOW);
    rows(1, HIGH);
    rows(60, LOW);
    rows(3, BROKEN);
    rows(400, LOW);

    assertThat(threshold()).isCloseTo(-0.5 - 474 * MINUTE, within(1e-9));
  }

  @Test
  void theOperatorKnowsBetter() {
    rows(10, LOW);
    rows(1, HIGH);
    rows(122, LOW);
    assertThat(stream.judge(time(10), false)).isTrue();

    assertThat(threshold()).isCloseTo(-0.5 - 133 * MINUTE, within(1e-9));
  }

  /**
   * Of ten minutes' rows nothing is known after a day: the break is older than what may be told.
   */
  @Test
  void aBreakThatTookLongerThanOutcomesAreRememberedIsNoError() {
    Goal slow = Goal.of("api").holds(kpi("load").atMost(5)).brokenAfter(Duration.ofDays(3));
    stream = mild.withGoals(Goals.of(slow)).openStream();
    rows(10, LOW);
    rows(3 * 1_440, BROKEN);

    assertThat(stream.accept(time(minute), BROKEN, 0).goals().get(0).since()).contains(time(10));
  }

  @Test
  void aFleetOfTheModelJudgesItselfToo() {
    assertThat(mild.openFleet().takesFeedback()).isTrue();
    assertThat(mild.withGoals(Goals.NONE).openFleet().takesFeedback()).isFalse();
  }

  @Test
  void aModelWhoseThresholdsCanNotBeMovedWatchesItsGoalsOnly() {
    AssuranceStream plain = HandMade.simple().withGoals(GOALS).openStream();

    assertThat(plain.accept(time(0), LOW, 0).goals()).hasSize(1);
    assertThatIllegalStateException().isThrownBy(plain::isFallenBack);
  }

  @Test
  void aResumedStreamGoesOnJudging() {
    rows(10, LOW);
    rows(1, HIGH);
    stream = mild.resumeStream(stream.snapshot());
    rows(122, LOW);

    assertThat(threshold()).isCloseTo(-0.5 - 133 * MINUTE + STEP, within(1e-9));
  }
}
