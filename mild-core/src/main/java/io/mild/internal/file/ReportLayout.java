package io.mild.internal.file;

import io.mild.alerting.AlertFigures;
import io.mild.data.ModelFileException;
import io.mild.report.Ingredient;
import io.mild.report.Preset;
import io.mild.report.TrainingReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report of a training, to JSON and back. */
final class ReportLayout {
  private ReportLayout() {}

  static Map<String, Object> toJson(TrainingReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("libraryVersion", report.libraryVersion());
    json.put("preset", report.preset().name());
    if (!report.without().isEmpty()) {
      json.put("without", report.without().stream().map(Ingredient::name).toList());
    }
    json.put("seed", report.seed());
    json.put("falsePositiveBudget", report.falsePositiveBudget());
    json.put("start", report.start().toString());
    json.put("end", report.end().toString());
    json.put("dataSha256", report.dataSha256());
    json.put("fitRows", report.fitRows());
    json.put("purgedRows", report.purgedRows());
    json.put("validationRows", report.validationRows());
    json.put(
        "intents",
        report.intents().stream()
            .map(
                intent ->
                    Manifest.ordered(
                        "name",
                        intent.name(),
                        "fitFailures",
                        intent.fitFailures(),
                        "validationFailures",
                        intent.validationFailures()))
            .toList());
    json.put("horizons", report.horizons().stream().map(ReportLayout::toJson).toList());
    if (!report.budgets().isEmpty()) {
      json.put("budgets", report.budgets().stream().map(ReportLayout::toJson).toList());
    }
    json.put("warnings", report.warnings());
    return json;
  }

  private static Map<String, Object> toJson(TrainingReport.Horizon horizon) {
    AlertFigures figures = horizon.figures();
    Map<String, Object> json =
        Manifest.ordered(
            "horizon",
            horizon.horizon().toString(),
            "epochs",
            horizon.epochs(),
            "validationLoss",
            horizon.validationLoss());
    json.put("failures", figures.failures());
    json.put("detection", figures.detection());
    json.put("leadMinutes", figures.leadMinutes());
    json.put("cappedLeadMinutes", figures.cappedLeadMinutes());
    json.put("incidentLeadMinutes", figures.incidentLeadMinutes());
    json.put("falsePositivesPerDay", figures.falsePositivesPerDay());
    json.put("incidentFalsePositivesPerDay", figures.incidentFalsePositivesPerDay());
    if (!Double.isNaN(horizon.brier())) {
      json.put("calibrationError", horizon.calibrationError());
      json.put("brier", horizon.brier());
    }
    return json;
  }

  private static Map<String, Object> toJson(TrainingReport.Budget budget) {
    Map<String, Object> json =
        Manifest.ordered(
            "falsePositivesPerDay",
            budget.falsePositivesPerDay(),
            "threshold",
            budget.threshold(),
            "madePerDay",
            budget.madePerDay());
    json.put("detection", budget.detection());
    json.put("incidentLeadMinutes", budget.incidentLeadMinutes());
    return json;
  }

  private static List<TrainingReport.Budget> budgets(Fields json) throws ModelFileException {
    List<TrainingReport.Budget> budgets = new ArrayList<>();
    if (json.has("budgets")) {
      for (Fields budget : json.objects("budgets")) {
        budgets.add(
            new TrainingReport.Budget(
                budget.number("falsePositivesPerDay"),
                budget.number("threshold"),
                budget.number("madePerDay"),
                budget.number("detection"),
                budget.number("incidentLeadMinutes")));
      }
    }
    return budgets;
  }

  static TrainingReport read(Fields json) throws ModelFileException {
    List<TrainingReport.Intent> intents = new ArrayList<>();
    for (Fields intent : json.objects("intents")) {
      intents.add(
          new TrainingReport.Intent(
              intent.text("name"),
              intent.integer("fitFailures"),
              intent.integer("validationFailures")));
    }
    List<TrainingReport.Horizon> horizons = new ArrayList<>();
    for (Fields horizon : json.objects("horizons")) {
      horizons.add(
          new TrainingReport.Horizon(
              horizon.duration("horizon"),
              horizon.integer("epochs"),
              horizon.number("validationLoss"),
              new AlertFigures(
                  horizon.integer("failures"),
                  horizon.number("detection"),
                  horizon.number("leadMinutes"),
                  horizon.number("cappedLeadMinutes"),
                  horizon.number("incidentLeadMinutes"),
                  horizon.numbers("falsePositivesPerDay"),
                  horizon.number("incidentFalsePositivesPerDay")),
              horizon.has("brier") ? horizon.number("calibrationError") : Double.NaN,
              horizon.has("brier") ? horizon.number("brier") : Double.NaN));
    }
    return new TrainingReport(
        json.text("libraryVersion"),
        constant(Preset.values(), "preset", json.text("preset"), json),
        without(json),
        json.whole("seed"),
        json.number("falsePositiveBudget"),
        json.instant("start"),
        json.instant("end"),
        json.text("dataSha256"),
        json.integer("fitRows"),
        json.integer("purgedRows"),
        json.integer("validationRows"),
        intents,
        horizons,
        budgets(json),
        json.texts("warnings"));
  }

  private static List<Ingredient> without(Fields json) throws ModelFileException {
    List<Ingredient> without = new ArrayList<>();
    if (json.has("without")) {
      for (String name : json.texts("without")) {
        without.add(constant(Ingredient.values(), "without", name, json));
      }
    }
    return without;
  }

  private static <E extends Enum<E>> E constant(E[] all, String field, String name, Fields json)
      throws ModelFileException {
    for (E constant : all) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw json.problem(field, "is " + name + ", but one of " + List.of(all) + " was expected");
  }
}
