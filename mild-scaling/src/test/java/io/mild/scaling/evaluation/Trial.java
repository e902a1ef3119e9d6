package io.mild.scaling.evaluation;

import io.mild.scaling.evaluation.Contender.Addition;
import io.mild.scaling.simulation.ServiceModel;
import java.time.Duration;
import java.util.*;

final class Trial {
  public static void main(String[] a) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    List<Contender> cs = new ArrayList<>();
    if (a[0].equals("all")) cs.addAll(Contenders.all());
    else {
      cs.addAll(Contenders.front(Routings.P2C));
      cs.addAll(Contenders.front(Routings.LEAST_LOADED));
      for (double q : new double[] {0.5, 0.75, 0.9})
        for (double m : new double[] {0, 0.05, 0.1})
          for (int hold : new int[] {15, 120})
            cs.add(
                Contender.mild(
                    "f-q" + q + "-m" + m + "-h" + hold,
                    80,
                    Routings.LEAST_LOADED,
                    new Tuning(q, m, 0.95, Duration.ofSeconds(hold), 1.5, Duration.ofMinutes(5)),
                    List.of(Addition.FORECAST)));
      for (double g : new double[] {1.3, 1.5, 2.0})
        for (int r : new int[] {1, 5, 15})
          cs.add(
              Contender.mild(
                  "a-g" + g + "-r" + r,
                  80,
                  Routings.LEAST_LOADED,
                  new Tuning(0.5, 0, 0.95, Duration.ofSeconds(30), g, Duration.ofMinutes(r)),
                  List.of(Addition.ALERTS)));
    }
    Set<String> want = new HashSet<>(List.of(a[2].split(",")));
    List<Scenario> ss =
        Scenario.generated().stream()
            .filter(s -> want.contains("*") || want.contains(s.name()))
            .toList();
    List<Long> seeds = new ArrayList<>();
    for (long s = 1001; s < 1001 + Integer.parseInt(a[1]); s++) seeds.add(s);
    long t0 = System.nanoTime();
    Results r = new Evaluation(ServiceModel.DEFAULT, ss, cs, List.of(), seeds).run(() -> {});
    System.out.printf(
        "wall %.0f s, events %.1fM%n", (System.nanoTime() - t0) / 1e9, r.events() / 1e6);
    for (Scenario s : ss) {
      System.out.println("== " + s.name());
      List<String> ll =
          Contenders.front(Routings.LEAST_LOADED).stream().map(Contender::name).toList();
      List<String> p2c = Contenders.front(Routings.P2C).stream().map(Contender::name).toList();
      for (Contender c : cs) {
        double v = r.estimate(s, c.name(), Figure.VIOLATIONS).mean();
        System.out.printf(
            "%-34s viol %6.2f cost %6.2f util %.0f mean %.0f p99 %.0f minutes %.0f lat %.0f act"
                + " %.0f ff %.2f thr %.0f cpu %.0f| vsP2C %s vsLL %s%n",
            c.name(),
            v,
            r.estimate(s, c.name(), Figure.REPLICA_HOURS).mean(),
            r.estimate(s, c.name(), Figure.UTILIZATION).mean(),
            r.estimate(s, c.name(), Figure.MEAN_MILLIS).mean(),
            r.estimate(s, c.name(), Figure.P99_MILLIS).mean(),
            r.estimate(s, c.name(), Figure.VIOLATED_MINUTES).mean(),
            r.estimate(s, c.name(), Figure.DECISION_LATENCY).mean(),
            r.estimate(s, c.name(), Figure.ACTIONS_PER_HOUR).mean(),
            r.estimate(s, c.name(), Figure.FALSE_FLOOR_HOURS).mean(),
            r.estimate(s, c.name(), Figure.THROUGHPUT).mean(),
            r.estimate(s, c.name(), Figure.COMPUTE_MICROS).mean(),
            ch(r, s, p2c, c),
            ch(r, s, ll, c));
      }
    }
  }

  static String ch(Results r, Scenario s, List<String> f, Contender c) {
    Estimate e =
        Estimate.ofChange(
            EqualCost.violations(r, s, f, c.name()), r.values(s, c.name(), Figure.VIOLATIONS));
    return String.format("%+.0f±%.0f%%", 100 * e.mean(), 100 * e.halfWidth());
  }
}
