package io.mild.scaling;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers what it is told, changes nothing, and says what it would have done. */
public final class DryRunActuator implements Actuator {
  private final Map<String, Floor> floors = new LinkedHashMap<>();
  private final Map<String, Resize> resizes = new LinkedHashMap<>();

  @Override
  public boolean acts() {
    return false;
  }

  @Override
  public Outcome hold(Floor floor, Instant now) {
    floors.put(floor.service(), floor);
    return new Outcome(
        Outcome.Status.DONE,
        "dry run: minReplicas of %s would be %d until %s"
            .formatted(floor.service(), floor.replicas(), floor.expires()));
  }

  @Override
  public Outcome release(String service, String decision, Instant now) {
    floors.remove(service);
    return new Outcome(
        Outcome.Status.DONE, "dry run: minReplicas of %s would be as it was".formatted(service));
  }

  @Override
  public Optional<List<Floor>> floors() {
    return Optional.of(List.copyOf(floors.values()));
  }

  @Override
  public Outcome resize(Resize resize, Instant now) {
    resizes.put(resize.service(), resize);
    return new Outcome(
        Outcome.Status.DONE,
        "dry run: replicas of %s would have %.1f times the %s until %s"
            .formatted(resize.service(), resize.factor(), resize.resource(), resize.expires()));
  }

  @Override
  public Outcome restore(String service, String decision, Instant now) {
    resizes.remove(service);
    return new Outcome(
        Outcome.Status.DONE, "dry run: replicas of %s would be as they were".formatted(service));
  }

  @Override
  public Optional<List<Resize>> resizes() {
    return Optional.of(List.copyOf(resizes.values()));
  }
}
