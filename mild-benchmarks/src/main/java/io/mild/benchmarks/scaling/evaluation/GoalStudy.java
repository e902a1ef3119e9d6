package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.benchmarks.scaling.simulation.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What keeping a goal costs: floors for several goals, against others at their service level. All
 * but the source's baseline have the balancer that is recommended.
 */
public final class GoalStudy {
  private static final Set<String> DAYS = Set.of("diurnal", "noisy", "bursty");
  private static final List<Double> GOALS = List.of(2.0, 5.0, 10.0, 20.0, 40.0);
  private static final List<Integer> TARGETS = List.of(70, 80, 85);

  private final List<Scenario> scenarios;
  private final List<String> goals;
  private final List<String> baselines;
  private final ScalingEvaluation evaluation;

  private GoalStudy(List<Scenario> scenarios, List<Long> seeds, Path out) throws IOException {
    this.scenarios = scenarios;
    List<Contender> keeping =
        GOALS.stream().map(goal -> Contender.goal(goal, Contenders.RECOMMENDED)).toList();
    List<Contender> others =
        Stream.of(
                Stream.of(Contenders.traditional()),
                TARGETS.stream().map(target -> Contender.hpa(target, Contenders.RECOMMENDED)),
                TARGETS.stream().map(target -> Contender.quickHpa(target, Contenders.RECOMMENDED)))
            .flatMap(stream -> stream)
            .toList();
    this.goals = keeping.stream().map(Contender::name).toList();
    this.baselines = others.stream().map(Contender::name).toList();
    this.evaluation =
        new ScalingEvaluation(
            ServiceModel.DEFAULT,
            scenarios,
            Stream.concat(others.stream(), keeping.stream()).toList(),
            List.of(),
            seeds,
            Files.createDirectories(out));
  }

  /**
   * Prepares a study of diurnal, noisy and bursty days.
   *
   * @param first seed
   * @param last seed, above the first
   * @param traces recorded ones, to be run as well
   * @param out where days that are done are kept, so that it goes on if it was interrupted
   * @throws IOException if a trace can't be read or the folder not be made
   */
  public static GoalStudy prepare(long first, long last, List<Path> traces, Path out)
      throws IOException {
    List<Scenario> scenarios =
        new ArrayList<>(
            Scenario.generated().stream().filter(day -> DAYS.contains(day.name())).toList());
    for (Path trace : traces) {
      scenarios.add(Scenario.recorded(Trace.read(trace)));
    }
    return new GoalStudy(scenarios, LongStream.rangeClosed(first, last).boxed().toList(), out);
  }

  /** Days to run. */
  public int days() {
    return evaluation.days();
  }

  /**
   * Runs all.
   *
   * @param dayDone called after each day, by any thread
   * @return two tables as Markdown: how goals were kept, and what that took at others' service
   *     level
   */
  public String run(Runnable dayDone) {
    ScalingResults results = evaluation.run(dayDone);
    return kept(results).markdown() + "\n" + atEqualService(results).markdown();
  }

  private Table kept(ScalingResults results) {
    Table table =
        new Table(List.of("", "contender", "violations, %", "used/provisioned, %", "cost"));
    for (Scenario scenario : scenarios) {
      for (Contender contender : results.contenders()) {
        String name = contender.name();
        table.row(
            List.of(
                scenario.title(),
                name,
                plain(results.estimate(scenario, name, RunFigure.VIOLATIONS)),
                plain(results.estimate(scenario, name, RunFigure.UTILIZATION)),
                plain(results.estimate(scenario, name, RunFigure.REPLICA_HOURS))));
      }
    }
    return table;
  }

  private Table atEqualService(ScalingResults results) {
    Table table =
        new Table(
            List.of("", "at the level of", "violations, %", "cost", "used/provisioned", "days"));
    for (Scenario scenario : scenarios) {
      for (String baseline : baselines) {
        double[] cost =
            EqualService.figure(results, scenario, goals, baseline, RunFigure.REPLICA_HOURS);
        table.row(
            List.of(
                scenario.title(),
                baseline,
                plain(results.estimate(scenario, baseline, RunFigure.VIOLATIONS)),
                change(results.values(scenario, baseline, RunFigure.REPLICA_HOURS), cost),
                change(
                    results.values(scenario, baseline, RunFigure.UTILIZATION),
                    EqualService.figure(results, scenario, goals, baseline, RunFigure.UTILIZATION)),
                String.valueOf(Arrays.stream(cost).filter(value -> !Double.isNaN(value)).count())));
      }
    }
    return table;
  }

  private static String plain(Estimate estimate) {
    return String.format(Locale.ROOT, "%.2f ± %.2f", estimate.mean(), estimate.halfWidth());
  }

  private static String change(double[] from, double[] to) {
    Estimate change = Estimate.ofChange(from, to);
    return Double.isNaN(change.mean())
        ? "–"
        : String.format(
            Locale.ROOT, "%+.1f ± %.1f %%", 100 * change.mean(), 100 * change.halfWidth());
  }
}
