package io.mild.training;

import io.mild.features.FeatureSet;
import io.mild.moe.IntentViews;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private static final String WILDCARD = "*";

  /** Nobody owns any. */
  static final OwnedKpis NONE = new OwnedKpis(Map.of(), List.of());

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

  /**
   * Finds whose KPIs are whose by their names: an intent's is there as a whole, between what is
   * neither letter nor digit, and what stands around it is the kind.
   *
   * <p>Kinds that all intents have a KPI of are those that count. Who else has a KPI of each of
   * these owns it too, though it never failed: such owners come after the intents.
   *
   * @param intents that failed, or that are asked for
   * @param others whether owners that are none of these are wanted
   * @return nobody owns any where fewer than two intents would
   */
  static OwnedKpis found(List<String> intents, List<String> kpis, boolean others) {
    Map<String, Map<String, String>> byIntent = new LinkedHashMap<>();
    intents.forEach(intent -> byIntent.put(intent, new LinkedHashMap<>()));
    Map<String, String> owners = new LinkedHashMap<>();
    List<String> longestFirst =
        intents.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
    for (String kpi : kpis) {
      for (String intent : longestFirst) {
        Matcher matcher = wholeName(intent).matcher(kpi);
        if (matcher.find()) {
          String kind = kpi.substring(0, matcher.start()) + WILDCARD + kpi.substring(matcher.end());
          Map<String, String> kinds = Objects.requireNonNull(byIntent.get(intent));
          if (kinds.putIfAbsent(kind, kpi) == null) {
            owners.put(kpi, intent);
          }
          break;
        }
      }
    }
    List<String> common = commonKinds(byIntent);
    byIntent.values().removeIf(Map::isEmpty);
    if (byIntent.size() < 2) {
      return NONE;
    }
    if (others && !common.isEmpty()) {
      addOthers(common, kpis, owners, byIntent);
    }
    return new OwnedKpis(byIntent, kpis.stream().filter(kpi -> !owners.containsKey(kpi)).toList());
  }

  private static List<String> commonKinds(Map<String, Map<String, String>> byIntent) {
    return byIntent.values().stream()
        .flatMap(kinds -> kinds.keySet().stream())
        .distinct()
        .filter(kind -> byIntent.values().stream().allMatch(kinds -> kinds.containsKey(kind)))
        .toList();
  }

  /** Whether there is a kind that each of these intents, and every other owner, has a KPI of. */
  boolean hasCommonKind(List<String> intents) {
    return byIntent.keySet().containsAll(intents) && !commonKinds(byIntent).isEmpty();
  }

  private static Pattern wholeName(String intent) {
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(intent) + "(?![\\p{L}\\p{N}])");
  }

  /** Who fills the place of an intent in all of these kinds. */
  private static void addOthers(
      List<String> kinds,
      List<String> kpis,
      Map<String, String> owners,
      Map<String, Map<String, String>> byIntent) {
    Map<String, Map<String, String>> others = new LinkedHashMap<>();
    for (String kind : kinds) {
      Pattern regex = regex(kind);
      for (String kpi : kpis) {
        Matcher matcher = regex.matcher(kpi);
        if (!owners.containsKey(kpi) && matcher.matches() && !matcher.group(1).isBlank()) {
          others
              .computeIfAbsent(matcher.group(1), name -> new LinkedHashMap<>())
              .putIfAbsent(kind, kpi);
        }
      }
    }
    others.forEach(
        (name, its) -> {
          if (its.size() == kinds.size() && !byIntent.containsKey(name)) {
            byIntent.put(name, its);
            its.values().forEach(kpi -> owners.put(kpi, name));
          }
        });
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

  /** Whether each of these intents owns a KPI of a kind that another owns as well. */
  boolean isSharedBy(List<String> intents) {
    return !byIntent.isEmpty() && withoutShare(intents).isEmpty();
  }

  /** What these intents own of them. */
  OwnedKpis of(List<String> intents) {
    Map<String, Map<String, String>> theirs = new LinkedHashMap<>(byIntent);
    theirs.keySet().retainAll(intents);
    List<String> others = new ArrayList<>(unowned);
    byIntent.forEach(
        (owner, kinds) -> {
          if (!theirs.containsKey(owner)) {
            others.addAll(kinds.values());
          }
        });
    return new OwnedKpis(theirs, others);
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

  /** The KPIs of each of these intents, {@code [intent][…]}; none of one that owns none. */
  int[][] indices(List<String> intents, List<String> kpis) {
    return intents.stream()
        .map(
            intent ->
                byIntent.getOrDefault(intent, Map.of()).values().stream()
                    .mapToInt(kpis::indexOf)
                    .sorted()
                    .toArray())
        .toArray(int[][]::new);
  }

  /** The KPIs of each shared kind, {@code [kind][intent]}, or {@link IntentViews#NONE}. */
  int[][] kinds(List<String> intents, List<String> kpis) {
    return sharedKinds().stream()
        .map(
            kind ->
                intents.stream()
                    .map(intent -> byIntent.getOrDefault(intent, Map.of()).get(kind))
                    .mapToInt(kpi -> kpi == null ? IntentViews.NONE : kpis.indexOf(kpi))
                    .toArray())
        .toArray(int[][]::new);
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
