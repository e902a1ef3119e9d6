package io.mild.training;

import io.mild.features.FeatureSet;
import io.mild.moe.IntentViews;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which KPIs are whose, and of what kind: the kind of a KPI is what the wildcards of its pattern
 * stand for, so that with {@code cart.*} and {@code payment.*} the KPIs {@code cart.latency} and
 * {@code payment.latency} are of one kind.
 *
 * @param byIntent of each intent that owns some, kind to KPI
 * @param unowned KPIs of nobody
 */
record OwnedKpis(Map<String, Map<String, String>> byIntent, List<String> unowned) {

  /**
   * Resolves patterns.
   *
   * @param patterns of each intent that owns some
   * @throws IllegalArgumentException if a pattern matches none of the KPIs, a KPI has two owners,
   *     or two KPIs of an intent are of one kind; the message names them
   */
  static OwnedKpis of(Map<String, List<String>> patterns, List<String> kpis) {
    Map<String, Map<String, String>> byIntent = new LinkedHashMap<>();
    Map<String, String> owners = new LinkedHashMap<>();
    patterns.forEach(
        (intent, own) -> {
          Map<String, String> kinds = new LinkedHashMap<>();
          own.forEach(pattern -> claim(intent, pattern, kpis, kinds, owners));
          byIntent.put(intent, kinds);
        });
    return new OwnedKpis(byIntent, kpis.stream().filter(kpi -> !owners.containsKey(kpi)).toList());
  }

  private static void claim(
      String intent,
      String pattern,
      List<String> kpis,
      Map<String, String> kinds,
      Map<String, String> owners) {
    Pattern regex = regex(pattern);
    boolean matched = false;
    for (String kpi : kpis) {
      Matcher matcher = regex.matcher(kpi);
      if (!matcher.matches()) {
        continue;
      }
      matched = true;
      String owner = owners.putIfAbsent(kpi, intent);
      if (owner == null) {
        String kind = kind(matcher);
        String other = kinds.putIfAbsent(kind, kpi);
        if (other != null) {
          throw new IllegalArgumentException(
              "KPIs '%s' and '%s' of intent '%s' are both of kind '%s'"
                  .formatted(other, kpi, intent, kind));
        }
      } else if (!owner.equals(intent)) {
        throw new IllegalArgumentException(
            "KPI '%s' can't be owned by both '%s' and '%s'".formatted(kpi, owner, intent));
      }
    }
    if (!matched) {
      throw new IllegalArgumentException(
          "the pattern '%s' of intent '%s' matches no KPI of %s".formatted(pattern, intent, kpis));
    }
  }

  private static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("(?<=[*?])|(?=[*?])")) {
      switch (part) {
        case "*" -> regex.append("(.*)");
        case "?" -> regex.append("(.)");
        default -> regex.append(Pattern.quote(part));
      }
    }
    return Pattern.compile(regex.toString());
  }

  /** What the wildcards stand for; without any, the KPI itself, which is of a kind of its own. */
  private static String kind(Matcher matcher) {
    List<String> groups = new ArrayList<>();
    for (int group = 1; group <= matcher.groupCount(); group++) {
      groups.add(matcher.group(group));
    }
    return groups.isEmpty() ? matcher.group() : String.join("*", groups);
  }

  /** Kinds that two intents or more have a KPI of. */
  Set<String> sharedKinds() {
    Set<String> seen = new LinkedHashSet<>();
    Set<String> shared = new TreeSet<>();
    for (Map<String, String> kinds : byIntent.values()) {
      for (String kind : kinds.keySet()) {
        if (!seen.add(kind)) {
          shared.add(kind);
        }
      }
    }
    return shared;
  }

  /** Of these intents, those that have no KPI of a shared kind. */
  List<String> withoutShare(List<String> intents) {
    Set<String> shared = sharedKinds();
    return intents.stream()
        .filter(
            intent ->
                byIntent.getOrDefault(intent, Map.of()).keySet().stream()
                    .noneMatch(shared::contains))
        .toList();
  }

  /** KPIs that no other intent has one of the same kind of, and those of nobody. */
  List<String> unshared() {
    Set<String> shared = sharedKinds();
    List<String> unshared = new ArrayList<>(unowned);
    for (Map<String, String> kinds : byIntent.values()) {
      kinds.forEach(
          (kind, kpi) -> {
            if (!shared.contains(kind)) {
              unshared.add(kpi);
            }
          });
    }
    return unshared;
  }

  /** What each of these intents sees of a feature row: all features of its KPIs of shared kinds. */
  IntentViews views(List<String> intents, FeatureSet features) {
    int perKpi = features.featureCount() / features.kpiCount();
    int[][] featuresOf = new int[features.kpiCount()][perKpi];
    int[] filled = new int[features.kpiCount()];
    for (int feature = 0; feature < features.featureCount(); feature++) {
      int kpi = features.kpiOf(feature);
      featuresOf[kpi][filled[kpi]++] = feature;
    }
    List<String> kinds = List.copyOf(sharedKinds());
    int[][] own = new int[intents.size()][kinds.size() * perKpi];
    for (int i = 0; i < own.length; i++) {
      Arrays.fill(own[i], IntentViews.NONE);
      Map<String, String> kpis = byIntent.getOrDefault(intents.get(i), Map.of());
      for (int kind = 0; kind < kinds.size(); kind++) {
        String kpi = kpis.get(kinds.get(kind));
        if (kpi != null) {
          int[] its = featuresOf[features.kpis().indexOf(kpi)];
          System.arraycopy(its, 0, own[i], kind * perKpi, perKpi);
        }
      }
    }
    return new IntentViews(own);
  }
}
