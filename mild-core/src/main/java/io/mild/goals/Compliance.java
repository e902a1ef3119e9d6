package io.mild.goals;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether an intent's goal is met.
 *
 * @param intent the goal's
 * @param status in one word
 * @param since when it broke, while it is broken: the first row against it, or the first row seen
 * @param errorBudget what became of its error budget, if it has one
 */
public record Compliance(
    String intent,
    Status status,
    Optional<Instant> since,
    Optional<ErrorBudget.State> errorBudget) {
  /** In one word. */
  public enum Status {
    /** It can't be said: KPIs that it stands on are missing, and it was not broken before. */
    UNKNOWN,
    /** It is met. */
    MET,
    /** It is met, and an alert says that it will fail. */
    AT_RISK,
    /** It is broken, and stays so until it was kept for long enough. */
    BROKEN
  }

  /** The same, or at risk where it is met and an alert runs. */
  public Compliance atRisk(boolean alert) {
    return alert && status == Status.MET
        ? new Compliance(intent, Status.AT_RISK, since, errorBudget)
        : this;
  }

  /** Such as {@code api: BROKEN since 2026-03-01T10:00:00Z}. */
  @Override
  public String toString() {
    return intent
        + ": "
        + status
        + since.map(time -> " since " + time).orElse("")
        + errorBudget.map(budget -> ", " + budget).orElse("");
  }
}
