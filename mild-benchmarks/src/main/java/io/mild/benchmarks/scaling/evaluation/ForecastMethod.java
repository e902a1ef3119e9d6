package io.mild.benchmarks.scaling.evaluation;

/** The methods of forecasting that are compared, by the names they bear in results. */
public enum ForecastMethod {
  /** Nothing changes: the floor. */
  PERSISTENCE("persistence"),
  SEASONAL_NAIVE("seasonal-naive"),
  HOLT_WINTERS("holt-winters"),
  FOLLOW_THE_LEADER("follow-the-leader"),
  RIDGE("ridge"),
  LSTM("lstm");

  private final String label;

  ForecastMethod(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
