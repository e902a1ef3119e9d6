package io.mild.benchmarks.cli;

import io.mild.Assessment;
import io.mild.Explanation;
import io.mild.Explanation.Contribution;
import io.mild.KpiHistory;
import io.mild.Mild;
import io.mild.benchmarks.replay.Replay;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says why a risk was what it was. */
@Command(
    name = "explain",
    description = {
      "Says why an intent's risk was what it was at one time, alert or no alert.",
      "A KPI's share is its Shapley value: all shares sum to the risk less the usual risk."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final int MOST_FEATURES = 20;
  private static final int BAR = 40;

  @Mixin private ModelFileOption model = new ModelFileOption();
  @Mixin private KpiFiles kpis = new KpiFiles();

  @Option(
      names = "--at",
      required = true,
      paramLabel = "TIME",
      description = "The time of the row, such as 2026-01-31T12:00:00Z.")
  private Instant at = Instant.MIN;

  @Option(
      names = "--intent",
      required = true,
      paramLabel = "NAME",
      description = "The intent whose risk is explained.")
  private String intent = "";

  @Option(
      names = "--features",
      description = "Explain by feature (a KPI's value, mean or deviation), not by KPI.")
  private boolean features;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Mild mild = model.load();
    Assessment assessment = assess(mild, kpis.read());
    print(features ? assessment.explainFeatures(intent) : assessment.explain(intent));
    return 0;
  }

  private Assessment assess(Mild mild, KpiHistory history) {
    Replay replay = Replay.of(mild, history).from(at).until(at.plusMillis(1));
    if (replay.rows() != 1) {
      throw new IllegalArgumentException(
          "no row at %s: the KPIs have %s to %s".formatted(at, history.start(), history.end()));
    }
    return replay.assessments().get(0);
  }

  private void print(Explanation explanation) {
    List<Contribution> shown = explanation.top(features ? MOST_FEATURES : Integer.MAX_VALUE);
    double largest = Math.max(1e-9, Math.abs(shown.get(0).contribution()));
    int width = shown.stream().mapToInt(share -> share.name().length()).max().orElse(0);
    PrintWriter out = command.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s at %s: risk %.3f of failing within %d min, usually %.3f%n",
        explanation.intent(),
        at,
        explanation.risk(),
        explanation.horizon().toMinutes(),
        explanation.usualRisk());
    for (Contribution share : shown) {
      int length = (int) Math.round(BAR * Math.abs(share.contribution()) / largest);
      String bar = (share.contribution() < 0 ? "-" : "#").repeat(length);
      String error =
          share.standardError() > 0
              ? String.format(Locale.ROOT, " +/- %.3f", share.standardError())
              : "";
      out.printf(
          Locale.ROOT,
          "  %-" + width + "s  %+.3f%s  %s%n",
          share.name(),
          share.contribution(),
          error,
          bar);
    }
    out.flush();
  }
}
