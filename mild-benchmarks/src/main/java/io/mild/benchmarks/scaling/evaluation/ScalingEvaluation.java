package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.ClusterSimulator;
import io.mild.benchmarks.scaling.simulation.Day;
import io.mild.benchmarks.scaling.simulation.RequestSource;
import io.mild.benchmarks.scaling.simulation.RunFigures;
import io.mild.benchmarks.scaling.simulation.RunTimeline;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs all contenders on the same days of all scenarios, on all cores. */
public final class ScalingEvaluation {
  private final ServiceModel model;
  private final List<Scenario> scenarios;
  private final List<Contender> contenders;
  private final List<String> drawn;
  private final List<Long> seeds;
  private final DayFiles files;

  /**
   * @param drawn names of contenders whose course on the first seed is kept
   * @param folder of days that are done: an evaluation that was interrupted goes on from there
   */
  public ScalingEvaluation(
      ServiceModel model,
      List<Scenario> scenarios,
      List<Contender> contenders,
      List<String> drawn,
      List<Long> seeds,
      Path folder) {
    this.model = model;
    this.scenarios = List.copyOf(scenarios);
    this.contenders = List.copyOf(contenders);
    this.drawn = List.copyOf(drawn);
    this.seeds = List.copyOf(seeds);
    this.files = new DayFiles(folder, model, this.contenders);
  }

  /** Days to run. */
  public int days() {
    return scenarios.size() * seeds.size();
  }

  /**
   * Runs all.
   *
   * @param dayDone called after each day, by any thread
   */
  public ScalingResults run(Runnable dayDone) {
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<List<Run>>> days = new ArrayList<>();
      for (long seed : seeds) { // what is interrupted has the same seeds of all scenarios
        for (Scenario scenario : scenarios) {
          days.add(
              workers.submit(
                  () -> {
                    List<Run> runs = day(scenario, seed);
                    dayDone.run();
                    return runs;
                  }));
        }
      }
      List<Run> all = new ArrayList<>();
      for (Future<List<Run>> day : days) {
        all.addAll(day.get());
      }
      return new ScalingResults(scenarios, contenders, seeds, all);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a day could not be run: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      workers.shutdownNow();
    }
  }

  private List<Run> day(Scenario scenario, long seed) throws IOException {
    Optional<List<Run>> before = files.read(scenario, seed);
    if (before.isEmpty()) {
      List<Run> runs = simulated(scenario, seed, contenders);
      files.write(scenario, seed, runs);
      return runs;
    }
    if (seed != seeds.get(0)) {
      return before.get();
    }
    // files don't keep courses, so that what is drawn is run again
    List<Run> runs =
        new ArrayList<>(
            before.get().stream().filter(run -> !drawn.contains(run.contender())).toList());
    runs.addAll(
        simulated(
            scenario, seed, contenders.stream().filter(c -> drawn.contains(c.name())).toList()));
    return runs;
  }

  private List<Run> simulated(Scenario scenario, long seed, List<Contender> chosen) {
    Day day = scenario.day(seed);
    Setting setting =
        new Setting(
            model,
            day,
            scenario.history(model, seed),
            history -> Optional.of(history.forecaster()),
            scenario.yesterday(seed));
    RequestSource.Factory requests = RequestSource.of(day, model);
    List<Run> runs = new ArrayList<>();
    for (Contender contender : chosen) {
      ClusterSimulator simulator =
          new ClusterSimulator(
              model,
              day,
              requests.create(),
              contender.autoscaler().apply(setting),
              contender.routing().of(model),
              contender.initialReplicas().applyAsInt(setting));
      RunFigures figures = simulator.run();
      boolean keeps = seed == seeds.get(0) && drawn.contains(contender.name());
      runs.add(
          new Run(
              scenario.name(),
              contender.name(),
              seed,
              figures,
              keeps ? Optional.of(simulator.timeline()) : Optional.empty()));
    }
    return runs;
  }

  /**
   * One contender on one day.
   *
   * @param timeline if it was to be kept
   */
  record Run(
      String scenario,
      String contender,
      long seed,
      RunFigures figures,
      Optional<RunTimeline> timeline) {}
}
