package io.mild.synthetic;

/** Events that look like the beginning of a failure and are none. */
public enum BenignKind {
  /** An intent's overt KPI drifts a little and comes back. */
  TRANSIENT("transient", 1.5),
  /** CPU, and in part memory, network and API latency, rise together. */
  LOAD_SPIKE("load_spike", 1.0),
  /** The two KPIs of a pair signature ramp with the product of signs that is no failure. */
  BENIGN_PAIR("benign_pair", 1.5),
  /** A failing pair signature that stops early and falls back. */
  ABORTED_FAILURE("aborted_failure", 0.5),
  /** The service reliability index dips. */
  SRI_DIP("sri_dip", 0.5);

  private final String label;
  private final double perDay;

  BenignKind(String label, double perDay) {
    this.label = label;
    this.perDay = perDay;
  }

  /** The name in {@code benign.csv}. */
  public String label() {
    return label;
  }

  /** Mean number of such events a day. */
  public double perDay() {
    return perDay;
  }
}
