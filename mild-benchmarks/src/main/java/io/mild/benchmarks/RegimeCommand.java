package io.mild.benchmarks;

import io.mild.benchmarks.regime.RegimeChange;
import io.mild.benchmarks.regime.RegimeFigures;
import io.mild.benchmarks.regime.RegimeResult;
import io.mild.benchmarks.regime.RegimeResult.Contender;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What training anew is worth after a KPI changed for good. */
@Command(
    name = "regime",
    description = {
      "Raises one KPI of generated telemetry by three deviations on a day, for good.",
      "Says what a model is worth that was trained before, one that was trained anew some days"
          + " later and tried beside it, and one of a history in which the KPI always stood there."
    })
final class RegimeCommand implements Callable<Integer> {
  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      description = "Seeds of the telemetry (default: 101,102,103,104,105).")
  private List<Long> seeds = List.of(101L, 102L, 103L, 104L, 105L);

  @Option(
      names = "--change",
      paramLabel = "DAY",
      description = "When the KPI rises; histories are as long (default: ${DEFAULT-VALUE}).")
  private int change = 20;

  @Option(
      names = "--known",
      paramLabel = "DAYS",
      description = "How long after it is trained anew (default: ${DEFAULT-VALUE}).")
  private int known = 3;

  @Option(
      names = "--trial",
      paramLabel = "DAYS",
      description = "How long it is tried then (default: ${DEFAULT-VALUE}).")
  private int trial = 3;

  @Option(
      names = "--later",
      paramLabel = "DAYS",
      description = "How long all are tested after that (default: ${DEFAULT-VALUE}).")
  private int later = 20;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    RegimeChange study = new RegimeChange(change, known, trial, later);
    for (long seed : seeds) {
      RegimeResult result = study.run(seed);
      lines(out, result, "trial", result.first());
      lines(out, result, "later", result.later());
      out.printf("%d: %s%n", seed, result.trial());
      out.flush();
    }
    return 0;
  }

  private static void lines(
      PrintWriter out, RegimeResult result, String when, Map<Contender, RegimeFigures> figures) {
    figures.forEach(
        (contender, of) ->
            out.printf(
                Locale.ROOT,
                "%d, %s, %s: %-9s %2d failures, warned %.3f, %4.1f min, %.2f false a day%n",
                result.seed(),
                result.kpi(),
                when,
                contender,
                of.failures(),
                of.detection(),
                of.leadMinutes(),
                of.falsePositivesPerDay()));
  }
}
