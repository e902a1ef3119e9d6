package io.mild.scaling.forecast;

import io.mild.scaling.Forecast;
import io.mild.scaling.Forecaster;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The gate in front of a forecast: it is shown only while its {@link QuantileForecaster#skill
 * skill} is above a least one; by default while it beats expecting no change, which costs nothing.
 */
public final class TrustedForecaster implements Forecaster {
  private final QuantileForecaster forecaster;
  private final double leastSkill;

  /** Trusts a forecaster while it is better than persistence at all. */
  public TrustedForecaster(QuantileForecaster forecaster) {
    this(forecaster, 0);
  }

  /**
   * Trusts a forecaster, which is this one's alone from then on, while its {@link
   * QuantileForecaster#skill skill} is above a least one.
   *
   * @param leastSkill from 0, as good as persistence, to below 1, perfect
   * @throws IllegalArgumentException if it is not
   */
  public TrustedForecaster(QuantileForecaster forecaster, double leastSkill) {
    if (!(leastSkill >= 0 && leastSkill < 1)) {
      throw new IllegalArgumentException(
          "leastSkill must be from 0 to below 1, but was " + leastSkill);
    }
    this.forecaster = forecaster;
    this.leastSkill = leastSkill;
  }

  @Override
  public Duration lead() {
    return forecaster.lead();
  }

  @Override
  public void observe(Instant time, double value) {
    forecaster.observe(time, value);
  }

  @Override
  public Optional<Forecast> forecast() {
    return isTrusted() ? forecaster.forecast() : Optional.empty();
  }

  /** Whether its skill is above the least one. */
  public boolean isTrusted() {
    return forecaster.skill() > leastSkill;
  }
}
