package io.mild.benchmarks.experiment;

/** Whose false positives a budget limits. */
public enum BudgetKind {
  /** Each intent's own, as in the paper: K intents may have K times the budget. */
  PER_INTENT,
  /** Those of the incident stream, in which intents that alert together notify once. */
  INCIDENT
}
