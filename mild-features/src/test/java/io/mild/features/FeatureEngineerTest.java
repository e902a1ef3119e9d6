package io.mild.features;

import static io.mild.features.Feed.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FeatureEngineerTest {
  private static final double NONE = Double.NaN;
  private static final int LONGEST = 15;

  /** By hand: of 2 and 6 the mean is 4 and the deviation 2; of 2, 6 and 7 √((9 + 1 + 4) / 3). */
  @Test
  void windowsEndWithTheRowAndAreShortAtTheStart() {
    Feed feed = Feed.ofWindows(2, 3);

    assertThat(feed.row(2)).containsExactly(2, 2, 0, 2, 0);
    assertThat(feed.row(6)).containsExactly(6, 4, 2, 4, 2);
    assertThat(feed.row(7)).containsExactly(7, 6.5, 0.5, 5, Math.sqrt(14 / 3.0));
    assertThat(feed.row(7)).containsExactly(7, 7, 0, 20 / 3.0, Math.sqrt(2 / 9.0));
  }

  /** A statistic is laid out over all KPIs before the next begins. */
  @Test
  void eachKpiHasItsOwnWindows() {
    Feed feed =
        Feed.to(new FeatureEngineer(Feed.specOfWindows(List.of("cpu", "api_latency"), 2, 3)));
    feed.row(1, 100);

    assertThat(feed.row(3, 200)).containsExactly(3, 200, 2, 150, 1, 50, 2, 150, 1, 50);
  }

  @Test
  void aMissingValueIsReplacedByWhatTheWindowsStillHold() {
    Feed feed = Feed.ofWindows(2, 4);
    feed.row(1);
    feed.row(3);

    assertThat(feed.row(NONE)).as("[3 -] and [1 3 -]").containsExactly(3, 3, 0, 2, 1);
    assertThat(feed.row(NONE)).as("[- -] and [1 3 - -]").containsExactly(3, 2, 1, 2, 1);
    assertThat(feed.row(NONE)).as("[- -] and [3 - - -]").containsExactly(3, 3, 0, 3, 0);
    assertThat(feed.row(NONE)).as("nothing left").containsExactly(NONE, NONE, NONE, NONE, NONE);
    assertThat(feed.row(8)).as("[- 8] and [- - - 8]").containsExactly(8, 8, 0, 8, 0);
  }

  @Test
  void aKpiThatNeverCameHasNoFeatures() {
    Feed feed = Feed.to(new FeatureEngineer(Feed.specOfWindows(List.of("cpu", "api_latency"), 2)));

    assertThat(feed.row(NONE, 5)).containsExactly(NONE, 5, NONE, 5, NONE, 0);
  }

  @Property
  void oneNanDoesNotDisturbLaterMinutes(
      @ForAll long seed, @ForAll @IntRange(max = 3 * LONGEST) int minute) {
    assertNoTraceAfterTheLongestWindow(seed, minute, NONE);
  }

  @Property
  void aHugeOutlierLeavesNoTrace(
      @ForAll long seed,
      @ForAll @IntRange(max = 3 * LONGEST) int minute,
      @ForAll @DoubleRange(min = 1e12, max = Double.MAX_VALUE) double outlier) {
    assertNoTraceAfterTheLongestWindow(seed, minute, outlier);
  }

  private static void assertNoTraceAfterTheLongestWindow(long seed, int disturbed, double value) {
    SplittableRandom random = new SplittableRandom(seed);
    Feed calm = Feed.ofWindows(5, LONGEST);
    Feed feed = Feed.ofWindows(5, LONGEST);
    for (int minute = 0; minute < disturbed + 3 * LONGEST; minute++) {
      double x = random.nextDouble();
      double[] expected = calm.row(x);
      double[] features = feed.row(minute == disturbed ? value : x);
      if (minute < disturbed || minute >= disturbed + LONGEST) {
        assertThat(features).isEqualTo(expected);
      } else {
        assertThat(features).isNotEqualTo(expected);
      }
    }
  }

  @Test
  void missedMinutesCountAsMissing() {
    Feed told = Feed.ofWindows(5, LONGEST);
    Feed silent = Feed.ofWindows(5, LONGEST);
    for (int i = 0; i < 20; i++) {
      told.row(i * i);
      silent.row(i * i);
    }
    for (int missed = 0; missed < LONGEST - 1; missed++) {
      told.row(NONE);
    }

    assertThat(silent.miss(LONGEST - 1).row(7)).isEqualTo(told.row(7));
    assertThat(silent.engineer().isWarmingUp()).isFalse();
    assertThat(silent.engineer().coverage()).isEqualTo(1.0 / LONGEST);
    assertThat(silent.row(8)).isEqualTo(told.row(8));
    assertThat(silent.state()).as("the gap was one late row").isEqualTo(told.state());
  }

  @Test
  void aGapLongerThanTheLongestWindowRestartsAllWindows() {
    Feed feed = Feed.ofWindows(5, LONGEST);
    Feed fresh = Feed.ofWindows(5, LONGEST);
    for (int i = 0; i < 20; i++) {
      feed.row(i * i);
    }
    feed.miss(LONGEST);
    fresh.miss(20 + LONGEST);

    for (int i = 0; i < 2 * LONGEST; i++) {
      assertThat(feed.row(i)).isEqualTo(fresh.row(i));
      if (i > 0) {
        assertThat(feed.state()).as("the gap was one late row").isEqualTo(fresh.state());
      }
      assertThat(feed.engineer().isWarmingUp()).isEqualTo(i + 1 < LONGEST);
    }
  }

  @Test
  void aGapOfAnyLengthIsOne() {
    Feed feed = Feed.ofWindows(2);
    feed.rowAt(Instant.ofEpochMilli(Long.MIN_VALUE), 1);

    assertThat(feed.rowAt(Instant.ofEpochMilli(Long.MAX_VALUE), 5)).containsExactly(5, 5, 0);
    assertThat(feed.engineer().isWarmingUp()).isTrue();
  }

  @Test
  void rowsMayComeAlmostHalfAPeriodEarlyOrLate() {
    Feed feed = Feed.ofWindows(LONGEST);
    for (String time : List.of("00:00:00", "00:00:31", "00:02:29", "00:02:40", "00:04:20")) {
      feed.rowAt(Instant.parse("2026-01-01T" + time + "Z"), 1);
      assertThat(feed.engineer().coverage()).as(time).isEqualTo(1);
    }

    feed.rowAt(Instant.parse("2026-01-01T00:05:50Z"), 1);
    assertThat(feed.engineer().coverage()).as("one of seven missed").isEqualTo(6 / 7.0);
  }

  @Test
  void coverageIsTheShareOfCellsWithAValue() {
    FeatureEngineer engineer =
        new FeatureEngineer(Feed.specOfWindows(List.of("cpu", "api_latency"), 2, 4));
    Feed feed = Feed.to(engineer);
    assertThat(engineer.coverage()).isZero();

    feed.row(1, NONE);
    assertThat(engineer.coverage()).isEqualTo(1 / 2.0);
    feed.row(1, 2);
    assertThat(engineer.coverage()).isEqualTo(3 / 4.0);
    feed.miss(1).row(1, 2);
    assertThat(engineer.coverage()).isEqualTo(5 / 8.0);
    feed.row(1, 2);
    assertThat(engineer.coverage()).as("the first row has left").isEqualTo(6 / 8.0);
  }

  @Test
  void aKpiIsMissingWhereTheLatestRowHasNoValueOfIt() {
    FeatureEngineer engineer = new FeatureEngineer(FeatureSpec.of(List.of("cpu", "api_latency")));
    Feed feed = Feed.to(engineer);
    assertThat(engineer.isMissing(1)).isTrue();

    feed.row(1, 2);
    assertThat(engineer.isMissing(1)).isFalse();
    feed.row(1, NONE);
    assertThat(engineer.isMissing(0)).isFalse();
    assertThat(engineer.isMissing(1)).isTrue();
    assertThatThrownBy(() -> engineer.isMissing(2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("2");
  }

  @Test
  void theLatestTimeIsThatOfTheLatestRow() {
    Feed feed = Feed.ofWindows(5);
    assertThat(feed.engineer().hasRows()).isFalse();
    assertThatThrownBy(() -> feed.engineer().lastEpochMillis())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no row");

    feed.row(1);
    feed.row(NONE);
    assertThat(feed.engineer().hasRows()).isTrue();
    assertThat(feed.engineer().lastEpochMillis())
        .isEqualTo(START.plus(Duration.ofMinutes(1)).toEpochMilli());
  }

  @Test
  void aRowOfTheWrongLengthIsRefusedAndChangesNothing() {
    assertRefused(START.plusSeconds(120), new double[] {1}, new double[6], "length 2", "had 1");
    assertRefused(START.plusSeconds(120), new double[] {1, 2, 3}, new double[6], "2", "had 3");
  }

  @Test
  void featuresOfTheWrongLengthAreRefusedAndChangeNothing() {
    assertRefused(
        START.plusSeconds(120), new double[] {1, 2}, new double[5], "features", "6", "had 5");
  }

  @Test
  void anInfiniteValueIsRefusedAndChangesNothing() {
    assertRefused(
        START.plusSeconds(120),
        new double[] {1, Double.NEGATIVE_INFINITY},
        new double[6],
        "api_latency",
        "-Infinity",
        "2026-01-01T00:02:00Z");
  }

  @Test
  void theSameOrAnEarlierTimeIsRefusedAndChangesNothing() {
    assertRefused(
        START.plusSeconds(60),
        new double[] {1, 2},
        new double[6],
        "2026-01-01T00:01:00Z is not after");
    assertRefused(
        START, new double[] {1, 2}, new double[6], "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z");
  }

  /** Refused after two good rows, at the start and a minute later; a third goes on as if alone. */
  private static void assertRefused(
      Instant time, double[] values, double[] features, String... named) {
    FeatureSpec spec = Feed.specOfWindows(List.of("cpu", "api_latency"), 3);
    Feed feed = Feed.to(new FeatureEngineer(spec));
    Feed undisturbed = Feed.to(new FeatureEngineer(spec));
    for (Feed each : List.of(feed, undisturbed)) {
      each.row(1, 2);
      each.row(3, NONE);
    }
    byte[] before = feed.state();

    assertThatThrownBy(() -> feed.engineer().accept(time.toEpochMilli(), values, features))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(named);
    assertThat(features).containsOnly(0);
    assertThat(feed.state()).isEqualTo(before);
    assertThat(feed.row(4, 5)).isEqualTo(undisturbed.row(4, 5));
  }

  @Test
  void acceptingARowAllocatesNothing() {
    FeatureEngineer engineer =
        new FeatureEngineer(FeatureSpec.of(List.of("cpu", "ram", "api_latency")));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] values = {1, NONE, 3};
    double[] features = new double[engineer.spec().featureCount()];
    int rows = 10_000;
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < rows; i++) {
      engineer.accept(i * 60_000L, values, features);
    }

    // The measurement itself may allocate a little; one object a row would be 16 bytes a row.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(rows);
  }
}
