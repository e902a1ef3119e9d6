package io.mild.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FeatureEngineerStateTest {
  private static final FeatureSpec SPEC = Feed.specOfWindows(List.of("cpu", "ram"), 2, 4);

  // Where the parts of a state begin, in bytes: one byte of version, then int, long, int, 2 longs.
  private static final int VERSION = 0;
  private static final int SLOTS = 25;
  private static final int VALUES = 33;

  @Property(tries = 300)
  void aResumedEngineerGoesOnBitForBit(
      @ForAll @IntRange(min = 2, max = 40) int shorter,
      @ForAll @IntRange(min = 1, max = 40) int longerBy,
      @ForAll @IntRange(max = 300) int rowsBefore,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int longest = shorter + longerBy;
    FeatureSpec spec = Feed.specOfWindows(List.of("cpu", "ram"), shorter, longest);
    Feed uninterrupted = Feed.to(new FeatureEngineer(spec));
    for (int i = 0; i < rowsBefore; i++) {
      uninterrupted.miss(gap(random, longest)).row(value(random), value(random));
    }

    Feed resumed = uninterrupted.resumed();

    for (int i = 0; i < 2 * longest; i++) {
      assertThat(resumed.state()).isEqualTo(uninterrupted.state());
      assertThat(resumed.engineer().hasRows()).isEqualTo(uninterrupted.engineer().hasRows());
      assertThat(resumed.engineer().coverage()).isEqualTo(uninterrupted.engineer().coverage());
      assertThat(resumed.engineer().isWarmingUp())
          .isEqualTo(uninterrupted.engineer().isWarmingUp());
      double cpu = value(random);
      double ram = value(random);
      int missed = gap(random, longest);
      assertThat(resumed.miss(missed).row(cpu, ram))
          .isEqualTo(uninterrupted.miss(missed).row(cpu, ram));
    }
  }

  /** One row in a hundred comes late, and some of these so late that the windows restart. */
  private static int gap(SplittableRandom random, int longest) {
    return random.nextInt(100) == 0 ? random.nextInt(longest + 10) : 0;
  }

  private static double value(SplittableRandom random) {
    return random.nextInt(5) == 0 ? Double.NaN : 1e6 + random.nextDouble();
  }

  @Test
  void theStateIsAsLongAsDocumented() {
    Feed feed = Feed.to(new FeatureEngineer(SPEC));
    assertThat(feed.state()).hasSize(63);
    feed.row(1, 2);
    assertThat(feed.state()).hasSize(63 + 8 * 2);
    for (int i = 0; i < 10; i++) {
      feed.row(1, 2);
    }
    assertThat(feed.state()).hasSize(63 + 8 * 2 * 4);
  }

  @Test
  void aStateOfAnotherSpecificationIsRefused() {
    assertRefused(SPEC.withWindows(FeatureSpec.DEFAULT_WINDOWS), state(), "window", "15", "4");
    assertRefused(Feed.specOfWindows(List.of("cpu"), 2, 4), state(), "KPIs", "1", "2");
    assertRefused(SPEC.withPeriod(Duration.ofSeconds(30)), state(), "period", "30000", "60000");
  }

  @Test
  void aStateOfAnUnknownVersionIsRefused() {
    byte[] state = state();
    state[VERSION] = 3;

    assertRefused(SPEC, state, "version", "expected 1 to 2", "found 3");
  }

  @Test
  void aNumberOfSlotsThatCannotBeIsRefused() {
    for (long slots : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      byte[] state = state();
      ByteBuffer.wrap(state).putLong(SLOTS, slots);

      assertRefused(SPEC, state, "number of slots", Long.toString(slots));
    }
  }

  @Test
  void anInfiniteValueInAStateIsRefused() {
    byte[] state = state();
    ByteBuffer.wrap(state).putDouble(VALUES + 3 * Double.BYTES, Double.POSITIVE_INFINITY);

    assertRefused(SPEC, state, "ram", "Infinity", "slot 2");
  }

  @Test
  void aStateCutShortAnywhereIsRefused() {
    byte[] state = state();
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> Feed.read(SPEC, cut))
          .isInstanceOf(EOFException.class)
          .hasMessage("feature state ends early");
    }
  }

  /** Of five rows, so that slots 1 to 4 are held. */
  private static byte[] state() {
    Feed feed = Feed.to(new FeatureEngineer(SPEC));
    for (int i = 0; i < 5; i++) {
      feed.row(i, 10 * i);
    }
    return feed.state();
  }

  private static void assertRefused(FeatureSpec spec, byte[] state, String... named) {
    assertThatThrownBy(() -> Feed.read(spec, state))
        .isInstanceOf(IOException.class)
        .message()
        .contains(named);
  }
}
