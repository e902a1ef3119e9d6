package io.mild.report;

import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertRule;
import io.mild.internal.io.Digits;
import io.mild.internal.io.TimeScale;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What a model was trained on, what could be trained and what not, and how it did on the validation
 * rows. Kept in the model file.
 *
 * @param libraryVersion version of the library that trained
 * @param preset the recipe
 * @param without what was left out of it, usually nothing
 * @param seed of weights and order
 * @param falsePositiveBudget false alerts a day that the thresholds were tuned for
 * @param start time of the first row
 * @param end time of the last row
 * @param dataSha256 SHA-256 of rows and failures, in hexadecimal
 * @param fitRows rows that the models were fitted to; all with {@link Preset#RECOMMENDED} and a
 *     week or more of them
 * @param purgedRows rows left out between fit and validation, because their labels reach into it; 0
 *     where all are fitted to
 * @param validationRows the last rows, which the figures are of; with {@link Preset#PAPER} also for
 *     early stopping and thresholds
 * @param intents what was there to learn, intent after intent
 * @param horizons how each horizon's model did on the validation rows
 * @param budgets what other budgets would mean, the smallest first; empty but with {@link
 *     Preset#RECOMMENDED}
 * @param warnings what could not be trained or can't be relied on, in sentences; empty if nothing
 */
public record TrainingReport(
    String libraryVersion,
    Preset preset,
    List<Ingredient> without,
    long seed,
    double falsePositiveBudget,
    Instant start,
    Instant end,
    String dataSha256,
    int fitRows,
    int purgedRows,
    int validationRows,
    List<Intent> intents,
    List<Horizon> horizons,
    List<Budget> budgets,
    List<String> warnings) {

  /** Copies the lists. */
  public TrainingReport {
    without = List.copyOf(without);
    intents = List.copyOf(intents);
    horizons = List.copyOf(horizons);
    budgets = List.copyOf(budgets);
    warnings = List.copyOf(warnings);
  }

  /**
   * What there was to learn of an intent.
   *
   * @param name the intent
   * @param fitFailures its failures in the fit rows
   * @param validationFailures its failures in the validation rows
   */
  public record Intent(String name, int fitFailures, int validationFailures) {}

  /**
   * How a horizon's model did on the validation rows: an optimistic figure, as thresholds were
   * tuned on them. {@link Preset#PAPER} also stopped its training by them; {@link
   * Preset#RECOMMENDED} shows what a mixture of the same settings makes of them that has not
   * learned from them; where experts are shared, of the whole history, left out part by part.
   *
   * @param horizon how far ahead it looks
   * @param epochs epochs trained
   * @param validationLoss its loss, that of the epoch whose weights were kept; with {@link
   *     Preset#RECOMMENDED} on the last quarter of the rows
   * @param figures of its alerts
   * @param calibrationError expected calibration error of its risks, 0 to 1, mean over the intents,
   *     on parts of the history that were left out ({@link Preset#RECOMMENDED}); else NaN
   * @param brier Brier score of its risks, 0 to 1, likewise
   */
  public record Horizon(
      Duration horizon,
      int epochs,
      double validationLoss,
      AlertFigures figures,
      double calibrationError,
      double brier) {

    /** Of a horizon whose risks were not judged on left-out parts. */
    public static Horizon of(
        Duration horizon, int epochs, double validationLoss, AlertFigures figures) {
      return new Horizon(horizon, epochs, validationLoss, figures, Double.NaN, Double.NaN);
    }
  }

  /**
   * What a budget of false alerts means, on the whole history, by models that had not learned from
   * the rows that they were asked about. {@code Mild.withBudget} chooses another one.
   *
   * @param falsePositivesPerDay false alerts a day that are allowed
   * @param threshold smoothed risk from which on all intents alert; above 1 if never
   * @param madePerDay false alerts a day that it made on the history; fewer than allowed, for the
   *     next days to keep the budget, too
   * @param detection share of the failures that any intent's alert announced
   * @param incidentLeadMinutes from the first of these alerts to the failure, missed failures as 0
   *     and no more than the longest horizon; mean
   */
  public record Budget(
      double falsePositivesPerDay,
      double threshold,
      double madePerDay,
      double detection,
      double incidentLeadMinutes) {}

  /**
   * What any budget of false alerts would mean: one of {@link #budgets()} as it was measured;
   * others on straight lines between them, over the logarithm of the budget, and beyond the
   * smallest and the greatest, where they are least certain, on these lines' extensions. A greater
   * budget never has a higher threshold: where that was measured, by chance, the smaller one is
   * given the higher threshold, too.
   *
   * @param falsePositivesPerDay false alerts a day to allow; at 0 nothing ever alerts
   * @throws IllegalArgumentException if it is negative or not finite
   * @throws IllegalStateException if no budgets were measured: another preset than {@link
   *     Preset#RECOMMENDED}
   */
  public Budget budget(double falsePositivesPerDay) {
    if (!(falsePositivesPerDay >= 0 && falsePositivesPerDay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a budget must be at least 0 false alerts a day, but was " + falsePositivesPerDay);
    }
    BudgetCurve curve = new BudgetCurve(budgets, minutes(longestHorizon()));
    if (curve.isEmpty()) {
      throw new IllegalStateException(
          "the training measured what no other budget means: train with the budget of "
              + falsePositivesPerDay
              + ", or by the recommended preset");
    }
    return falsePositivesPerDay == 0
        ? new Budget(0, AlertRule.NEVER, 0, 0, 0)
        : curve.at(falsePositivesPerDay);
  }

  private Duration longestHorizon() {
    return horizons.isEmpty() ? Duration.ZERO : horizons.get(0).horizon();
  }

  private static double minutes(Duration duration) {
    return duration.toMillis() / (double) Duration.ofMinutes(1).toMillis();
  }

  /** A page for a person. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "trained on %s to %s, preset %s%s, seed %d%n"
            .formatted(start, end, preset, without.isEmpty() ? "" : " without " + without, seed));
    text.append(
        String.format(
            Locale.ROOT,
            "rows: %,d fit, %,d purged, %,d validation%n",
            fitRows,
            purgedRows,
            validationRows));
    for (Intent intent : intents) {
      text.append(
          "  %s: %d failures to fit, %d to validate%n"
              .formatted(intent.name, intent.fitFailures, intent.validationFailures));
    }
    for (Horizon horizon : horizons) {
      AlertFigures figures = horizon.figures;
      text.append(
          String.format(
              Locale.ROOT,
              "horizon %s: %son validation rows, an optimistic figure: %s, false positives a day"
                  + " %s%n",
              TimeScale.text(horizon.horizon),
              learned(horizon),
              found(figures.detection(), figures.leadMinutes(), horizon.horizon),
              Digits.two(figures.incidentFalsePositivesPerDay())));
      if (!Double.isNaN(horizon.brier)) {
        text.append(
            String.format(
                Locale.ROOT,
                "  on parts that were left out: calibration error %.3f, Brier score %.4f%n",
                horizon.calibrationError,
                horizon.brier));
      }
    }
    for (Budget budget : budgets) {
      text.append(
          String.format(
              Locale.ROOT,
              "a budget of %s false alerts a day: threshold %.3f; on the history, left out part by"
                  + " part: %s, false positives a day %s%n",
              number(budget.falsePositivesPerDay),
              budget.threshold,
              found(budget.detection, budget.incidentLeadMinutes, longestHorizon()),
              Digits.two(budget.madePerDay)));
    }
    warnings.forEach(warning -> text.append("! ").append(warning).append(System.lineSeparator()));
    return text.toString();
  }

  /** How many failures alerts came before, and how long. */
  private static String found(double detection, double leadMinutes, Duration horizon) {
    if (Double.isNaN(detection)) {
      return "no failure to find";
    }
    String lead =
        Double.isNaN(leadMinutes) ? "none found" : TimeScale.of(horizon).format(leadMinutes);
    return String.format(Locale.ROOT, "detection %.3f, lead %s", detection, lead);
  }

  /** Of a mixture; without one there are no epochs. */
  private static String learned(Horizon horizon) {
    return horizon.epochs == 0
        ? ""
        : String.format(
            Locale.ROOT, "%d epochs, loss %.4f; ", horizon.epochs, horizon.validationLoss);
  }

  /** In full where that is short. */
  private static String number(double value) {
    String full = String.valueOf(value);
    return full.length() <= 6 ? full : String.format(Locale.ROOT, "%.3g", value);
  }
}
