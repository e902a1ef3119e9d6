package io.mild.scaling.kubernetes;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.mild.scaling.Floor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is noted on an autoscaler whose floor was raised, as annotations, so that anybody can take
 * it back: an operator, or a controller that was started after a crash.
 *
 * @param original {@code minReplicas} as it was before
 * @param floor {@code minReplicas} as it was set
 * @param expires when it is to be taken back
 * @param decision that set it
 */
record FloorAnnotations(int original, int floor, Instant expires, String decision) {
  static final String ORIGINAL = "scaling.mild.io/original-min-replicas";
  static final String FLOOR = "scaling.mild.io/floor";
  static final String EXPIRES = "scaling.mild.io/floor-expires";
  static final String DECISION = "scaling.mild.io/decision";

  /** Until when no floor is set, because somebody took one back by hand. */
  static final String RESPECT_UNTIL = "scaling.mild.io/respect-until";

  /** The note on an autoscaler; nothing if there is none, or somebody has spoilt it. */
  static Optional<FloorAnnotations> of(HorizontalPodAutoscaler hpa) {
    Map<String, String> annotations = annotations(hpa);
    try {
      return Optional.of(
          new FloorAnnotations(
              Integer.parseInt(annotations.getOrDefault(ORIGINAL, "")),
              Integer.parseInt(annotations.getOrDefault(FLOOR, "")),
              Instant.parse(annotations.getOrDefault(EXPIRES, "")),
              annotations.getOrDefault(DECISION, "")));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  static Instant respectedUntil(HorizontalPodAutoscaler hpa) {
    try {
      return Instant.parse(annotations(hpa).getOrDefault(RESPECT_UNTIL, ""));
    } catch (DateTimeException e) {
      return Instant.MIN;
    }
  }

  static Map<String, String> annotations(HorizontalPodAutoscaler hpa) {
    Map<String, String> annotations = hpa.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  /** Annotations with this note in place of any other. */
  Map<String, String> on(Map<String, String> annotations) {
    Map<String, String> noted = without(annotations);
    noted.put(ORIGINAL, Integer.toString(original));
    noted.put(FLOOR, Integer.toString(floor));
    noted.put(EXPIRES, expires.toString());
    noted.put(DECISION, decision);
    return noted;
  }

  /** Annotations without any of these. */
  static Map<String, String> without(Map<String, String> annotations) {
    Map<String, String> others = new HashMap<>(annotations);
    others.keySet().removeAll(Set.of(ORIGINAL, FLOOR, EXPIRES, DECISION, RESPECT_UNTIL));
    return others;
  }

  Floor floor(String service) {
    return new Floor(service, floor, decision, expires);
  }
}
