package io.mild.scaling.simulation;

import io.mild.scaling.balance.*;
import io.mild.scaling.policy.*;
import java.util.*;

final class SpeedTrial {
  public static void main(String[] a) {
    ServiceModel m = ServiceModel.DEFAULT;
    for (TraceShape shape : TraceShape.values()) {
      Trace t = shape.day(1);
      Day day =
          new Day(
              shape.label(),
              t,
              Optional.empty(),
              a.length > 0 ? FaultProfile.valueOf(a[0]).day(1) : List.of(),
              AlertQuality.MEASURED,
              300,
              1);
      Workload w = Workload.open(t, m.meanDemand(), 1);
      Map<String, Routing> rs = new LinkedHashMap<>();
      rs.put("rr", new Routing(Endpoints.Settings.DEFAULT, RoundRobin::new));
      rs.put("ll", new Routing(Endpoints.Settings.DEFAULT, LeastLoaded::new));
      rs.put("p2c", new Routing(Endpoints.Settings.DEFAULT, TwoChoices::byLoad));
      rs.put("p2c-plain", new Routing(Endpoints.Settings.UNGUARDED, TwoChoices::byLoad));
      rs.put("ewma", new Routing(Endpoints.Settings.DEFAULT, TwoChoices::byPeakEwma));
      rs.put("ewma-plain", new Routing(Endpoints.Settings.UNGUARDED, TwoChoices::byPeakEwma));
      rs.put("weighted", new Routing(Endpoints.Settings.DEFAULT, r -> new Weighted()));
      rs.put(
          "bandit", new Routing(Endpoints.Settings.DEFAULT, r -> BanditBalancer.ofAll(m.slo(), r)));
      for (var e : rs.entrySet())
        for (int target : new int[] {60, 75}) {
          long t0 = System.nanoTime();
          ClusterSimulator s =
              new ClusterSimulator(
                  m,
                  day,
                  new OpenLoop(w),
                  Autoscaler.of(new HpaPolicy(HpaSettings.ofTarget(target))),
                  e.getValue(),
                  (int) Math.ceil(m.replicas(t.at(0), target / 100.0)));
          RunFigures f = s.run();
          double sec = (System.nanoTime() - t0) / 1e9;
          System.out.printf(
              "%s %s %d: viol %.4f mean %.1f p99 %.0f util %.2f rh %.2f act %.0f lat %.0f good %.1f"
                  + " minutes %.2f | %.2f Mev/s %.2fs compute %.1fus%n",
              shape,
              e.getKey(),
              target,
              f.violations(),
              f.meanMillis(),
              f.p99Millis(),
              f.utilization(),
              f.replicaHours(),
              f.actionsPerHour(),
              f.decisionLatency(),
              f.goodput(),
              f.violatedMinutes(),
              f.events() / sec / 1e6,
              sec,
              f.computeMicros());
        }
    }
  }
}
