package io.mild.scaling.policy;

import io.mild.scaling.Metric;
import io.mild.scaling.PodState;
import io.mild.scaling.ServiceState;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * How many replicas bring the CPU to its target: Kubernetes' {@code ReplicaCalculator} for a
 * resource metric of pods of one template.
 *
 * <p>As there, usage is whole millicores (of a request of 1,000) and utilisation whole percent, cut
 * off.
 */
final class HpaCalculator {
  private static final int REQUEST = 1000;

  private final HpaSettings settings;

  HpaCalculator(HpaSettings settings) {
    this.settings = settings;
  }

  /** Replicas, or nothing where no pod has a sample to go by. */
  OptionalInt replicas(ServiceState state) {
    int current = state.desired();
    Pods pods = group(state);
    if (pods.measured == 0) {
      return OptionalInt.empty();
    }
    double ratio = ratio(pods.usage, pods.measured);
    boolean growsWithUnready = pods.unready > 0 && ratio > 1;
    if (!growsWithUnready && pods.missing == 0) {
      return OptionalInt.of(isTolerable(ratio) ? current : scaled(ratio, pods.measured));
    }
    long usage = pods.usage;
    int counted = pods.measured;
    if (pods.missing > 0 && ratio != 1) {
      counted += pods.missing;
      usage += ratio < 1 ? (long) pods.missing * assumedWhenShrinking() : 0;
    }
    if (growsWithUnready) {
      counted += pods.unready;
    }
    double careful = ratio(usage, counted);
    if (isTolerable(careful) || (careful - 1) * (ratio - 1) < 0) {
      return OptionalInt.of(current);
    }
    int replicas = scaled(careful, counted);
    boolean flips = careful < 1 ? replicas > current : replicas < current;
    return OptionalInt.of(flips ? current : replicas);
  }

  /** All of the request, or the target where that is higher. */
  private int assumedWhenShrinking() {
    return REQUEST * Math.max(100, settings.targetPercent()) / 100;
  }

  private double ratio(long usage, int pods) {
    int percent = (int) (usage * 100 / ((long) pods * REQUEST));
    return percent / (double) settings.targetPercent();
  }

  private boolean isTolerable(double ratio) {
    return ratio >= 1 - settings.scaleDown().tolerance().orElse(settings.tolerance())
        && ratio <= 1 + settings.scaleUp().tolerance().orElse(settings.tolerance());
  }

  private static int scaled(double ratio, int pods) {
    return (int) Math.ceil(ratio * pods);
  }

  private Pods group(ServiceState state) {
    Pods pods = new Pods();
    if (state.pods().isEmpty()) {
      boolean known = !state.isMissing(Metric.CPU);
      pods.measured = known ? state.ready() : 0;
      pods.usage = known ? Math.round(state.cpu() * REQUEST) * state.ready() : 0;
      pods.unready = state.starting();
      return pods;
    }
    for (PodState pod : state.pods()) {
      if (pod.phase() == PodState.Phase.GONE) {
        continue;
      }
      if (pod.phase() == PodState.Phase.PENDING) {
        pods.unready++;
      } else if (!pod.isMeasured()) {
        pods.missing++;
      } else if (isUnready(pod, state.time())) {
        pods.unready++;
      } else {
        pods.measured++;
        pods.usage += Math.round(pod.cpu() * REQUEST);
      }
    }
    return pods;
  }

  private boolean isUnready(PodState pod, Instant now) {
    if (pod.started().plus(settings.cpuInitializationPeriod()).isAfter(now)) {
      return !pod.ready()
          || pod.sampled().isBefore(pod.readyChanged().plus(settings.metricsWindow()));
    }
    return !pod.ready()
        && pod.started().plus(settings.initialReadinessDelay()).isAfter(pod.readyChanged());
  }

  private static final class Pods {
    int measured;
    int missing;
    int unready;
    long usage;
  }
}
