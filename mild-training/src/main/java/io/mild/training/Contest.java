package io.mild.training;

import io.mild.internal.io.TimeScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks for a short history, or one of few failures: of several recipes the one that needs
 * least, unless another would have warned clearly earlier of failures that it had not learned from.
 *
 * <p>Clearly is by more than the standard error of the mean difference, failure by failure: what
 * differs by less may well be a matter of which failures there happened to be.
 */
final class Contest {
  private final TrainingRun run;
  private final List<String> told = new ArrayList<>();
  private @Nullable Candidate best;
  private double[] leads = {};

  /** Nobody has entered yet. */
  Contest(TrainingRun run) {
    this.run = run;
  }

  /**
   * Lets one try.
   *
   * @param next what needs more than those before
   */
  void enter(Candidate next) {
    double[] its = leads(next);
    if (best == null || isClearlyEarlier(its, leads)) {
      best = next;
      leads = its;
    }
  }

  private double[] leads(Candidate candidate) {
    double[] its = candidate.leadMinutes(run);
    TimeScale scale = TimeScale.of(run.plan().horizons().get(0));
    told.add(
        "%s %s".formatted(candidate.name(), scale.format(Arrays.stream(its).average().orElse(0))));
    return its;
  }

  /**
   * Whether leads are longer on average by more than the standard error.
   *
   * @param leads of the same failures as {@code others}
   */
  static boolean isClearlyEarlier(double[] leads, double[] others) {
    SummaryStatistics differences = new SummaryStatistics();
    for (int i = 0; i < leads.length; i++) {
      differences.addValue(leads[i] - others[i]);
    }
    double error = differences.getStandardDeviation() / Math.sqrt(differences.getN());
    return leads.length > 1 && differences.getMean() > error;
  }

  /** Who speaks. */
  Candidate winner() {
    return Objects.requireNonNull(best, "nobody has entered");
  }

  /** The leads of all, in a sentence; empty of one alone. */
  Optional<String> told() {
    return told.size() < 2
        ? Optional.empty()
        : Optional.of(
            "how long before the history's failures each would have warned on average, with the"
                + " lowest threshold that keeps the budget there and without having learned of"
                + " them: "
                + String.join(", ", told));
  }
}
