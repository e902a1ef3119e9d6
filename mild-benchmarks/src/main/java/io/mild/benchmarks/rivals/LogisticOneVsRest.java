package io.mild.benchmarks.rivals;

import io.mild.moe.Teacher;
import io.mild.moe.TeacherTrainer;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** LR-OvR: a logistic regression an intent against the rest; the mixture's teacher alone. */
public final class LogisticOneVsRest implements Predictor {
  @Override
  public Trained train(Fold fold, DoubleConsumer progress) {
    RowModel.requireNotInterrupted();
    Teacher teacher = TeacherTrainer.train(fold.fit());
    RowModel model =
        (features, offset, risks) -> {
          teacher.logits(features, offset, risks);
          for (int i = 0; i < risks.length; i++) {
            risks[i] = Teacher.probability(risks[i]);
          }
        };
    progress.accept(1);
    return scored -> Prediction.of(model.scoredRows(scored));
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("L2 penalty", 1.0);
  }
}
