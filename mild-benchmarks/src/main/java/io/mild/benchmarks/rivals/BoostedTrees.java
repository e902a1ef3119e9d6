package io.mild.benchmarks.rivals;

import io.mild.moe.MixtureData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Gradient-boosted trees: an ensemble an intent for its risk, and one for the root cause, with a
 * class an intent, fitted to the rows that have exactly one root cause.
 *
 * <p>Rows of one minute after another are much alike, so of a long history every n-th row is fitted
 * to, healthy or not, such that there are at most {@value #MAX_ROWS}; probabilities need no
 * correction for that. All validation rows judge.
 *
 * <p>An intent whose fit labels are all alike gets its {@link BaseRate}. If fewer than two intents
 * were a root cause, no cause is told; otherwise those that never were have a probability of 0.
 */
public final class BoostedTrees implements Predictor {
  private static final long SEED = 42;
  private static final int MAX_ROWS = 20_000;

  @Override
  public Trained train(Fold fold, DoubleConsumer progress) {
    MixtureData fit = fold.fit();
    int intents = fit.intents();
    SplittableRandom random = new SplittableRandom(SEED);
    BaseRate[] rates = BaseRate.of(fit);
    BoostedScores[] risks = new BoostedScores[intents];
    int[] rows = thinned(IntStream.range(0, fit.rows()).toArray());
    TreeBoosting boosting = new TreeBoosting(fold.features(), fit.featureCount(), rows);
    for (int i = 0; i < intents; i++) {
      double done = i / (intents + 1.0);
      risks[i] =
          rates[i].all()
              ? BoostedScores.constant(rates[i].risk())
              : fitRisk(
                  boosting,
                  rows,
                  fold,
                  i,
                  random.split(),
                  share -> progress.accept(done + share / (intents + 1)));
    }
    Optional<RowModel> causes =
        fitCauses(
            fold, random.split(), share -> progress.accept((intents + share) / (intents + 1)));
    progress.accept(1);
    RowModel risk = riskModel(risks, fit.featureCount());
    return scored ->
        causes
            .map(cause -> Prediction.of(risk.scoredRows(scored), cause.scoredRows(scored)))
            .orElseGet(() -> Prediction.of(risk.scoredRows(scored)));
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("trees at most", TreeBoosting.ROUNDS);
    settings.put("shrinkage", TreeBoosting.SHRINKAGE);
    settings.put("depth at most", TreeBoosting.DEPTH);
    settings.put("leaves at most", TreeBoosting.LEAVES);
    settings.put("rows a leaf at least", TreeBoosting.ROWS_A_LEAF);
    settings.put("share of rows a tree", TreeBoosting.SUBSAMPLE);
    settings.put("rows fitted to at most", MAX_ROWS);
    settings.put("seed", SEED);
    return settings;
  }

  private static BoostedScores fitRisk(
      TreeBoosting boosting,
      int[] rows,
      Fold fold,
      int intent,
      SplittableRandom random,
      DoubleConsumer done) {
    MixtureData validation = fold.validation();
    int start = fold.validationStart();
    return boosting.fit(
        labels(fold.fit(), rows, intent),
        IntStream.range(start, start + validation.rows()).toArray(),
        labels(validation, IntStream.range(0, validation.rows()).toArray(), intent),
        random,
        done);
  }

  private static int[] labels(MixtureData data, int[] rows, int intent) {
    return IntStream.of(rows)
        .map(row -> data.labels()[row * data.intents() + intent] > 0.5f ? 1 : 0)
        .toArray();
  }

  private static RowModel riskModel(BoostedScores[] risks, int width) {
    return (features, offset, probabilities) -> {
      FeatureRow row = new FeatureRow(features, width).at(offset);
      for (int i = 0; i < risks.length; i++) {
        probabilities[i] = risks[i].classProbabilities(row)[BoostedScores.POSITIVE];
      }
    };
  }

  private static Optional<RowModel> fitCauses(
      Fold fold, SplittableRandom random, DoubleConsumer progress) {
    MixtureData fit = fold.fit();
    MixtureData validation = fold.validation();
    int width = fit.featureCount();
    int[] rows = thinned(rowsWhose(fit, cause -> cause >= 0));
    int[] roots = IntStream.of(rows).map(row -> cause(fit, row)).distinct().sorted().toArray();
    if (roots.length < 2) {
      return Optional.empty();
    }
    int[] judged = rowsWhose(validation, cause -> classOf(roots, cause) >= 0);
    BoostedScores fitted =
        new TreeBoosting(fold.features(), width, rows)
            .fit(
                IntStream.of(rows).map(row -> classOf(roots, cause(fit, row))).toArray(),
                IntStream.of(judged).map(row -> fold.validationStart() + row).toArray(),
                IntStream.of(judged).map(row -> classOf(roots, cause(validation, row))).toArray(),
                random,
                progress);
    return Optional.of(
        (features, offset, probabilities) -> {
          FeatureRow row = new FeatureRow(features, width).at(offset);
          double[] ofClasses = fitted.classProbabilities(row);
          for (int c = 0; c < roots.length; c++) {
            probabilities[roots[c]] = ofClasses[c]; // the other intents' stay 0
          }
        });
  }

  private static int[] thinned(int[] rows) {
    int stride = 1 + (rows.length - 1) / MAX_ROWS;
    return IntStream.range(0, rows.length).filter(n -> n % stride == 0).map(n -> rows[n]).toArray();
  }

  private static int[] rowsWhose(MixtureData data, IntPredicate cause) {
    return IntStream.range(0, data.rows()).filter(row -> cause.test(cause(data, row))).toArray();
  }

  private static int classOf(int[] roots, int intent) {
    return IntStream.range(0, roots.length).filter(c -> roots[c] == intent).findFirst().orElse(-1);
  }

  /** The intent that has more than half of a row's target; −1 if there is none. */
  private static int cause(MixtureData data, int row) {
    for (int i = 0; i < data.intents(); i++) {
      if (data.causes()[row * data.intents() + i] > 0.5f) {
        return i;
      }
    }
    return -1;
  }
}
