package io.mild.benchmarks.few;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is told of a model by the number of failures. */
public enum FewFigure {
  /** See {@link FewFigures#auc}. */
  AUC("AUC", 3, FewFigures::auc),
  /** See {@link FewFigures.AlertMeans#detected}. */
  DETECTED("detected", 3, its -> its.alerts().detected()),
  /** See {@link FewFigures.AlertMeans#falsePositivesPerDay}. */
  FALSE_POSITIVES("false alarms a day", 2, its -> its.alerts().falsePositivesPerDay()),
  /** See {@link FewFigures.AlertMeans#budgetHeld}. */
  BUDGET_HELD("budget held", 2, its -> its.alerts().budgetHeld()),
  /** See {@link FewFigures#rootFirst}. */
  ROOT_FIRST("root cause ranked first", 3, FewFigures::rootFirst),
  /** See {@link FewFigures.AlertMeans#named}. */
  NAMED("named at first alert", 3, its -> its.alerts().named()),
  /** {@link #DETECTED} of streams that were told of failures. */
  TOLD_DETECTED("told: detected", 3, its -> its.told().detected()),
  /** {@link #FALSE_POSITIVES} of streams that were told of failures. */
  TOLD_FALSE_POSITIVES("told: false alarms a day", 2, its -> its.told().falsePositivesPerDay()),
  /** {@link #BUDGET_HELD} of streams that were told of failures. */
  TOLD_BUDGET_HELD("told: budget held", 2, its -> its.told().budgetHeld()),
  /** See {@link FewFigures#refused}. */
  REFUSED("refused", 0, FewFigures::refused),
  /** See {@link FewFigures#seconds}. */
  SECONDS("seconds", 1, FewFigures::seconds);

  private final String title;
  private final int decimals;
  private final ToDoubleFunction<FewFigures> value;

  FewFigure(String title, int decimals, ToDoubleFunction<FewFigures> value) {
    this.title = title;
    this.decimals = decimals;
    this.value = value;
  }

  /** In words. */
  public String title() {
    return title;
  }

  /** How many decimals are worth telling. */
  public int decimals() {
    return decimals;
  }

  /** Its value; NaN if there is none. */
  public double of(FewFigures figures) {
    return value.applyAsDouble(figures);
  }

  /** Whether there is one. */
  public boolean isKnown(FewFigures figures) {
    return !Double.isNaN(of(figures));
  }

  /** Such as {@code falseAlarmsADay}, for a file. */
  String column() {
    StringBuilder name = new StringBuilder();
    for (String word : title.toLowerCase(Locale.ROOT).replace(":", "").split(" ")) {
      name.append(
          name.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return name.toString();
  }
}
