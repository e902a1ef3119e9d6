package io.mild.internal.file;

import io.mild.alerting.BudgetController;
import io.mild.alerting.FailureRate;
import io.mild.alerting.OrdinalHorizons;
import io.mild.alerting.TimeToFailureModel;
import io.mild.alerting.VerdictPolicy;
import io.mild.data.ModelFileException;
import io.mild.internal.model.IncidentModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An {@link IncidentModel} in the manifest; what is the paper's is left out. */
public final class IncidentLayout {
  /** Of {@link io.mild.alerting.TimeFeatures}. */
  private static final int FEATURES_BESIDE_HORIZONS = 3;

  /** Where the bins of the time left end, if not at the horizons. */
  private static final String ENDS = "ends";

  /** Of the thresholds that outcomes move; files of earlier versions don't tell. */
  private static final String HISTORY_DAYS = "historyDays";

  private static final int FORMAT = 1;
  private static final int FORMAT_OF_ENDS = 2;

  private IncidentLayout() {}

  /** The first format of the file that has it. */
  static int format(IncidentModel incident, List<Duration> horizons) {
    return incident.time().filter(time -> !time.horizons().horizons().equals(horizons)).isPresent()
        ? FORMAT_OF_ENDS
        : FORMAT;
  }

  /**
   * Writes it.
   *
   * @param horizons of the model, longest first
   */
  public static void toJson(
      IncidentModel incident, List<Duration> horizons, Map<String, Object> json) {
    boolean multiple = incident.verdict().multipleRoots();
    if (!incident.verdict().equals(IncidentModel.gate(multiple))) {
      Map<String, Object> verdict = new LinkedHashMap<>();
      verdict.put("span", incident.verdict().span());
      verdict.put("reissueLead", incident.verdict().reissueLead());
      verdict.put("temperature", incident.verdict().temperature());
      if (multiple) {
        verdict.put("bias", incident.verdict().bias());
      }
      json.put("verdict", verdict);
    }
    incident.time().ifPresent(model -> json.put("timeToFailure", toJson(model, horizons)));
    incident.feedback().ifPresent(thresholds -> json.put("feedback", toJson(thresholds)));
  }

  private static Map<String, Object> toJson(TimeToFailureModel model, List<Duration> horizons) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!model.horizons().horizons().equals(horizons)) {
      json.put(ENDS, model.horizons().horizons().stream().map(Duration::toString).toList());
    }
    json.put("means", boxed(model.means()));
    json.put("scales", boxed(model.scales()));
    json.put(
        "bins",
        Arrays.stream(model.weights())
            .map(weights -> Map.of("weights", (Object) boxed(weights)))
            .toList());
    json.put("level", model.level());
    return json;
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static Map<String, Object> toJson(BudgetController.Thresholds thresholds) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("naive", thresholds.naive());
    json.put("start", thresholds.start());
    json.put("fallback", thresholds.fallback());
    json.put("budgetPerDay", thresholds.budgetPerDay());
    if (!thresholds.failures().isUnknown()) {
      json.put(HISTORY_DAYS, thresholds.failures().historyDays());
      json.put("failuresPerDay", thresholds.failures().perDay());
    }
    return json;
  }

  /**
   * Reads it.
   *
   * @param multipleRootCauses whether the longest horizon's mixture tells of multiple root causes
   * @throws ModelFileException if a field is missing, of another type or out of range
   */
  public static IncidentModel read(Fields json, List<Duration> horizons, boolean multipleRootCauses)
      throws ModelFileException {
    return new IncidentModel(
        json.has("verdict")
            ? verdict(json.object("verdict"), multipleRootCauses)
            : IncidentModel.gate(multipleRootCauses),
        json.has("timeToFailure")
            ? Optional.of(time(json.object("timeToFailure"), horizons))
            : Optional.empty(),
        json.has("feedback") ? Optional.of(feedback(json.object("feedback"))) : Optional.empty());
  }

  private static VerdictPolicy verdict(Fields json, boolean multiple) throws ModelFileException {
    return new VerdictPolicy(
        json.integer("span"),
        json.number("reissueLead"),
        json.number("temperature"),
        multiple,
        multiple ? json.number("bias") : 0);
  }

  private static TimeToFailureModel time(Fields json, List<Duration> horizons)
      throws ModelFileException {
    double[] means = finite(json, "means");
    if (means.length != horizons.size() + FEATURES_BESIDE_HORIZONS) {
      throw json.problem(
          "means",
          "are "
              + means.length
              + ", but "
              + (horizons.size() + FEATURES_BESIDE_HORIZONS)
              + " were expected");
    }
    List<Fields> bins = json.objects("bins");
    double[][] weights = new double[bins.size()][];
    for (int bin = 0; bin < weights.length; bin++) {
      weights[bin] = finite(bins.get(bin), "weights");
    }
    return new TimeToFailureModel(
        new OrdinalHorizons(json.has(ENDS) ? json.durations(ENDS) : horizons),
        means,
        finite(json, "scales"),
        weights,
        json.number("level"));
  }

  private static double[] finite(Fields json, String field) throws ModelFileException {
    double[] values = json.numbers(field).stream().mapToDouble(Double::doubleValue).toArray();
    if (Arrays.stream(values).anyMatch(Double::isNaN)) {
      throw json.problem(field, "holds NaN, but finite numbers were expected");
    }
    return values;
  }

  private static BudgetController.Thresholds feedback(Fields json) throws ModelFileException {
    return new BudgetController.Thresholds(
        json.number("naive"),
        json.number("start"),
        json.number("fallback"),
        json.number("budgetPerDay"),
        json.has(HISTORY_DAYS)
            ? new FailureRate(json.number(HISTORY_DAYS), json.number("failuresPerDay"))
            : FailureRate.UNKNOWN);
  }
}
