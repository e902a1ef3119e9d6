package io.mild.alerting.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two intents, a horizon of two hours, a row every ten minutes. */
class CalibrationWatchTest {
  private static final long ROW = Duration.ofMinutes(10).toMillis();
  private static final int BLOCK = 12; // rows of a horizon
  private static final int ROWS_A_DAY = 144;

  private final CalibrationWatch watch = new CalibrationWatch(2, Duration.ofHours(2));
  private int row;

  /**
   * Days of which every block begins with a risk of the first intent, and fails with a probability.
   * The second never fails and is never expected to.
   */
  private void days(int days, double risk, double failing, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int end = row + days * ROWS_A_DAY; row < end; row++) {
      long now = row * ROW;
      if (watch.isDue(now)) {
        watch.accept(now, new double[] {risk, 0}, true);
      }
      if (row % (4 * BLOCK) == 1 && random.nextDouble() < failing) {
        watch.failed(0, now);
        watch.recovered(0, now);
      }
    }
  }

  @Test
  void nothingIsCountedBeforeAnybodyTellsOfFailures() {
    days(1, 1, 0, 1);

    assertThat(watch.expected(0)).isZero();
    assertThat(watch.isDue(row * ROW)).isFalse();
  }

  /** One block in four has a risk that counts, or two: those after a failure don't. */
  @Test
  void calibratedRisksAreNotTold() {
    for (long seed = 0; seed < 20; seed++) {
      row = 0;
      watch.restart();
      watch.recovered(0, 0);
      days(60, 0.125, 0.5, seed);

      assertThat(watch.isLost(0)).as("seed %d", seed).isFalse();
      assertThat(watch.isLost(1)).isFalse();
    }
  }

  @Test
  void risksThatExpectNothingAreToldWhenFailuresCome() {
    watch.recovered(0, 0);
    days(14, 0.001, 0.5, 1);

    assertThat(watch.isLost(0)).isTrue();
    assertThat(watch.isLost(1)).isFalse();
    assertThat(watch.observed(0)).isGreaterThan(10 * watch.expected(0));
  }

  /** Of 12 blocks a day with a risk of 0.1 each, 14 are expected in twelve days. */
  @Test
  void risksThatExpectFailuresThatDontComeAreToldOnceThereIsEvidence() {
    watch.recovered(0, 0);
    days(3, 0.1, 0, 1);
    assertThat(watch.isLost(0)).as("0 of 3.6").isFalse();

    days(9, 0.1, 0, 1);
    assertThat(watch.isLost(0)).as("0 of about 10").isTrue();
  }

  @Test
  void whatSomebodyAvertedDoesNotCount() {
    watch.recovered(0, 0);
    for (int block = 0; block < 200; block++) {
      watch.accept(block * BLOCK * ROW, new double[] {0.9, 0}, true);
      watch.excused();
    }

    assertThat(watch.expected(0)).isZero();
  }

  @Test
  void rowsWithoutDataDoNotCount() {
    watch.recovered(0, 0);
    for (int block = 0; block < 200; block++) {
      watch.accept(block * BLOCK * ROW, new double[] {0.9, 0}, false);
    }

    assertThat(watch.expected(0)).isZero();
  }

  @Test
  void aFailureThatIsToldLateCountsInItsBlock() {
    watch.recovered(0, 0);
    watch.accept(0, new double[] {0.9, 0}, true);
    watch.accept(BLOCK * ROW, new double[] {0.9, 0}, true);
    watch.failed(0, 3 * ROW);
    watch.accept(2 * BLOCK * ROW, new double[] {0.9, 0}, true);

    assertThat(watch.observed(0)).isEqualTo(1);
    assertThat(watch.expected(0)).isEqualTo(0.9);
  }

  @Test
  void itGoesOnFromItsBytes() throws IOException {
    watch.recovered(0, 0);
    days(13, 0.05, 0.5, 3);
    CalibrationWatch other = new CalibrationWatch(2, Duration.ofHours(2));
    other.resume(new DataInputStream(new ByteArrayInputStream(bytes(watch))));

    assertThat(bytes(other)).isEqualTo(bytes(watch));
    assertThat(other.observed(0)).isEqualTo(watch.observed(0)).isPositive();
  }

  @Test
  void ofAnotherNumberOfIntentsItBeginsAnew() throws IOException {
    watch.recovered(0, 0);
    days(13, 0.05, 0.5, 3);
    CalibrationWatch other = new CalibrationWatch(3, Duration.ofHours(2));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(watch)));
    other.resume(in);

    assertThat(in.available()).as("all was read").isZero();
    assertThat(other.observed(0)).isZero();
  }

  private static byte[] bytes(CalibrationWatch watch) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    watch.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
