package io.mild.benchmarks.rivals;

import io.mild.moe.IntentViews;
import io.mild.moe.Teacher;
import io.mild.training.mixture.MixtureData;
import io.mild.training.mixture.TeacherTrainer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * One logistic regression for all intents: each is seen through its own KPIs in robust deviations,
 * and how they stand against the same kinds of the others' ({@link IntentViews}), and weights are
 * shared. So an intent that never failed has a risk, too.
 *
 * <p>Where intents own no KPIs of the same kinds, there is nothing to share: it is {@link
 * LogisticOneVsRest}.
 */
public final class SharedLogistic implements Predictor {
  /** The shared teacher's of MILD: with less, two dozen failures are learned by heart. */
  private static final double PENALTY = 30;

  @Override
  public Trained train(Fold fold, DoubleConsumer progress) {
    RowModel.requireNotInterrupted();
    Optional<IntentViews> views = fold.owners().views(fold.intents(), fold.spec());
    if (views.isEmpty()) {
      return new LogisticOneVsRest().train(fold, progress);
    }
    MixtureData fit = fold.fit();
    RobustDeviations scale = RobustDeviations.of(fit.features(), fit.featureCount(), fit.rows());
    MixtureData deviations =
        new MixtureData(fit.rows(), scale.of(fit.features()), fit.labels(), fit.causes());
    Teacher teacher = TeacherTrainer.trainShared(deviations.seenBy(views.get()), PENALTY);
    RowModel model = new Seen(scale, views.get(), teacher);
    progress.accept(1);
    return scored -> Prediction.of(model.scoredRows(scored));
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("L2 penalty", PENALTY);
    settings.put("where no KPIs are of the same kind", "one regression an intent");
    return settings;
  }

  /** The shared regression asked once for each intent. */
  private record Seen(RobustDeviations scale, IntentViews views, Teacher teacher)
      implements RowModel {
    @Override
    public void score(float[] features, int offset, double[] probabilities) {
      float[] row = new float[scale.median().length];
      for (int j = 0; j < row.length; j++) {
        row[j] = scale.of(features[offset + j], j);
      }
      float[] seen = new float[views.count() * views.width()];
      views.write(row, 0, seen, 0);
      double[] logit = new double[1];
      for (int i = 0; i < probabilities.length; i++) {
        teacher.logits(seen, i * views.width(), logit);
        probabilities[i] = Teacher.probability(logit[0]);
      }
    }
  }
}
