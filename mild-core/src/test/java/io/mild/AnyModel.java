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
import io.mild.features.FeatureSet;
import io.mild.features.FeatureSpec;
import io.mild.features.Reference;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
import io.mild.features.drift.UsualLevel;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.ExplanationModel;
import io.mild.internal.model.HealthyRows;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.IncidentModel;
import io.mild.internal.model.PastFailure;
import io.mild.internal.model.TrainedModel;
import io.mild.moe.Blend;
import io.mild.moe.BlendedModel;
import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureModel.JointDepartures;
import io.mild.moe.DepartureShape;
import io.mild.moe.FirstDayModel;
import io.mild.moe.FirstDayModel.Forecast;
import io.mild.moe.FirstDayModel.Unusual;
import io.mild.moe.FirstDayShape;
import io.mild.moe.GoalBounds;
import io.mild.moe.GoalBounds.Bound;
import io.mild.moe.IntentViews;
import io.mild.moe.Mahalanobis;
import io.mild.moe.MixtureOfExperts;
import io.mild.moe.MixtureShape;
import io.mild.moe.RootCauses;
import io.mild.moe.Teacher;
import io.mild.report.Preset;
import io.mild.report.TrainingReport;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Small models of every kind that training makes, with weights by chance: risks that move with all
 * that a row says, and alert about as often as not.
 */
final class AnyModel {
  private static final List<String> KPIS = List.of("cpu", "latency", "queue");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final List<Duration> HORIZONS = minutes(120, 60, 30);

  private final SplittableRandom random = new SplittableRandom(7);
  private final List<String> intents;

  private AnyModel() {
    this(List.of("api", "orders"));
  }

  private AnyModel(List<String> intents) {
    this.intents = intents;
  }

  /** One of each kind. */
  static List<Mild> all() {
    return List.of(
        paper(),
        recommended(),
        shared(),
        multipleRoots(),
        departures(),
        ofRecentLevel(),
        firstDay());
  }

  /** Windows, a mixture a horizon, the gate's verdict. */
  static Mild paper() {
    return new AnyModel().ofWindows();
  }

  /** Residuals, one mixture of all horizons, calibrated, with time to failure and feedback. */
  static Mild recommended() {
    return new AnyModel().ofResiduals(false);
  }

  /** As recommended, of some intents, 1 or more. */
  static Mild ofIntents(int intents) {
    return new AnyModel(IntStream.range(0, intents).mapToObj(i -> "intent " + i).toList())
        .ofResiduals(false);
  }

  /** As recommended, of multiple root causes. */
  static Mild multipleRoots() {
    return new AnyModel().ofResiduals(true);
  }

  /** A mixture that the intents share, beside the teacher. */
  static Mild shared() {
    AnyModel any = new AnyModel();
    return any.ofViews(any.residuals());
  }

  /**
   * Of few failures: departures from the recent level, and whose KPIs they are; all of them
   * together but of the longest horizon, and how far an intent's own are beyond their usual of the
   * shortest.
   */
  static Mild departures() {
    return new AnyModel().ofDepartures();
  }

  /** Before any failure: where goals' KPIs head for; of the longest horizon distances, too. */
  static Mild firstDay() {
    return new AnyModel().ofGoals();
  }

  /** As shared, of departures from the recent level in place of residuals. */
  static Mild ofRecentLevel() {
    AnyModel any = new AnyModel();
    ResidualSpec plain = any.residuals();
    return any.ofViews(
        new ResidualSpec(
            KPIS,
            MINUTE,
            plain.spans(),
            plain.profile(),
            Optional.of(Reference.alone(Duration.ofMinutes(40)))));
  }

  private Mild ofWindows() {
    FeatureSpec spec = new FeatureSpec(KPIS, MINUTE, minutes(2, 4));
    List<HorizonModel> horizons = new ArrayList<>();
    for (Duration horizon : HORIZONS) {
      MixtureShape shape = new MixtureShape(spec.featureCount(), 2, List.of(4, 3), 3, 2);
      horizons.add(
          new HorizonModel(horizon, CalibratedModel.uncalibrated(model(shape)), policy(3)));
    }
    return mild(spec, Preset.PAPER, horizons, IncidentModel.ofGate(false));
  }

  private Mild ofResiduals(boolean multipleRoots) {
    ResidualSpec spec = residuals();
    MixtureShape shape =
        new MixtureShape(
            spec.featureCount(),
            intents.size(),
            List.of(4),
            3,
            2,
            false,
            HORIZONS.size(),
            multipleRoots,
            true);
    BlendedModel model = model(shape).withBlend(new Blend(0.25, 0.5));
    List<RiskCalibration> steps =
        IntStream.range(0, shape.risks())
            .mapToObj(step -> new RiskCalibration(1.5, 0.1 * step))
            .toList();
    CalibratedModel calibrated =
        new CalibratedModel(model, new NestedCalibration(steps, intents.size()));
    List<HorizonModel> horizons = new ArrayList<>();
    for (Duration horizon : HORIZONS) {
      horizons.add(new HorizonModel(horizon, calibrated, horizons.size(), policy(5)));
    }
    return mild(spec, Preset.RECOMMENDED, horizons, ofOperators(multipleRoots));
  }

  private Mild ofViews(ResidualSpec spec) {
    IntentViews views = new IntentViews(new int[][] {{0, 1, 3}, {2, IntentViews.NONE, 5}});
    BlendedModel model =
        model(new MixtureShape(views.width(), 1, List.of(3), 2, 2))
            .withBlend(new Blend(0.5, 1))
            .sharedBy(views);
    return mild(
        spec,
        Preset.RECOMMENDED,
        List.of(new HorizonModel(HORIZONS.get(0), CalibratedModel.uncalibrated(model), policy(2))),
        IncidentModel.ofGate(false));
  }

  private Mild ofDepartures() {
    ResidualSpec plain = residuals();
    double[] usual = new double[plain.featureCount()];
    Arrays.fill(usual, 0.25);
    ResidualSpec spec =
        new ResidualSpec(
            KPIS,
            MINUTE,
            plain.spans(),
            plain.profile(),
            Optional.of(new Reference(Duration.ofMinutes(40), usual)));
    int[][] owned = {{0, 1}, {2}};
    List<HorizonModel> horizons = new ArrayList<>();
    for (Duration horizon : HORIZONS) {
      RootCauses rootCauses = horizons.isEmpty() ? RootCauses.ONE : RootCauses.MULTIPLE;
      DepartureShape shape = new DepartureShape(3, spec.spans().size(), 2, owned, rootCauses);
      DepartureModel model =
          new DepartureModel(
              shape,
              floats(DepartureModel.detectionLength(shape)),
              floats(2 * DepartureModel.namingLength(shape)),
              floats(DepartureModel.excessNamingLength(shape)),
              sharedNaming(shape, horizons.size() == HORIZONS.size() - 1),
              horizons.isEmpty() ? Optional.empty() : Optional.of(joint(shape)));
      horizons.add(new HorizonModel(horizon, CalibratedModel.uncalibrated(model), policy(2)));
    }
    return mild(spec, Preset.RECOMMENDED, horizons, IncidentModel.ofGate(false));
  }

  private float[] sharedNaming(DepartureShape shape, boolean weighsOwnExcess) {
    float[] weights = floats(DepartureModel.sharedNamingLength(shape));
    if (!weighsOwnExcess) {
      Arrays.fill(weights, weights.length / 2, weights.length, 0);
    }
    return weights;
  }

  private JointDepartures joint(DepartureShape shape) {
    float[] usual = floats(shape.averages());
    for (int i = 0; i < usual.length; i++) {
      usual[i] = Math.abs(usual[i]);
    }
    List<Mahalanobis> distances = new ArrayList<>();
    for (int span = 0; span < shape.spans(); span++) {
      distances.add(new Mahalanobis(floats(shape.kpis()), floats(shape.kpis() * shape.kpis())));
    }
    return new JointDepartures(distances, usual, floats(shape.spans()));
  }

  private Mild ofGoals() {
    ResidualSpec plain = residuals();
    ResidualSpec spec =
        new ResidualSpec(KPIS, MINUTE, minutes(2, 4), plain.profile(), Optional.empty(), true);
    List<GoalBounds> goals =
        List.of(
            new GoalBounds(List.of(new Bound(1, 0.5, true)), false),
            new GoalBounds(List.of(new Bound(0, 1, true), new Bound(1, -0.5, false)), true));
    Unusual unusual = new Unusual(new Mahalanobis(floats(3), floats(9)), 0.5, 2, 4);
    List<HorizonModel> horizons = new ArrayList<>();
    for (Duration horizon : HORIZONS) {
      boolean longest = horizons.isEmpty();
      FirstDayModel model =
          new FirstDayModel(
              new FirstDayShape(3, goals, longest ? RootCauses.ONE : RootCauses.MULTIPLE),
              new Forecast(3, 0.5, -0.25, 1.5),
              longest ? Optional.of(unusual) : Optional.empty());
      horizons.add(new HorizonModel(horizon, CalibratedModel.uncalibrated(model), policy(2)));
    }
    return mild(spec, Preset.RECOMMENDED, horizons, IncidentModel.ofGate(false));
  }

  private ResidualSpec residuals() {
    double[][] coefficients = new double[KPIS.size()][SeasonalProfile.COEFFICIENTS];
    coefficients[1] = doubles(SeasonalProfile.COEFFICIENTS);
    SeasonalProfile profile =
        new SeasonalProfile(
            ZoneOffset.ofHours(-3), new double[] {0, 1, -1}, new double[] {1, 2, 0}, coefficients);
    return new ResidualSpec(KPIS, MINUTE, minutes(2, 4, 8), profile);
  }

  private IncidentModel ofOperators(boolean multipleRoots) {
    int features = HORIZONS.size() + 3;
    double[] scales = new double[features];
    Arrays.fill(scales, 2);
    double[][] weights =
        IntStream.range(0, HORIZONS.size())
            .mapToObj(bin -> doubles(features + 1))
            .toArray(double[][]::new);
    return new IncidentModel(
        new VerdictPolicy(4, 0.5, 2, multipleRoots, multipleRoots ? -0.5 : 0),
        Optional.of(
            new TimeToFailureModel(
                new OrdinalHorizons(HORIZONS), doubles(features), scales, weights, 0.8)),
        Optional.of(new BudgetController.Thresholds(-0.5, -0.25, 0, 2, new FailureRate(30, 1.5))));
  }

  private BlendedModel model(MixtureShape shape) {
    Teacher teacher =
        new Teacher(
            shape.features(), floats(shape.features() * shape.intents()), floats(shape.intents()));
    return new BlendedModel(teacher, new MixtureOfExperts(shape, floats(shape.parameterCount())));
  }

  private Mild mild(
      FeatureSet spec, Preset preset, List<HorizonModel> horizons, IncidentModel incident) {
    double[] deviation = new double[spec.featureCount()];
    Arrays.fill(deviation, 0.5);
    return Mild.of(
        new TrainedModel(
                new KpiSchema(KPIS, MINUTE),
                spec,
                intents,
                new Standardizer(doubles(deviation.length), deviation),
                horizons,
                incident,
                explanations(deviation.length),
                report(preset, horizons))
            .withUsual(KPIS.stream().map(kpi -> new UsualLevel(0.5, 0.25)).toList()));
  }

  private ExplanationModel explanations(int features) {
    float[][] healthy = {floats(features), floats(features)};
    PastFailure past =
        new PastFailure(
            "INC-1",
            intents.get(0),
            "leak",
            HandMade.START,
            doubles(KPIS.size()),
            doubles(KPIS.size()));
    return new ExplanationModel(new HealthyRows(healthy, new long[] {0, 60_000}), List.of(past));
  }

  private TrainingReport report(Preset preset, List<HorizonModel> horizons) {
    AlertFigures figures = new AlertFigures(3, 1, 60, 50, 55, List.of(0.5, 0.25), 0.5);
    return new TrainingReport(
        "by chance",
        preset,
        List.of(),
        7,
        2,
        HandMade.START.minusSeconds(6_000),
        HandMade.START,
        "none",
        70,
        20,
        10,
        intents.stream().map(intent -> new TrainingReport.Intent(intent, 2, 1)).toList(),
        horizons.stream()
            .map(h -> new TrainingReport.Horizon(h.horizon(), 4, 0.5, figures, 0.1, 0.2))
            .toList(),
        List.of(new TrainingReport.Budget(1, 0.5, 0.75, 1, 60)),
        List.of());
  }

  private AlertPolicy policy(int span) {
    return new AlertPolicy(
        Collections.nCopies(intents.size(), new AlertRule(span, 0.5)),
        Duration.ofMinutes(5),
        Duration.ofMinutes(20));
  }

  private float[] floats(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private double[] doubles(int length) {
    return DoubleStream.generate(() -> random.nextDouble(-1, 1)).limit(length).toArray();
  }

  private static List<Duration> minutes(int... minutes) {
    return IntStream.of(minutes).mapToObj(Duration::ofMinutes).toList();
  }
}
