package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.RunFigures;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.benchmarks.scaling.simulation.Trace;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of days that are done, a file each: what was compared in the first line, then a line
 * for each contender. A file of other contenders, rates or predictions, or of another service is
 * not read.
 */
final class DayFiles {
  private static final String SEPARATOR = ";";

  private final Path folder;
  private final String compared;

  DayFiles(Path folder, ServiceModel model, List<Contender> contenders) {
    this.folder = folder;
    this.compared =
        RunFigures.class.getRecordComponents().length
            + " figures of "
            + model
            + " "
            + Tuning.CHOSEN
            + " "
            + contenders.stream().map(Contender::name).collect(Collectors.joining(" "));
  }

  Optional<List<ScalingEvaluation.Run>> read(Scenario scenario, long seed) throws IOException {
    Path file = file(scenario, seed);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).equals(head(scenario, seed))) {
      return Optional.empty();
    }
    List<ScalingEvaluation.Run> runs = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(SEPARATOR);
      runs.add(
          new ScalingEvaluation.Run(
              scenario.name(),
              cells[0],
              seed,
              figures(Arrays.copyOfRange(cells, 1, cells.length)),
              Optional.empty()));
    }
    return Optional.of(runs);
  }

  void write(Scenario scenario, long seed, List<ScalingEvaluation.Run> runs) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(head(scenario, seed));
    for (ScalingEvaluation.Run run : runs) {
      lines.add(run.contender() + SEPARATOR + cells(run.figures()));
    }
    WholeFile.writeText(
        file(scenario, seed), writer -> writer.write(String.join("\n", lines) + "\n"));
  }

  /** A recorded trace may have been changed since. */
  private String head(Scenario scenario, long seed) {
    int rates = Arrays.hashCode(scenario.day(seed).trace().requestsPerSecond());
    for (Trace other : scenario.others()) {
      rates = 31 * rates + Arrays.hashCode(other.requestsPerSecond());
    }
    return compared + " on " + scenario.alerts() + " and rates of hash " + rates;
  }

  private Path file(Scenario scenario, long seed) {
    return folder.resolve(scenario.name() + "-" + seed + ".txt");
  }

  private static String cells(RunFigures f) {
    return Stream.of(
            f.requests(),
            f.meanMillis(),
            f.p99Millis(),
            f.p999Millis(),
            f.throughput(),
            f.goodput(),
            f.utilization(),
            f.violations(),
            f.violatedMinutes(),
            f.replicaHours(),
            f.replicaHoursPerMillionGood(),
            f.actionsPerHour(),
            f.decisionLatency(),
            f.computeMicros(),
            f.falseFloorHours(),
            f.events())
        .map(String::valueOf)
        .collect(Collectors.joining(SEPARATOR));
  }

  private static RunFigures figures(String[] cells) {
    return new RunFigures(
        Long.parseLong(cells[0]),
        Double.parseDouble(cells[1]),
        Double.parseDouble(cells[2]),
        Double.parseDouble(cells[3]),
        Double.parseDouble(cells[4]),
        Double.parseDouble(cells[5]),
        Double.parseDouble(cells[6]),
        Double.parseDouble(cells[7]),
        Double.parseDouble(cells[8]),
        Double.parseDouble(cells[9]),
        Double.parseDouble(cells[10]),
        Double.parseDouble(cells[11]),
        Double.parseDouble(cells[12]),
        Double.parseDouble(cells[13]),
        Double.parseDouble(cells[14]),
        Long.parseLong(cells[15]));
  }
}
