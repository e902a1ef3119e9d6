package io.mild;

import io.mild.alerting.incident.HeldBack;
import io.mild.internal.io.Digits;
import io.mild.internal.model.LogOdds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why an operator was, or was not, told at a row: which rule held each intent back.
 *
 * @param time of the row
 * @param intents the nearest to an alert first, by the log-odds that the smoothed risk is from its
 *     threshold
 */
public record WhyNoAlert(Instant time, List<Reason> intents) {
  /** What became of an intent's risk. */
  public enum Rule {
    /** The operator was told at this row. */
    NOTIFIED("the operator was told"),
    /** The smoothed risk is below its threshold. */
    BELOW_THRESHOLD("below its threshold"),
    /** Its threshold is above 1: history showed none that keeps the budget. */
    NEVER_ALERTS("it has no threshold that keeps the budget"),
    /** The smoothed risk is at its threshold, but too few rows have come for an alert to begin. */
    WARMING_UP("at its threshold, but too few rows have come to rely on"),
    /** The alert runs and was told before: it is told again in its time, while it is on. */
    TOLD_BEFORE("its alert runs and was told before"),
    /** It alerts, but one of the {@link AssuranceStream#rules rules} holds it back. */
    HELD_BACK("it alerts, but is held back"),
    /** Below the threshold, but not for long enough for the alert to have ended. */
    QUIET_GAP("below its threshold, but not yet for long enough for its alert to have ended"),
    /** It alerts anew, but the incident that it is part of was told before. */
    PART_OF_INCIDENT("it alerts, as part of an incident that was told before");

    private final String text;

    Rule(String text) {
      this.text = text;
    }

    /** In words. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Why an intent did what it did.
   *
   * @param intent where it stands: risk, smoothed risk, threshold
   * @param rule what held it back
   * @param logOddsToThreshold by how much the log-odds of the smoothed risk are above those of the
   *     threshold; negative where below
   * @param onset when the running alert began, if one does
   * @param heldBack by which of the {@link AssuranceStream#rules rules}, and until when, it is not
   *     told, or not told again; empty without rules
   */
  public record Reason(
      IntentRisk intent,
      Rule rule,
      double logOddsToThreshold,
      Optional<Instant> onset,
      Optional<HeldBack> heldBack) {
    /** Where no rules are. */
    public Reason(
        IntentRisk intent, Rule rule, double logOddsToThreshold, Optional<Instant> onset) {
      this(intent, rule, logOddsToThreshold, onset, Optional.empty());
    }

    /** Such as {@code api: below its threshold (risk 0.21, smoothed 0.18, threshold 0.47)}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: %s%s (risk %s, smoothed %s, threshold %s%s)",
          intent.intent(),
          rule,
          rule == Rule.HELD_BACK ? heldBack.map(Reason::by).orElse("") : "",
          Digits.two(intent.risk()),
          Digits.two(intent.smoothedRisk()),
          Digits.two(intent.threshold()),
          onset.map(time -> ", since " + time).orElse(""));
    }

    private static String by(HeldBack heldBack) {
      return " by " + heldBack.rule() + heldBack.until().map(end -> " until " + end).orElse("");
    }
  }

  /** Copies the list. */
  public WhyNoAlert {
    intents = List.copyOf(intents);
  }

  static WhyNoAlert of(Assessment now) {
    List<Reason> reasons = new ArrayList<>();
    for (IntentRisk intent : now.intents()) {
      Optional<Alert> alert =
          now.alerts().stream().filter(a -> a.intent().equals(intent.intent())).findFirst();
      Optional<HeldBack> heldBack = now.heldBack(intent.intent());
      reasons.add(
          new Reason(
              intent,
              rule(now, intent, alert, heldBack),
              LogOdds.of(intent.smoothedRisk()) - LogOdds.of(Math.min(1, intent.threshold())),
              alert.map(Alert::onset),
              heldBack));
    }
    reasons.sort(Comparator.comparingDouble(reason -> -reason.logOddsToThreshold));
    return new WhyNoAlert(now.time(), reasons);
  }

  private static Rule rule(
      Assessment now, IntentRisk intent, Optional<Alert> alert, Optional<HeldBack> heldBack) {
    if (alert.isPresent()) {
      if (!intent.alerting()) {
        return Rule.QUIET_GAP;
      }
      if (heldBack.isPresent()) {
        return heldBack.get().rule().isOfWhatWasTold() ? Rule.TOLD_BEFORE : Rule.HELD_BACK;
      }
      boolean told = now.incident().map(Incident::isNotification).orElse(false);
      boolean anew = alert.get().isNotification();
      if (told && (anew || now.isRuled())) {
        return Rule.NOTIFIED;
      }
      return anew ? Rule.PART_OF_INCIDENT : Rule.TOLD_BEFORE;
    }
    if (intent.threshold() > 1) {
      return Rule.NEVER_ALERTS;
    }
    return intent.smoothedRisk() >= intent.threshold() ? Rule.WARMING_UP : Rule.BELOW_THRESHOLD;
  }

  /** The intent that is, or is the nearest to, an alert. */
  public Reason nearest() {
    return intents.get(0);
  }

  /** One line an intent, the nearest to an alert first. */
  @Override
  public String toString() {
    return time
        + ":"
        + intents.stream()
            .map(reason -> System.lineSeparator() + "  " + reason)
            .collect(Collectors.joining());
  }
}
