package io.mild.server.system;

import io.mild.Assessment;
import io.mild.HandMade;
import io.mild.Mild;
import io.mild.connect.IncidentMessage;
import io.mild.connect.KpiRow;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.goals.KpiCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A model by hand, and rows in which intents alert, fail and recover again and again. */
public final class Drill {
  private static final int CYCLE = 700; // minutes

  private Drill() {}

  /** Of two KPIs and two intents, with goals. */
  public static Mild model() {
    return HandMade.withPull(0.3)
        .operated()
        .remembering()
        .build()
        .withGoals(
            Goals.of(
                Goal.of("api")
                    .holds(KpiCondition.parse("load <= 1.6"))
                    .brokenAfter(Duration.ofMinutes(3)),
                Goal.of("orders")
                    .holds(KpiCondition.parse("depth <= 1.6"))
                    .brokenAfter(Duration.ofMinutes(3))));
  }

  /** The row of a minute: ramps up and down, of one KPI and then of the other. */
  public static KpiRow row(long minute) {
    double phase = Math.floorMod(minute, CYCLE) / (double) CYCLE;
    double ramp = phase < 0.25 ? 8 * phase : Math.max(0, 2 - 16 * (phase - 0.25));
    double noise = 0.05 * Math.sin(minute * 0.7);
    boolean isOfLoad = Math.floorMod(minute / CYCLE, 3) != 1;
    double[] values = {(isOfLoad ? ramp : 0) + noise, (isOfLoad ? 0.1 : ramp) - noise};
    return new KpiRow(time(minute), values);
  }

  public static Instant time(long minute) {
    return HandMade.START.plus(Duration.ofMinutes(minute));
  }

  /** Remembers what it hears. */
  public static final class Ear implements Audience {
    public final List<IncidentMessage> heard = new ArrayList<>();

    @Override
    public void tell(List<IncidentMessage> messages) {
      heard.addAll(messages);
    }

    @Override
    public void scored(Mild mild, Assessment assessment, int openIncidents) {
      // of no interest
    }
  }
}
