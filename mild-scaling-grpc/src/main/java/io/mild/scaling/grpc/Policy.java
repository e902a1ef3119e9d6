package io.mild.scaling.grpc;

import io.mild.scaling.balance.Balancer;
import io.mild.scaling.balance.LeastLoaded;
import io.mild.scaling.balance.Prequal;
import io.mild.scaling.balance.TwoChoices;
import io.mild.scaling.balance.Weighted;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Which balancer a policy stands for. */
enum Policy {
  PREQUAL,
  LEAST_LOADED,
  TWO_CHOICES,
  PEAK_EWMA,
  WEIGHTED;

  /** As it stands in a service config. */
  String policyName() {
    return "mild_" + name().toLowerCase(Locale.ROOT);
  }

  Balancer balancer(Prequal.Settings prequal, RandomGenerator random) {
    return switch (this) {
      case PREQUAL -> new Prequal(prequal, random);
      case LEAST_LOADED -> new LeastLoaded(random);
      case TWO_CHOICES -> TwoChoices.byLoad(random);
      case PEAK_EWMA -> TwoChoices.byPeakEwma(random);
      case WEIGHTED -> new Weighted();
    };
  }
}
