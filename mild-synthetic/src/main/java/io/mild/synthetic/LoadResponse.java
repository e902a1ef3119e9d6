package io.mild.synthetic;

/** How a KPI's expected level follows the shared load. */
enum LoadResponse {
  /** At once: {@code gain·load}. */
  IMMEDIATE {
    @Override
    double[] level(double gain, double[] load) {
      double[] level = new double[load.length];
      for (int t = 0; t < load.length; t++) {
        level[t] = gain * load[t];
      }
      return level;
    }
  },

  /** Through an exponential lag of 60 minutes that starts settled at the first minute's load. */
  LAGGED {
    @Override
    double[] level(double gain, double[] load) {
      double[] level = new double[load.length];
      double lagged = load[0];
      for (int t = 0; t < load.length; t++) {
        lagged += (load[t] - lagged) / LAG_MINUTES;
        level[t] = gain * lagged;
      }
      return level;
    }
  },

  /**
   * At once, plus a store that fills by 0.004 + 0.002·load a minute, starting empty, and is empty
   * again in the minute in which it would pass 10 + 3·sin(minute/9000).
   */
  FILLING {
    @Override
    double[] level(double gain, double[] load) {
      double[] level = IMMEDIATE.level(gain, load);
      double stored = 0;
      for (int t = 0; t < load.length; t++) {
        stored += 0.004 + 0.002 * load[t];
        if (stored > 10 + 3 * StrictMath.sin(t / 9000.0)) {
          stored = 0;
        }
        level[t] += stored;
      }
      return level;
    }
  };

  private static final double LAG_MINUTES = 60;

  /**
   * What the load contributes, in the KPI's unit.
   *
   * @param gain the KPI's change per unit of load
   * @param load the shared load, {@code [minutes]}
   * @return a new array, {@code [minutes]}
   */
  abstract double[] level(double gain, double[] load);
}
