package io.mild.features;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;

/** Made-up values of one KPI at equally spaced times. */
record Telemetry(long[] epochMillis, double[] values) {
  /** A Monday, on which days in UTC begin. */
  static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");

  static final int DAY_MILLIS = 86_400_000;

  static Telemetry of(Instant start, Duration period, double days, LongToDoubleFunction value) {
    int rows = (int) Math.round(days * DAY_MILLIS / period.toMillis());
    long[] times =
        LongStream.range(0, rows)
            .map(row -> start.toEpochMilli() + row * period.toMillis())
            .toArray();
    return new Telemetry(times, Arrays.stream(times).mapToDouble(value).toArray());
  }

  /** 100 in the mean, amplitude 30 on weekdays and 10 at weekends, a harmonic of 8, in UTC. */
  static double rhythm(long epochMillis) {
    double angle = 2 * Math.PI * (epochMillis % DAY_MILLIS) / DAY_MILLIS;
    int day = Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC).getDayOfWeek().getValue();
    double amplitude = day >= 6 ? 10 : 30;
    return 100 + amplitude * Math.sin(angle - 2) + 8 * Math.cos(2 * angle);
  }

  /** The same with normal noise on top. */
  Telemetry withNoise(double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Telemetry(
        epochMillis,
        Arrays.stream(values).map(value -> value + deviation * random.nextGaussian()).toArray());
  }

  /** The same, with NaN where rows are to be missing. */
  Telemetry without(IntPredicate missing) {
    double[] remaining = values.clone();
    for (int row = 0; row < remaining.length; row++) {
      if (missing.test(row)) {
        remaining[row] = Double.NaN;
      }
    }
    return new Telemetry(epochMillis, remaining);
  }

  SeasonalProfile profile() {
    return SeasonalProfile.fit(epochMillis, values);
  }

  /** Residuals of all values. */
  double[] residuals(SeasonalProfile profile) {
    double[] residuals = new double[values.length];
    double[] row = new double[1];
    for (int i = 0; i < values.length; i++) {
      row[0] = values[i];
      profile.residuals(epochMillis[i], row, row);
      residuals[i] = row[0];
    }
    return residuals;
  }
}
