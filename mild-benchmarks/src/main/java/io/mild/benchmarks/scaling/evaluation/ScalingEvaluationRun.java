package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.cli.page.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** The evaluation as it is reported: scenarios, contenders and files. */
public final class ScalingEvaluationRun {
  /** The file of all figures. */
  public static final String RESULTS = "results.json";

  /** The file for people. */
  public static final String REPORT = "report.html";

  /** The folder of the days that are done. */
  private static final String DAYS = "days";

  private final ScalingEvaluation evaluation;
  private final String command;
  private final Path out;

  private ScalingEvaluationRun(ScalingEvaluation evaluation, String command, Path out) {
    this.evaluation = evaluation;
    this.command = command;
    this.out = out;
  }

  /**
   * Prepares a run.
   *
   * @param seeds days of each kind, at least 2
   * @param traces a folder of recorded traces to run as well
   * @param out created if it does not exist
   * @throws IOException if a trace can't be read
   */
  public static ScalingEvaluationRun prepare(int seeds, Optional<Path> traces, Path out)
      throws IOException {
    List<Scenario> scenarios = new ArrayList<>(Scenario.generated());
    if (traces.isPresent()) {
      TraceFolder.read(traces.get()).forEach(trace -> scenarios.add(Scenario.recorded(trace)));
    }
    List<Long> days = LongStream.rangeClosed(1, seeds).boxed().toList();
    return new ScalingEvaluationRun(
        new ScalingEvaluation(
            ServiceModel.DEFAULT,
            scenarios,
            Contenders.all(),
            List.of(ScalingTables.usual().name(), ScalingTables.ours().name()),
            days,
            Files.createDirectories(out.resolve(DAYS))),
        "scaling evaluate --seeds " + seeds + (traces.isPresent() ? " --traces" : ""),
        out);
  }

  /** Days to run. */
  public int days() {
    return evaluation.days();
  }

  /**
   * Runs all and writes the files.
   *
   * @param dayDone called after each day, by any thread
   * @return what came of it, in words
   * @throws IOException if the files can't be written
   */
  public String run(Runnable dayDone) throws IOException {
    ScalingResults results = evaluation.run(dayDone);
    ScalingResultsJson.write(results, out.resolve(RESULTS));
    boolean pictures = ScalingReportPage.write(results, command, out.resolve(REPORT));
    return ScalingTables.tableOne(results, Contenders.USUAL_TARGET).markdown()
        + "\n"
        + ScalingTables.equalCost(results).markdown()
        + (pictures ? "" : "\n" + Figures.HOW_TO_HAVE_THEM + "\n");
  }
}
