package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.Routing;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.scaling.balance.BanditBalancer;
import io.mild.scaling.balance.Endpoints;
import io.mild.scaling.balance.LeastLoaded;
import io.mild.scaling.balance.Prequal;
import io.mild.scaling.balance.RoundRobin;
import io.mild.scaling.balance.TwoChoices;
import io.mild.scaling.balance.Weighted;

/** The balancers that are compared, by the names they bear in results. */
public enum Routings {
  ROUND_ROBIN("round-robin"),
  P2C("p2c"),
  PEAK_EWMA("peak-ewma"),
  LEAST_LOADED("least-loaded"),
  WEIGHTED("weighted"),
  BANDIT("bandit"),
  PREQUAL("prequal"),
  PREQUAL_IN_FLIGHT("prequal, in flight"),
  UNGUARDED_P2C("p2c-unguarded");

  private final String label;

  Routings(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  Routing of(ServiceModel model) {
    Endpoints.Settings guarded = Endpoints.Settings.DEFAULT;
    return switch (this) {
      case ROUND_ROBIN -> new Routing(guarded, RoundRobin::new);
      case P2C -> new Routing(guarded, TwoChoices::byLoad);
      case PEAK_EWMA -> new Routing(guarded, TwoChoices::byPeakEwma);
      case LEAST_LOADED -> new Routing(guarded, LeastLoaded::new);
      case WEIGHTED -> new Routing(guarded, random -> new Weighted());
      case BANDIT -> new Routing(guarded, random -> BanditBalancer.ofAll(model.slo(), random));
      case PREQUAL -> new Routing(guarded, Prequal::new);
      case PREQUAL_IN_FLIGHT ->
          new Routing(guarded, random -> new Prequal(Prequal.Settings.DEFAULT.withHot(0), random));
      case UNGUARDED_P2C -> new Routing(Endpoints.Settings.UNGUARDED, TwoChoices::byLoad);
    };
  }
}
