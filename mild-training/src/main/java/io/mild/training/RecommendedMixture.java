package io.mild.training;

import io.mild.data.KpiHistory;
import io.mild.features.ResidualSpec;
import io.mild.moe.BlendedModel;
import io.mild.moe.IntentViews;
import io.mild.moe.Teacher;
import io.mild.report.Ingredient;
import io.mild.training.TrainingProgress.Stage;
import io.mild.training.labels.HistoryRows;
import io.mild.training.mixture.EpochRows;
import io.mild.training.mixture.MixtureData;
import io.mild.training.mixture.MixtureSettings;
import io.mild.training.mixture.MixtureTrainer;
import io.mild.training.mixture.TeacherTrainer;
import io.mild.training.mixture.TrainedMixture;
import io.mild.training.mixture.TrainingEpoch;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The recommended preset's mixtures: trained with their teachers on failures transplanted in time,
 * for all epochs, at a rate that falls to 0.
 *
 * <p>Where intents share a mixture, an epoch and a step have as many views as they have rows
 * elsewhere: a row is a view an intent.
 */
final class RecommendedMixture {
  private static final int MOST_VIEWS_AN_EPOCH = 90_000;

  /**
   * Of a short history, so many times its rows are drawn an epoch: they are hardly ever the same.
   */
  private static final int DRAWS_OF_A_ROW = 4;

  /** Neighbouring rows are much alike: to a teacher, so many tell nearly all. */
  private static final int MOST_OWN_ROWS = 20_000;

  /** Fewer failures are soon learned by heart: then more is dropped out. */
  private static final int FEW_FAILURES = 64;

  private static final double DROPOUT_WITH_FEW = 0.35;

  /** Of a teacher that intents share; with less, two dozen failures are learned by heart. */
  private static final double SHARED_PENALTY = 30;

  private static final int SMALLEST_BATCH = 32;
  private static final int STEPS_AN_EPOCH = 50;

  /** Of the time that one mixture and its teacher take, about. */
  private static final double TEACHERS_SHARE = 0.1;

  private final TrainingRun run;
  private final TrainingPlan plan;
  private final ResidualSpec features;
  private final double[] residuals; // [row × kpi]
  private final HistoryRows all;
  private final @Nullable IntentViews views;

  /**
   * @param residuals of all rows of the history
   * @param all rows of the history
   */
  RecommendedMixture(TrainingRun run, ResidualSpec features, double[] residuals, HistoryRows all) {
    this.run = run;
    this.plan = run.plan();
    this.features = features;
    this.residuals = residuals;
    this.all = all;
    this.views = run.shared().map(owned -> owned.views(run.intents(), features)).orElse(null);
  }

  /**
   * What was learned from some of the rows.
   *
   * @param loss on others
   */
  record FittedMixture(BlendedModel model, double loss) {}

  /** Learns from the first rows; the loss told is that on the history's own. */
  FittedMixture fitFirst(String name, int rows, int epochs, double done, double then) {
    int[] kept = IntStream.range(0, rows).toArray();
    MixtureData own = some(kept);
    return fit(name, kept, teacher(own, done), own, epochs, done, then);
  }

  /**
   * Learns from all rows but a part and what is close to it.
   *
   * @param from the part's first row
   * @param until the row after its last
   */
  FittedMixture fitWithout(int from, int until, String name, int epochs, double done, double then) {
    KpiHistory history = run.history();
    Duration purge = plan.horizons().get(0).multipliedBy(2);
    int before = history.firstRow(history.time(from).minus(purge));
    int after = history.firstRow(history.time(until - 1).plus(purge).plusMillis(1));
    int[] kept = IntStream.range(0, history.rows()).filter(i -> i < before || i >= after).toArray();
    return fit(name, kept, teacher(some(kept), done), all.slice(from, until), epochs, done, then);
  }

  /** Every n-th of these rows where there are many. */
  private MixtureData some(int[] kept) {
    int stride = 1 + (kept.length - 1) / MOST_OWN_ROWS;
    int[] some =
        IntStream.iterate(0, i -> i < kept.length, i -> i + stride).map(i -> kept[i]).toArray();
    return all.at(some).data();
  }

  /** Learns for all epochs, whatever the loss on the other rows, which is told only. */
  private FittedMixture fit(
      String name,
      int[] kept,
      Teacher teacher,
      MixtureData others,
      int epochs,
      double done,
      double then) {
    int count = Math.min(MOST_VIEWS_AN_EPOCH / viewsOfARow(), DRAWS_OF_A_ROW * kept.length);
    MixtureSettings settings = mixture(count, epochs);
    EpochRows rows =
        new TransplantedRows(run, features, residuals, all, kept, count, settings.maxEpochs());
    double afterTeacher = done + TEACHERS_SHARE * (then - done);
    MixtureTrainer trainer = run.withCheckpoint(new MixtureTrainer(settings), name);
    TrainedMixture trained =
        trainer.train(
            teacher,
            views == null ? rows : rows.seenBy(views),
            seen(others),
            epoch ->
                run.progress(plan.horizons().get(0), epoch, between(afterTeacher, then, epoch)));
    BlendedModel model = new BlendedModel(teacher, trained.mixture());
    return new FittedMixture(
        views == null ? model : model.sharedBy(views), trained.validationLoss());
  }

  private Teacher teacher(MixtureData own, double done) {
    run.progress(Stage.TEACHER, plan.horizons().get(0), done);
    if (!plan.keeps(Ingredient.TEACHER)) {
      return views == null
          ? indifferent(features.featureCount(), run.intents().size())
          : indifferent(views.width(), 1);
    }
    return views == null
        ? TeacherTrainer.train(own)
        : TeacherTrainer.trainShared(own.seenBy(views), SHARED_PENALTY);
  }

  /** A teacher that has learned nothing. */
  private static Teacher indifferent(int features, int intents) {
    return new Teacher(features, new float[intents * features], new float[intents]);
  }

  private MixtureData seen(MixtureData rows) {
    return views == null ? rows : rows.seenBy(views);
  }

  private int viewsOfARow() {
    return views == null ? 1 : views.count();
  }

  private MixtureSettings mixture(int rowsAnEpoch, int epochs) {
    MixtureSettings recommended =
        MixtureSettings.recommended().toBuilder()
            .coupled(!plan.keeps(Ingredient.DECOUPLED_GATE))
            .build();
    int batch = Math.min(recommended.batch() / viewsOfARow(), rowsAnEpoch / STEPS_AN_EPOCH);
    return recommended.toBuilder()
        .loss(recommended.loss().toBuilder().decorrelation(plan.decorrelation()).build())
        .batch(Math.max(SMALLEST_BATCH, batch))
        .multipleRootCauses(plan.multipleRootCauses())
        .commonExpert(!plan.keeps(Ingredient.EXPERTS))
        .annealed(plan.keeps(Ingredient.ANNEALING))
        .dropout(dropout())
        .weightDecay(plan.keeps(Ingredient.DROPOUT_AND_DECAY) ? recommended.weightDecay() : 0)
        .maxEpochs(Math.min(epochs, plan.maxEpochs()))
        .seed(plan.seed())
        .build();
  }

  private double dropout() {
    double recommended =
        hasFewFailures() ? DROPOUT_WITH_FEW : MixtureSettings.recommended().dropout();
    return plan.keeps(Ingredient.DROPOUT_AND_DECAY) ? recommended : 0;
  }

  private boolean hasFewFailures() {
    return run.failures().notVictims().failures().size() < FEW_FAILURES;
  }

  private static double between(double from, double until, TrainingEpoch epoch) {
    return from + (until - from) * epoch.epoch() / epoch.maxEpochs();
  }
}
