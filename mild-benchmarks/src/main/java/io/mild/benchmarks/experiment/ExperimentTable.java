package io.mild.benchmarks.experiment;

import static io.mild.training.evaluation.FigureText.number;

import io.mild.alerting.incident.Closing;
import io.mild.benchmarks.experiment.TimeToFailureResult.Intervals;
import io.mild.internal.io.TimeScale;
import io.mild.training.evaluation.FigureText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Results for a terminal: a line a model in each of a few tables, means over the folds. */
public final class ExperimentTable {
  private final ExperimentResults results;
  private final TimeScale scale;

  private ExperimentTable(ExperimentResults results) {
    this.results = results;
    this.scale = TimeScale.of(results.settings().horizon());
  }

  private List<Figure> alerts() {
    return List.of(
        share("detection", f -> all(f.alerts().figures().detection())),
        minutes("lead", f -> all(f.alerts().figures().lead())),
        minutes("incident", f -> f.alerts().figures().incidentLead()),
        minutes("at 1/day", FoldResult::incidentLeadAtOnePerDay),
        perDay("FP sum", f -> f.alerts().fpPerDay().getOrDefault(AlertResult.SUM, Double.NaN)),
        perDay("FP inc.", f -> falsePositives(f.alerts())),
        held(),
        share("ECE", FoldResult::ece),
        share("Brier", FoldResult::brier));
  }

  private List<Figure> rootCauses() {
    return List.of(
        rootCause("own", "own"),
        rootCause("first", "incident"),
        rootCause(later(4), "plus30"),
        rootCause(later(2), "plus60"),
        rootCause("last", "final"),
        new Figure("flips", mean("%.2f", f -> f.alerts().figures().flips())),
        minutes("settled", f -> f.alerts().figures().settled()),
        certainty("alone", Certainty::alone),
        certainty("right", Certainty::aloneRight),
        certainty("either", Certainty::pairRight));
  }

  private List<Figure> timeToFailure() {
    return List.of(
        share("held", f -> firstAlert(f).held()),
        minutes("width", f -> firstAlert(f).widthMinutes()),
        share("held, all", f -> f.alerts().figures().timeToFailure().allMinutes().held()),
        minutes(
            "width, all", f -> f.alerts().figures().timeToFailure().allMinutes().widthMinutes()));
  }

  private List<Figure> feedback() {
    return List.of(
        share("announced", f -> f.alerts().figures().incidentDetection()),
        minutes("incident", f -> f.alerts().figures().incidentLead()),
        perDay("FP inc.", f -> falsePositives(f.alerts())),
        held());
  }

  /** Of the models that have such streams, the alerts as tuned and of each of these. */
  private static Map<String, List<FoldResult>> told(Map<String, List<FoldResult>> models) {
    Map<String, List<FoldResult>> told = new LinkedHashMap<>();
    models.forEach(
        (model, folds) -> {
          List<FoldResult> able = folds.stream().filter(f -> !f.feedback().isEmpty()).toList();
          if (!able.isEmpty()) {
            told.put(model, able);
            for (FeedbackKind feedback : FeedbackKind.values()) {
              told.put(
                  model + ", " + feedback.words(),
                  able.stream().flatMap(fold -> fold.with(feedback).stream()).toList());
            }
          }
        });
    return told;
  }

  /** A part of the horizon after the alert, such as {@code +30} of minutes, {@code +7.5 h}. */
  private String later(int parts) {
    return "+" + TimeScale.text(results.settings().horizon().dividedBy(parts)).replace(" min", "");
  }

  /**
   * A column.
   *
   * @param text of a model's folds
   */
  private record Figure(String name, Function<List<FoldResult>, String> text) {
    int width() {
      return Math.max(6, name.length());
    }
  }

  /**
   * One fold of one model in a line.
   *
   * @param horizon whose unit times are told in
   */
  public static String line(FoldResult result, Duration horizon) {
    TimeScale scale = TimeScale.of(horizon);
    double lead = result.alerts().figures().incidentLead();
    return String.format(
        Locale.ROOT,
        "%s fold %d: %d failures, detection %s, incident lead %s %s, false positives a day %.2f"
            + " (incidents %.2f), %.0f s",
        result.model(),
        result.fold(),
        result.failures(),
        share(all(result.alerts().figures().detection())),
        Double.isNaN(lead) ? FigureText.NONE : scale.number(lead),
        scale.symbol(),
        result.alerts().fpPerDay().getOrDefault(AlertResult.SUM, Double.NaN),
        falsePositives(result.alerts()),
        result.trainSeconds());
  }

  /** The tables, each line ended. */
  public static String of(ExperimentResults results) {
    return new ExperimentTable(results).tables();
  }

  private String tables() {
    Duration horizon = results.settings().horizon();
    Map<String, List<FoldResult>> models = results.folds();
    return table("alerts", alerts(), models)
        + """
        Means over the folds. lead: %s, own alert, over those detected; incident: first alert of
        any intent, capped at %s, missed as 0; at 1/day: the same at one false positive a day on the
        test block; held: blocks within the budget.

        """
            .formatted(scale.units(), scale.number(horizon))
        + table("root cause", rootCauses(), models)
        + """
        Named right at the intent's own alert, at the incident's first alert, %s and %s
        later, in the last row; flips: changes of what is named, an incident; settled: %s from the
        first alert until what is named is right and stays right, of those right in the last row.
        At the first alert: named alone, and then right; where two were named, either of them right.
        """
            .formatted(
                TimeScale.words(horizon.dividedBy(4)),
                TimeScale.words(horizon.dividedBy(2)),
                scale.units())
        + optional(
            "time left",
            timeToFailure(),
            """
            Intervals that held the true time to the failure, and their width in %s: at the
            incident's first alert, and in all rows from there to the failure.
            """
                .formatted(scale.units()),
            models)
        + optional(
            "feedback",
            feedback(),
            """
            The same alerts, and those with a threshold that moves: with an operator's verdicts, or
            with the failures that are told; where half of those that were warned of are averted, and
            where 30 % are never logged.
            """,
            told(models))
        + optional(
            "incidents",
            incidents(),
            """
            Of streams that are told of failures: notifications an incident that failed; shares of the
            incidents that were told by the reason for which they were closed, and those left open.
            """,
            told(models));
  }

  private List<Figure> incidents() {
    return List.of(
        incident("notices", IncidentFigures::notificationsAFailure),
        incident("failed", i -> i.share(Closing.FAILED)),
        incident("averted", i -> i.share(Closing.AVERTED)),
        incident("false", i -> i.share(Closing.FALSE_ALARM)),
        incident("recovered", i -> i.share(Closing.RECOVERED)),
        incident("no data", i -> i.share(Closing.DATA_ENDED)),
        incident("open", i -> i.open() / (double) i.told()));
  }

  private Figure incident(String name, ToDoubleFunction<IncidentFigures> figure) {
    return share(
        name,
        fold -> {
          IncidentFigures incidents = fold.alerts().incidents();
          return incidents == null ? Double.NaN : figure.applyAsDouble(incidents);
        });
  }

  /** Of the models that have such figures, if any has. */
  private static String optional(
      String title, List<Figure> figures, String legend, Map<String, List<FoldResult>> models) {
    Map<String, List<FoldResult>> having =
        models.entrySet().stream()
            .filter(model -> !figures.get(0).text.apply(model.getValue()).equals(FigureText.NONE))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    return having.isEmpty() ? "" : "\n" + table(title, figures, having) + legend;
  }

  private static String table(
      String title, List<Figure> figures, Map<String, List<FoldResult>> models) {
    int names = Math.max(title.length(), longest(models));
    StringBuilder text = new StringBuilder(pad(title, -names));
    figures.forEach(figure -> text.append(' ').append(pad(figure.name, figure.width())));
    text.append('\n');
    models.forEach(
        (model, folds) -> {
          text.append(pad(model, -names));
          for (Figure figure : figures) {
            text.append(' ').append(pad(figure.text.apply(folds), figure.width()));
          }
          text.append('\n');
        });
    return text.toString();
  }

  private static int longest(Map<String, List<FoldResult>> models) {
    return models.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  /** To a width, on the left of the text; below 0 on its right. */
  private static String pad(String text, int width) {
    return String.format(Locale.ROOT, "%" + width + "s", text);
  }

  private static Figure share(String name, ToDoubleFunction<FoldResult> figure) {
    return new Figure(name, folds -> share(mean(folds, figure)));
  }

  private Figure minutes(String name, ToDoubleFunction<FoldResult> figure) {
    return new Figure(name, mean("%.1f", f -> scale.inUnits(figure.applyAsDouble(f))));
  }

  private static Figure perDay(String name, ToDoubleFunction<FoldResult> figure) {
    return new Figure(name, mean("%.2f", figure));
  }

  private static Figure held() {
    return new Figure(
        "held",
        folds ->
            folds.stream().filter(fold -> fold.alerts().budgetHeld()).count() + "/" + folds.size());
  }

  private static Figure rootCause(String name, String verdict) {
    return share(name, f -> f.alerts().figures().rootCause(verdict, AlertResult.ALL));
  }

  private static Figure certainty(String name, ToDoubleFunction<Certainty> figure) {
    return share(name, f -> figure.applyAsDouble(f.alerts().figures().certainty("incident")));
  }

  private static Function<List<FoldResult>, String> mean(
      String format, ToDoubleFunction<FoldResult> figure) {
    return folds -> number(format, mean(folds, figure));
  }

  private static double mean(List<FoldResult> folds, ToDoubleFunction<FoldResult> figure) {
    return folds.stream().mapToDouble(figure).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  private static Intervals firstAlert(FoldResult fold) {
    return fold.alerts().figures().timeToFailure().firstAlert();
  }

  private static double falsePositives(AlertResult alerts) {
    return alerts.fpPerDay().getOrDefault(AlertResult.INCIDENT, Double.NaN);
  }

  private static double all(Map<String, Double> figures) {
    return figures.getOrDefault(AlertResult.ALL, Double.NaN);
  }

  private static String share(double value) {
    return number("%.3f", value).replaceFirst("^0", "");
  }
}
