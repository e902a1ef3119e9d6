package io.mild.internal.model;

import java.time.Instant;
import java.util.stream.IntStream;

/**
 * A failure that a model learned from, as the model saw it when it would have alerted.
 *
 * @param incident the operator's number
 * @param intent the root cause, or what failed where nobody named one
 * @param kind the operator's word for it; may be empty
 * @param time when it failed
 * @param contributions of each KPI to the intent's risk
 * @param deviations of each KPI, in standard deviations
 */
public record PastFailure(
    String incident,
    String intent,
    String kind,
    Instant time,
    double[] contributions,
    double[] deviations) {

  /**
   * How like this another row is, −1 to 1: the mean of the cosine between the KPIs' contributions
   * and the cosine between their deviations.
   */
  public double similarity(double[] contributions, double[] deviations) {
    return (cosine(this.contributions, contributions) + cosine(this.deviations, deviations)) / 2;
  }

  private static double cosine(double[] a, double[] b) {
    double norms = Math.sqrt(dot(a, a) * dot(b, b));
    return norms > 0 ? dot(a, b) / norms : 0;
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }
}
