package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.evaluation.Contender.Addition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who is compared with whom. */
public final class Contenders {
  /** Targets of the baselines, in percent of CPU. */
  static final List<Integer> TARGETS = List.of(50, 60, 70, 80);

  /** Targets of what MILD recommends. */
  static final List<Integer> MILD_TARGETS = List.of(60, 70, 80);

  /** The target that what is drawn and ablated is run at. */
  public static final int USUAL_TARGET = 70;

  /** The balancer that is recommended. */
  public static final Routings RECOMMENDED = Routings.LEAST_LOADED;

  /** What is recommended to add to the HorizontalPodAutoscaler. */
  static final List<Addition> ADDITIONS = List.of(Addition.FORECAST);

  private Contenders() {}

  /** The source's baseline. */
  public static Contender traditional() {
    return Contender.threshold(Routings.ROUND_ROBIN);
  }

  /** What is recommended, at a target. */
  public static Contender recommended(int target) {
    return Contender.mild("mild", target, RECOMMENDED, Tuning.CHOSEN, ADDITIONS);
  }

  /** The same with floors for predicted failures. */
  public static Contender withAlerts(int target) {
    return Contender.mild(
        "mild-alerts",
        target,
        RECOMMENDED,
        Tuning.CHOSEN,
        List.of(Addition.FORECAST, Addition.ALERTS));
  }

  /** The autoscaler of Kubernetes with a balancer, at all targets. */
  static List<Contender> front(Routings routing) {
    return TARGETS.stream().map(target -> Contender.hpa(target, routing)).toList();
  }

  static List<Contender> recommended() {
    return MILD_TARGETS.stream().map(Contenders::recommended).toList();
  }

  /** What is recommended with another part, or with another balancer. */
  static List<Contender> ablations() {
    List<Contender> ablations = new ArrayList<>();
    ablations.add(Contender.hpa(USUAL_TARGET, RECOMMENDED));
    ablations.add(withAlerts(USUAL_TARGET));
    for (Routings routing :
        List.of(Routings.P2C, Routings.PEAK_EWMA, Routings.WEIGHTED, Routings.BANDIT)) {
      ablations.add(Contender.mild("mild", USUAL_TARGET, routing, Tuning.CHOSEN, ADDITIONS));
    }
    ablations.add(Contender.hpa(USUAL_TARGET, Routings.P2C));
    ablations.add(Contender.hpa(USUAL_TARGET, Routings.UNGUARDED_P2C));
    return ablations;
  }

  /** All, each once. */
  static List<Contender> all() {
    Map<String, Contender> all = new LinkedHashMap<>();
    Stream.of(
            List.of(
                traditional(),
                Contender.staticPeak(Routings.P2C),
                Contender.staticMean(Routings.P2C)),
            front(Routings.ROUND_ROBIN),
            front(Routings.P2C),
            front(Routings.PEAK_EWMA),
            front(RECOMMENDED),
            List.of(Contender.oracle(USUAL_TARGET, RECOMMENDED)),
            recommended(),
            ablations())
        .flatMap(List::stream)
        .forEach(contender -> all.putIfAbsent(contender.name(), contender));
    return List.copyOf(all.values());
  }
}
