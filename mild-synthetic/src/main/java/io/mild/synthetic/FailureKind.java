package io.mild.synthetic;

/** How a failure announces itself. */
public enum FailureKind {
  /** The root's overt KPI drifts. */
  SIMPLE("simple"),
  /** Two KPIs drift, and only the product of their signs tells. */
  NONLINEAR("nonlinear"),
  /** As {@link #NONLINEAR}, while another intent, the victim, drifts in its overt KPI. */
  CODRIFT("codrift");

  private final String label;

  FailureKind(String label) {
    this.label = label;
  }

  /** The name in {@code failures.csv}. */
  public String label() {
    return label;
  }
}
