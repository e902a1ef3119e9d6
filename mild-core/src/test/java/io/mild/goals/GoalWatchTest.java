package io.mild.goals;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.data.KpiSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GoalWatchTest {
  private static final double NAN = Double.NaN;
  private static final Goal API =
      Goal.of("api")
          .holds(kpi("latency").atMost(200))
          .brokenAfter(Duration.ofMinutes(5))
          .metAfter(Duration.ofMinutes(10));
  private static final Goal BOTH = API.holds(kpi("availability").atLeast(99));

  /** Gives rows to a watch and notes what it tells. */
  private static final class Played implements GoalWatch.Changes {
    final GoalWatch watch;
    final List<String> told = new ArrayList<>();

    Played(Goal goal, String... kpis) {
      this.watch = new GoalWatch(Goals.of(goal), new KpiSchema(List.of(kpis), Rows.MINUTE));
    }

    Played row(double second, double... values) {
      watch.accept(Rows.START.toEpochMilli() + Math.round(1000 * second), values, this);
      return this;
    }

    /** Rows of minutes {@code from} to before {@code to}. */
    Played minutes(int from, int to, double... values) {
      for (int minute = from; minute < to; minute++) {
        row(60.0 * minute, values);
      }
      return this;
    }

    Compliance.Status status() {
      return watch.compliance().get(0).status();
    }

    @Override
    public void broke(Goal goal, long epochMillis, boolean seen) {
      told.add("broke at " + minute(epochMillis) + (seen ? "" : " unseen"));
    }

    @Override
    public void recovered(Goal goal, long epochMillis) {
      told.add("recovered at " + minute(epochMillis));
    }

    private static String minute(long epochMillis) {
      return String.valueOf((epochMillis - Rows.START.toEpochMilli()) / 60_000);
    }
  }

  private static Played latency() {
    return new Played(API, "latency");
  }

  @Test
  void itIsBrokenByTheFifthMinuteAgainstItAndFailedAtTheFirst() {
    Played played = latency().minutes(0, 3, 150).minutes(3, 7, 250);
    assertThat(played.status()).isEqualTo(Compliance.Status.MET);

    played.minutes(7, 8, 250);

    assertThat(played.told).containsExactly("broke at 3");
    assertThat(played.watch.compliance())
        .extracting(Compliance::toString)
        .containsExactly("api: BROKEN since 2026-03-01T10:03:00Z");
  }

  @Test
  void aMinuteThatKeepsItBeginsTheCountAnew() {
    assertThat(latency().minutes(0, 4, 250).minutes(4, 5, 200).minutes(5, 9, 250).told).isEmpty();
  }

  @Test
  void itIsMetAgainAfterTenMinutesAndRecoveredAtTheFirst() {
    Played played = latency().minutes(0, 1, 1).minutes(1, 9, 250).minutes(9, 18, 1);
    assertThat(played.status()).isEqualTo(Compliance.Status.BROKEN);

    played.minutes(18, 19, 1);

    assertThat(played.told).containsExactly("broke at 1", "recovered at 9");
    assertThat(played.status()).isEqualTo(Compliance.Status.MET);
  }

  @Test
  void aGoalThatWasNeverKeptBreaksUnseen() {
    assertThat(latency().minutes(0, 9, 250).told).containsExactly("broke at 0 unseen");
  }

  @Test
  void missingValuesNeitherBreakNorMend() {
    Played played =
        latency()
            .minutes(0, 1, 1)
            .minutes(1, 3, 250)
            .minutes(3, 6, NAN) // counts for nothing
            .minutes(6, 8, 250);
    assertThat(played.told).isEmpty();

    played.minutes(8, 9, 250);
    assertThat(played.told).containsExactly("broke at 1");

    assertThat(played.minutes(9, 200, NAN).status()).isEqualTo(Compliance.Status.BROKEN);
  }

  @Test
  void withoutItsKpisAGoalThatWasMetIsUnknown() {
    assertThat(latency().status()).isEqualTo(Compliance.Status.UNKNOWN);
    assertThat(latency().minutes(0, 1, 1).minutes(1, 2, NAN).status())
        .isEqualTo(Compliance.Status.UNKNOWN);
  }

  @Test
  void whatLiesBeforeLongDarknessDoesNotCount() {
    Played played = latency().minutes(0, 1, 1).minutes(1, 5, 250).minutes(5, 65, NAN);

    assertThat(played.minutes(65, 69, 250).told).isEmpty();
    assertThat(played.minutes(69, 70, 250).told).containsExactly("broke at 65");
  }

  @Test
  void timeCountsAndNotRows() {
    Played often = latency().row(0, 1);
    for (int i = 2; i < 9; i++) { // a minute, then six halves of one
      often.row(30.0 * i, 250);
    }
    assertThat(often.told).isEmpty();
    assertThat(often.row(270, 250).told).containsExactly("broke at 1");
  }

  @Test
  void rowsThatJitterAreMinutesAllTheSame() {
    Played played = latency().row(0, 1);
    for (int i = 1; i <= 5; i++) {
      played.row(59.2 * i, 250);
    }
    assertThat(played.told).hasSize(1);
  }

  @Test
  void withoutDurationsFivePeriodsBreakAndTenMend() {
    Goal plain = Goal.of("api").holds(kpi("latency").atMost(200));
    Played played = new Played(plain, "latency").minutes(0, 1, 1).minutes(1, 6, 250);
    assertThat(played.told).containsExactly("broke at 1");
    assertThat(played.minutes(6, 15, 1).told).hasSize(1);
    assertThat(played.minutes(15, 16, 1).told).hasSize(2);
  }

  @Test
  void ofSeveralConditionsAnyBreaksUnlessAllMust() {
    String[] kpis = {"latency", "availability"};
    assertThat(new Played(BOTH, kpis).minutes(0, 5, 250, 99.9).told).hasSize(1);
    assertThat(new Played(BOTH, kpis).minutes(0, 5, 250, NAN).told).hasSize(1);
    assertThat(new Played(BOTH, kpis).minutes(0, 5, 150, NAN).status())
        .isEqualTo(Compliance.Status.UNKNOWN);

    Goal all = BOTH.brokenIf(Goal.Rule.ALL);
    assertThat(new Played(all, kpis).minutes(0, 5, 250, 99.9).told).isEmpty();
    assertThat(new Played(all, kpis).minutes(0, 5, 250, 98).told).hasSize(1);
    assertThat(new Played(all, kpis).minutes(0, 5, 250, NAN).status())
        .isEqualTo(Compliance.Status.UNKNOWN);
    assertThat(new Played(all, kpis).minutes(0, 5, NAN, 99.9).status())
        .isEqualTo(Compliance.Status.MET);
  }

  /** Of 30 days at 99 % 432 minutes are allowed: 216 bad ones are half of it. */
  @Test
  void theErrorBudgetIsSpentByMinutesAgainstTheGoal() {
    Played played = new Played(API.objective(0.99, Duration.ofDays(30)), "latency");
    played.minutes(0, 216, 250).minutes(216, 1440, 1);

    ErrorBudget.State state = played.watch.compliance().get(0).errorBudget().orElseThrow();
    assertThat(state.spent()).isEqualTo(0.5, within(1e-12));
    // All lies in the latest two days: 15 % of the minutes known, where 1 % is allowed.
    assertThat(state.burnRate()).isEqualTo(216 / 1440.0 / 0.01, within(1e-9));

    played.minutes(1440, 1440 * 31, 1);
    assertThat(played.watch.compliance().get(0).errorBudget().orElseThrow())
        .isEqualTo(new ErrorBudget.State(0, 0));
  }

  @Test
  void aGoalWithoutALevelCanNotBeWatched() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Played(Goal.of("api").holds(kpi("latency").atMostUsual()), "latency"))
        .withMessageContainingAll("api", "latency <= usual", "withUsualLevels");
  }

  /** Held against a recount from the start, row by row, as the rule is said. */
  @Property(tries = 200)
  void itIsBrokenWhereARecountSaysSo(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    Played played = latency();
    boolean broken = false;
    int run = 0;
    for (int i = 0; i < rows; i++) {
      boolean against = random.nextInt(8) > (broken ? 6 : 1);
      played.row(60.0 * i, against ? 250 : 150);
      run = against == broken ? 0 : run + 1;
      if (run == (broken ? 10 : 5)) {
        broken = !broken;
        run = 0;
      }
      assertThat(played.status() == Compliance.Status.BROKEN).isEqualTo(broken);
    }
  }

  @Property(tries = 100)
  void aResumedWatchGoesOnBitForBit(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Goal goal = API.objective(0.99, Duration.ofHours(1));
    Played played = new Played(goal, "latency");
    for (int i = 0; i < rows; i++) {
      double value = random.nextInt(5) == 0 ? NAN : 170 + 20 * (i / 9 % 4);
      played.row(60.0 * i + random.nextInt(20), value);
      Played resumed = new Played(goal, "latency");
      resumed.watch.resume(input(written(played)));
      assertThat(written(resumed)).isEqualTo(written(played));
      assertThat(resumed.watch.compliance()).isEqualTo(played.watch.compliance());
    }
  }

  @Test
  void aStateOfOtherGoalsIsPassedOver() throws IOException {
    Played broken = latency().minutes(0, 9, 250);
    Played other = new Played(API.holds(kpi("latency").atLeast(1)), "latency");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(written(broken));
    bytes.write('!');
    DataInputStream in = input(bytes.toByteArray());

    other.watch.resume(in);

    assertThat(in.read()).isEqualTo('!');
    assertThat(other.status()).isEqualTo(Compliance.Status.UNKNOWN);
  }

  @Test
  void aDamagedStateIsRefused() throws IOException {
    byte[] state = written(latency().minutes(0, 9, 250));
    state[state.length - 33] = 9; // no such row
    assertThatThrownBy(() -> latency().watch.resume(input(state)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("api");
  }

  private static byte[] written(Played played) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    played.watch.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static DataInputStream input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  @Test
  void aRestartForgets() {
    Played played = latency().minutes(0, 9, 250);
    played.watch.restartAtAnyTime();
    assertThat(played.status()).isEqualTo(Compliance.Status.UNKNOWN);
    assertThat(played.minutes(0, 1, 1).status()).isEqualTo(Compliance.Status.MET);
    assertThat(Instant.ofEpochMilli(played.watch.lastEpochMillis())).isEqualTo(Rows.START);
  }
}
