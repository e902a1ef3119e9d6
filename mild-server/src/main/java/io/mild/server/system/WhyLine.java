package io.mild.server.system;

import io.mild.explanation.Explanation;
import io.mild.explanation.Explanation.Contribution;
import java.util.ArrayList;
import java.util.List;

/**
 * A bar of an explanation: what a KPI adds to a risk, and where it stands.
 *
 * @param kpi its name; empty for what comes before all of them, the usual risk
 * @param contribution to the risk, a probability; negative where it lowers it
 * @param value where the KPI stands
 * @param usualLow what a tenth of the healthy rows are below
 * @param usualHigh what a tenth of them are above
 * @param isMissing whether it has no value that counts
 */
public record WhyLine(
    String kpi,
    double contribution,
    double value,
    double usualLow,
    double usualHigh,
    boolean isMissing) {
  /** The usual risk first, then the KPIs, the most important first. */
  public static List<WhyLine> of(Explanation explanation) {
    List<WhyLine> lines = new ArrayList<>();
    lines.add(new WhyLine("", explanation.usual(), 0, 0, 0, false));
    for (Contribution each : explanation.contributions()) {
      lines.add(
          new WhyLine(
              each.name(),
              each.contribution(),
              each.level().value(),
              each.level().usualLow(),
              each.level().usualHigh(),
              each.level().missing()));
    }
    return lines;
  }
}
