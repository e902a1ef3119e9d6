package io.mild.benchmarks.rivals;

import io.mild.features.FeatureSpec;
import io.mild.moe.IntentViews;
import io.mild.training.MildTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which KPIs are whose, as {@link MildTrainer#intent} is told: what a pattern's wildcards stand for
 * is the kind of a KPI.
 *
 * @param patterns of each intent that owns some; in them {@code *} stands for any text and {@code
 *     ?} for any character
 */
public record KpiOwners(Map<String, List<String>> patterns) {
  /** Nobody owns any. */
  public static final KpiOwners NONE = new KpiOwners(Map.of());

  /** Copies the map. */
  public KpiOwners {
    patterns = Collections.unmodifiableMap(new LinkedHashMap<>(patterns));
  }

  /** Tells a trainer. */
  void applyTo(MildTrainer trainer) {
    patterns.forEach((intent, own) -> trainer.intent(intent).kpis(own.toArray(String[]::new)));
  }

  /** The KPIs of an intent by their indices; all, if it owns none. */
  public int[] kpisOf(String intent, List<String> kpis) {
    Map<String, Integer> own = byKind(intent, kpis);
    return own.isEmpty()
        ? IntStream.range(0, kpis.size()).toArray()
        : own.values().stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** Whether each of these intents owns a KPI. */
  boolean areOf(List<String> intents, List<String> kpis) {
    return intents.stream().noneMatch(intent -> byKind(intent, kpis).isEmpty());
  }

  /**
   * What each intent sees of a feature row through its KPIs of kinds that another intent owns, too;
   * empty if some intent has no KPI of such a kind.
   */
  Optional<IntentViews> views(List<String> intents, FeatureSpec spec) {
    List<Map<String, Integer>> own =
        intents.stream().map(intent -> byKind(intent, spec.kpis())).toList();
    List<String> shared =
        List.copyOf(
            own.stream()
                .flatMap(kinds -> kinds.keySet().stream())
                .filter(kind -> own.stream().filter(kinds -> kinds.containsKey(kind)).count() > 1)
                .collect(Collectors.toCollection(TreeSet::new)));
    if (own.stream().anyMatch(kinds -> Collections.disjoint(kinds.keySet(), shared))) {
      return Optional.empty();
    }
    int aKpi = spec.featureCount() / spec.kpiCount();
    int[][] views = new int[own.size()][shared.size() * aKpi];
    for (int i = 0; i < views.length; i++) {
      Arrays.fill(views[i], IntentViews.NONE);
      for (int kind = 0; kind < shared.size(); kind++) {
        Integer kpi = own.get(i).get(shared.get(kind));
        int at = kind * aKpi;
        for (int feature = 0; kpi != null && feature < spec.featureCount(); feature++) {
          if (spec.kpiOf(feature) == kpi) {
            views[i][at++] = feature;
          }
        }
      }
    }
    return Optional.of(new IntentViews(views));
  }

  private Map<String, Integer> byKind(String intent, List<String> kpis) {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    for (String pattern : patterns.getOrDefault(intent, List.of())) {
      Pattern regex = regex(pattern);
      for (int kpi = 0; kpi < kpis.size(); kpi++) {
        Matcher matcher = regex.matcher(kpis.get(kpi));
        if (matcher.matches()) {
          kinds.putIfAbsent(kind(matcher), kpi);
        }
      }
    }
    return kinds;
  }

  private static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("(?<=[*?])|(?=[*?])")) {
      regex.append(
          switch (part) {
            case "*" -> "(.*)";
            case "?" -> "(.)";
            default -> Pattern.quote(part);
          });
    }
    return Pattern.compile(regex.toString());
  }

  private static String kind(Matcher matcher) {
    List<String> groups = new ArrayList<>();
    for (int group = 1; group <= matcher.groupCount(); group++) {
      groups.add(matcher.group(group));
    }
    return groups.isEmpty() ? matcher.group() : String.join("*", groups);
  }
}
