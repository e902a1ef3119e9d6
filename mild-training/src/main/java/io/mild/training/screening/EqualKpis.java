package io.mild.training.screening;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** KPIs that are the same in each row, and not constant: one column under several names. */
final class EqualKpis {
  private EqualKpis() {}

  static Optional<String> told(KpiColumns columns) {
    Map<Integer, List<Integer>> byHash = new LinkedHashMap<>();
    for (int kpi = 0; kpi < columns.kpis().size(); kpi++) {
      if (moves(columns.values()[kpi])) {
        byHash
            .computeIfAbsent(Arrays.hashCode(columns.values()[kpi]), hash -> new ArrayList<>())
            .add(kpi);
      }
    }
    List<String> found = new ArrayList<>();
    for (List<Integer> alike : byHash.values()) {
      double[] first = columns.values()[alike.get(0)];
      List<Integer> equal =
          alike.stream().filter(kpi -> Arrays.equals(first, columns.values()[kpi])).toList();
      if (equal.size() > 1) {
        found.add(
            equal.stream()
                .limit(Listing.MOST)
                .map(kpi -> "'" + columns.kpis().get(kpi) + "'")
                .collect(Collectors.joining(" and ")));
      }
    }
    return Listing.told(
        "KPIs are the same in each row", found, "is it one column under several names?");
  }

  private static boolean moves(double[] values) {
    double first = Double.NaN;
    for (double value : values) {
      if (Double.isNaN(first)) {
        first = value;
      } else if (!Double.isNaN(value) && value != first) {
        return true;
      }
    }
    return false;
  }
}
