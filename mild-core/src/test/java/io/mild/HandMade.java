package io.mild;

import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.BudgetController;
import io.mild.alerting.FailureRate;
import io.mild.alerting.NestedCalibration;
import io.mild.alerting.OrdinalHorizons;
import io.mild.alerting.RiskCalibration;
import io.mild.alerting.TimeToFailureModel;
import io.mild.alerting.VerdictPolicy;
import io.mild.data.KpiSchema;
import io.mild.features.FeatureSpec;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.ExplanationModel;
import io.mild.internal.model.HealthyRows;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.IncidentModel;
import io.mild.internal.model.PastFailure;
import io.mild.internal.model.TrainedModel;
import io.mild.moe.BlendedModel;
import io.mild.moe.MixtureOfExperts;
import io.mild.moe.MixtureShape;
import io.mild.moe.Teacher;
import io.mild.report.Preset;
import io.mild.report.TrainingReport;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Models made by hand, whose risks are known: two KPIs drive an intent each, and only by their
 * latest values.
 *
 * <pre>{@code
 * gate   g = softmax(pull · x)
 * risk p_i = σ(20 · (2 · g_i · x_i − level))
 * }</pre>
 *
 * <p>Risks are not smoothed, and alert from 0.5 on. So without pull (g = 1/2) an intent alerts
 * where its KPI is above the horizon's level. Windows are 2 and 4 minutes.
 */
public final class HandMade {
  public static final List<String> KPIS = List.of("load", "depth");
  public static final List<String> INTENTS = List.of("api", "orders");
  public static final int WARM_UP_MINUTES = 3;
  public static final Instant START = Instant.parse("2026-05-01T00:00:00Z");

  private static final double STEEPNESS = 20;
  private static final int RENOTIFY_MINUTES = 120;
  private static final FeatureSpec SPEC =
      FeatureSpec.of(KPIS).withWindows(List.of(Duration.ofMinutes(2), Duration.ofMinutes(4)));

  private static final float[][] HEALTHY = {background(0, 0), background(0.5f, 0.25f)};

  private final List<HorizonModel> horizons = new ArrayList<>();
  private final double pull;
  private Duration minute = Duration.ofMinutes(1);
  private int quietMinutes = 30;
  private IncidentModel incident = IncidentModel.ofGate(false);
  private ExplanationModel explanations = ExplanationModel.of(HEALTHY);
  private List<RiskCalibration> calibration =
      List.of(RiskCalibration.IDENTITY, RiskCalibration.IDENTITY);

  private HandMade(double pull) {
    this.pull = pull;
  }

  /** The gate is even, whatever the KPIs. */
  public static HandMade withoutPull() {
    return withPull(0);
  }

  public static HandMade withPull(double pull) {
    return new HandMade(pull);
  }

  /** What is a minute above and below lasts another time, from the first horizon on. */
  public HandMade whoseMinuteIs(Duration other) {
    minute = other;
    return this;
  }

  /** An alert ends after so many minutes below, not after half an hour. */
  public HandMade quietAfter(int minutes) {
    quietMinutes = minutes;
    return this;
  }

  /** One horizon of 120 minutes that alerts above 1. */
  public static Mild simple() {
    return withoutPull().horizon(120, 1).build();
  }

  /** The same with as many features of seasonal residuals. */
  public static Mild ofResiduals() {
    Mild plain = simple();
    double[][] coefficients = new double[KPIS.size()][SeasonalProfile.COEFFICIENTS];
    coefficients[0][1] = 0.25; // the sine of the day
    SeasonalProfile profile =
        new SeasonalProfile(
            ZoneOffset.ofHours(2), new double[] {0.5, -1}, new double[] {1, 2}, coefficients);
    List<Duration> spans = IntStream.of(1, 2, 4, 8, 16).mapToObj(Duration::ofMinutes).toList();
    return Mild.of(
        new TrainedModel(
            plain.schema(),
            new ResidualSpec(KPIS, SPEC.period(), spans, profile),
            INTENTS,
            plain.model().standardizer(),
            plain.model().horizonModels(),
            plain.model().incidentModel(),
            plain.model().explanationModel(),
            plain.report()));
  }

  /** Adds a horizon, which must be shorter than those before. */
  public HandMade horizon(int minutes, double level) {
    AlertRule rule = new AlertRule(1, 0.5);
    horizons.add(
        new HorizonModel(
            minute.multipliedBy(minutes),
            new CalibratedModel(model(level), new NestedCalibration(calibration, 2)),
            new AlertPolicy(
                List.of(rule, rule),
                minute.multipliedBy(quietMinutes),
                minute.multipliedBy(RENOTIFY_MINUTES))));
    return this;
  }

  /**
   * Steady verdicts of temperature 2, thresholds that outcomes move between the log-odds -2.5 and
   * 1, beginning at -1/2, of a history of two failures a day for four weeks, and three horizons'
   * bins of the probabilities 1/8, 1/8, 1/4 and 1/2 whatever the risks: of the middle 80 % of
   * these, 24 to 216 minutes.
   */
  private IncidentModel ofOperators() {
    int features = 6;
    double[][] weights = new double[3][features + 1];
    weights[0][0] = Math.log(0.25);
    weights[1][0] = Math.log(0.25);
    weights[2][0] = Math.log(0.5);
    double[] scales = new double[features];
    Arrays.fill(scales, 1);
    return new IncidentModel(
        new VerdictPolicy(10, 0.5, 2),
        Optional.of(
            new TimeToFailureModel(
                new OrdinalHorizons(
                    IntStream.of(120, 60, 30).mapToObj(minute::multipliedBy).toList()),
                new double[features],
                scales,
                weights,
                0.8)),
        Optional.of(new BudgetController.Thresholds(-1, -0.5, 0, 1, new FailureRate(28, 2))));
  }

  /** Three horizons that alert above 1, 2 and 3, and {@link #ofOperators}. */
  public HandMade operated() {
    return horizon(120, 1).horizon(60, 2).horizon(30, 3).incident(ofOperators());
  }

  /** Of the horizons that are added from now on; none unless said otherwise. */
  public HandMade calibrated(RiskCalibration api, RiskCalibration orders) {
    this.calibration = List.of(api, orders);
    return this;
  }

  /** What it knows beside the risks; the paper's unless said otherwise. */
  public HandMade incident(IncidentModel incident) {
    this.incident = incident;
    return this;
  }

  /** It knows when its healthy rows were, and of one failure. */
  public HandMade remembering() {
    long start = START.toEpochMilli();
    PastFailure past =
        new PastFailure(
            "INC-1", "api", "slow", START, new double[] {0.5, -0.25}, new double[] {3, 0});
    explanations =
        new ExplanationModel(
            new HealthyRows(HEALTHY, new long[] {start, start + 60_000}), List.of(past));
    return this;
  }

  public Mild build() {
    FeatureSpec spec =
        new FeatureSpec(KPIS, minute, List.of(minute.multipliedBy(2), minute.multipliedBy(4)));
    double[] deviation = new double[spec.featureCount()];
    Arrays.fill(deviation, 0, KPIS.size(), 1); // features of windows count for nothing
    return Mild.of(
        new TrainedModel(
            new KpiSchema(KPIS, minute),
            spec,
            INTENTS,
            new Standardizer(new double[deviation.length], deviation),
            horizons,
            incident,
            explanations,
            report(horizons)));
  }

  private static float[] background(float load, float depth) {
    float[] row = new float[SPEC.featureCount()];
    row[0] = load;
    row[1] = depth;
    return row;
  }

  public static double gate(double pull, double own, double other) {
    return 1 / (1 + Math.exp(pull * (other - own)));
  }

  public static double risk(double gate, double value, double level) {
    return 1 / (1 + Math.exp(-STEEPNESS * (2 * gate * value - level)));
  }

  private BlendedModel model(double level) {
    MixtureShape shape = new MixtureShape(SPEC.featureCount(), 2, List.of(2), 2, 1);
    float[] parameters = new float[shape.parameterCount()];
    for (int i = 0; i < 2; i++) {
      set(shape, parameters, "encoder.0", i, i, 1);
      set(shape, parameters, "gate.hidden", 2 + i, i, 1); // after the prior's two inputs
      set(shape, parameters, "gate.output", i, i, pull);
      set(shape, parameters, "experts", i, i, 1);
      set(shape, parameters, "heads", i, 0, 2 * STEEPNESS);
      set(shape, parameters, "heads.bias", i, 0, -STEEPNESS * level);
    }
    Teacher teacher =
        new Teacher(SPEC.featureCount(), new float[2 * SPEC.featureCount()], new float[2]);
    return new BlendedModel(teacher, new MixtureOfExperts(shape, parameters));
  }

  private static void set(
      MixtureShape shape, float[] parameters, String name, int row, int column, double value) {
    MixtureShape.Block block =
        shape.blocks().stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow();
    parameters[block.offset() + column * block.rows() + row] = (float) value;
  }

  private static TrainingReport report(List<HorizonModel> horizons) {
    AlertFigures figures =
        new AlertFigures(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, List.of(0.0, 0.5), 0.5);
    return new TrainingReport(
        "by hand",
        Preset.RECOMMENDED,
        List.of(),
        42,
        1.5,
        START,
        START.plusSeconds(600),
        "none",
        7,
        2,
        3,
        INTENTS.stream().map(intent -> new TrainingReport.Intent(intent, 2, 1)).toList(),
        horizons.stream()
            .map(h -> TrainingReport.Horizon.of(h.horizon(), 4, Double.NaN, figures))
            .toList(),
        List.of(
            new TrainingReport.Budget(0.5, 0.75, 0.25, 0.5, 40),
            new TrainingReport.Budget(1, 0.5, 0.75, 1, 60)),
        List.of("made by hand"));
  }
}
