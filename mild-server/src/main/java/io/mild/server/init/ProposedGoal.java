package io.mild.server.init;

import io.mild.connect.prometheus.PrometheusRule;
import io.mild.goals.Goal;
import java.util.List;

/**
 * An intent that alert rules are about.
 *
 * @param goal that none of them would alert
 * @param rules at least one
 * @param notes what was decided, for the operator
 */
record ProposedGoal(Goal goal, List<PrometheusRule> rules, List<String> notes) {
  ProposedGoal {
    rules = List.copyOf(rules);
    notes = List.copyOf(notes);
  }

  String intent() {
    return goal.intent();
  }
}
