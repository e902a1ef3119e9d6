package io.mild.training.departures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.features.SeasonalProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Twelve recordings of a KPI that is 50 + 10 sin θ at the time of day θ, noise of 1 beside, a row
 * in ten minutes.
 */
class CentredRecordingsTest {
  private static final int RECORDINGS = 12;
  private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration PERIOD = Duration.ofMinutes(10);

  /** Of ten hours each, begun five hours later in the day than the one before. */
  private static final int ROWS = 60;

  /** By levels that differ thirty times as much as what is noise. */
  @Test
  void theRhythmOfShortRecordingsAtDifferentLevelsIsTold() {
    CentredRecordings recordings = recordings(levels(30), 10);

    assertThat(recordings.areSeveral()).isTrue();
    assertThat(recordings.profile().coefficients()[0][1]).isCloseTo(10, within(1.0)); // sin θ
    assertThat(recordings.proven().coefficients()[0]).isEqualTo(coefficients(recordings));
  }

  /**
   * Without knowing the levels it is told more closely, and that is seen on left-out recordings.
   */
  @Test
  void theRhythmOfShortRecordingsAtOneLevelIsToldByAllAsTheyAre() {
    CentredRecordings recordings = recordings(recording -> 0, 10);

    double[] proven = recordings.proven().coefficients()[0];

    assertThat(proven).isNotEqualTo(coefficients(recordings));
    assertThat(proven[1]).isCloseTo(10, within(0.2));
  }

  /** The levels of a few recordings look like a rhythm. */
  @Test
  void levelsAreTakenForNoRhythm() {
    assertThat(recordings(levels(30), 0).proven().coefficients()[0])
        .satisfies(its -> assertThat(amplitude(its)).isLessThan(1));
  }

  @Test
  void oneRecordingIsTakenAsItIs() {
    long[] times = new long[ROWS * RECORDINGS];
    double[] values = new double[times.length];
    for (int row = 0; row < times.length; row++) {
      times[row] = MONDAY.plus(PERIOD.multipliedBy(row)).toEpochMilli();
      values[row] = Math.sin(2 * Math.PI * row / 144) + 1e-3 * (row % 7);
    }
    CentredRecordings one = new CentredRecordings(times, values, Duration.ofHours(4), row -> true);

    assertThat(one.areSeveral()).isFalse();
    assertThat(one.profile()).isEqualTo(SeasonalProfile.fit(times, values));
    assertThat(one.proven()).isEqualTo(SeasonalProfile.fit(times, values));
  }

  private static double[] coefficients(CentredRecordings recordings) {
    return recordings.profile().coefficients()[0];
  }

  private static double amplitude(double[] coefficients) {
    double sum = 0;
    for (int term = 1; term < coefficients.length; term++) {
      sum += Math.abs(coefficients[term]);
    }
    return sum;
  }

  private static IntToDoubleFunction levels(double deviation) {
    Random random = new Random(7);
    double[] levels = new double[RECORDINGS];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = deviation * random.nextGaussian();
    }
    return recording -> levels[recording];
  }

  private static CentredRecordings recordings(IntToDoubleFunction level, double amplitude) {
    Random noise = new Random(42);
    long[] times = new long[ROWS * RECORDINGS];
    double[] values = new double[times.length];
    Instant begin = MONDAY;
    for (int row = 0; row < times.length; row++) {
      int recording = row / ROWS;
      begin = row % ROWS == 0 && row > 0 ? begin.plus(Duration.ofHours(29)) : begin;
      Instant time = begin.plus(PERIOD.multipliedBy(row % ROWS));
      double angle = 2 * Math.PI * (time.getEpochSecond() % 86_400) / 86_400;
      times[row] = time.toEpochMilli();
      values[row] =
          50 + level.applyAsDouble(recording) + amplitude * Math.sin(angle) + noise.nextGaussian();
    }
    return new CentredRecordings(times, values, Duration.ofHours(4), row -> true);
  }
}
