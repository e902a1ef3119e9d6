package io.mild.benchmarks.scaling.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is said of the results in tables. */
public final class ScalingTables {
  /** The source's Table 1, changes in percent. */
  private static final Map<RunFigure, String> SOURCE =
      Map.of(
          RunFigure.MEAN_MILLIS, "−34.5 %",
          RunFigure.THROUGHPUT, "+31.4 %",
          RunFigure.UTILIZATION, "+39.7 %",
          RunFigure.DECISION_LATENCY, "−60.0 %",
          RunFigure.VIOLATIONS, "−73.3 %",
          RunFigure.REPLICA_HOURS, "−22 %");

  private static final List<RunFigure> TABLE_ONE =
      List.of(
          RunFigure.MEAN_MILLIS,
          RunFigure.THROUGHPUT,
          RunFigure.UTILIZATION,
          RunFigure.DECISION_LATENCY,
          RunFigure.VIOLATIONS,
          RunFigure.REPLICA_HOURS,
          RunFigure.REPLICA_HOURS_PER_MILLION_GOOD);

  private ScalingTables() {}

  /** What is drawn for the usual autoscaler. */
  static Contender usual() {
    return Contender.hpa(Contenders.USUAL_TARGET, Routings.P2C);
  }

  /** What is drawn beside it. */
  static Contender ours() {
    return Contenders.recommended(Contenders.USUAL_TARGET);
  }

  /** The source's Table 1: threshold autoscaling and round robin against MILD at a target. */
  static Table tableOne(ScalingResults results, int target) {
    List<String> head = new ArrayList<>(List.of("", "source"));
    results.scenarios().forEach(scenario -> head.add(scenario.title()));
    Table table = new Table(head);
    String before = Contenders.traditional().name();
    String after = Contenders.recommended(target).name();
    for (RunFigure figure : TABLE_ONE) {
      List<String> cells = new ArrayList<>();
      cells.add(figure.title() + ", " + figure.unit());
      cells.add(SOURCE.getOrDefault(figure, ""));
      for (Scenario scenario : results.scenarios()) {
        double[] from = results.values(scenario, before, figure);
        double[] to = results.values(scenario, after, figure);
        String change =
            figure == RunFigure.DECISION_LATENCY
                ? seconds(Estimate.ofDifferences(to, from))
                : percent(Estimate.ofChange(from, to));
        cells.add(
            "%s → %s\n%s"
                .formatted(
                    digits(Estimate.of(from).mean()), digits(Estimate.of(to).mean()), change));
      }
      table.row(cells);
    }
    return table;
  }

  /** Violations of MILD, and of others at its cost. */
  static Table equalCost(ScalingResults results) {
    List<Family> bars = List.of(Family.p2c(), Family.peakEwma(), Family.own());
    List<String> head = new ArrayList<>(List.of("", "target", "cost", "violations, %"));
    bars.forEach(bar -> head.add("against " + bar.title()));
    Table table = new Table(head);
    for (Scenario scenario : results.scenarios()) {
      for (Contender contender : Contenders.recommended()) {
        String name = contender.name();
        double[] violations = results.values(scenario, name, RunFigure.VIOLATIONS);
        List<String> cells = new ArrayList<>();
        cells.add(scenario.title());
        cells.add(contender.target() + " %");
        cells.add(estimate(results.estimate(scenario, name, RunFigure.REPLICA_HOURS)));
        cells.add(estimate(Estimate.of(violations)));
        for (Family bar : bars) {
          double[] rival = EqualCost.violations(results, scenario, bar.members(), name);
          cells.add(percent(Estimate.ofChange(rival, violations)) + unlessAll(rival));
        }
        table.row(cells);
      }
    }
    return table;
  }

  /** On how many days a comparison was possible, where that isn't all. */
  private static String unlessAll(double[] values) {
    long known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
    return known == values.length ? "" : text(" (%d of %d days)", known, values.length);
  }

  /** Violations and cost without one part, against what is recommended. */
  static Table ablations(ScalingResults results) {
    List<Contender> variants = new ArrayList<>();
    variants.add(ours());
    variants.addAll(Contenders.ablations());
    List<String> head = new ArrayList<>(List.of("violations, % (cost, replica-hours)"));
    results.scenarios().forEach(scenario -> head.add(scenario.title()));
    Table table = new Table(head);
    for (Contender variant : variants) {
      List<String> cells = new ArrayList<>();
      cells.add(variant.name());
      for (Scenario scenario : results.scenarios()) {
        Estimate violations = results.estimate(scenario, variant.name(), RunFigure.VIOLATIONS);
        Estimate cost = results.estimate(scenario, variant.name(), RunFigure.REPLICA_HOURS);
        cells.add(text("%s\n(%.1f)", estimate(violations), cost.mean()));
      }
      table.row(cells);
    }
    return table;
  }

  /** All figures of all contenders on one kind of day. */
  static Table all(ScalingResults results, Scenario scenario) {
    List<String> head = new ArrayList<>(List.of(""));
    for (RunFigure figure : RunFigure.values()) {
      head.add(figure.title() + ", " + figure.unit());
    }
    Table table = new Table(head);
    for (Contender contender : results.contenders()) {
      List<String> cells = new ArrayList<>();
      cells.add(contender.name());
      for (RunFigure figure : RunFigure.values()) {
        cells.add(estimate(results.estimate(scenario, contender.name(), figure)));
      }
      table.row(cells);
    }
    return table;
  }

  /** Such as {@code 4.65 ± 0.20}, in three digits. */
  public static String estimate(Estimate estimate) {
    if (Double.isNaN(estimate.mean())) {
      return "–";
    }
    return Double.isNaN(estimate.halfWidth())
        ? digits(estimate.mean())
        : digits(estimate.mean()) + " ± " + digits(estimate.halfWidth());
  }

  /** Such as {@code −28.0 ± 0.6 %}. */
  public static String percent(Estimate change) {
    return Double.isNaN(change.mean())
        ? "–"
        : signed(100 * change.mean(), "%.1f")
            + (Double.isNaN(change.halfWidth()) ? "" : text(" ± %.1f", 100 * change.halfWidth()))
            + " %";
  }

  private static String seconds(Estimate difference) {
    return Double.isNaN(difference.mean())
        ? "–"
        : signed(difference.mean(), "%.0f")
            + (Double.isNaN(difference.halfWidth()) ? "" : text(" ± %.0f", difference.halfWidth()))
            + " s";
  }

  private static String signed(double value, String format) {
    return (value < 0 ? "−" : "+") + text(format, Math.abs(value));
  }

  /** Three digits. */
  private static String digits(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return (value < 0 ? "−" : "") + text(format, size);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
