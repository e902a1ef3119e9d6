package io.mild.benchmarks.scaling.traces;

import io.mild.benchmarks.scaling.evaluation.Contender;
import io.mild.benchmarks.scaling.evaluation.Contenders;
import io.mild.benchmarks.scaling.evaluation.ForecastMethod;
import io.mild.benchmarks.scaling.evaluation.ScalingResults;
import io.mild.benchmarks.scaling.evaluation.ScalingResultsJson;
import io.mild.benchmarks.scaling.evaluation.Scenario;
import io.mild.benchmarks.scaling.evaluation.TraceFolder;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.benchmarks.scaling.simulation.Trace;
import io.mild.cli.page.Html;
import io.mild.internal.io.Markup;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Recorded traces in full. Each trace is a day of a service of its own: what is trained is trained
 * on the other traces, and what is learnt of the day itself is learnt while it runs.
 */
public final class TraceStudy {
  /** The file of all figures of all runs of usual days. */
  public static final String RESULTS = "results.json";

  /** The file for people. */
  public static final String REPORT = "report.html";

  static final List<Integer> TARGETS = List.of(60, 70, 80, 90);
  static final List<Double> GOALS = List.of(2.0, 5.0, 10.0, 20.0, 40.0);

  /** Goals that are kept by each forecaster. */
  static final List<Double> FEW_GOALS = List.of(2.0, 5.0, 10.0);

  /** What the method is called that foretells nothing. */
  static final String NO_FORECAST = "none";

  private static final int LEAST_TRACES = 3;
  private static final int LEAST_SECONDS = 1_800;

  private final List<Scenario> days;
  private final Batch usual;
  private final Sensitivity sensitivity;
  private final ForecastScores scores;
  private final String command;
  private final Path out;

  private TraceStudy(List<Scenario> days, List<Long> seeds, String command, Path out)
      throws IOException {
    this.days = days;
    this.command = command;
    this.out = out;
    Map<String, Contender> contenders = new LinkedHashMap<>(); // each once
    Stream.concat(contenders(), Sensitivity.contenders())
        .forEach(contender -> contenders.putIfAbsent(contender.name(), contender));
    Path done = out.resolve("days");
    this.usual =
        new Batch(
            ServiceModel.DEFAULT,
            days,
            List.copyOf(contenders.values()),
            seeds,
            done.resolve("usual"));
    this.sensitivity = new Sensitivity(usual, days, seeds, done);
    this.scores = new ForecastScores(days, seeds);
  }

  /**
   * Prepares a study.
   *
   * @param folder of at least three traces of half an hour and more
   * @param first seed
   * @param last seed, above the first
   * @param out where to write; days that are done are kept there, so that it goes on if it was
   *     interrupted
   * @throws IOException if the traces can't be read, are too few or too short, or the folder can't
   *     be made
   */
  public static TraceStudy prepare(Path folder, long first, long last, Path out)
      throws IOException {
    List<Trace> traces = TraceFolder.read(folder);
    if (traces.size() < LEAST_TRACES) {
      throw new IOException(
          "%s has %d traces, and %d are needed: forecasters learn from the others"
              .formatted(folder, traces.size(), LEAST_TRACES));
    }
    for (Trace trace : traces) {
      if (trace.seconds() < LEAST_SECONDS) {
        throw new IOException(
            "trace %s in %s has %d lines, and %d are needed: half an hour, a line a second"
                .formatted(trace.name(), folder, trace.seconds(), LEAST_SECONDS));
      }
    }
    List<Scenario> days =
        traces.stream()
            .map(
                trace ->
                    Scenario.recorded(
                        trace, traces.stream().filter(other -> other != trace).toList()))
            .toList();
    return new TraceStudy(
        days,
        LongStream.rangeClosed(first, last).boxed().toList(),
        "scaling traces --first %d --seeds %d".formatted(first, last - first + 1),
        out);
  }

  private static Stream<Contender> contenders() {
    List<Contender> all = new ArrayList<>();
    all.add(Contenders.traditional());
    TARGETS.forEach(target -> all.add(Contender.hpa(target, Contenders.RECOMMENDED)));
    GOALS.forEach(goal -> all.add(Contender.goal(goal, Contenders.RECOMMENDED)));
    for (double goal : FEW_GOALS) {
      methods().forEach(method -> all.add(keeping(goal, method)));
    }
    return all.stream();
  }

  /** The forecasters that are compared, none first. */
  static List<String> methods() {
    return Stream.concat(
            Stream.of(NO_FORECAST), Stream.of(ForecastMethod.values()).map(ForecastMethod::label))
        .toList();
  }

  /** Floors that keep a goal by a method's forecasts; the leader's are the usual ones. */
  static Contender keeping(double goal, String method) {
    Contender usual = Contender.goal(goal, Contenders.RECOMMENDED);
    if (method.equals(ForecastMethod.FOLLOW_THE_LEADER.label())) {
      return usual;
    }
    Optional<ForecastMethod> found =
        Stream.of(ForecastMethod.values()).filter(each -> each.label().equals(method)).findFirst();
    return usual.forecastBy(method, history -> found.map(history::forecaster));
  }

  /** Days to run and to score. */
  public int days() {
    return usual.days()
        + sensitivity.batches().stream().mapToInt(Batch::days).sum()
        + scores.days();
  }

  /**
   * Runs all and writes the files.
   *
   * @param dayDone called after each day, by any thread
   * @return what came of it, as tables in Markdown
   * @throws IOException if the files can't be written
   */
  public String run(Runnable dayDone) throws IOException {
    List<ForecastScores.Line> scored = scores.run(dayDone);
    usual.run(dayDone);
    sensitivity.batches().forEach(batch -> batch.run(dayDone));
    ScalingResults results = usual.results();
    List<EstimateTable> tables =
        List.of(
            TraceTables.forecasts(scored),
            TraceTables.floors(results),
            TraceTables.equalService(results),
            TraceTables.sensitivity(sensitivity.lines()));
    ScalingResultsJson.write(results, out.resolve(RESULTS));
    for (EstimateTable table : tables) {
      table.writeCsv(out);
    }
    writePage(tables);
    return tables.stream()
        .map(table -> table.title() + "\n\n" + table.words().markdown())
        .collect(Collectors.joining("\n"));
  }

  private void writePage(List<EstimateTable> tables) throws IOException {
    List<Long> seeds = usual.results().seeds();
    String html =
        Html.page(
            TraceStudy.class,
            REPORT,
            Map.of(
                "command", Markup.escaped(command),
                "traces", Html.names(days.stream().map(Scenario::title).toList()),
                "firstSeed", String.valueOf(seeds.get(0)),
                "lastSeed", String.valueOf(seeds.get(seeds.size() - 1)),
                "tables",
                    tables.stream()
                        .map(
                            table ->
                                "<h2>%s</h2>%n%s"
                                    .formatted(Markup.escaped(table.title()), table.words().html()))
                        .collect(Collectors.joining())));
    WholeFile.writeText(out.resolve(REPORT), writer -> writer.write(html));
  }
}
