package io.mild.scaling.forecast;

/**
 * What a linear forecast looks at: the latest value, lags against it, and the season's harmonics.
 */
final class LinearInputs {
  private final int lead;
  private final int season;
  private final double[] row;
  private final int harmonics;
  private final Lags lags;
  private long slot;

  /**
   * @param lags latest values that are looked at, at least 2
   * @param season in slots; 1 for none
   * @param harmonics of the season, 0 for none
   */
  LinearInputs(int lags, int season, int harmonics, int lead) {
    this.lead = lead;
    this.season = season;
    this.harmonics = harmonics;
    this.lags = new Lags(lags);
    this.row = new double[lags + 2 * harmonics];
  }

  /** The same, not having seen anything yet. */
  LinearInputs fresh() {
    return new LinearInputs(lags.capacity(), season, harmonics, lead);
  }

  int lead() {
    return lead;
  }

  void observe(long slot, double value) {
    this.slot = slot;
    lags.add(value);
  }

  double latest() {
    return lags.get(0);
  }

  /** Valid until the next call; NaN where too little was observed. */
  double[] row() {
    row[0] = lags.get(0);
    int i = 1;
    for (int ago = 1; ago < lags.capacity(); ago++) {
      row[i++] = lags.get(ago) - lags.get(0);
    }
    double angle = 2 * Math.PI * Math.floorMod(slot + lead, (long) season) / season;
    for (int k = 1; k <= harmonics; k++) {
      row[i++] = Math.sin(k * angle);
      row[i++] = Math.cos(k * angle);
    }
    return row;
  }
}
