package io.mild.benchmarks.scaling.simulation;

import java.util.Locale;
import umontreal.ssj.rng.MRG32k3a;

/**
 * Shapes of load, each a day of traffic in an hour. The first three resemble public one-hour traces
 * of cloud and social-network workloads (Wang et al., Autothrottle, NSDI 2024) in level, slope,
 * bursts and noise: rates of 80 to 400 requests a second, fluctuations within a minute that are
 * correlated over seconds. Days of one shape differ in their random numbers alone.
 */
public enum TraceShape {
  /** One wide peak of twice the night's load. */
  DIURNAL(4, 0.92, 4),
  /** Small waves, and one burst of four times the load that rises over some eight minutes. */
  BURSTY(6.5, 0.92, 5),
  /** A slow rise under heavy noise. */
  NOISY(18, 0.87, 9),
  /** Three to four times the load within half a minute, which dies away over ten. */
  FLASH_CROWD(5, 0.92, 3),
  /** A straight rise to four times the load, then back at once. */
  RAMP(5, 0.92, 3);

  private static final int SECONDS = 3600;
  private static final int MINUTE = 60;

  private final double secondNoise;
  private final double persistence;
  private final double minuteNoise;

  /**
   * @param secondNoise standard deviation within a minute, requests a second
   * @param persistence correlation of that from a second to the next
   * @param minuteNoise standard deviation of a minute's level
   */
  TraceShape(double secondNoise, double persistence, double minuteNoise) {
    this.secondNoise = secondNoise;
    this.persistence = persistence;
    this.minuteNoise = minuteNoise;
  }

  /** The name in files and on the command line, such as {@code flash-crowd}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * A day of an hour.
   *
   * @param seed fixes it together with the shape
   */
  public Trace day(long seed) {
    MRG32k3a stream = Streams.of(seed, "trace " + label());
    double[] shape = new double[SECONDS];
    draw(shape, stream);
    double noise = 0;
    double level = 0;
    double nextLevel = minuteNoise * Streams.gaussian(stream);
    for (int t = 0; t < SECONDS; t++) {
      if (t % MINUTE == 0) {
        level = nextLevel;
        nextLevel = 0.5 * level + Math.sqrt(0.75) * minuteNoise * Streams.gaussian(stream);
      }
      double part = (double) (t % MINUTE) / MINUTE;
      noise =
          persistence * noise
              + Math.sqrt(1 - persistence * persistence) * secondNoise * Streams.gaussian(stream);
      shape[t] = Math.max(1, shape[t] + (1 - part) * level + part * nextLevel + noise);
    }
    return new Trace(label(), shape);
  }

  private void draw(double[] shape, MRG32k3a stream) {
    double u = stream.nextDouble();
    double v = stream.nextDouble();
    double w = stream.nextDouble();
    double minute = MINUTE;
    for (int t = 0; t < SECONDS; t++) {
      shape[t] =
          switch (this) {
            case DIURNAL ->
                between(160, 200, u)
                    + between(150, 190, v) * bell(t, (26 + 6 * w) * minute, 11 * minute);
            case BURSTY ->
                between(95, 115, u)
                    + 22 * (1 + Math.sin(2 * Math.PI * (t / (13 * minute) + w)))
                    + between(220, 290, v) * bell(t, (22 + 16 * w) * minute, 4.5 * minute);
            case NOISY -> between(120, 140, u) + between(45, 65, v) * t / SECONDS;
            case FLASH_CROWD ->
                between(95, 115, u)
                    + between(230, 290, v) * flash(t - (20 + 20 * w) * minute, 30, 6 * minute);
            case RAMP ->
                between(90, 110, u)
                    + between(250, 290, v) * saw(t, (8 + 4 * w) * minute, (44 + 6 * w) * minute);
          };
    }
  }

  private static double between(double low, double high, double share) {
    return low + (high - low) * share;
  }

  private static double bell(double t, double centre, double width) {
    double z = (t - centre) / width;
    return Math.exp(-z * z / 2);
  }

  private static double flash(double t, double rise, double decay) {
    return t < 0 ? 0 : t < rise ? t / rise : Math.exp(-(t - rise) / decay);
  }

  private static double saw(double t, double from, double to) {
    return t < from || t > to ? 0 : (t - from) / (to - from);
  }
}
