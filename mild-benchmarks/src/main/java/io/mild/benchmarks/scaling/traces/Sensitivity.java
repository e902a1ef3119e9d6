package io.mild.benchmarks.scaling.traces;

import io.mild.benchmarks.scaling.evaluation.Contender;
import io.mild.benchmarks.scaling.evaluation.Contenders;
import io.mild.benchmarks.scaling.evaluation.Estimate;
import io.mild.benchmarks.scaling.evaluation.RunFigure;
import io.mild.benchmarks.scaling.evaluation.Scenario;
import io.mild.benchmarks.scaling.simulation.AlertQuality;
import io.mild.benchmarks.scaling.simulation.FaultProfile;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How what is gained depends on load, start-up time, target, forecast and predictions: one of them
 * is changed, all else is as usual. Held against the HorizontalPodAutoscaler with the same balancer
 * and the source's baseline under the same change.
 */
final class Sensitivity {
  private static final List<Double> LOADS = List.of(.5, 1.0, 2.0);
  private static final List<Double> START_UPS = List.of(20.0, 60.0, 180.0);
  private static final ServiceModel MODEL = ServiceModel.DEFAULT;

  private static final Contender HPA =
      Contender.hpa(Contenders.USUAL_TARGET, Contenders.RECOMMENDED);
  private static final Contender FLOORS = Contenders.recommended(Contenders.USUAL_TARGET);
  private static final Contender GOAL = Contender.goal(5, Contenders.RECOMMENDED);
  private static final Contender THRESHOLD = Contenders.traditional();
  private static final Contender ALERTS = Contenders.withAlerts(Contenders.USUAL_TARGET);
  private static final List<Contender> USUAL = List.of(THRESHOLD, HPA, FLOORS, GOAL);

  /** What is put on a forecast. */
  private record ForecastError(String label, double bias, double noise) {
    Contender on(Contender contender) {
      return contender.forecastBy(
          named(label),
          history ->
              Optional.of(new WorseForecaster(history.forecaster(), bias, noise, history.seed())));
    }
  }

  private static final List<ForecastError> ERRORS =
      List.of(
          new ForecastError("20 % too low", -.2, 0),
          new ForecastError("20 % too high", .2, 0),
          new ForecastError("noise of 10 %", 0, .1),
          new ForecastError("noise of 30 %", 0, .3));

  private static final AlertQuality MEASURED = AlertQuality.MEASURED;
  private static final Map<String, AlertQuality> QUALITIES = qualities();

  /** Some days of a batch, on which a contender was run. */
  private record Cell(Batch batch, List<Scenario> days, Contender contender) {
    double[] of(RunFigure figure) {
      return batch.means(days, contender, figure);
    }
  }

  /**
   * What is compared at one level of one axis.
   *
   * @param varied what of MILD, as it usually is
   */
  private record Level(
      String axis, String label, Contender varied, Cell ours, Cell hpa, Cell threshold) {}

  /**
   * What came of one level, over the traces' means.
   *
   * @param contender what of MILD
   * @param violations in percent of the requests
   * @param cost in replica-hours
   * @param violationsToHpa change against the HorizontalPodAutoscaler, paired by seeds
   * @param costToHpa the same of the cost
   * @param violationsToThreshold change against the source's baseline
   * @param costToThreshold the same of the cost
   */
  record Line(
      String axis,
      String level,
      String contender,
      Estimate violations,
      Estimate cost,
      Estimate violationsToHpa,
      Estimate costToHpa,
      Estimate violationsToThreshold,
      Estimate costToThreshold) {}

  private final Batch usual;
  private final List<Scenario> days;
  private final List<Long> seeds;
  private final Path folder;
  private final List<Batch> batches = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();

  /**
   * Prepares what differs from the usual days.
   *
   * @param usual runs {@link #contenders()} on the usual days
   * @param days the usual ones
   * @param folder of days that are done
   */
  Sensitivity(Batch usual, List<Scenario> days, List<Long> seeds, Path folder) throws IOException {
    this.usual = usual;
    this.days = days;
    this.seeds = seeds;
    this.folder = folder;
    loads();
    startUps();
    targets();
    forecastErrors();
    predictions();
  }

  private void loads() throws IOException {
    for (double load : LOADS) {
      List<Scenario> loaded = load == 1 ? days : days.stream().map(day -> day.times(load)).toList();
      Batch batch = load == 1 ? usual : batch(MODEL, loaded, USUAL, "load-" + load);
      usually("load", "× " + load, batch, loaded);
    }
  }

  private void startUps() throws IOException {
    for (double seconds : START_UPS) {
      ServiceModel model = MODEL.toBuilder().startUp(seconds).build();
      Batch batch =
          model.equals(MODEL) ? usual : batch(model, days, USUAL, "start-up-" + (int) seconds);
      usually("start-up time", (int) seconds + " s", batch, days);
    }
  }

  private void targets() {
    for (int target : TraceStudy.TARGETS) {
      levels.add(
          new Level(
              "CPU target",
              target + " %",
              FLOORS,
              new Cell(usual, days, Contenders.recommended(target)),
              new Cell(usual, days, Contender.hpa(target, Contenders.RECOMMENDED)),
              new Cell(usual, days, THRESHOLD)));
    }
  }

  private void forecastErrors() {
    for (Contender ours : List.of(FLOORS, GOAL)) {
      against("forecast", "as it is", ours, new Cell(usual, days, ours), usual, days);
      for (ForecastError error : ERRORS) {
        Cell cell = new Cell(usual, days, error.on(ours));
        against("forecast", error.label(), ours, cell, usual, days);
      }
    }
  }

  private void predictions() throws IOException {
    String axis = "predicted failures";
    List<Scenario> faulty = faulty("faults", MEASURED);
    Batch unpredicted = batch(MODEL, faulty, List.of(THRESHOLD, HPA, FLOORS), "faults");
    against(axis, "none", FLOORS, new Cell(unpredicted, faulty, FLOORS), unpredicted, faulty);
    for (Map.Entry<String, AlertQuality> quality : QUALITIES.entrySet()) {
      String name = "faults-" + named(quality.getKey());
      List<Scenario> predicted = faulty(name, quality.getValue());
      Cell cell = new Cell(batch(MODEL, predicted, List.of(ALERTS), name), predicted, ALERTS);
      against(axis, quality.getKey(), ALERTS, cell, unpredicted, faulty);
    }
  }

  private static Map<String, AlertQuality> qualities() {
    Map<String, AlertQuality> qualities = new LinkedHashMap<>();
    qualities.put("as measured", MEASURED);
    qualities.put("recall 50 %", quality(.5, MEASURED.precision(), MEASURED.leadMinutes()));
    qualities.put("precision 50 %", quality(MEASURED.recall(), .5, MEASURED.leadMinutes()));
    qualities.put("lead 5 min", quality(MEASURED.recall(), MEASURED.precision(), 5));
    return qualities;
  }

  private static AlertQuality quality(double recall, double precision, double leadMinutes) {
    return new AlertQuality(
        recall, precision, MEASURED.wrongCause(), leadMinutes, MEASURED.leadSpread());
  }

  /** For a file or a contender, such as {@code recall-50}. */
  private static String named(String label) {
    return label.replaceAll("[^a-z0-9]+", " ").strip().replace(' ', '-');
  }

  private List<Scenario> faulty(String suffix, AlertQuality quality) {
    return days.stream().map(day -> day.withFaults(suffix, FaultProfile.MIXED, quality)).toList();
  }

  private Batch batch(
      ServiceModel model, List<Scenario> scenarios, List<Contender> contenders, String name)
      throws IOException {
    Batch batch = new Batch(model, scenarios, contenders, seeds, folder.resolve(name));
    batches.add(batch);
    return batch;
  }

  private void usually(String axis, String label, Batch batch, List<Scenario> scenarios) {
    for (Contender ours : List.of(FLOORS, GOAL)) {
      against(axis, label, ours, new Cell(batch, scenarios, ours), batch, scenarios);
    }
  }

  private void against(
      String axis,
      String label,
      Contender varied,
      Cell ours,
      Batch baselines,
      List<Scenario> scenarios) {
    levels.add(
        new Level(
            axis,
            label,
            varied,
            ours,
            new Cell(baselines, scenarios, HPA),
            new Cell(baselines, scenarios, THRESHOLD)));
  }

  /** Who has to be run on the usual days. */
  static Stream<Contender> contenders() {
    return Stream.of(
            USUAL.stream(),
            TraceStudy.TARGETS.stream().map(Contenders::recommended),
            ERRORS.stream().flatMap(error -> Stream.of(error.on(FLOORS), error.on(GOAL))))
        .flatMap(stream -> stream);
  }

  /** What has to be run besides. */
  List<Batch> batches() {
    return batches;
  }

  /** What came of all levels, once all has been run. */
  List<Line> lines() {
    return levels.stream().map(Sensitivity::line).toList();
  }

  private static Line line(Level level) {
    double[] violations = level.ours().of(RunFigure.VIOLATIONS);
    double[] cost = level.ours().of(RunFigure.REPLICA_HOURS);
    return new Line(
        level.axis(),
        level.label(),
        level.varied().policy(),
        Estimate.of(violations),
        Estimate.of(cost),
        Estimate.ofChange(level.hpa().of(RunFigure.VIOLATIONS), violations),
        Estimate.ofChange(level.hpa().of(RunFigure.REPLICA_HOURS), cost),
        Estimate.ofChange(level.threshold().of(RunFigure.VIOLATIONS), violations),
        Estimate.ofChange(level.threshold().of(RunFigure.REPLICA_HOURS), cost));
  }
}
