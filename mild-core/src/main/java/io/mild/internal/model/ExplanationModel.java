package io.mild.internal.model;

import io.mild.explanation.KpiImportance;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model keeps to explain itself with.
 *
 * @param healthy what explanations compare with
 * @param past failures that it learned from, as it saw them when they came; the latest last
 */
public record ExplanationModel(HealthyRows healthy, List<PastFailure> past) {
  public ExplanationModel {
    past = List.copyOf(past);
  }

  /** Of rows whose times nobody knows, and no failure. */
  public static ExplanationModel of(float[][] healthy) {
    return new ExplanationModel(HealthyRows.of(healthy), List.of());
  }

  /** How much each KPI mattered to the risk of an intent; the most important first. */
  public List<KpiImportance> importance(List<String> kpis, String intent) {
    List<double[]> own =
        past.stream()
            .filter(p -> p.intent().equals(intent))
            .map(PastFailure::contributions)
            .toList();
    if (own.isEmpty()) {
      return List.of();
    }
    double[] means =
        IntStream.range(0, kpis.size())
            .mapToDouble(
                kpi -> own.stream().mapToDouble(c -> Math.abs(c[kpi])).average().orElseThrow())
            .toArray();
    double sum = IntStream.range(0, means.length).mapToDouble(kpi -> means[kpi]).sum();
    return IntStream.range(0, means.length)
        .boxed()
        .sorted((a, b) -> Double.compare(means[b], means[a]))
        .map(kpi -> new KpiImportance(kpis.get(kpi), means[kpi], sum > 0 ? means[kpi] / sum : 0))
        .toList();
  }
}
