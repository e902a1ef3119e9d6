package io.mild.benchmarks.scaling.simulation;

import io.mild.scaling.Floor;
import io.mild.scaling.Forecaster;
import io.mild.scaling.Recommendation;
import io.mild.scaling.ReplicaRange;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.Situation;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What decides on the replicas of one run, as in production: an autoscaler that is in charge, and
 * policies that can only raise the fewest replicas it may go down to, for a while.
 *
 * <p>A floor holds until it expires; a higher one takes its place at once. Belongs to one run.
 */
public final class Autoscaler {
  private final ScalingPolicy inCharge;
  private final Optional<ScalingPolicy> floors;
  private final Optional<Forecaster> forecaster;
  private @Nullable Floor floor;

  /**
   * An autoscaler with floors.
   *
   * @param inCharge decides, within the range
   * @param floors what it asks for is the fewest
   * @param forecaster of the request rate, if these look ahead
   */
  public Autoscaler(
      ScalingPolicy inCharge, Optional<ScalingPolicy> floors, Optional<Forecaster> forecaster) {
    this.inCharge = inCharge;
    this.floors = floors;
    this.forecaster = forecaster;
  }

  /** An autoscaler alone. */
  public static Autoscaler of(ScalingPolicy inCharge) {
    return new Autoscaler(inCharge, Optional.empty(), Optional.empty());
  }

  Optional<Forecaster> forecaster() {
    return forecaster;
  }

  /** Replicas that are to run from now on. */
  int decide(Situation situation) {
    Instant now = situation.state().time();
    if (floor != null && !floor.isLive(now)) {
      floor = null;
    }
    floors.ifPresent(policy -> raise(policy.recommend(situation), situation));
    ReplicaRange range = situation.range();
    ReplicaRange raised =
        floor == null ? range : new ReplicaRange(range.clamp(floor.replicas()), range.max());
    return raised.clamp(
        inCharge
            .recommend(
                new Situation(situation.state(), situation.signals(), situation.demand(), raised))
            .replicas());
  }

  /** Whether so many replicas are no more than the floor. */
  boolean isHeldUp(int replicas) {
    return floor != null && floor.replicas() >= replicas;
  }

  private void raise(Recommendation wanted, Situation situation) {
    int replicas =
        wanted.freeze()
            ? Math.max(wanted.replicas(), situation.state().desired())
            : wanted.replicas();
    boolean raises = floor == null || replicas >= floor.replicas();
    if (raises && replicas > situation.range().min()) {
      floor = new Floor(situation.state().service(), replicas, wanted.policy(), wanted.until());
    }
  }
}
