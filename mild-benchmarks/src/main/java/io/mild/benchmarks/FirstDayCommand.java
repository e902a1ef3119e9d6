package io.mild.benchmarks;

import io.mild.benchmarks.firstday.FirstDayMean;
import io.mild.benchmarks.firstday.FirstDayResult;
import io.mild.benchmarks.firstday.FirstDays;
import io.mild.training.MildTrainer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What goals foretell from hours of rows. */
@Command(
    name = "firstday",
    description = {
      "Trains on some hours of generated telemetry, told nothing but goals, and warns of their"
          + " breaks in the days after.",
      "Says the share of breaks warned of, the mean lead and false alarms a day: at MILD's own"
          + " threshold, and at exactly the budget beside predict_linear and random-cut-forest."
    })
final class FirstDayCommand implements Callable<Integer> {
  @Option(
      names = "--hours",
      split = ",",
      paramLabel = "N",
      description = "How long histories are (default: 2,6,24).")
  private List<Double> hours = List.of(2.0, 6.0, 24.0);

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      description = "Seeds of the telemetry (default: 101,102,103,104,105).")
  private List<Long> seeds = List.of(101L, 102L, 103L, 104L, 105L);

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "How many histories of each seed (default: ${DEFAULT-VALUE}).")
  private int starts = 4;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How many days after each are tested on (default: ${DEFAULT-VALUE}).")
  private int days = 20;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "False alarms a day to allow (default: ${DEFAULT-VALUE}).")
  private double budget = MildTrainer.DEFAULT_FALSE_POSITIVE_BUDGET;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    FirstDays study = new FirstDays(seeds, starts, days, budget);
    PrintWriter out = command.commandLine().getOut();
    for (double history : hours) {
      List<FirstDayResult> results = new ArrayList<>();
      study.run(history, results::add);
      FirstDayMean.of(results).forEach(mean -> line(out, history, mean));
    }
    return 0;
  }

  private static void line(PrintWriter out, double hours, FirstDayMean mean) {
    out.printf(
        Locale.ROOT,
        "%4.0f h, %2d starts, %4.1f breaks known  %-20s warned %.3f, %4.1f min, %.2f false a day%n",
        hours,
        mean.starts(),
        mean.failures(),
        mean.model(),
        mean.figures().recall(),
        mean.figures().leadMinutes(),
        mean.figures().falsePositivesPerDay());
    out.flush();
  }
}
