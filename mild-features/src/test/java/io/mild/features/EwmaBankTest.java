package io.mild.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EwmaBankTest {
  private static final double NONE = Double.NaN;

  /** Where the parts of a state begin, in bytes: version, then the numbers of KPIs and of spans. */
  private static final int SPANS = 9;

  /** By definition: Σ α (1−α)^k r[t−k]. */
  @Property(tries = 200)
  void anAverageIsAWeightedSumOfThePast(
      @ForAll @Size(min = 1, max = 100) List<@DoubleRange(min = -20, max = 20) Double> residuals,
      @ForAll @IntRange(min = 1, max = 300) int span) {
    EwmaBank bank = new EwmaBank(1, span);
    double alpha = 2 / (span + 1.0);
    for (int t = 0; t < residuals.size(); t++) {
      double expected = 0;
      for (int k = 0; k <= t; k++) {
        expected += alpha * Math.pow(1 - alpha, k) * residuals.get(t - k);
      }
      assertThat(row(bank, residuals.get(t)))
          .containsExactly(new double[] {expected}, within(1e-12));
    }
  }

  /** With α = 2/3 and 2/5: of 3 come 2 and 6/5, of 30 come 20 and 12. */
  @Test
  void averagesOfASpanLieTogether() {
    assertThat(row(new EwmaBank(2, 2, 4), 3, 30))
        .containsExactly(new double[] {2, 20, 1.2, 12}, within(1e-14));
  }

  /** 1 − (1 − 2/(s+1))^s tends to 1 − e⁻² from above. */
  @Test
  void afterItsSpanAnAverageHolds86PercentOfALevel() {
    for (int span : new int[] {15, 30, 240}) {
      EwmaBank bank = new EwmaBank(1, span);
      double[] average = {};
      for (int i = 0; i < span; i++) {
        average = row(bank, 1);
      }
      assertThat(average[0]).isBetween(1 - Math.exp(-2), 0.89);
    }
  }

  /** What is missing might never have been: later averages are those of the other rows, exactly. */
  @Property(tries = 300)
  void oneNanDoesNotDisturbLaterMinutes(
      @ForAll long seed,
      @ForAll @IntRange(max = 60) int minute,
      @ForAll @IntRange(max = 3) int more) {
    EwmaBank bank = new EwmaBank(1, 5, 15, 30);
    EwmaBank spared = new EwmaBank(1, 5, 15, 30);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 120; i++) {
      double residual = random.nextGaussian();
      if (i < minute || i > minute + more) {
        assertThat(row(bank, residual)).isEqualTo(row(spared, residual));
      } else {
        row(bank, NONE);
      }
    }
  }

  /**
   * By hand, α = 2/3 and 2/5: averages 2 and 6/5 stand still for one and three missing rows; the
   * shorter one is drawn to 0 by two thirds a row; both restart after four.
   */
  @Test
  void aSilentKpiDrawsToWhatIsExpected() {
    EwmaBank bank = new EwmaBank(1, 2, 4);
    double[][] expected = {{2, 1.2}, {2 / 3.0, 1.2}, {2 / 9.0, 1.2}, {0, 0}, {0, 0}};
    row(bank, 3);

    for (double[] averages : expected) {
      assertThat(row(bank, NONE)).containsExactly(averages, within(1e-15));
    }
    assertThat(row(bank, 3)).containsExactly(new double[] {2, 1.2}, within(1e-15));
  }

  @Property
  void afterTheLongestSpanOfSilenceAKpiStartsAgain(
      @ForAll long seed, @ForAll @IntRange(max = 60) int rowsBefore) {
    SplittableRandom random = new SplittableRandom(seed);
    EwmaBank bank = new EwmaBank(1, 3, 10);
    EwmaBank fresh = new EwmaBank(1, 3, 10);
    for (int i = 0; i < rowsBefore; i++) {
      row(bank, random.nextGaussian());
    }
    for (int i = 0; i < 10; i++) {
      row(bank, NONE);
    }

    assertThat(state(bank)).isEqualTo(state(fresh));
    assertThat(row(bank, 7)).isEqualTo(row(fresh, 7));
  }

  @Test
  void aKpiThatNeverCameIsAsExpected() {
    EwmaBank bank = new EwmaBank(2, 2);

    assertThat(row(bank, NONE, 3)).containsExactly(new double[] {0, 2}, within(1e-15));
  }

  @Property(tries = 200)
  void eachKpiHasItsOwnAverages(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EwmaBank both = new EwmaBank(2, 2, 7);
    EwmaBank first = new EwmaBank(1, 2, 7);
    EwmaBank second = new EwmaBank(1, 2, 7);
    for (int i = 0; i < 50; i++) {
      double x = sometimesMissing(random);
      double y = sometimesMissing(random);
      double[] one = row(first, x);
      double[] other = row(second, y);
      assertThat(row(both, x, y)).containsExactly(one[0], other[0], one[1], other[1]);
    }
  }

  @Property
  void aRestartedBankIsAsNew(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EwmaBank bank = new EwmaBank(1, 2, 7);
    for (int i = 0; i < 20; i++) {
      row(bank, sometimesMissing(random));
    }

    bank.restart();

    assertThat(state(bank)).isEqualTo(state(new EwmaBank(1, 2, 7)));
  }

  @Property(tries = 300)
  void aResumedBankGoesOnBitForBit(@ForAll long seed, @ForAll @IntRange(max = 60) int rowsBefore)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    EwmaBank uninterrupted = new EwmaBank(2, 3, 10);
    for (int i = 0; i < rowsBefore; i++) {
      row(uninterrupted, sometimesMissing(random), sometimesMissing(random));
    }

    EwmaBank resumed = read(2, new int[] {3, 10}, state(uninterrupted));

    for (int i = 0; i < 30; i++) {
      double x = sometimesMissing(random);
      double y = sometimesMissing(random);
      assertThat(row(resumed, x, y)).isEqualTo(row(uninterrupted, x, y));
    }
    assertThat(state(resumed)).isEqualTo(state(uninterrupted)).hasSize(9 + 2 * 4 + 2 * 4 + 4 * 8);
  }

  @Test
  void aStateOfAnotherBankIsRefused() {
    byte[] state = state(new EwmaBank(2, 3, 10));

    assertRefused(1, new int[] {3, 10}, state, "number of KPIs", "expected 1", "found 2");
    assertRefused(2, new int[] {3}, state, "number of spans", "expected 1", "found 2");
    assertRefused(2, new int[] {3, 9}, state, "span", "expected 9", "found 10");
    state[0] = 7;
    assertRefused(2, new int[] {3, 10}, state, "version", "expected 1", "found 7");
  }

  @Test
  void aCorruptStateIsRefused() {
    int[] spans = {3, 10};
    int silentRows = SPANS + spans.length * Integer.BYTES;
    for (int silent : new int[] {-1, 11}) {
      byte[] state = state(new EwmaBank(2, spans));
      ByteBuffer.wrap(state).putInt(silentRows + Integer.BYTES, silent);
      assertRefused(2, spans, state, "without KPI 1", Integer.toString(silent));
    }
    byte[] state = state(new EwmaBank(2, spans));
    ByteBuffer.wrap(state).putDouble(silentRows + 2 * Integer.BYTES, NONE);
    assertRefused(2, spans, state, "average of KPI 0", "NaN");
  }

  @Test
  void aStateCutShortAnywhereIsRefused() {
    byte[] state = state(new EwmaBank(1, 2));
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> read(1, new int[] {2}, cut))
          .isInstanceOf(EOFException.class)
          .hasMessage("feature state ends early");
    }
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new EwmaBank(0, 5)).hasMessageContaining("kpis", "0");
    assertThatThrownBy(() -> new EwmaBank(1)).hasMessageContaining("at least one span");
    assertThatThrownBy(() -> new EwmaBank(1, 0)).hasMessageContaining("[0]");
    assertThatThrownBy(() -> new EwmaBank(1, 5, 5)).hasMessageContaining("[5, 5]");
    assertThatThrownBy(() -> new EwmaBank(1, 5, 4)).hasMessageContaining("[5, 4]");
  }

  @Test
  void arraysOfTheWrongLengthAreRefusedAndChangeNothing() {
    EwmaBank bank = new EwmaBank(1, 2, 4);

    assertThatThrownBy(() -> bank.accept(new double[] {1, 2}, new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("residuals must have length 1, but had 2");
    assertThatThrownBy(() -> bank.accept(new double[] {1}, new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("averages must have length 2, but had 1");
    assertThat(state(bank)).isEqualTo(state(new EwmaBank(1, 2, 4)));
  }

  private static void assertRefused(int kpis, int[] spans, byte[] state, String... named) {
    assertThatThrownBy(() -> read(kpis, spans, state))
        .isInstanceOf(IOException.class)
        .message()
        .contains(named);
  }

  private static double sometimesMissing(SplittableRandom random) {
    return random.nextInt(3) == 0 ? NONE : random.nextGaussian();
  }

  private static double[] row(EwmaBank bank, double... residuals) {
    double[] averages = new double[bank.averageCount()];
    bank.accept(residuals, averages);
    return averages;
  }

  private static EwmaBank read(int kpis, int[] spans, byte[] state) throws IOException {
    EwmaBank bank = new EwmaBank(kpis, spans);
    bank.resume(new DataInputStream(new ByteArrayInputStream(state)));
    return bank;
  }

  private static byte[] state(EwmaBank bank) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      bank.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
