package io.mild.features;

import static io.mild.features.Feed.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResidualEngineerTest {
  private static final double NONE = Double.NaN;
  private static final int LONGEST = 15;
  private static final int WARM_UP = 5;

  // Where the parts of a state begin, in bytes: version, period, warm-up, latest time, slots.
  private static final int SLOTS = 21;
  private static final int PRESENT = 29;

  /** One KPI, `x`, and spans of 2, 5, 8 and 15 minutes. */
  private static final ResidualSpec SPEC = spec(List.of("x"), 2, WARM_UP, 8, LONGEST);

  private static final ResidualSpec TWO_KPIS = spec(List.of("cpu", "api_latency"), 3, LONGEST);

  @Property(tries = 100)
  void featuresAreTheAveragesOfTheResiduals(@ForAll long seed) {
    Feed feed = Feed.to(TWO_KPIS.openStream());
    EwmaBank bank = new EwmaBank(2, 3, LONGEST);
    SplittableRandom random = new SplittableRandom(seed);
    double[] expected = new double[4];
    for (int i = 0; i < 50; i++) {
      double[] values = {value(random), value(random)};
      double[] residuals = new double[2];
      long time = START.plus(Duration.ofMinutes(i)).toEpochMilli();
      TWO_KPIS.profile().residuals(time, values, residuals);
      bank.accept(residuals, expected);

      assertThat(feed.row(values)).isEqualTo(expected);
    }
  }

  /** A gap of any length is as many rows of NaN, also where it is a restart. */
  @Property
  void missedMinutesCountAsMissing(
      @ForAll long seed,
      @ForAll @IntRange(max = 40) int rowsBefore,
      @ForAll @IntRange(max = 2 * LONGEST) int missed) {
    SplittableRandom random = new SplittableRandom(seed);
    Feed told = Feed.to(SPEC.openStream());
    Feed silent = Feed.to(SPEC.openStream());
    for (int i = 0; i < rowsBefore; i++) {
      double value = value(random);
      told.row(value);
      silent.row(value);
    }
    for (int i = 0; i < missed; i++) {
      told.row(NONE);
    }

    assertThat(silent.miss(missed).row(7)).isEqualTo(told.row(7));
    assertThat(silent.row(8)).isEqualTo(told.row(8));
    if (rowsBefore > 0 && missed < LONGEST) { // the gap was one late row
      assertThat(silent.state()).isEqualTo(told.state());
    }
  }

  @Test
  void aGapLongerThanTheLongestSpanRestartsAll() {
    Feed feed = Feed.to(SPEC.openStream());
    Feed fresh = Feed.to(SPEC.openStream());
    for (int i = 0; i < 20; i++) {
      feed.row(i % 7);
    }
    feed.miss(LONGEST);
    fresh.miss(20 + LONGEST);

    for (int i = 0; i < 2 * LONGEST; i++) {
      assertThat(feed.row(i)).isEqualTo(fresh.row(i));
      if (i > 0) {
        assertThat(feed.state()).as("the gap was one late row").isEqualTo(fresh.state());
      }
      assertThat(feed.engineer().hasJustStarted()).isEqualTo(i == 0);
      assertThat(feed.engineer().isWarmingUp()).isEqualTo(i + 1 < WARM_UP);
      assertThat(feed.engineer().coverage()).isEqualTo(1);
    }
  }

  @Test
  void aShorterGapRestartsNothing() {
    Feed feed = Feed.to(SPEC.openStream());
    for (int i = 0; i < 20; i++) {
      feed.row(1);
    }
    feed.miss(LONGEST - 1).row(1);

    assertThat(feed.engineer().hasJustStarted()).isFalse();
    assertThat(feed.engineer().isWarmingUp()).isFalse();
    assertThat(feed.engineer().coverage()).isEqualTo(1.0 / WARM_UP);
  }

  @Test
  void aGapOfAnyLengthIsOne() {
    Feed feed = Feed.to(SPEC.openStream());
    feed.rowAt(Instant.ofEpochMilli(Long.MIN_VALUE), 1);
    feed.rowAt(Instant.ofEpochMilli(Long.MAX_VALUE), 1);

    assertThat(feed.engineer().hasJustStarted()).isTrue();
  }

  @Test
  void coverageIsTheShareOfCellsWithAValueWhileWarmingUpAndAfter() {
    Feed feed = Feed.to(spec(List.of("cpu", "api_latency"), 3, LONGEST).openStream());
    assertThat(feed.engineer().coverage()).isZero();

    feed.row(1, NONE);
    assertThat(feed.engineer().coverage()).isEqualTo(1 / 2.0);
    feed.row(1, 2);
    assertThat(feed.engineer().coverage()).isEqualTo(3 / 4.0);
    feed.miss(1).row(1, 2);
    assertThat(feed.engineer().coverage())
        .as("three minutes: full, missed, full")
        .isEqualTo(4 / 6.0);
    feed.row(1, 2);
    assertThat(feed.engineer().coverage()).isEqualTo(4 / 6.0);
    feed.row(1, NONE);
    assertThat(feed.engineer().coverage()).isEqualTo(5 / 6.0);
  }

  @Test
  void aKpiIsMissingWhereTheLatestRowHasNoValueOfIt() {
    Feed feed = Feed.to(TWO_KPIS.openStream());
    assertThat(feed.engineer().isMissing(1)).isTrue();

    feed.row(1, 2);
    assertThat(feed.engineer().isMissing(1)).isFalse();
    feed.row(1, NONE);
    assertThat(feed.engineer().isMissing(0)).isFalse();
    assertThat(feed.engineer().isMissing(1)).isTrue();
    assertThatThrownBy(() -> feed.engineer().isMissing(2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("2");
  }

  @Test
  void theLatestTimeIsThatOfTheLatestRow() {
    Feed feed = Feed.to(SPEC.openStream());
    assertThat(feed.engineer().hasRows()).isFalse();
    assertThatThrownBy(() -> feed.engineer().lastEpochMillis())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no row");

    feed.row(NONE);
    assertThat(feed.engineer().hasRows()).isTrue();
    assertThat(feed.engineer().lastEpochMillis()).isEqualTo(START.toEpochMilli());
  }

  @Test
  void aRowThatCannotBeIsRefusedAndChangesNothing() {
    Instant next = START.plusSeconds(120);
    double[] good = {1, 2};
    assertRefused(next, new double[] {1}, new double[4], "values", "length 2", "had 1");
    assertRefused(next, good, new double[5], "features", "length 4", "had 5");
    assertRefused(
        next,
        new double[] {1, Double.POSITIVE_INFINITY},
        new double[4],
        "api_latency",
        "Infinity",
        "2026-01-01T00:02:00Z");
    assertRefused(START.plusSeconds(60), good, new double[4], "00:01:00Z is not after");
  }

  /** Refused after two good rows, at the start and a minute later. */
  private static void assertRefused(
      Instant time, double[] values, double[] features, String... named) {
    Feed feed = Feed.to(TWO_KPIS.openStream());
    feed.row(1, 2);
    feed.row(3, NONE);
    byte[] before = feed.state();

    assertThatThrownBy(() -> feed.engineer().accept(time.toEpochMilli(), values, features))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(named);
    assertThat(features).containsOnly(0);
    assertThat(feed.state()).isEqualTo(before);
  }

  @Property(tries = 300)
  void aResumedEngineerGoesOnBitForBit(
      @ForAll @IntRange(max = 100) int rowsBefore, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Feed uninterrupted = Feed.to(TWO_KPIS.openStream());
    for (int i = 0; i < rowsBefore; i++) {
      uninterrupted.miss(gap(random)).row(value(random), value(random));
    }

    Feed resumed = uninterrupted.resumed();

    for (int i = 0; i < 2 * LONGEST; i++) {
      assertThat(resumed.state()).isEqualTo(uninterrupted.state());
      assertThat(resumed.engineer().hasRows()).isEqualTo(uninterrupted.engineer().hasRows());
      assertThat(resumed.engineer().coverage()).isEqualTo(uninterrupted.engineer().coverage());
      assertThat(resumed.engineer().isMissing(0)).isEqualTo(uninterrupted.engineer().isMissing(0));
      double cpu = value(random);
      double latency = value(random);
      int missed = gap(random);
      assertThat(resumed.miss(missed).row(cpu, latency))
          .isEqualTo(uninterrupted.miss(missed).row(cpu, latency));
    }
  }

  @Test
  void theStateIsAsLongAsDocumented() {
    int bank = 4 * 2 + 4 * 2 + 8 * 4;
    Feed feed = Feed.to(TWO_KPIS.openStream());
    assertThat(feed.state()).hasSize(76 + bank);
    feed.row(1, 2);
    assertThat(feed.state()).hasSize(76 + 4 + bank);
    for (int i = 0; i < 10; i++) {
      feed.row(1, 2);
    }
    assertThat(feed.state()).hasSize(76 + 4 * 3 + bank);
  }

  @Test
  void aStateOfAnotherSpecificationIsRefused() {
    Feed feed = Feed.to(TWO_KPIS.openStream());
    feed.row(1, 2);
    byte[] state = feed.state();
    ResidualSpec faster =
        new ResidualSpec(
            TWO_KPIS.kpis(), Duration.ofSeconds(30), TWO_KPIS.spans(), TWO_KPIS.profile());

    assertStateRefused(faster, state, "period", "expected 30000", "found 60000");
    assertStateRefused(spec(TWO_KPIS.kpis(), 4, LONGEST), state, "warm-up", "4", "3");
    assertStateRefused(spec(TWO_KPIS.kpis(), 3, 16), state, "span", "16", "15");
    assertStateRefused(spec(List.of("cpu"), 3, LONGEST), state, "corrupt", "values in a slot is 2");
    state[0] = 4;
    assertStateRefused(TWO_KPIS, state, "version", "expected 1 to 3", "found 4");
  }

  @Test
  void aCorruptStateIsRefused() {
    Feed feed = Feed.to(TWO_KPIS.openStream());
    feed.row(1, 2);
    for (long slots : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      byte[] state = feed.state();
      ByteBuffer.wrap(state).putLong(SLOTS, slots);
      assertStateRefused(TWO_KPIS, state, "number of slots", Long.toString(slots));
    }
    for (int present : new int[] {-1, 3}) {
      byte[] state = feed.state();
      ByteBuffer.wrap(state).putInt(PRESENT, present);
      assertStateRefused(TWO_KPIS, state, "values in a slot", Integer.toString(present));
    }
  }

  @Test
  void aStateCutShortAnywhereIsRefused() {
    Feed feed = Feed.to(TWO_KPIS.openStream());
    feed.row(1, 2);
    byte[] state = feed.state();
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> Feed.read(TWO_KPIS, cut))
          .isInstanceOf(EOFException.class)
          .hasMessage("feature state ends early");
    }
  }

  private static void assertStateRefused(ResidualSpec spec, byte[] state, String... named) {
    assertThatThrownBy(() -> Feed.read(spec, state))
        .isInstanceOf(IOException.class)
        .message()
        .contains(named);
  }

  @Test
  void acceptingARowAllocatesNothing() {
    FeatureStream stream = TWO_KPIS.openStream();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] values = {1, NONE};
    double[] features = new double[stream.spec().featureCount()];
    int rows = 10_000;
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < rows; i++) {
      stream.accept(i * 60_000L, values, features);
    }

    // The measurement itself may allocate a little; one object a row would be 16 bytes a row.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(rows);
  }

  /** With a rhythm, so that time matters. */
  private static ResidualSpec spec(List<String> kpis, int... minutes) {
    double[] medians = new double[kpis.size()];
    double[] scales = new double[kpis.size()];
    double[][] coefficients = new double[kpis.size()][14];
    for (int kpi = 0; kpi < kpis.size(); kpi++) {
      medians[kpi] = kpi;
      scales[kpi] = 2;
      coefficients[kpi][2] = 3;
    }
    return new ResidualSpec(
        kpis,
        FeatureSpec.DEFAULT_PERIOD,
        IntStream.of(minutes).mapToObj(Duration::ofMinutes).toList(),
        new SeasonalProfile(ZoneOffset.UTC, medians, scales, coefficients));
  }

  /** One row in twenty comes late, and some of these so late that all restarts. */
  private static int gap(SplittableRandom random) {
    return random.nextInt(20) == 0 ? random.nextInt(2 * LONGEST) : 0;
  }

  private static double value(SplittableRandom random) {
    return random.nextInt(4) == 0 ? NONE : 10 * random.nextGaussian();
  }
}
