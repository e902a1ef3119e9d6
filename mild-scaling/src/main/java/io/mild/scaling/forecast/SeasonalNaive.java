package io.mild.scaling.forecast;

/**
 * What was a season before, is again: {@code y[t + h] = y[t + h − k·m]}, with the smallest k for
 * which that is known. A season of one slot is persistence: nothing changes.
 *
 * @see <a href="https://otexts.com/fpp3/simple-methods.html">Hyndman and Athanasopoulos, 5.2</a>
 */
public final class SeasonalNaive implements PointForecaster {
  private final int lead;
  private final int ago;
  private final Lags lags;

  /**
   * A forecaster that has seen nothing yet.
   *
   * @param season in slots, at least 1
   * @param lead in slots, at least 1
   * @throws IllegalArgumentException if one is below 1
   */
  public SeasonalNaive(int season, int lead) {
    if (season < 1 || lead < 1) {
      throw new IllegalArgumentException(
          "season and lead must be at least 1, but were %d and %d".formatted(season, lead));
    }
    this.lead = lead;
    this.ago = Math.floorMod(-lead, season);
    this.lags = new Lags(ago + 1);
  }

  /** Expects no change. */
  public static SeasonalNaive persistence(int lead) {
    return new SeasonalNaive(1, lead);
  }

  @Override
  public int lead() {
    return lead;
  }

  @Override
  public void observe(long slot, double value) {
    lags.add(value);
  }

  @Override
  public double predict() {
    return lags.get(ago);
  }
}
