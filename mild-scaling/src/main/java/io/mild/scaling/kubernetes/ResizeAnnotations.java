package io.mild.scaling.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.mild.scaling.Resize;
import io.mild.scaling.Resource;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is noted on a pod that was resized, as annotations, so that anybody can take it back.
 *
 * @param resize as it was decided
 * @param container that was resized
 * @param limit as it was before
 * @param request as it was before, absent if there was none
 * @param resized the limit as it was set
 */
record ResizeAnnotations(
    Resize resize, String container, Quantity limit, Optional<Quantity> request, Quantity resized) {
  private static final String PREFIX = "scaling.mild.io/";
  private static final String SERVICE = PREFIX + "resize-service";
  private static final String RESOURCE = PREFIX + "resize-resource";
  private static final String FACTOR = PREFIX + "resize-factor";
  private static final String EXPIRES = PREFIX + "resize-expires";
  private static final String DECISION = PREFIX + "resize-decision";
  private static final String CONTAINER = PREFIX + "resize-container";
  private static final String LIMIT = PREFIX + "original-limit";
  private static final String REQUEST = PREFIX + "original-request";
  private static final String RESIZED = PREFIX + "resized-limit";

  /** The note on a pod; nothing if there is none, or somebody has spoilt it. */
  static Optional<ResizeAnnotations> of(Pod pod) {
    Map<String, String> notes = annotations(pod);
    if (!notes.containsKey(RESIZED)) {
      return Optional.empty();
    }
    try {
      Resize resize =
          new Resize(
              notes.getOrDefault(SERVICE, ""),
              Resource.valueOf(notes.getOrDefault(RESOURCE, "")),
              Double.parseDouble(notes.getOrDefault(FACTOR, "")),
              notes.getOrDefault(DECISION, ""),
              Instant.parse(notes.getOrDefault(EXPIRES, "")));
      return Optional.of(
          new ResizeAnnotations(
              resize,
              notes.getOrDefault(CONTAINER, ""),
              Quantity.parse(notes.getOrDefault(LIMIT, "")),
              Optional.ofNullable(notes.get(REQUEST)).map(Quantity::parse),
              Quantity.parse(notes.getOrDefault(RESIZED, ""))));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  static Map<String, String> annotations(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  /** Annotations with this note in place of any other. */
  Map<String, String> on(Map<String, String> annotations) {
    Map<String, String> noted = without(annotations);
    noted.put(SERVICE, resize.service());
    noted.put(RESOURCE, resize.resource().name());
    noted.put(FACTOR, Double.toString(resize.factor()));
    noted.put(EXPIRES, resize.expires().toString());
    noted.put(DECISION, resize.decision());
    noted.put(CONTAINER, container);
    noted.put(LIMIT, limit.toString());
    request.ifPresent(quantity -> noted.put(REQUEST, quantity.toString()));
    noted.put(RESIZED, resized.toString());
    return noted;
  }

  /** Annotations without any of these. */
  static Map<String, String> without(Map<String, String> annotations) {
    Map<String, String> others = new HashMap<>(annotations);
    others
        .keySet()
        .removeIf(
            key -> key.startsWith(PREFIX + "resize") || key.equals(LIMIT) || key.equals(REQUEST));
    return others;
  }
}
