package io.mild.cli;

import io.mild.Mild;
import io.mild.cli.console.Progress;
import io.mild.cli.replay.Replay;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.Goals;
import io.mild.training.evaluation.AlertEvaluation;
import io.mild.training.evaluation.FigureTable;
import io.mild.training.evaluation.StreamedRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Holds a model's alerts against the failures that came. */
@Command(
    name = "evaluate",
    description = {
      "Replays recorded KPIs through a model and holds its alerts against the failures that came.",
      "An alert counts for a failure from its onset on; where no onset was noted, for one longest"
          + " horizon.",
      "Failures come from a log, or from goals that broke: those given, or else the model's."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ModelFileOption model = new ModelFileOption();
  @Mixin private KpiFiles kpis = new KpiFiles();
  @Mixin private FailureFiles failures = new FailureFiles();
  @Mixin private Span span = new Span();

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Mild mild = model.load();
    Optional<FailureLog> given = failures.log(kpis.csv());
    Goals goals = goals(mild);
    if (given.isEmpty() && goals.isEmpty()) {
      throw failures.missing();
    }
    KpiHistory history = kpis.read();
    FailureLog log = given.orElseGet(() -> goals.failuresIn(history, mild.horizons().get(0)));
    Replay replay = span.replay(mild, history, kpis.csv());
    StreamedRows rows = new StreamedRows();
    try (Progress progress = Progress.of("streaming", replay.rows())) {
      replay.forEach(
          assessment -> {
            rows.accept(assessment);
            progress.step();
          });
    }
    PrintWriter out = command.commandLine().getOut();
    out.print(FigureTable.of(AlertEvaluation.of(mild, rows, log)));
    out.flush();
    return 0;
  }

  /** Those that were given, or else the model's. */
  private Goals goals(Mild mild) throws IOException {
    Goals given = failures.goals();
    return given.isEmpty() ? mild.goals() : given;
  }
}
