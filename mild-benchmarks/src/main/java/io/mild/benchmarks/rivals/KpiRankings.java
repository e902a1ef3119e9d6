package io.mild.benchmarks.rivals;

import io.mild.features.FeatureSpec;
import io.mild.moe.Teacher;
import io.mild.moe.TeacherTrainer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which KPIs two simple rules call the most important at a minute: what explanations are to be
 * better than. They know the fold's paper features and what failed before the test block.
 */
public final class KpiRankings {
  private final Fold fold;
  private final FeatureSpec spec;
  private final LongestMeans means;
  private @Nullable Teacher teacher; // trained when it is first asked for

  /** Of a fold. */
  public KpiRankings(Fold fold) {
    this.fold = fold;
    this.spec = fold.spec();
    this.means = LongestMeans.of(spec);
  }

  /** By how far the mean over 15 minutes is out, {@code |z|}, the farthest first. */
  public List<String> byDeviation(Instant time) {
    int offset = offset(time);
    return ranked(kpi -> Math.abs(means.of(fold.features(), offset, kpi)));
  }

  /**
   * By what its features add to the intent's logistic regression, {@code |Σ w·z|}, the most first.
   */
  public List<String> byTeacher(Instant time, String intent) {
    int offset = offset(time);
    int width = spec.featureCount();
    float[] weights = teacher().weights();
    int first = fold.intents().indexOf(intent) * width;
    double[] sums = new double[spec.kpiCount()];
    for (int feature = 0; feature < width; feature++) {
      sums[spec.kpiOf(feature)] += weights[first + feature] * fold.features()[offset + feature];
    }
    return ranked(kpi -> Math.abs(sums[kpi]));
  }

  private synchronized Teacher teacher() {
    if (teacher == null) {
      teacher = TeacherTrainer.train(fold.fit());
    }
    return teacher;
  }

  private int offset(Instant time) {
    return fold.rows().firstRow(time) * spec.featureCount();
  }

  private List<String> ranked(IntToDoubleFunction importance) {
    return IntStream.range(0, spec.kpiCount())
        .boxed()
        .sorted(Comparator.comparingDouble(kpi -> -importance.applyAsDouble(kpi)))
        .map(spec.kpis()::get)
        .toList();
  }
}
