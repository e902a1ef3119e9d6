package io.mild.features;

import static io.mild.features.Feed.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stream of one row a minute makes of rows that come otherwise. */
class SlotsTest {
  private static final double NONE = Double.NaN;
  private static final List<String> KPIS = List.of("cpu", "api_latency");
  private static final int LONGEST = 15;
  private static final FeatureSpec WINDOWS = Feed.specOfWindows(KPIS, 5, LONGEST);

  // Where the parts of a state of windows begin or, negative, how far before its end.
  private static final int SLOTS = 25;
  private static final int LAST_ROW = -30;
  private static final int LATE = -22;
  private static final int LEAD = -14;
  private static final int USUAL = -12;
  private static final int FOLDED = -4;

  static Stream<FeatureSet> sets() {
    Reference reference =
        new Reference(Duration.ofMinutes(2 * LONGEST), new double[] {0.1, 0.2, 0.3, 0.4});
    return Stream.of(
        WINDOWS,
        residuals(Optional.empty()),
        residuals(Optional.of(reference)),
        residuals(Optional.of(Reference.alone(reference.span()))));
  }

  private static ResidualSpec residuals(Optional<Reference> reference) {
    double[][] coefficients = new double[2][SeasonalProfile.COEFFICIENTS];
    coefficients[0][2] = 3; // with a rhythm, so that time matters
    SeasonalProfile profile =
        new SeasonalProfile(ZoneOffset.UTC, new double[] {1, 2}, new double[] {2, 3}, coefficients);
    return new ResidualSpec(
        KPIS,
        FeatureSpec.DEFAULT_PERIOD,
        List.of(Duration.ofMinutes(5), Duration.ofMinutes(LONGEST)),
        profile,
        reference);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void rowsEvery30SecondsAreTheMeanOfTwoEachMinute(FeatureSet set) {
    SplittableRandom random = new SplittableRandom(1);
    Feed fast = Feed.to(set.openStream());
    Feed minutes = Feed.to(set.openStream());
    double[] latest = fast.rowAt(START, 1, 2);
    assertThat(latest).isEqualTo(minutes.rowAt(START, 1, 2));
    for (int minute = 1; minute <= 60; minute++) {
      Instant time = START.plusSeconds(60L * minute);
      double[] first = row(random);
      double[] second = row(random);

      assertThat(fast.rowAt(time.minusSeconds(30), first)).as("folded").isEqualTo(latest);
      latest = fast.rowAt(time, second);
      assertThat(latest).containsExactly(minutes.rowAt(time, mean(first, second)), within(1e-12));
      assertThat(fast.engineer().slotEpochMillis()).isEqualTo(time.toEpochMilli());
      assertThat(fast.engineer().coverage()).isEqualTo(minutes.engineer().coverage());
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void rowsEvery10SecondsAreTheMeanOfSixEachMinute(FeatureSet set) {
    SplittableRandom random = new SplittableRandom(2);
    Feed fast = Feed.to(set.openStream());
    Feed minutes = Feed.to(set.openStream());
    List<double[]> sinceTheSlot = new ArrayList<>();
    List<Integer> folded = new ArrayList<>();
    double[] expected = {};
    for (int second = 0; second < 3_600; second += 10) {
      Instant time = START.plusSeconds(second);
      double[] row = row(random);
      double[] features = fast.rowAt(time, row);
      sinceTheSlot.add(row);
      if (fast.engineer().slotEpochMillis() == time.toEpochMilli()) {
        expected = minutes.rowAt(time, mean(sinceTheSlot.toArray(double[][]::new)));
        folded.add(sinceTheSlot.size());
        sinceTheSlot.clear();
      }
      assertThat(features).containsExactly(expected, within(1e-9));
    }
    assertThat(folded.subList(3, folded.size())).containsOnly(6);
    assertThat(folded).hasSizeBetween(60, 61);
  }

  /** Rows that are counted as periods would make as many slots as rows. */
  @ParameterizedTest
  @CsvSource({"1", "10", "20", "29", "30", "31", "40", "44", "90", "150", "300"})
  void asManySlotsPassAsTimeSaysWhateverTheDistanceOfRows(int seconds) {
    FeatureEngineer engineer = new FeatureEngineer(WINDOWS);
    Feed feed = Feed.to(engineer);
    int minutes = 1_000;
    for (int second = 0; second <= 60 * minutes; second += seconds) {
      feed.rowAt(START.plusSeconds(second), 1, 2);
    }

    assertThat(slots(feed)).isBetween(minutes - 1L, minutes + 2L);
  }

  /** They drift by up to a quarter of a period a row, and the slots follow a little. */
  @Property(tries = 30)
  void slotsStayWithinAPercentOfTimeForRowsThatAreAlmostInTime(
      @ForAll @DoubleRange(min = 45, max = 75) double seconds) {
    Feed feed = Feed.to(new FeatureEngineer(WINDOWS));
    for (int row = 0; row <= 3_000; row++) {
      feed.rowAt(START.plusMillis(Math.round(row * 1000 * seconds)), 1, 2);
    }

    double minutes = 3_000 * seconds / 60;
    assertThat((double) slots(feed)).isCloseTo(minutes, within(Math.max(2, 0.012 * minutes)));
  }

  @Property(tries = 20)
  void rowsThatJitterByAlmostHalfAPeriodLoseAndDoubleNextToNone(
      @ForAll long seed, @ForAll @DoubleRange(min = -0.45, max = 0.45) double first) {
    SplittableRandom random = new SplittableRandom(seed);
    Feed feed = Feed.to(new FeatureEngineer(WINDOWS));
    int rows = 5_000;
    int folded = 0;
    int foldedLate = 0;
    for (int row = 0; row < rows; row++) {
      double jitter = row == 0 ? first : random.nextDouble(-0.45, 0.45);
      long time = START.toEpochMilli() + Math.round(60_000 * (row + jitter));
      feed.rowAt(Instant.ofEpochMilli(time), 1, 2);
      if (feed.engineer().slotEpochMillis() < time) {
        folded++;
        foldedLate += row >= rows / 2 ? 1 : 0;
      }
    }

    assertThat(slots(feed)).isBetween(rows - 1L, rows + 1L);
    assertThat(folded).as("the first row may have been the oddest").isLessThan(200);
    assertThat(foldedLate).as("of 2,500; 28 were seen of one seed").isLessThan(50);
    assertThat(feed.engineer().changedPeriod()).isEmpty();
  }

  @Property(tries = 20)
  void rowsThatJitterByAQuarterOfAPeriodAreOneASlotWhateverTheFirst(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Feed feed = Feed.to(new FeatureEngineer(WINDOWS));
    for (int row = 0; row < 2_000; row++) {
      Instant time = START.plusMillis(60_000L * row + random.nextLong(-15_000, 15_000));
      feed.rowAt(time, 1, 2);
      assertThat(feed.engineer().slotEpochMillis()).isEqualTo(time.toEpochMilli());
      assertThat(slots(feed)).isEqualTo(row + 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"60060", "59940", "60006", "59994"})
  void aClockThatIsATenthOfAPercentOffLosesAndDoublesNoSlot(int millis) {
    SplittableRandom random = new SplittableRandom(millis);
    Feed feed = Feed.to(new FeatureEngineer(WINDOWS));
    for (int row = 0; row < 10_000; row++) {
      Instant time = START.plusMillis((long) row * millis + random.nextLong(-6_000, 6_000));
      feed.rowAt(time, 1, 2);
      assertThat(feed.engineer().slotEpochMillis()).isEqualTo(time.toEpochMilli());
    }

    assertThat(slots(feed)).isEqualTo(10_000);
  }

  /** It sleeps for a minute and works for a second. */
  @Test
  void aLoopThatIsTwoPercentSlowMissesASlotInTimeAndDoublesNone() {
    SplittableRandom random = new SplittableRandom(4);
    Feed feed = Feed.to(new FeatureEngineer(WINDOWS));
    Instant time = START;
    for (int row = 0; row < 6_000; row++) {
      feed.rowAt(time, 1, 2);
      assertThat(feed.engineer().slotEpochMillis())
          .as("no row is folded")
          .isEqualTo(time.toEpochMilli());
      time = time.plusMillis(60_000 + random.nextLong(2_000));
    }

    assertThat(slots(feed)).isBetween(6_000L, 6_100L); // time says 6,100
  }

  @Test
  void aRowThatStraysBetweenTwoMinutesMovesNeither() {
    Feed feed = Feed.ofWindows(2);
    Feed mean = Feed.ofWindows(2);
    feed.row(1);
    mean.row(1);
    double[] before = feed.row(2);
    mean.row(2);

    assertThat(feed.rowAt(START.plusSeconds(80), 10)).isEqualTo(before);
    assertThat(feed.row(4)).isEqualTo(mean.row(7));
    assertThat(feed.row(5)).isEqualTo(mean.row(5));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void aSlotThatIsMissedHoldsWhatWasFoldedBefore(FeatureSet set) {
    Feed feed = Feed.to(set.openStream());
    Feed told = Feed.to(set.openStream());
    feed.row(1, 2);
    told.row(1, 2);
    feed.rowAt(START.plusSeconds(10), 4, NONE);
    feed.rowAt(START.plusSeconds(20), 6, NONE);
    told.rowAt(START.plusSeconds(50), 5, NONE);
    told.rowAt(START.plusSeconds(120), NONE, NONE);

    assertThat(feed.rowAt(START.plusSeconds(180), 7, 8))
        .containsExactly(told.rowAt(START.plusSeconds(180), 7, 8), within(5e-3));
    assertThat(feed.engineer().coverage()).isEqualTo(5 / 8.0);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void nothingThatWasFoldedCountsAfterARestart(FeatureSet set) {
    Feed feed = Feed.to(set.openStream());
    feed.row(1, 2);
    feed.rowAt(START.plusSeconds(20), 1e6, 1e6);
    Instant later = START.plus(Duration.ofMinutes(LONGEST + 2)).plusSeconds(25);

    assertThat(feed.rowAt(later, 7, 8)).isEqualTo(Feed.to(set.openStream()).rowAt(later, 7, 8));
    assertThat(feed.engineer().hasJustStarted()).isTrue();
    feed.rowAt(later.plusSeconds(50), 7, 8);
    assertThat(feed.engineer().slotEpochMillis())
        .as("the slots restart, too")
        .isEqualTo(later.plusSeconds(50).toEpochMilli());
  }

  @ParameterizedTest
  @MethodSource("sets")
  void foldingRowsAllocatesNothing(FeatureSet set) {
    FeatureStream stream = set.openStream();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] values = {1, NONE};
    double[] features = new double[set.featureCount()];
    int rows = 10_000;
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < rows; i++) {
      stream.accept(i * 10_000L, values, features);
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(rows);
  }

  @Test
  void theMeanOfEqualAndOfTheGreatestValuesIsExact() {
    Feed feed = Feed.ofWindows(2);
    for (int second = 0; second < 600; second += 7) {
      assertThat(feed.rowAt(START.plusSeconds(second), 0.1)).containsExactly(0.1, 0.1, 0);
    }
    Feed great = Feed.ofWindows(2);
    double[] values = {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE};
    for (int i = 0; i < 100; i++) {
      assertThat(great.rowAt(START.plusSeconds(9L * i), values[i % 3])[0]).isFinite();
    }
  }

  @Test
  void aRowThatWouldBeFoldedIsRefusedByPeriodAndTimesForThoseWhoAsk() {
    FeatureEngineer engineer = new FeatureEngineer(WINDOWS);
    engineer.requireNewSlot(START.toEpochMilli());
    Feed feed = Feed.to(engineer);
    feed.row(1, 2);
    feed.row(1, 2);
    byte[] before = feed.state();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> engineer.requireNewSlot(START.plusSeconds(90).toEpochMilli()))
        .withMessageContaining("every 1m")
        .withMessageContaining("2026-01-01T00:01:30Z")
        .withMessageContaining("slot of 2026-01-01T00:01:00Z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engineer.requireNewSlot(START.toEpochMilli()))
        .withMessageContaining("time must advance");
    engineer.requireNewSlot(START.plusSeconds(91).toEpochMilli());
    assertThat(feed.state()).isEqualTo(before);
  }

  @Test
  void theLatestTimeIsThatOfTheLatestRowAlsoIfItWasFolded() {
    Feed feed = Feed.ofWindows(2);
    assertThatThrownBy(() -> feed.engineer().slotEpochMillis())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no row");
    feed.row(1);
    feed.rowAt(START.plusSeconds(20), 1);

    assertThat(feed.engineer().lastEpochMillis()).isEqualTo(START.plusSeconds(20).toEpochMilli());
    assertThat(feed.engineer().slotEpochMillis()).isEqualTo(START.toEpochMilli());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> feed.rowAt(START.plusSeconds(20), 1))
        .withMessageContaining("is not after");
  }

  @ParameterizedTest
  @CsvSource({"1", "10", "30", "44", "76", "300", "7200"})
  void thatRowsStayOffThePeriodIsToldAfterThirty(int seconds) {
    Feed feed = Feed.to(new FeatureEngineer(WINDOWS));
    Instant time = START;
    for (int row = 0; row < 100; row++) {
      feed.rowAt(time, 1, 2);
      time = time.plusSeconds(60);
    }
    time = time.minusSeconds(60);
    for (int row = 1; row <= 100; row++) {
      time = time.plusSeconds(seconds);
      feed.rowAt(time, 1, 2);
      if (row < 30) {
        assertThat(feed.engineer().changedPeriod()).isEmpty();
      } else {
        assertThat(feed.engineer().changedPeriod()).contains(Duration.ofSeconds(seconds));
      }
    }
    for (int row = 1; row <= 30; row++) {
      assertThat(feed.engineer().changedPeriod()).isPresent();
      time = time.plusSeconds(60);
      feed.rowAt(time, 1, 2);
    }
    assertThat(feed.engineer().changedPeriod()).as("thirty rows are right again").isEmpty();
  }

  @Test
  void rowsThatWereTooManyAndBecomeTooFewAreToldAsThat() {
    Feed feed = Feed.to(new FeatureEngineer(WINDOWS));
    Instant time = START;
    for (int row = 0; row < 200; row++) {
      time = time.plusSeconds(row < 100 ? 20 : 240);
      feed.rowAt(time, 1, 2);
    }

    assertThat(feed.engineer().changedPeriod()).contains(Duration.ofSeconds(240));
  }

  @Test
  void gapsAndFewStraysAreNoOtherPeriod() {
    SplittableRandom random = new SplittableRandom(3);
    Feed feed = Feed.to(new FeatureEngineer(WINDOWS));
    Instant time = START;
    for (int row = 0; row < 5_000; row++) {
      int kind = random.nextInt(10);
      time = time.plusSeconds(kind == 0 ? 7_200 : kind < 3 ? 20 : 60);
      feed.rowAt(time, 1, 2);
      assertThat(feed.engineer().changedPeriod()).isEmpty();
    }
  }

  /** What is told of most rows is not moved by a few others. */
  @Test
  void theDistanceThatIsToldIsTheUsualOne() {
    SplittableRandom random = new SplittableRandom(3);
    Feed feed = Feed.to(new FeatureEngineer(WINDOWS));
    Instant time = START;
    for (int row = 0; row < 500; row++) {
      time = time.plusSeconds(row % 50 == 49 ? 86_400 : 295 + random.nextInt(11));
      feed.rowAt(time, 1, 2);
      if (row > 30) {
        assertThat(feed.engineer().changedPeriod().orElseThrow())
            .isBetween(Duration.ofSeconds(290), Duration.ofSeconds(320));
      }
    }
  }

  @Property(tries = 100)
  void aResumedStreamGoesOnBitForBitFromAnyRowOfAnyTime(
      @ForAll long seed, @ForAll @IntRange(max = 120) int rowsBefore) {
    for (FeatureSet set : sets().toList()) {
      SplittableRandom random = new SplittableRandom(seed);
      int usual = random.nextInt(5, 200);
      Feed uninterrupted = Feed.to(set.openStream());
      Instant time = START;
      for (int row = 0; row < rowsBefore; row++) {
        time = time.plusMillis(random.nextLong(1, 2_000L * usual));
        uninterrupted.rowAt(time, row(random));
      }
      Feed resumed = uninterrupted.resumed();
      for (int row = 0; row < 60; row++) {
        assertThat(resumed.state()).isEqualTo(uninterrupted.state());
        assertThat(resumed.engineer().changedPeriod())
            .isEqualTo(uninterrupted.engineer().changedPeriod());
        time = time.plusMillis(random.nextLong(1, 2_000L * usual));
        double[] values = row(random);
        assertThat(resumed.rowAt(time, values)).isEqualTo(uninterrupted.rowAt(time, values));
      }
    }
  }

  /** Version 1 had no more than the time of the latest row: it is the middle of its slot. */
  @Test
  void aStateOfVersion1GoesOn() throws IOException {
    for (FeatureSet set : sets().toList()) {
      Feed feed = Feed.to(set.openStream());
      for (int i = 0; i < 40; i++) {
        feed.row(i, i * i);
      }
      byte[] state = feed.state();
      byte[] old = Arrays.copyOf(state, state.length - 30);
      old[0] = 1;
      Instant next = START.plusSeconds(40 * 60);
      double[] features = new double[set.featureCount()];

      FeatureStream resumed = Feed.read(set, old);
      resumed.accept(next.toEpochMilli(), new double[] {1, 2}, features);

      assertThat(features).isEqualTo(feed.row(1, 2));
    }
  }

  @Test
  void aStateThatContradictsItselfIsRefused() {
    assertRefused(LAST_ROW, bytes -> bytes.putLong(START.toEpochMilli() - 1), "latest row is of");
    assertRefused(LATE, bytes -> bytes.putDouble(NONE), "NaN ms from the middle");
    assertRefused(LATE, bytes -> bytes.putDouble(-60_001), "-60001.0 ms from the middle");
    assertRefused(LEAD, bytes -> bytes.put((byte) 31), "lead of rows off the period is 31");
    assertRefused(LEAD, bytes -> bytes.put((byte) 5), "usual distance of rows of 0.0 ms");
    assertRefused(USUAL, bytes -> bytes.putDouble(7), "usual distance of rows of 7.0 ms");
    assertRefused(FOLDED, bytes -> bytes.putInt(-1), "number of folded rows is -1");
    assertFoldedRefused(bytes -> bytes.putInt(2), "number of folded values of KPI 0 is 2");
    assertFoldedRefused(
        bytes -> bytes.putInt(1).putDouble(NONE), "mean of folded values of KPI 0 is NaN");
  }

  /** Writes into a part of a state. */
  private interface Change {
    void in(ByteBuffer bytes);
  }

  private static void assertRefused(int part, Change change, String message) {
    Feed feed = Feed.to(new FeatureEngineer(WINDOWS));
    feed.row(1, 2);
    assertRefused(feed.state(), part, change, message);
  }

  /** Of the first KPI, of which one value is folded. */
  private static void assertFoldedRefused(Change change, String message) {
    Feed feed = Feed.to(new FeatureEngineer(WINDOWS));
    feed.row(1, 2);
    feed.rowAt(START.plusSeconds(20), 3, 4);
    assertRefused(feed.state(), -2 * (Integer.BYTES + Double.BYTES), change, message);
  }

  private static void assertRefused(byte[] state, int part, Change change, String message) {
    change.in(ByteBuffer.wrap(state).position(state.length + part));
    assertThatThrownBy(() -> Feed.read(WINDOWS, state))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  private static long slots(Feed feedOfWindows) {
    return ByteBuffer.wrap(feedOfWindows.state()).getLong(SLOTS);
  }

  private static double[] row(SplittableRandom random) {
    return new double[] {
      random.nextInt(4) == 0 ? NONE : random.nextDouble(10), random.nextDouble(100)
    };
  }

  /** By definition: the sum of the values that are there, by their number. */
  private static double[] mean(double[]... rows) {
    double[] mean = new double[KPIS.size()];
    for (int kpi = 0; kpi < mean.length; kpi++) {
      int at = kpi;
      mean[kpi] =
          Arrays.stream(rows)
              .mapToDouble(row -> row[at])
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(NONE);
    }
    return mean;
  }
}
