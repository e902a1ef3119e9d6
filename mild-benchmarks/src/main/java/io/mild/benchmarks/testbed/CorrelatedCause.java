package io.mild.benchmarks.testbed;

import io.mild.benchmarks.rivals.KpiOwners;
import io.mild.data.KpiHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * A root cause by correlation, as monitoring tools propose it (MonitorRank's first step, Kim,
 * Sumbaly and Shah, SIGMETRICS 2013, without a call graph): of the KPIs that move with the one that
 * is seen to suffer, those of which intent do so most?
 */
final class CorrelatedCause {
  /** Rows that are looked back on. */
  private static final int WINDOW = 60;

  private static final int STRONGEST = 3;

  private final KpiHistory rows;
  private final List<String> intents;
  private final KpiOwners owners;

  /**
   * @param owners whose KPIs are whose
   */
  CorrelatedCause(KpiHistory rows, List<String> intents, KpiOwners owners) {
    this.rows = rows;
    this.intents = intents;
    this.owners = owners;
  }

  /**
   * The intent whose three KPIs that are correlated most with another are so most, on average.
   *
   * @param suffering the KPI that is seen to suffer
   * @return empty if nothing moves
   */
  Optional<String> at(Instant time, String suffering) {
    int last = rows.firstRow(time);
    int symptom = rows.kpis().indexOf(suffering);
    double[] seen = column(symptom, last);
    List<Named> named = new ArrayList<>();
    for (String intent : intents) {
      double strength =
          Arrays.stream(owners.kpisOf(intent, rows.kpis()))
              .filter(kpi -> kpi != symptom)
              .mapToDouble(kpi -> -correlation(seen, column(kpi, last)))
              .sorted()
              .limit(STRONGEST)
              .map(r -> -r)
              .average()
              .orElse(0);
      named.add(new Named(intent, strength));
    }
    return named.stream()
        .filter(each -> each.strength > 0)
        .max(Comparator.comparingDouble(Named::strength))
        .map(Named::intent);
  }

  private record Named(String intent, double strength) {}

  /** Absolute; 0 where one does not move. */
  private static double correlation(double[] a, double[] b) {
    double r = new PearsonsCorrelation().correlation(a, b);
    return Double.isNaN(r) ? 0 : Math.abs(r);
  }

  /** The values up to a row; for a missing one the one before. */
  private double[] column(int kpi, int last) {
    int first = Math.max(0, last - WINDOW + 1);
    double[] column = new double[last - first + 1];
    double before = 0;
    for (int row = first; row <= last; row++) {
      double value = rows.values(row)[kpi];
      before = Double.isNaN(value) ? before : value;
      column[row - first] = before;
    }
    return column;
  }
}
