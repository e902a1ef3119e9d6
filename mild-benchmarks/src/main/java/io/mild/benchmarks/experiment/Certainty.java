package io.mild.benchmarks.experiment;

import io.mild.benchmarks.experiment.AlertResult.Outcome;
import io.mild.training.alerting.Reliability;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How sure verdicts on the root cause were, and how far that could be relied on. Only verdicts with
 * a probability count; figures of none are NaN.
 *
 * @param alone share of the verdicts that named one intent alone
 * @param aloneRight share of these that named the root cause
 * @param pairRight share of the ambiguous verdicts that had the root cause among their two intents
 * @param right share of all verdicts that had it among the intents they named
 * @param ece expected calibration error of the named intent's probability
 */
public record Certainty(
    double alone, double aloneRight, double pairRight, double right, double ece) {

  /**
   * Of one verdict on each of these failures.
   *
   * @param verdict such as {@code incident}
   */
  public static Certainty of(String verdict, List<Outcome> outcomes) {
    List<Said> said =
        outcomes.stream()
            .map(outcome -> Said.of(outcome, verdict))
            .flatMap(Optional::stream)
            .toList();
    Predicate<Said> isAlone = one -> one.candidates == 1;
    return new Certainty(
        share(said, isAlone),
        share(said.stream().filter(isAlone).toList(), Said::among),
        share(said.stream().filter(isAlone.negate()).toList(), Said::among),
        share(said, Said::among),
        calibrationError(said));
  }

  /**
   * A verdict, held against the truth.
   *
   * @param candidates how many intents it named
   * @param among whether the root cause is one of them
   * @param right whether it is the first of them
   * @param probability that it is
   */
  private record Said(int candidates, boolean among, boolean right, double probability) {
    static Optional<Said> of(Outcome outcome, String verdict) {
      return outcome
          .named(verdict)
          .filter(named -> !Double.isNaN(named.probability()))
          .map(
              named ->
                  new Said(
                      named.candidates().size(),
                      named.candidates().contains(outcome.intent()),
                      outcome.isRight(verdict),
                      named.probability()));
    }
  }

  private static double share(List<Said> of, Predicate<Said> holds) {
    return of.stream().mapToInt(one -> holds.test(one) ? 1 : 0).average().orElse(Double.NaN);
  }

  private static double calibrationError(List<Said> said) {
    if (said.isEmpty()) {
      return Double.NaN;
    }
    boolean[] right = new boolean[said.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = said.get(i).right;
    }
    return Reliability.of(said.stream().mapToDouble(Said::probability).toArray(), right)
        .expectedCalibrationError();
  }
}
