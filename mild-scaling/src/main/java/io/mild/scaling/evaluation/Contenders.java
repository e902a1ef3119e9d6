package io.mild.scaling.evaluation;

import io.mild.scaling.evaluation.Contender.Addition;
import java.util.ArrayList;
import java.util.List;

/** Who is compared with whom. */
final class Contenders {
  /** Targets of the baselines, in percent of CPU. */
  static final List<Integer> TARGETS = List.of(50, 60, 70, 80);

  /** Targets of what MILD recommends. */
  static final List<Integer> MILD_TARGETS = List.of(60, 70, 80);

  /** The target that what is drawn and ablated is run at. */
  static final int USUAL_TARGET = 70;

  /** The balancer that is recommended. */
  static final Routings RECOMMENDED = Routings.LEAST_LOADED;

  /** What is recommended to add to the HorizontalPodAutoscaler. */
  static final List<Addition> ADDITIONS = List.of(Addition.FORECAST, Addition.ALERTS);

  private Contenders() {}

  /** The source's baseline. */
  static Contender traditional() {
    return Contender.threshold(Routings.ROUND_ROBIN);
  }

  /** What is recommended, at a target. */
  static Contender recommended(int target) {
    return Contender.mild("mild", target, RECOMMENDED, Tuning.CHOSEN, ADDITIONS);
  }

  /** The autoscaler of Kubernetes with a balancer, at all targets. */
  static List<Contender> front(Routings routing) {
    return TARGETS.stream().map(target -> Contender.hpa(target, routing)).toList();
  }

  static List<Contender> recommended() {
    return MILD_TARGETS.stream().map(Contenders::recommended).toList();
  }

  /** What is recommended, without one of its parts or with another balancer. */
  static List<Contender> ablations() {
    int target = USUAL_TARGET;
    List<Contender> ablations = new ArrayList<>();
    ablations.add(
        Contender.mild(
            "mild-no-forecast", target, RECOMMENDED, Tuning.CHOSEN, List.of(Addition.ALERTS)));
    ablations.add(
        Contender.mild(
            "mild-no-alerts", target, RECOMMENDED, Tuning.CHOSEN, List.of(Addition.FORECAST)));
    for (Routings routing : Routings.values()) {
      if (routing != RECOMMENDED && routing != Routings.UNGUARDED_P2C) {
        ablations.add(Contender.mild("mild", target, routing, Tuning.CHOSEN, ADDITIONS));
      }
    }
    ablations.add(Contender.hpa(target, Routings.UNGUARDED_P2C));
    return ablations;
  }

  static List<Contender> all() {
    List<Contender> all = new ArrayList<>();
    all.add(traditional());
    all.add(Contender.staticPeak(Routings.P2C));
    all.add(Contender.staticMean(Routings.P2C));
    all.addAll(front(Routings.ROUND_ROBIN));
    all.addAll(front(Routings.P2C));
    all.addAll(front(Routings.PEAK_EWMA));
    all.addAll(front(RECOMMENDED));
    all.add(Contender.oracle(USUAL_TARGET, Routings.P2C));
    all.add(Contender.oracle(USUAL_TARGET, RECOMMENDED));
    all.addAll(recommended());
    all.addAll(ablations());
    return all;
  }
}
