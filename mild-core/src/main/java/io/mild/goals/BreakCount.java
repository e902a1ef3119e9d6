package io.mild.goals;

import io.mild.data.KpiHistory;
import io.mild.data.KpiSchema;
import java.util.List;

/**
 * How often and for how long a goal is broken in a history.
 *
 * @param breaks that were seen to begin
 * @param brokenShare of the rows in which it is known, 0 to 1; NaN if there are none
 * @param always whether it was broken from the first row known to the last
 * @param days of rows times their period
 */
record BreakCount(int breaks, double brokenShare, boolean always, double days) {
  private static final double MILLIS_PER_DAY = 86_400_000;

  static BreakCount of(Goal goal, KpiHistory history) {
    KpiSchema schema = new KpiSchema(history.kpis(), history.samplingPeriod());
    GoalWatch watch = new GoalWatch(new Goals(List.of(goal.dependsOn())), schema);
    int[] seen = {0};
    int[] unseen = {0};
    int[] recoveries = {0};
    GoalWatch.Changes count =
        new GoalWatch.Changes() {
          @Override
          public void broke(Goal goal, long epochMillis, boolean wasKept) {
            (wasKept ? seen : unseen)[0]++;
          }

          @Override
          public void recovered(Goal goal, long epochMillis) {
            recoveries[0]++;
          }
        };
    double[] row = new double[history.kpis().size()];
    int known = 0;
    int broken = 0;
    for (int i = 0; i < history.rows(); i++) {
      history.copyRow(i, row);
      watch.accept(history.epochMillis(i), row, count);
      Compliance.Status status = watch.compliance().get(0).status();
      known += status == Compliance.Status.UNKNOWN ? 0 : 1;
      broken += status == Compliance.Status.BROKEN ? 1 : 0;
    }
    return new BreakCount(
        seen[0],
        known == 0 ? Double.NaN : (double) broken / known,
        unseen[0] > 0 && recoveries[0] == 0,
        history.rows() * (schema.samplingPeriod().toMillis() / MILLIS_PER_DAY));
  }
}
