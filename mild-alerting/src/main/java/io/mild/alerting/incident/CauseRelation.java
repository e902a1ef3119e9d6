package io.mild.alerting.incident;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which intents depend on which: what is known of causes before anything fails.
 *
 * @param dependsOn for an intent those that it depends on; others may be left out
 */
public record CauseRelation(Map<String, Set<String>> dependsOn) {
  /** Nothing is known. */
  public static final CauseRelation NONE = new CauseRelation(Map.of());

  /** Copies the map. */
  public CauseRelation {
    dependsOn =
        dependsOn.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
  }

  /** Whether what befalls a cause befalls an intent, directly or by way of others. */
  public boolean affects(String cause, String intent) {
    Set<String> seen = new HashSet<>();
    Set<String> reached = dependsOn.getOrDefault(intent, Set.of());
    while (!reached.isEmpty() && !reached.contains(cause)) {
      seen.addAll(reached);
      reached =
          reached.stream()
              .flatMap(next -> dependsOn.getOrDefault(next, Set.of()).stream())
              .filter(next -> !seen.contains(next))
              .collect(Collectors.toSet());
    }
    return !reached.isEmpty();
  }
}
