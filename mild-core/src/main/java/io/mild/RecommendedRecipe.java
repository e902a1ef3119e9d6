package io.mild;

import io.mild.TrainingProgress.Stage;
import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.AlertTuner;
import io.mild.alerting.IncidentPolicy;
import io.mild.alerting.IncidentTuner;
import io.mild.alerting.IncidentTuning;
import io.mild.alerting.ScoredBlock;
import io.mild.features.FeatureSet;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
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
import java.util.Collections;
import java.util.List;
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

  private static final int PARTS = 4;
  private static final int MOST_ROWS_AN_EPOCH = 90_000;

  /**
   * Of a short history, so many times its rows are drawn an epoch: they are hardly ever the same.
   */
  private static final int DRAWS_OF_A_ROW = 4;

  private static final int SMALLEST_BATCH = 32;
  private static final int STEPS_AN_EPOCH = 50;

  /** A shorter horizon alerts where it is more likely than not. */
  private static final AlertRule MORE_LIKELY_THAN_NOT =
      new AlertRule(IncidentPolicy.DEFAULT_SPAN, 0.5);

  /** Where the training stands, about, when its stages are done. */
  private static final double AFTER_TEACHER = 0.05;

  private static final double AFTER_MIXTURE = 0.25;
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
    SeasonalProfile profile = SeasonalProfile.fit(ZoneOffset.UTC, times, residuals, i -> true);
    for (int i = 0; i < times.length; i++) {
      history.copyRow(i, row);
      profile.residuals(times[i], row, row);
      System.arraycopy(row, 0, residuals, i * kpis, kpis);
    }
    this.features =
        new ResidualSpec(
            history.kpis(), history.samplingPeriod(), settings.windows(spans()), profile);
  }

  /** As shares of the longest horizon, in whole rows. */
  private List<Duration> spans() {
    Duration period = history.samplingPeriod();
    double rows = longest.toMillis() / (double) period.toMillis();
    return DoubleStream.of(SPANS)
        .mapToLong(share -> Math.max(1, Math.round(share * rows)))
        .distinct()
        .mapToObj(period::multipliedBy)
        .toList();
  }

  @Override
  public FeatureSet features() {
    return features;
  }

  @Override
  public int fitRows() {
    return history.rows();
  }

  @Override
  public List<Learned> learn(Standardizer standardizer, float[] rows) {
    float[] labels = nestedLabels();
    float[] causes = lesson.labels(longest).causes();
    Rows all = new Rows(rows, labels, causes, features.featureCount(), lesson.intents().size());
    TransplantedRows whole = transplanted(standardizer, all, 0, 0);

    lesson.progress(Stage.TEACHER, longest, 0);
    MixtureData own = whole.own();
    Teacher teacher = TeacherTrainer.train(own);
    TrainedMixture kept = train("mixture", teacher, whole, own, AFTER_TEACHER, AFTER_MIXTURE);
    RiskModel model = new RiskModel(teacher, kept.mixture());

    List<ScoredBlock> crossFitted = new ArrayList<>();
    RiskModel judged = model;
    double loss = Double.NaN;
    for (int part = 0; part < PARTS; part++) {
      int from = (int) ((long) history.rows() * part / PARTS);
      int until = (int) ((long) history.rows() * (part + 1) / PARTS);
      TrainedMixture trained = trainWithout(part, from, until, teacher, standardizer, all);
      judged = new RiskModel(teacher, trained.mixture());
      loss = trained.validationLoss();
      crossFitted.add(lesson.scored(judged, 0, rows, from, until, longest));
    }
    lesson.progress(Stage.ALERTING, longest, AFTER_PARTS);
    return learned(model, judged, loss, policy(crossFitted), rows);
  }

  /**
   * @param judged has not learned from the validation rows, which are within the last part
   * @param loss of what is judged
   */
  private List<Learned> learned(
      RiskModel model, RiskModel judged, double loss, AlertPolicy policy, float[] rows) {
    List<Learned> learned = new ArrayList<>();
    for (Duration horizon : settings.horizons()) {
      int output = learned.size();
      AlertPolicy own = output == 0 ? policy : new AlertPolicy(all(MORE_LIKELY_THAN_NOT));
      ScoredBlock validation =
          lesson.scored(
              judged, output, rows, lesson.split().validationStart(), history.rows(), horizon);
      AlertFigures figures = AlertTuner.forHorizon(horizon).evaluate(own, validation);
      if (output == 0 && figures.failures() == 0) {
        lesson.warn(
            "no failure lies wholly in the validation rows: how many of them it detects is"
                + " unknown");
      }
      learned.add(
          new Learned(
              new HorizonModel(horizon, model, output, own),
              new TrainingReport.Horizon(horizon, epochs(), loss, figures)));
    }
    return learned;
  }

  private int epochs() {
    return Math.min(MixtureSettings.recommended().maxEpochs(), settings.maxEpochs());
  }

  /** Trains for all epochs, whatever the loss on the validation rows, which is told only. */
  private TrainedMixture train(
      String name,
      Teacher teacher,
      TransplantedRows rows,
      MixtureData validation,
      double done,
      double then) {
    return lesson
        .withCheckpoint(new MixtureTrainer(mixture(rows.count())), name)
        .train(
            teacher,
            rows,
            validation,
            epoch -> lesson.progress(longest, epoch, between(done, then, epoch)));
  }

  private MixtureSettings mixture(int rowsAnEpoch) {
    MixtureSettings recommended = MixtureSettings.recommended();
    return recommended
        .withLoss(recommended.loss().withDecorrelation(settings.decorrelation()))
        .withBatch(
            Math.max(SMALLEST_BATCH, Math.min(recommended.batch(), rowsAnEpoch / STEPS_AN_EPOCH)))
        .withMaxEpochs(epochs())
        .withSeed(settings.seed());
  }

  /** A mixture that learns from the history without a part of it. */
  private TrainedMixture trainWithout(
      int part, int from, int until, Teacher teacher, Standardizer standardizer, Rows all) {
    Duration purge = longest.multipliedBy(2);
    int before = history.firstRow(history.time(from).minus(purge));
    int after = history.firstRow(history.time(until - 1).plus(purge).plusMillis(1));
    double share = (AFTER_PARTS - AFTER_MIXTURE) / PARTS;
    double done = AFTER_MIXTURE + share * part;
    return train(
        "mixture-without-part-" + (part + 1),
        teacher,
        transplanted(standardizer, all, before, after),
        all.slice(from, until),
        done,
        done + share);
  }

  private AlertPolicy policy(List<ScoredBlock> crossFitted) {
    IncidentTuner tuner = IncidentTuner.forBudget(settings.falsePositiveBudget());
    IncidentTuning tuned = tuner.tune(crossFitted);
    if (tuned.probabilityWithinBudget() < IncidentTuner.DEFAULT_CONFIDENCE) {
      tuned = tuner.tuneNaively(crossFitted);
      lesson.warn(
          Training.format(
              "the history of %.1f days is too short to promise a budget of %s false alerts a day"
                  + " with a confidence of %s: the threshold keeps it on the history only",
              crossFitted.stream().mapToDouble(ScoredBlock::days).sum(),
              settings.falsePositiveBudget(),
              IncidentTuner.DEFAULT_CONFIDENCE));
    }
    IncidentPolicy policy = tuned.policy();
    AlertRule rule =
        policy.threshold() >= IncidentPolicy.NEVER
            ? AlertRule.never(policy.span())
            : new AlertRule(policy.span(), policy.thresholdRisk());
    return new AlertPolicy(all(rule), policy.quietGap(), policy.renotifyAfter());
  }

  private List<AlertRule> all(AlertRule rule) {
    return Collections.nCopies(lesson.intents().size(), rule);
  }

  /** Copies of the history without some rows, to learn from. */
  private TransplantedRows transplanted(
      Standardizer standardizer, Rows all, int leftOutFrom, int leftOutUntil) {
    int[] kept =
        IntStream.range(0, history.rows())
            .filter(i -> i < leftOutFrom || i >= leftOutUntil)
            .toArray();
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
