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
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What goals foretell from hours of rows. */
@Command(
    name = "firstday",
    description = {
      "Trains on some hours of generated telemetry, told nothing but goals, and warns of their"
          + " breaks in the days after.",
      "Says the share of breaks warned of, the mean lead and false alarms a day: at MILD's own"
          + " threshold, and at exactly the budget beside predict_linear and random-cut-forest.",
      "With --failures histories end two hours after so many breaks, and what is made of them"
          + " stands beside a forecast that has learned of none."
    })
final class FirstDayCommand implements Callable<Integer> {
  private static final int FEWEST_FAILURES = 5;

  @Option(
      names = "--hours",
      split = ",",
      paramLabel = "N",
      description = "How long histories are (default: 2,6,24).")
  private List<Double> hours = List.of(2.0, 6.0, 24.0);

  @Option(
      names = "--failures",
      split = ",",
      paramLabel = "N",
      description = "Instead of hours: how many breaks histories hold, each at least 5.")
  private List<Integer> failures = List.of();

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
    if (failures.stream().anyMatch(count -> count < FEWEST_FAILURES)) {
      throw new ParameterException(
          command.commandLine(),
          "--failures must be at least %d each, but were %s".formatted(FEWEST_FAILURES, failures));
    }
    FirstDays study = new FirstDays(seeds, starts, days, budget);
    for (int known : failures) {
      tell("%2d failures".formatted(known), each -> study.runAfterBreaks(known, each));
    }
    if (failures.isEmpty()) {
      for (double history : hours) {
        tell(String.format(Locale.ROOT, "%4.0f h", history), each -> study.run(history, each));
      }
    }
    return 0;
  }

  private void tell(String history, Consumer<Consumer<FirstDayResult>> study) {
    List<FirstDayResult> results = new ArrayList<>();
    study.accept(results::add);
    PrintWriter out = command.commandLine().getOut();
    FirstDayMean.of(results).forEach(mean -> line(out, history, mean));
  }

  private static void line(PrintWriter out, String history, FirstDayMean mean) {
    out.printf(
        Locale.ROOT,
        "%s, %2d starts, %4.1f breaks known  %-20s warned %.3f, %4.1f min, %.2f false a day%n",
        history,
        mean.starts(),
        mean.failures(),
        mean.model(),
        mean.figures().recall(),
        mean.figures().leadMinutes(),
        mean.figures().falsePositivesPerDay());
    out.flush();
  }
}
