package io.mild.shadow;

import io.mild.alerting.health.PoissonTail;
import io.mild.internal.io.Digits;
import io.mild.internal.io.TimeScale;
import java.time.Duration;
import java.util.Locale;

/**
 * Weighs a candidate against the live model: who keeps the budget comes before who does not; then
 * who warns earlier.
 *
 * @param advice what speaks for the one or the other
 * @param why in words
 */
record Judgement(Advice advice, String why) {
  /** Before that, days and nights of both have not been seen often enough. */
  private static final Duration LEAST = Duration.ofDays(3);

  private static final int LEAST_FAILURES = 3;

  private static final double MILLIS_PER_MINUTE = Duration.ofMinutes(1).toMillis();

  /** A budget counts as broken if a model that keeps it would tell so much once in twenty times. */
  private static final double RARE = 0.05;

  /** Of a mean, in standard errors: later by more is no chance (one-sided, .05). */
  private static final double ERRORS = 1.645;

  static Judgement of(
      Duration duration, TrackRecord live, TrackRecord candidate, PairedLeads leads) {
    double days = duration.toMillis() / (double) Duration.ofDays(1).toMillis();
    if (duration.compareTo(LEAST) < 0) {
      return new Judgement(
          Advice.WAIT,
          String.format(Locale.ROOT, "%.1f days are too few: wait for %d", days, LEAST.toDays()));
    }
    boolean liveBreaks = breaksBudget(live, days);
    boolean candidateBreaks = breaksBudget(candidate, days);
    if (liveBreaks != candidateBreaks) {
      return candidateBreaks
          ? new Judgement(Advice.KEEP, "the candidate breaks its budget: " + told(candidate, days))
          : new Judgement(Advice.PROMOTE, "the live model breaks its budget: " + told(live, days));
    }
    return ofLeads(leads);
  }

  private static Judgement ofLeads(PairedLeads leads) {
    if (leads.failures() < LEAST_FAILURES) {
      return new Judgement(
          Advice.WAIT,
          "%d failures are too few: wait for %d".formatted(leads.failures(), LEAST_FAILURES));
    }
    boolean isLater = leads.mean() < -ERRORS * leads.standardError();
    double difference = Math.abs(leads.mean());
    double longest = Math.max(difference, leads.standardError());
    TimeScale scale = TimeScale.of(Duration.ofMillis(Math.round(longest * MILLIS_PER_MINUTE)));
    String figures =
        String.format(
            Locale.ROOT,
            "it warns %s ± %s %s %s before %d failures",
            scale.number(difference),
            scale.number(leads.standardError()),
            scale.units(),
            leads.mean() < 0 ? "later" : "earlier",
            leads.failures());
    return isLater
        ? new Judgement(Advice.KEEP, "the candidate is behind: " + figures)
        : new Judgement(Advice.PROMOTE, "the candidate is not behind: " + figures);
  }

  private static boolean breaksBudget(TrackRecord record, double days) {
    return PoissonTail.atLeast(record.falseNotifications(), record.budgetPerDay() * days) < RARE;
  }

  private static String told(TrackRecord record, double days) {
    return String.format(
        Locale.ROOT,
        "%d false notifications in %.1f days, %s a day are allowed",
        record.falseNotifications(),
        days,
        Digits.two(record.budgetPerDay()));
  }
}
