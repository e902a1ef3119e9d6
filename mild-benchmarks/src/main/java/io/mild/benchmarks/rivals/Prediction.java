package io.mild.benchmarks.rivals;

import io.mild.Assessment;
import io.mild.Mild;
import java.util.List;
import java.util.Optional;

/**
 * What a model says of a fold's rows, from the first validation row to the last of the test block.
 *
 * @param risks probability that an intent fails within the horizon, {@code [intents][rows]}
 * @param causes for each intent the probability that it is the root cause, {@code [intents][rows]};
 *     empty if the model doesn't tell, and the intent of the highest smoothed risk is named
 * @param mild the model, if it is MILD: with its alert policy
 * @param assessments of the test block's rows, if it is MILD; else empty
 */
public record Prediction(
    double[][] risks, double[][] causes, Optional<Mild> mild, List<Assessment> assessments) {

  /** Of risks alone. */
  public static Prediction of(double[][] risks) {
    return new Prediction(risks, new double[0][], Optional.empty(), List.of());
  }

  /** Of risks and root causes. */
  public static Prediction of(double[][] risks, double[][] causes) {
    return new Prediction(risks, causes, Optional.empty(), List.of());
  }
}
