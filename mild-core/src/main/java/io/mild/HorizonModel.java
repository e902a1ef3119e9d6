package io.mild;

import io.mild.alerting.AlertPolicy;
import io.mild.moe.RiskModel;
import java.time.Duration;

/**
 * What a model knows of one horizon.
 *
 * @param horizon how far ahead it looks
 * @param risk scores a feature row
 * @param policy when its smoothed risks alert
 */
record HorizonModel(Duration horizon, RiskModel risk, AlertPolicy policy) {}
