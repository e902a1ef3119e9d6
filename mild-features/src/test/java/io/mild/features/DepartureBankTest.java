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
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** With a reference of 7 rows and, where not said otherwise, one KPI and a span of one row. */
class DepartureBankTest {
  private static final double NONE = Double.NaN;
  private static final int L = 7;

  // The features of one KPI and one span.
  private static final int DEPARTURE = 1;
  private static final int USUAL = 2;

  private static final int[] SPANS = {3, 10};
  private static final double[] USUAL_OF_TWO = {0.2, 0.3, 0.4, 0.5};

  // Where the parts of a state of two KPIs and two spans begin, in bytes.
  private static final int EWMA_BANK = 9 + 2 * 4 + 2 * 4 + 4 * 8;
  private static final int ROWS = 1 + 2 * EWMA_BANK;
  private static final int LEVEL_ROWS = ROWS + 8;
  private static final int VALUES_OF_THE_SECOND = LEVEL_ROWS + 4 + 16;
  private static final int USUAL_PAIRS = LEVEL_ROWS + 4 + 2 * 16;

  /**
   * By hand: levels before the rows are -, 4, (4+8)/2 = 6, (4+8+3)/3 = 5, (4+8+3+9)/4 = 6 and, by
   * 2/(7+1) from there, 6 + 4/4 = 7, 7 − 4/4 = 6.
   */
  @Test
  void aRowDepartsFromTheMeanOfAllBeforeAndLaterFromTheirAverage() {
    DepartureBank bank = bank(0);
    double[] residuals = {4, 8, 3, 9, 10, 3, 0};
    double[] departures = {0, 4, -3, 4, 4, -4, -6};
    for (int i = 0; i < residuals.length; i++) {
      double[] features = row(bank, residuals[i]);

      assertThat(features[0]).isEqualTo(residuals[i]);
      assertThat(features[DEPARTURE]).isCloseTo(departures[i], within(1e-14));
    }
  }

  /**
   * By hand: as expected, far and far again, of which log(1+4) and log(1+3) count as 0.5 above.
   *
   * <pre>
   * 0.2 + (0 − 0.2)/8 = 0.175;  0.175 + 0.5/9 = 0.2305556;  0.2305556 + 0.5/10 = 0.2805556
   * </pre>
   */
  @Test
  void whatIsUsualBeginsAtTheReferencesAndIsToldAsOfBeforeTheRow() {
    DepartureBank bank = bank(0.2);

    assertThat(row(bank, 4)[USUAL]).isEqualTo(0.2);
    assertThat(row(bank, 8)[USUAL]).isCloseTo(0.175, within(1e-14));
    assertThat(row(bank, 3)[USUAL]).isCloseTo(0.2305556, within(1e-7));
    assertThat(row(bank, 9)[USUAL]).isCloseTo(0.2805556, within(1e-7));
  }

  /** Each row has a share of 1/8, 1/9, …, 1/15, 1/15, …: first one of all, then of the last 15. */
  @Test
  void noRowMovesWhatIsUsualByMoreThanHalfOfItsShare() {
    DepartureBank rising = bank(0);
    DepartureBank falling = bank(20);
    double above = row(rising, 0)[USUAL];
    double below = row(falling, 0)[USUAL];
    for (int row = 1; row <= 30; row++) {
      double most = 0.5 / Math.min(row + 7, 15);
      double[] risen = row(rising, row % 2 == 0 ? -1e6 : 1e6);
      double[] fallen = row(falling, 0);

      assertThat(risen[USUAL] - above).isCloseTo(row == 1 ? 0 : most, within(1e-12));
      assertThat(fallen[USUAL] - below).isCloseTo(-most, within(1e-12));
      above = risen[USUAL];
      below = fallen[USUAL];
    }
  }

  /** Level 6 and usual 0.2305556 stay; the row after is the fifth, of a share of 1/12. */
  @Test
  void aMissingValueChangesNeitherLevelNorWhatIsUsual() {
    DepartureBank bank = bank(0.2);
    row(bank, 4);
    row(bank, 8);

    assertThat(row(bank, NONE)).containsExactly(new double[] {0, 0, 0.2305556}, within(1e-7));
    assertThat(bank.isMissing(0)).isTrue();
    row(bank, NONE);
    assertThat(row(bank, 9)).containsExactly(new double[] {9, 3, 0.2305556}, within(1e-7));
    assertThat(row(bank, NONE)[USUAL]).isCloseTo(0.2722222, within(1e-7));
  }

  /**
   * By hand, α = 1 and 1/2: residuals have averages 3, 16 and 4, 11.75; departures of 0, 4, −3 and
   * 0, 0, 6 have −3, 6 and −0.5, 3. What is usual fell by an eighth in the first row, and in the
   * second rose by 0.5/9 for the first KPI and fell by a ninth for the other.
   */
  @Test
  void averagesOfResidualsDeparturesAndWhatIsUsualFollowOneAnother() {
    DepartureBank bank = new DepartureBank(2, new int[] {1, 3}, L, USUAL_OF_TWO);
    double[] features = new double[12];
    for (double[] residuals : new double[][] {{4, 10}, {8, 10}, {3, 16}}) {
      bank.accept(residuals, features);
    }

    assertThat(features)
        .containsExactly(
            new double[] {
              3, 16, 4, 11.75, -3, 6, -0.5, 3, 0.2305556, 0.2333333, 0.4055556, 0.3888889
            },
            within(1e-7));
  }

  @Property(tries = 50)
  void aRestartedBankIsAsNew(@ForAll long seed) {
    DepartureBank bank = ofTwo();
    feed(bank, new SplittableRandom(seed), 20);

    bank.restart();

    assertThat(state(bank)).isEqualTo(state(ofTwo()));
    double[] features = new double[12];
    bank.copyTo(features);
    assertThat(features).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0.2, 0.3, 0.4, 0.5);
  }

  @Property(tries = 200)
  void aResumedBankGoesOnBitForBit(@ForAll long seed, @ForAll @IntRange(max = 40) int rowsBefore)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    DepartureBank uninterrupted = ofTwo();
    double[] before = feed(uninterrupted, random, rowsBefore);

    DepartureBank resumed = read(state(uninterrupted));

    double[] features = new double[12];
    resumed.copyTo(features);
    assertThat(features).as("also the features of the latest row").isEqualTo(before);
    long rest = random.nextLong();
    assertThat(feed(resumed, new SplittableRandom(rest), 30))
        .isEqualTo(feed(uninterrupted, new SplittableRandom(rest), 30));
    assertThat(state(resumed)).isEqualTo(state(uninterrupted)).hasSize(USUAL_PAIRS + 4 * 16);
  }

  @Test
  void aCorruptStateIsRefused() {
    assertRefused(0, bytes -> bytes.put((byte) 7), "version", "expected 1", "found 7");
    assertRefused(ROWS, bytes -> bytes.putLong(-1), "number of rows is -1");
    assertRefused(LEVEL_ROWS, bytes -> bytes.putInt(8), "recent level", "expected 7", "found 8");
    assertRefused(VALUES_OF_THE_SECOND, bytes -> bytes.putLong(-1), "values of KPI 1 is -1");
    assertRefused(VALUES_OF_THE_SECOND + 8, bytes -> bytes.putDouble(NONE), "KPI 1 is NaN");
    assertRefused(
        USUAL_PAIRS + 16, bytes -> bytes.putDouble(1 / 0.0), "usual of KPI 1 is Infinity");
    assertRefused(USUAL_PAIRS + 8, bytes -> bytes.putDouble(NONE), "usual of KPI 0 is NaN");
  }

  @Test
  void aStateCutShortAnywhereIsRefused() {
    byte[] state = state(ofTwo());
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> read(cut))
          .isInstanceOf(EOFException.class)
          .hasMessage("feature state ends early");
    }
  }

  @Test
  void aStateOfABankWithoutAReferenceIsRefusedAndTheOtherWayRound() {
    EwmaBank without = new EwmaBank(2, SPANS);

    assertThatThrownBy(() -> read(state(without))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> without.resume(in(state(ofTwo())))).isInstanceOf(IOException.class);
  }

  @Test
  void arraysOfTheWrongLengthAreRefusedAndChangeNothing() {
    DepartureBank bank = ofTwo();

    assertThatThrownBy(() -> bank.accept(new double[3], new double[12]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("residuals must have length 2, but had 3");
    assertThatThrownBy(() -> bank.accept(new double[2], new double[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features must have length 12, but had 4");
    assertThat(state(bank)).isEqualTo(state(ofTwo()));
    assertThatThrownBy(() -> new DepartureBank(2, SPANS, L, new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("usual must have length 4, but had 3");
  }

  /** Writes into a part of a state. */
  private interface Change {
    void in(ByteBuffer bytes);
  }

  private static void assertRefused(int part, Change change, String... named) {
    DepartureBank bank = ofTwo();
    feed(bank, new SplittableRandom(1), 5);
    byte[] state = state(bank);
    change.in(ByteBuffer.wrap(state).position(part));
    assertThatThrownBy(() -> read(state)).isInstanceOf(IOException.class).message().contains(named);
  }

  private static DepartureBank bank(double usual) {
    return new DepartureBank(1, new int[] {1}, L, new double[] {usual});
  }

  private static DepartureBank ofTwo() {
    return new DepartureBank(2, SPANS, L, USUAL_OF_TWO);
  }

  private static double[] row(DepartureBank bank, double residual) {
    double[] features = new double[3];
    bank.accept(new double[] {residual}, features);
    return features;
  }

  /** Rows of which a third of the values is missing; the features of the last. */
  private static double[] feed(DepartureBank bank, SplittableRandom random, int rows) {
    double[] features = new double[12];
    bank.copyTo(features);
    for (int row = 0; row < rows; row++) {
      double[] residuals = random.doubles(2, -9, 9).toArray();
      int missing = random.nextInt(3);
      if (missing < 2) {
        residuals[missing] = NONE;
      }
      bank.accept(residuals, features);
    }
    return features;
  }

  private static DepartureBank read(byte[] state) throws IOException {
    DepartureBank bank = ofTwo();
    bank.resume(in(state));
    return bank;
  }

  private static DataInputStream in(byte[] state) {
    return new DataInputStream(new ByteArrayInputStream(state));
  }

  private static byte[] state(ResidualBank bank) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      bank.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
