package io.mild.data;

import io.mild.internal.io.NearNames;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a row of KPIs holds and how often one comes.
 *
 * @param kpis the KPIs' names, in the order of the values of a row; at least one, all different
 * @param samplingPeriod the time from one row to the next, such as one minute
 */
public record KpiSchema(List<String> kpis, Duration samplingPeriod) {

  /**
   * @throws IllegalArgumentException if there is no KPI, a name is blank or there twice, or the
   *     period is below a millisecond
   */
  public KpiSchema {
    kpis = List.copyOf(kpis);
    requireNames(kpis);
    if (samplingPeriod.toMillis() < 1) {
      throw new IllegalArgumentException(
          "samplingPeriod must be at least a millisecond, but was " + samplingPeriod);
    }
  }

  /**
   * A row's values by the KPIs' names, in the order of {@link #kpis()}.
   *
   * @param values by name; NaN or null where missing, as is a KPI that has no name in it
   * @return a new array, {@code [kpis]}; NaN where missing
   * @throws IllegalArgumentException if a name is none of a KPI; the message has it, and names like
   *     it. Who has more than the KPIs leaves out the rest, as by {@code
   *     values.keySet().retainAll(schema.kpis())}.
   */
  public double[] row(Map<String, ? extends @Nullable Double> values) {
    double[] row = new double[kpis.size()];
    int known = 0;
    for (int kpi = 0; kpi < row.length; kpi++) {
      Double value = values.get(kpis.get(kpi));
      row[kpi] = value == null ? Double.NaN : value;
      known += value != null || values.containsKey(kpis.get(kpi)) ? 1 : 0;
    }
    if (known < values.size()) {
      throw new IllegalArgumentException(unknown(values.keySet()));
    }
    return row;
  }

  private String unknown(Set<String> names) {
    List<String> unknown = names.stream().filter(name -> !kpis.contains(name)).sorted().toList();
    String first = unknown.get(0);
    List<String> near = NearNames.of(first, kpis);
    return "no KPI is named '%s'%s%s; of %d KPIs, values of %d were given"
        .formatted(
            first,
            near.isEmpty() ? "" : ", near it are " + near,
            unknown.size() == 1 ? "" : ", nor " + (unknown.size() - 1) + " other names",
            kpis.size(),
            names.size() - unknown.size());
  }

  static void requireNames(List<String> kpis) {
    if (kpis.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one KPI");
    }
    HashSet<String> seen = new HashSet<>();
    for (String kpi : kpis) {
      if (kpi.isBlank()) {
        throw new IllegalArgumentException("a KPI must have a name, but got '" + kpi + "'");
      }
      if (!seen.add(kpi)) {
        throw new IllegalArgumentException("KPI '" + kpi + "' is there twice");
      }
    }
  }
}
