package io.mild.scaling.policy;

import io.mild.scaling.Recommendation;
import io.mild.scaling.ReplicaRange;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a Kubernetes HorizontalPodAutoscaler (autoscaling/v2) on CPU does, to the pod.
 *
 * <p>Replicas are {@code ceil(ready × usage / target)}, unchanged where the ratio is within 1 ±
 * tolerance. Pods without a sample count as using nothing when growing and all of their request
 * when shrinking, unready pods as using nothing when growing, and the direction never flips by
 * that. Then stabilisation and limits of change ({@link ScalingRules}) apply. A number of replicas
 * outside the range is brought into it at once.
 *
 * <p>Asked sooner than a sync period after it last looked, it repeats itself; where the clock was
 * set back, it begins anew. It takes what it recommends as done; what runs is read from the state.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details">Algorithm
 *     details</a>
 */
public final class HpaPolicy implements ScalingPolicy {
  private static final String NAME = "hpa";

  private final HpaSettings settings;
  private final HpaCalculator calculator;
  private final HpaBehavior behavior;
  private @Nullable Instant looked;
  private Recommendation latest = Recommendation.of(NAME, Instant.EPOCH, 0);

  /** An autoscaler that has seen nothing yet. */
  public HpaPolicy(HpaSettings settings) {
    this.settings = settings;
    this.calculator = new HpaCalculator(settings);
    this.behavior = new HpaBehavior(settings.scaleUp(), settings.scaleDown());
  }

  @Override
  public Recommendation recommend(Situation situation) {
    Instant now = situation.state().time();
    boolean isSetBack = looked != null && now.isBefore(looked);
    if (looked == null || isSetBack || !now.isBefore(looked.plus(settings.syncPeriod()))) {
      looked = now;
      latest = look(situation.state(), situation.range());
    }
    return latest;
  }

  private Recommendation look(ServiceState state, ReplicaRange range) {
    Instant now = state.time();
    int current = state.desired();
    behavior.begin(now, current);
    if (current == 0) {
      return Recommendation.of(NAME, now, 0, "the service is switched off: 0 replicas");
    }
    int inRange = range.clamp(current);
    if (inRange != current) {
      behavior.changed(now, inRange - current);
      return Recommendation.of(
          NAME, now, inRange, "%d replicas are out of %s".formatted(current, range));
    }
    OptionalInt wanted = calculator.replicas(state);
    if (wanted.isEmpty()) {
      return Recommendation.of(NAME, now, current, "no pod has a CPU sample to go by");
    }
    int replicas = behavior.normalize(now, current, wanted.getAsInt(), range);
    if (replicas != current) {
      behavior.changed(now, replicas - current);
    }
    return Recommendation.of(
        NAME,
        now,
        replicas,
        "a CPU target of %d %% wants %d replicas where %d are asked for"
            .formatted(settings.targetPercent(), wanted.getAsInt(), current));
  }
}
