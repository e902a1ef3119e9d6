package io.mild.internal.model;

import io.mild.alerting.AlertPolicy;
import java.time.Duration;

/**
 * What a model knows of one horizon.
 *
 * @param horizon how far ahead it looks
 * @param risk scores a feature row; horizons may share one that tells of them all
 * @param output which of the risk model's horizons this is, 0 for its longest
 * @param policy when its smoothed risks alert
 */
public record HorizonModel(Duration horizon, CalibratedModel risk, int output, AlertPolicy policy) {

  /** With a risk model of its own. */
  public HorizonModel(Duration horizon, CalibratedModel risk, AlertPolicy policy) {
    this(horizon, risk, 0, policy);
  }

  /** The same with other thresholds. */
  public HorizonModel withPolicy(AlertPolicy policy) {
    return new HorizonModel(horizon, risk, output, policy);
  }

  /** Where a scored row has the risk of an intent within this horizon. */
  public int indexOf(int intent) {
    return output * risk.model().intents() + intent;
  }
}
