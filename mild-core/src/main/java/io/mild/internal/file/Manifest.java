package io.mild.internal.file;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.NestedCalibration;
import io.mild.alerting.RiskCalibration;
import io.mild.data.KpiSchema;
import io.mild.data.ModelFileException;
import io.mild.features.KpiLimit;
import io.mild.features.drift.UsualLevel;
import io.mild.goals.Goals;
import io.mild.internal.model.IncidentModel;
import io.mild.internal.model.TrainedModel;
import io.mild.report.TrainingReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * All of a model but its arrays, to JSON and back.
 *
 * @param schema what a row holds
 * @param features which there are
 * @param intents in the order of all results
 * @param explanations what it explains itself with
 * @param horizons what is known of each horizon, longest first
 * @param incident what is known beside the risks
 * @param report of the training
 * @param limits of the KPIs
 * @param usual where they stood
 * @param goals that streams watch
 */
public record Manifest(
    KpiSchema schema,
    FeatureLayout features,
    List<String> intents,
    ExplanationLayout explanations,
    List<Horizon> horizons,
    IncidentModel incident,
    TrainingReport report,
    List<KpiLimit> limits,
    List<UsualLevel> usual,
    Goals goals) {

  /** The newest; what needs none of its news is written in the oldest that can hold it. */
  public static final int FORMAT = 6;

  private static final int FORMAT_OF_LIMITS = 3; // and goals

  static final int MAX_WIDTH = 1 << 14; // the product of two fits an int

  /**
   * A horizon's sizes and alert policy.
   *
   * @param risk of the risk model
   * @param output which of its risk model's horizons it is; above 0 that is the model of the
   *     horizon before
   * @param calibration of the risk model's risks
   */
  public record Horizon(
      Duration horizon,
      RiskLayout risk,
      int output,
      NestedCalibration calibration,
      AlertPolicy policy) {}

  public static Manifest of(TrainedModel model) {
    return new Manifest(
        model.schema(),
        FeatureLayout.of(model.features()),
        model.intents(),
        ExplanationLayout.of(model.explanationModel()),
        model.horizonModels().stream()
            .map(
                m ->
                    new Horizon(
                        m.horizon(),
                        RiskLayout.of(m.risk().model()),
                        m.output(),
                        m.risk().calibration(),
                        m.policy()))
            .toList(),
        model.incidentModel(),
        model.report(),
        model.limits(),
        model.usual(),
        model.goals());
  }

  /** The first that has all of this. */
  private int format() {
    return IntStream.concat(
            IntStream.of(
                features.format(),
                IncidentLayout.format(incident, lengths()),
                limits.isEmpty() && goals.isEmpty() ? 1 : FORMAT_OF_LIMITS),
            horizons.stream().mapToInt(horizon -> horizon.risk.format()))
        .max()
        .orElseThrow();
  }

  private List<Duration> lengths() {
    return horizons.stream().map(Horizon::horizon).toList();
  }

  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", format());
    json.put("kpis", schema.kpis());
    json.put("samplingPeriod", schema.samplingPeriod().toString());
    if (!limits.isEmpty()) {
      json.put("limits", limits.stream().map(Manifest::toJson).toList());
    }
    if (!usual.isEmpty()) { // which risks don't need: no other format
      json.put("usual", usual.stream().map(Manifest::toJson).toList());
    }
    features.toJson(json);
    json.put("intents", intents);
    if (!goals.isEmpty()) {
      json.putAll(goals.toMap());
    }
    explanations.toJson(json);
    json.put("horizons", horizons.stream().map(Manifest::toJson).toList());
    IncidentLayout.toJson(incident, lengths(), json);
    json.put("training", ReportLayout.toJson(report));
    return json;
  }

  /**
   * @throws ModelFileException if a field is missing, of another type or out of range
   */
  public static Manifest of(Path file, Fields json) throws ModelFileException {
    int format = json.integer("format");
    if (format < 1 || format > FORMAT) {
      throw json.problem(
          "format", "is " + format + ", but this version of the library reads 1 to " + FORMAT);
    }
    try {
      List<String> intents = json.texts("intents");
      if (intents.isEmpty() || intents.size() > MAX_WIDTH) {
        throw json.problem("intents", "are " + intents.size() + ", out of range");
      }
      if (intents.stream().distinct().count() < intents.size()) {
        throw json.problem("intents", "are " + intents + ", but distinct ones were expected");
      }
      KpiSchema schema = new KpiSchema(json.texts("kpis"), json.duration("samplingPeriod"));
      FeatureLayout layout = FeatureLayout.of(json);
      int features = layout.featureCount(schema);
      List<Horizon> horizons = new ArrayList<>();
      for (Fields horizon : json.objects("horizons")) {
        horizons.add(horizon(horizon, horizons, features, schema.kpis().size(), intents.size()));
      }
      requireFalling(json, horizons);
      requireAllOutputs(json, horizons);
      if (horizons.isEmpty()) {
        throw json.problem("horizons", "are none");
      }
      return new Manifest(
          schema,
          layout,
          intents,
          ExplanationLayout.of(json),
          horizons,
          IncidentLayout.read(
              json,
              horizons.stream().map(Horizon::horizon).toList(),
              horizons.get(0).risk.multipleRootCauses()),
          ReportLayout.read(json.object("training")),
          limits(json),
          usual(json),
          json.has("goals") ? Goals.fromMap(json.only("goals")) : Goals.NONE);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelFileException(file, ModelFile.MANIFEST, String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireFalling(Fields json, List<Horizon> horizons)
      throws ModelFileException {
    List<Duration> lengths = horizons.stream().map(Horizon::horizon).toList();
    List<Duration> falling = lengths.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    if (!lengths.equals(falling)) {
      throw json.problem("horizons", "are " + lengths + ", but falling ones were expected");
    }
  }

  /** A risk model tells of no horizons but the whole model's. */
  private static void requireAllOutputs(Fields json, List<Horizon> horizons)
      throws ModelFileException {
    for (int h = 0; h < horizons.size(); h++) {
      int outputs = horizons.get(h).risk.horizons();
      boolean last = h + 1 == horizons.size() || horizons.get(h + 1).output == 0;
      if (last && horizons.get(h).output + 1 != outputs) {
        throw json.problem(
            "horizons",
            "are " + (horizons.get(h).output + 1) + " of a mixture that tells of " + outputs);
      }
    }
  }

  /** A KPI without a limit has no numbers, of which JSON has no infinite ones. */
  private static Map<String, Object> toJson(KpiLimit limit) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!limit.isNone()) {
      json.put("least", limit.least());
      json.put("greatest", limit.greatest());
      json.put("step", limit.step());
      json.put("standstill", limit.standstill());
    }
    return json;
  }

  private static List<KpiLimit> limits(Fields json) throws ModelFileException {
    List<KpiLimit> limits = new ArrayList<>();
    if (json.has("limits")) {
      for (Fields limit : json.objects("limits")) {
        limits.add(
            limit.has("least")
                ? new KpiLimit(
                    limit.number("least"),
                    limit.number("greatest"),
                    limit.number("step"),
                    limit.number("standstill"))
                : KpiLimit.NONE);
      }
    }
    return limits;
  }

  private static Map<String, Object> toJson(UsualLevel level) {
    return level.isUnknown()
        ? Map.of()
        : ordered("mean", level.mean(), "deviation", level.deviation());
  }

  private static List<UsualLevel> usual(Fields json) throws ModelFileException {
    List<UsualLevel> levels = new ArrayList<>();
    if (json.has("usual")) {
      for (Fields level : json.objects("usual")) {
        levels.add(
            level.has("mean")
                ? new UsualLevel(level.number("mean"), level.number("deviation"))
                : UsualLevel.UNKNOWN);
      }
    }
    return levels;
  }

  private static Map<String, Object> toJson(Horizon horizon) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("horizon", horizon.horizon.toString());
    if (horizon.output > 0) {
      json.put("output", horizon.output);
    } else {
      horizon.risk.toJson(json);
      if (!horizon.calibration.isIdentity()) {
        json.put(
            "calibration",
            horizon.calibration.steps().stream()
                .map(step -> ordered("slope", step.slope(), "intercept", step.intercept()))
                .toList());
      }
    }
    json.put(
        "alerts",
        ordered(
            "quietGap",
            horizon.policy.quietGap().toString(),
            "renotifyAfter",
            horizon.policy.renotifyAfter().toString(),
            "rules",
            horizon.policy.rules().stream()
                .map(rule -> ordered("span", rule.span(), "threshold", rule.threshold()))
                .toList()));
    return json;
  }

  private static Horizon horizon(
      Fields json, List<Horizon> before, int features, int kpis, int intents)
      throws ModelFileException {
    int output = json.has("output") ? json.integer("output") : 0;
    if (output > 0) {
      int last = before.size() - 1;
      if (last < 0
          || output != before.get(last).output + 1
          || output >= before.get(last).risk.horizons()) {
        throw json.problem("output", "is " + output + ", but no mixture before it has that");
      }
      Horizon longer = before.get(last);
      return horizon(json, longer.risk, output, longer.calibration);
    }
    RiskLayout risk = RiskLayout.of(json, features, kpis, intents);
    return horizon(json, risk, 0, calibration(json, risk.horizons(), intents));
  }

  private static NestedCalibration calibration(Fields json, int horizons, int intents)
      throws ModelFileException {
    if (!json.has("calibration")) {
      return NestedCalibration.identity(horizons, intents);
    }
    List<RiskCalibration> steps = new ArrayList<>();
    for (Fields step : json.objects("calibration")) {
      steps.add(new RiskCalibration(step.number("slope"), step.number("intercept")));
    }
    if (steps.size() != horizons * intents) {
      throw json.problem(
          "calibration",
          "has " + steps.size() + " steps, but there are " + horizons * intents + " risks");
    }
    return new NestedCalibration(steps, intents);
  }

  private static Horizon horizon(
      Fields json, RiskLayout risk, int output, NestedCalibration calibration)
      throws ModelFileException {
    Fields alerts = json.object("alerts");
    List<AlertRule> rules = new ArrayList<>();
    for (Fields rule : alerts.objects("rules")) {
      rules.add(new AlertRule(rule.integer("span"), rule.number("threshold")));
    }
    if (rules.size() != calibration.intents()) {
      throw alerts.problem(
          "rules", rules.size() + ", but there are " + calibration.intents() + " intents");
    }
    Duration length = json.duration("horizon");
    if (length.toMillis() < 1) {
      throw json.problem("horizon", "is " + length + ", but at least a millisecond was expected");
    }
    return new Horizon(
        length,
        risk,
        output,
        calibration,
        new AlertPolicy(rules, alerts.duration("quietGap"), alerts.duration("renotifyAfter")));
  }

  static Map<String, Object> ordered(String k1, Object v1, String k2, Object v2) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(k1, v1);
    map.put(k2, v2);
    return map;
  }

  static Map<String, Object> ordered(
      String k1, Object v1, String k2, Object v2, String k3, Object v3) {
    Map<String, Object> map = ordered(k1, v1, k2, v2);
    map.put(k3, v3);
    return map;
  }
}
