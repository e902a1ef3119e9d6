package io.mild.testbed.scene;

/**
 * How much users want, a value a row: the day and the week of {@code docs/benchmark.md}, 1,440 rows
 * a day, and an AR(1) process. Some 0.1 at night, 0.9 at noon.
 */
public final class LoadCurve {
  /** Rows of a compressed day. */
  public static final int DAY = 1440;

  private static final double LEAST = 0.05;
  private static final double PHI = 0.97;

  private final double[] values;

  /** Draws it from a seed. */
  public LoadCurve(long seed, int rows) {
    Draws draws = new Draws(seed, "load");
    values = new double[rows];
    double noise = draws.gaussian();
    for (int row = 0; row < rows; row++) {
      noise = PHI * noise + Math.sqrt(1 - PHI * PHI) * draws.gaussian();
      double d = row % DAY / (double) DAY;
      double weekday = row / DAY % 7 >= 5 ? 0.75 : 1;
      double day =
          0.5
              + 0.34 * StrictMath.sin(2 * Math.PI * (d - 0.33))
              + 0.12 * StrictMath.sin(4 * Math.PI * (d - 0.1));
      values[row] = Math.max(LEAST, weekday * day + 0.07 * noise);
    }
  }

  /** The load of a row; before the first, as in the first. */
  public double at(int row) {
    return values[Math.max(0, row)];
  }
}
