package io.mild.training;

import io.mild.data.KpiHistory;
import io.mild.features.EwmaBank;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
import io.mild.report.Ingredient;
import io.mild.training.labels.LabelledRows;
import io.mild.training.mixture.EpochRows;
import io.mild.training.mixture.MixtureData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Rows to learn from that are others in each epoch: one in {@value #SETS} is drawn from the history
 * itself, the rest from a copy of it with its failures transplanted ({@link FailureTransplant}), a
 * new one each epoch.
 */
final class TransplantedRows implements EpochRows {
  private static final int SETS = 21;

  /** Neighbouring rows are much alike: of the history's own, so many tell nearly all. */
  private static final int MOST_OWN_ROWS = 20_000;

  private final TrainingRun run;
  private final ResidualSpec spec;
  private final Standardizer standardizer;
  private final LabelledRows all;
  private final int[] kept;
  private final int count;
  private final KpiHistory history; // of the kept rows
  private final FailureTransplant transplant;
  private final LabelledRows drawn;

  /**
   * @param residuals of all rows of the history
   * @param all rows of the history
   * @param kept which of them may be learned from, ascending
   * @param count rows an epoch
   */
  TransplantedRows(
      TrainingRun run,
      ResidualSpec spec,
      Standardizer standardizer,
      double[] residuals,
      LabelledRows all,
      int[] kept,
      int count) {
    this.run = run;
    this.spec = spec;
    this.standardizer = standardizer;
    this.all = all;
    this.kept = kept;
    this.count = count;
    this.history = run.history().rowsAt(kept);
    int kpis = spec.kpiCount();
    double[] keptResiduals = new double[kept.length * kpis];
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(residuals, kept[i] * kpis, keptResiduals, i * kpis, kpis);
    }
    this.transplant =
        new FailureTransplant(
            history,
            kept.length,
            keptResiduals,
            run.failures(),
            run.plan().horizons().get(0),
            run.times().protectedAfterRecovery(),
            run.plan().seed());
    this.drawn =
        new LabelledRows(
            new float[Math.multiplyExact(count, all.width())],
            new float[count * all.labelsPerRow()],
            new float[count * all.intents()],
            all.width(),
            all.intents());
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public String description() {
    return "%s, %d of %d rows, %s, without %s"
        .formatted(
            TrainingDigest.of(run.history(), run.failures()),
            count,
            kept.length,
            spec.spans(),
            run.plan().without());
  }

  @Override
  public MixtureData rows(int epoch) {
    LabelledRows copy = transplants() ? copy(epoch) : all;
    SplittableRandom random = new SplittableRandom(run.plan().seed() ^ (long) epoch << 32);
    for (int place = 0; place < count; place++) {
      int row = random.nextInt(kept.length);
      boolean own = random.nextInt(SETS) == 0;
      if (own || copy == all) {
        all.copy(kept[row], drawn, place);
      } else {
        copy.copy(row, drawn, place);
      }
    }
    return drawn.data();
  }

  private boolean transplants() {
    return !transplant.isEmpty() && run.plan().keeps(Ingredient.TRANSPLANTED_FAILURES);
  }

  /** The history's own rows, every n-th of them where there are many. */
  MixtureData own() {
    int stride = 1 + (kept.length - 1) / MOST_OWN_ROWS;
    int rows = (kept.length + stride - 1) / stride;
    LabelledRows own =
        new LabelledRows(
            new float[rows * all.width()],
            new float[rows * all.labelsPerRow()],
            new float[rows * all.intents()],
            all.width(),
            all.intents());
    for (int place = 0; place < rows; place++) {
      all.copy(kept[place * stride], own, place);
    }
    return own.data();
  }

  private LabelledRows copy(int number) {
    FailureTransplant.Copy copy = transplant.copy(number);
    List<Duration> horizons = run.plan().horizons();
    List<float[]> labels =
        horizons.stream()
            .map(horizon -> run.labels(history, copy.failures(), horizon).binary())
            .toList();
    return new LabelledRows(
        features(copy.residuals()),
        LabelledRows.nested(labels, all.intents()),
        run.causes(history, copy.failures(), horizons.get(0)),
        all.width(),
        all.intents());
  }

  private float[] features(double[] residuals) {
    int kpis = spec.kpiCount();
    int[] spans = spec.spans().stream().mapToInt(span -> rows(span)).toArray();
    EwmaBank bank = new EwmaBank(kpis, spans);
    float[] features = new float[Math.multiplyExact(kept.length, all.width())];
    double[] row = new double[kpis];
    double[] averages = new double[all.width()];
    Duration gap = spec.period().multipliedBy(spec.restartSlots()); // as a stream
    Instant last = history.start();
    for (int i = 0; i < kept.length; i++) {
      for (int j = 0; j < kpis; j++) {
        double residual = residuals[i * kpis + j];
        row[j] = Math.max(-SeasonalProfile.CLIP, Math.min(SeasonalProfile.CLIP, residual));
      }
      if (Duration.between(last, history.time(i)).compareTo(gap) > 0) {
        bank.restart();
      }
      last = history.time(i);
      bank.accept(row, averages);
      standardizer.apply(averages, features, i * all.width());
    }
    return features;
  }

  private int rows(Duration span) {
    return (int) span.dividedBy(spec.period());
  }
}
