package io.mild;

import io.mild.TrainingProgress.Stage;
import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertTuner;
import io.mild.alerting.NestedCalibration;
import io.mild.alerting.Reliability;
import io.mild.alerting.VerdictPolicy;
import io.mild.features.FeatureSet;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
import io.mild.moe.Blend;
import io.mild.moe.BlendFitter;
import io.mild.moe.MixtureData;
import io.mild.moe.MixtureSettings;
import io.mild.moe.MixtureTrainer;
import io.mild.moe.RiskModel;
import io.mild.moe.Teacher;
import io.mild.moe.TeacherTrainer;
import io.mild.moe.TrainedMixture;
import io.mild.moe.TrainingEpoch;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The recommended preset's: moving averages of seasonal residuals; one mixture for all horizons,
 * whose gate does not multiply the experts, trained on failures transplanted in time, of the whole
 * history, at a rate that falls to 0; and one threshold for all intents, which keeps the budget on
 * risks that were cross-fitted: given to each quarter of the history by a mixture that learned from
 * the others. What such a mixture makes of the validation rows is what the report tells.
 */
final class RecommendedRecipe implements Recipe {
  /** Spans of the averages, as shares of the longest horizon. */
  private static final double[] SPANS = {1 / 24.0, 1 / 8.0, 1 / 4.0, 1 / 2.0, 1, 2};

  /** The first of them, which are the paper's windows. */
  private static final int PAPERS_SPANS = 2;

  private static final int PARTS = 4;
  private static final int EPOCHS = MixtureSettings.recommended().maxEpochs();

  /** Fewer, to save time: their risks say a little less, so thresholds are on the safe side. */
  private static final int EPOCHS_WITHOUT_A_PART = 12;

  private static final int MOST_ROWS_AN_EPOCH = 90_000;

  /**
   * Of a short history, so many times its rows are drawn an epoch: they are hardly ever the same.
   */
  private static final int DRAWS_OF_A_ROW = 4;

  /** Fewer failures are soon learned by heart: then more is dropped out. */
  private static final int FEW_FAILURES = 64;

  private static final double DROPOUT_WITH_FEW = 0.35;

  private static final int SMALLEST_BATCH = 32;
  private static final int STEPS_AN_EPOCH = 50;

  /** The span of smoothed risks and verdicts, as a share of the longest horizon. */
  private static final double SMOOTHING = 1 / 12.0;

  /** Of the time that one mixture and its teacher take, about. */
  private static final double TEACHERS_SHARE = 0.1;

  /** Where the training stands, about, when its stages are done. */
  private static final double AFTER_MIXTURE = 0.38;

  private static final double AFTER_PARTS = 0.97;

  private final Lesson lesson;
  private final MildTrainer settings;
  private final KpiHistory history;
  private final Duration longest;
  private final ResidualSpec features;
  private final double[] residuals; // [row × kpi]

  RecommendedRecipe(Lesson lesson) {
    this.lesson = lesson;
    this.settings = lesson.settings();
    this.history = lesson.history();
    this.longest = settings.horizons().get(0);
    int kpis = history.kpis().size();
    long[] times = new long[history.rows()];
    double[] row = new double[kpis];
    this.residuals = new double[Math.multiplyExact(times.length, kpis)];
    for (int i = 0; i < times.length; i++) {
      times[i] = history.epochMillis(i);
      history.copyRow(i, row);
      System.arraycopy(row, 0, residuals, i * kpis, kpis);
    }
    SeasonalProfile seasonal =
        SeasonalProfile.fit(ZoneOffset.UTC, times, residuals, i -> i < fitRows());
    SeasonalProfile profile =
        settings.keeps(Ingredient.SEASONAL_RESIDUALS) ? seasonal : withoutSeasons(seasonal);
    for (int i = 0; i < times.length; i++) {
      history.copyRow(i, row);
      profile.residuals(times[i], row, row);
      System.arraycopy(row, 0, residuals, i * kpis, kpis);
    }
    this.features =
        new ResidualSpec(
            history.kpis(), history.samplingPeriod(), settings.windows(spans()), profile);
  }

  private static SeasonalProfile withoutSeasons(SeasonalProfile profile) {
    return new SeasonalProfile(
        profile.zone(),
        profile.medians(),
        profile.scales(),
        new double[profile.kpiCount()][SeasonalProfile.COEFFICIENTS]);
  }

  /** As shares of the longest horizon, in whole rows. */
  private List<Duration> spans() {
    return DoubleStream.of(SPANS)
        .limit(settings.keeps(Ingredient.MOVING_AVERAGES) ? SPANS.length : PAPERS_SPANS)
        .mapToLong(share -> Math.max(1, Math.round(share * horizonRows())))
        .distinct()
        .mapToObj(history.samplingPeriod()::multipliedBy)
        .toList();
  }

  private double horizonRows() {
    return longest.toMillis() / (double) history.samplingPeriod().toMillis();
  }

  @Override
  public FeatureSet features() {
    return features;
  }

  @Override
  public int fitRows() {
    return settings.keeps(Ingredient.CROSS_FITTING) && settings.keeps(Ingredient.WHOLE_HISTORY)
        ? history.rows()
        : lesson.split().fitRows();
  }

  @Override
  public Learned learn(Standardizer standardizer, float[] rows) {
    float[] labels = nestedLabels();
    float[] causes = lesson.labels(longest).causes();
    Rows all = new Rows(rows, labels, causes, features.featureCount(), lesson.intents().size());
    TransplantedRows whole = transplanted(standardizer, all, 0, 0, fitRows());
    MixtureData own = whole.own();
    Taught kept = teach("mixture", whole, own, EPOCHS, 0, AFTER_MIXTURE);
    if (!settings.keeps(Ingredient.CROSS_FITTING)) {
      Scores unseen =
          uncalibrated(kept.model, rows, lesson.split().validationStart(), history.rows());
      return learned(kept.model, kept.loss, new CrossFitted(lesson, List.of(unseen)));
    }

    List<Taught> without = new ArrayList<>();
    BlendFitter fitter = new BlendFitter();
    for (int part = 0; part < PARTS; part++) {
      without.add(teachWithout(part, standardizer, all));
      fitter.add(without.get(part).model, all.slice(beginOf(part), beginOf(part + 1)));
    }
    Blend blend = settings.keeps(Ingredient.TEACHER) ? fitter.best() : Blend.MIXTURE;
    List<Scores> parts = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      RiskModel blended = without.get(part).model.withBlend(blend);
      parts.add(uncalibrated(blended, rows, beginOf(part), beginOf(part + 1)));
    }
    lesson.progress(Stage.ALERTING, longest, AFTER_PARTS);
    return learned(
        kept.model.withBlend(blend), without.get(PARTS - 1).loss, new CrossFitted(lesson, parts));
  }

  /** The first row of a part, or the row after the last part. */
  private int beginOf(int part) {
    return (int) ((long) history.rows() * part / PARTS);
  }

  private Scores uncalibrated(RiskModel model, float[] rows, int from, int until) {
    return Scores.of(CalibratedModel.uncalibrated(model), history, rows, from, until);
  }

  /** A teacher that has learned nothing. */
  private static Teacher indifferent(int features, int intents) {
    return new Teacher(features, new float[intents * features], new float[intents]);
  }

  /**
   * Calibration first: all else is fitted to calibrated risks.
   *
   * @param loss of the mixture that has not learned from the last part
   */
  private Learned learned(RiskModel model, double loss, CrossFitted raw) {
    boolean calibrates = settings.keeps(Ingredient.CALIBRATION);
    NestedCalibration calibration =
        calibrates
            ? raw.calibration()
            : NestedCalibration.identity(model.horizons(), model.intents());
    CrossFitted crossFitted = raw.calibrated(calibration);
    Thresholds thresholds = new Thresholds(lesson, span(), crossFitted.blocks());
    VerdictPolicy verdict = verdict();
    CrossFitted.Incidents incidents = crossFitted.incidents(thresholds.policy(), verdict);
    CalibratedModel calibrated = new CalibratedModel(model, calibration);

    List<HorizonModel> models = new ArrayList<>();
    List<TrainingReport.Horizon> reports = new ArrayList<>();
    Scores validation = crossFitted.validation();
    for (Duration horizon : settings.horizons()) {
      int output = models.size();
      AlertPolicy policy = output == 0 ? thresholds.policy() : thresholds.moreLikelyThanNot();
      models.add(new HorizonModel(horizon, calibrated, output, policy));
      AlertFigures figures =
          AlertTuner.forHorizon(horizon)
              .evaluate(policy, validation.block(output, lesson.windows(horizon)));
      reports.add(report(horizon, loss, figures, crossFitted.reliability(output)));
    }
    if (reports.get(0).figures().failures() == 0) {
      lesson.warn(
          "no failure lies wholly in the validation rows: how many of them it detects is unknown");
    }
    return new Learned(
        models,
        new IncidentModel(
            calibrates ? incidents.calibrated(verdict) : verdict,
            incidents.timeToFailure(settings.horizons()),
            thresholds.feedback()),
        reports,
        thresholds.budgets());
  }

  /** Uncalibrated. */
  private VerdictPolicy verdict() {
    VerdictPolicy verdict =
        settings.keeps(Ingredient.STEADY_VERDICT)
            ? new VerdictPolicy(span(), VerdictPolicy.STEADY.reissueLead(), 1)
            : VerdictPolicy.GATE;
    return settings.hasMultipleRootCauses() ? verdict.forMultipleRoots() : verdict;
  }

  private TrainingReport.Horizon report(
      Duration horizon, double loss, AlertFigures figures, List<Reliability> reliability) {
    return new TrainingReport.Horizon(
        horizon,
        Math.min(EPOCHS, settings.maxEpochs()),
        loss,
        figures,
        mean(reliability, Reliability::expectedCalibrationError),
        mean(reliability, Reliability::brier));
  }

  private static double mean(List<Reliability> intents, ToDoubleFunction<Reliability> figure) {
    return intents.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  /** Of the smoothed risks and verdicts, in rows. */
  private int span() {
    return (int) Math.max(1, Math.round(SMOOTHING * horizonRows()));
  }

  /**
   * What was learned from some of the rows.
   *
   * @param loss on others
   */
  private record Taught(RiskModel model, double loss) {}

  /** Learns for all epochs, whatever the loss on the other rows, which is told only. */
  private Taught teach(
      String name,
      TransplantedRows rows,
      MixtureData others,
      int epochs,
      double done,
      double then) {
    lesson.progress(Stage.TEACHER, longest, done);
    Teacher teacher =
        settings.keeps(Ingredient.TEACHER)
            ? TeacherTrainer.train(rows.own())
            : indifferent(features.featureCount(), lesson.intents().size());
    double afterTeacher = done + TEACHERS_SHARE * (then - done);
    TrainedMixture trained =
        lesson
            .withCheckpoint(new MixtureTrainer(mixture(rows.count(), epochs)), name)
            .train(
                teacher,
                rows,
                others,
                epoch -> lesson.progress(longest, epoch, between(afterTeacher, then, epoch)));
    return new Taught(new RiskModel(teacher, trained.mixture()), trained.validationLoss());
  }

  private MixtureSettings mixture(int rowsAnEpoch, int epochs) {
    MixtureSettings recommended =
        MixtureSettings.recommended().withCoupled(!settings.keeps(Ingredient.DECOUPLED_GATE));
    return recommended
        .withLoss(recommended.loss().withDecorrelation(settings.decorrelation()))
        .withBatch(
            Math.max(SMALLEST_BATCH, Math.min(recommended.batch(), rowsAnEpoch / STEPS_AN_EPOCH)))
        .withMultipleRootCauses(settings.hasMultipleRootCauses())
        .withCommonExpert(!settings.keeps(Ingredient.EXPERTS))
        .withAnnealed(settings.keeps(Ingredient.ANNEALING))
        .withDropout(dropout())
        .withWeightDecay(
            settings.keeps(Ingredient.DROPOUT_AND_DECAY) ? recommended.weightDecay() : 0)
        .withMaxEpochs(Math.min(epochs, settings.maxEpochs()))
        .withSeed(settings.seed());
  }

  private double dropout() {
    double recommended =
        hasFewFailures() ? DROPOUT_WITH_FEW : MixtureSettings.recommended().dropout();
    return settings.keeps(Ingredient.DROPOUT_AND_DECAY) ? recommended : 0;
  }

  private boolean hasFewFailures() {
    return lesson.failures().failures().stream()
            .filter(failure -> failure.role() != Failure.Role.VICTIM)
            .count()
        < FEW_FAILURES;
  }

  /** What is learned from the history without a part of it and what is close to that. */
  private Taught teachWithout(int part, Standardizer standardizer, Rows all) {
    int from = beginOf(part);
    int until = beginOf(part + 1);
    Duration purge = longest.multipliedBy(2);
    int before = history.firstRow(history.time(from).minus(purge));
    int after = history.firstRow(history.time(until - 1).plus(purge).plusMillis(1));
    double share = (AFTER_PARTS - AFTER_MIXTURE) / PARTS;
    double done = AFTER_MIXTURE + share * part;
    return teach(
        "mixture-without-part-" + (part + 1),
        transplanted(standardizer, all, before, after, history.rows()),
        all.slice(from, until),
        EPOCHS_WITHOUT_A_PART,
        done,
        done + share);
  }

  /** Copies of the history without some rows, to learn from. */
  private TransplantedRows transplanted(
      Standardizer standardizer, Rows all, int leftOutFrom, int leftOutUntil, int end) {
    int[] kept =
        IntStream.range(0, end).filter(i -> i < leftOutFrom || i >= leftOutUntil).toArray();
    int count = Math.min(MOST_ROWS_AN_EPOCH, DRAWS_OF_A_ROW * kept.length);
    return new TransplantedRows(lesson, features, standardizer, residuals, all, kept, count);
  }

  /** Horizon after horizon in each row, as a mixture of several horizons learns them. */
  private float[] nestedLabels() {
    return Rows.nested(
        settings.horizons().stream().map(horizon -> lesson.labels(horizon).binary()).toList(),
        lesson.intents().size());
  }

  private static double between(double from, double until, TrainingEpoch epoch) {
    return from + (until - from) * epoch.epoch() / epoch.maxEpochs();
  }

  /**
   * Rows with what they are taught.
   *
   * @param features standardised, {@code [rows × width]}
   * @param labels {@code [rows × horizons·intents]}
   * @param causes {@code [rows × intents]}
   */
  record Rows(float[] features, float[] labels, float[] causes, int width, int intents) {

    /** Labels of several horizons, longest first, side by side. */
    static float[] nested(List<float[]> horizons, int intents) {
      int rows = horizons.get(0).length / intents;
      int perRow = horizons.size() * intents;
      float[] nested = new float[Math.multiplyExact(rows, perRow)];
      for (int j = 0; j < horizons.size(); j++) {
        for (int row = 0; row < rows; row++) {
          System.arraycopy(
              horizons.get(j), row * intents, nested, row * perRow + j * intents, intents);
        }
      }
      return nested;
    }

    int count() {
      return causes.length / intents;
    }

    /** Labels of a row. */
    int labelsPerRow() {
      return labels.length / count();
    }

    MixtureData slice(int from, int until) {
      int perRow = labelsPerRow();
      return new MixtureData(
          until - from,
          Arrays.copyOfRange(features, from * width, until * width),
          Arrays.copyOfRange(labels, from * perRow, until * perRow),
          Arrays.copyOfRange(causes, from * intents, until * intents));
    }

    /** Puts a row of these at a place of others of the same kind. */
    void copy(int row, Rows to, int place) {
      int perRow = labelsPerRow();
      System.arraycopy(features, row * width, to.features, place * width, width);
      System.arraycopy(labels, row * perRow, to.labels, place * perRow, perRow);
      System.arraycopy(causes, row * intents, to.causes, place * intents, intents);
    }

    MixtureData data() {
      return new MixtureData(count(), features, labels, causes);
    }
  }
}
