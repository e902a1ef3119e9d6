package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.RunTimeline;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All runs, by scenario, contender and day. */
public final class ScalingResults {
  private record Key(String scenario, String contender) {}

  private final List<Scenario> scenarios;
  private final List<Contender> contenders;
  private final List<Long> seeds;
  private final Map<Key, ScalingEvaluation.Run[]> runs = new HashMap<>();

  ScalingResults(
      List<Scenario> scenarios,
      List<Contender> contenders,
      List<Long> seeds,
      List<ScalingEvaluation.Run> all) {
    this.scenarios = scenarios;
    this.contenders = contenders;
    this.seeds = seeds;
    for (ScalingEvaluation.Run run : all) {
      runs.computeIfAbsent(
                  new Key(run.scenario(), run.contender()),
                  key -> new ScalingEvaluation.Run[seeds.size()])[seeds.indexOf(run.seed())] =
          run;
    }
  }

  public List<Scenario> scenarios() {
    return scenarios;
  }

  List<Contender> contenders() {
    return contenders;
  }

  public List<Long> seeds() {
    return seeds;
  }

  /** One value a day. */
  public double[] values(Scenario scenario, String contender, RunFigure figure) {
    return Arrays.stream(runs(scenario, contender))
        .mapToDouble(run -> figure.of(run.figures()))
        .toArray();
  }

  public Estimate estimate(Scenario scenario, String contender, RunFigure figure) {
    return Estimate.of(values(scenario, contender, figure));
  }

  /** The course of the first day, if it was kept. */
  Optional<RunTimeline> timeline(Scenario scenario, String contender) {
    return runs(scenario, contender)[0].timeline();
  }

  long events() {
    return runs.values().stream()
        .flatMap(Arrays::stream)
        .mapToLong(run -> run.figures().events())
        .sum();
  }

  private ScalingEvaluation.Run[] runs(Scenario scenario, String contender) {
    ScalingEvaluation.Run[] found = runs.get(new Key(scenario.name(), contender));
    if (found == null) {
      throw new IllegalArgumentException(contender + " was not run on " + scenario.name());
    }
    return found;
  }
}
