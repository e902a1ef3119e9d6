package io.mild.cli;

import io.mild.Assessment;
import io.mild.Mild;
import io.mild.cli.console.TimeArgument;
import io.mild.cli.replay.Replay;
import io.mild.data.KpiHistory;
import io.mild.explanation.Explanation;
import io.mild.explanation.ExplanationTarget;
import io.mild.internal.io.TimeScale;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Says why a risk was what it was, whether it alerted and why not, and what it was like. */
@Command(
    name = "explain",
    description = {
      "Says why an intent's risk was what it was at one time, alert or no alert.",
      "A KPI's share is its Shapley value: all shares sum to the risk less the usual risk."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final int SIMILAR = 3;

  @Mixin private ModelFileOption model = new ModelFileOption();
  @Mixin private KpiFiles kpis = new KpiFiles();

  @Option(
      names = "--at",
      required = true,
      paramLabel = "TIME",
      description = "The time of the row, such as 2026-01-31T12:00:00Z.")
  private TimeArgument at = TimeArgument.of("0"); // which is required

  @Option(
      names = "--intent",
      required = true,
      paramLabel = "NAME",
      description = "The intent whose risk is explained.")
  private String intent = "";

  @Option(
      names = "--features",
      description = "Explain by feature (a KPI's value, mean or deviation), not by KPI.")
  private boolean features;

  @Option(
      names = "--of",
      paramLabel = "WHAT",
      converter = Target.class,
      description = "risk, log_odds or root_cause: what is explained (default: risk).")
  private ExplanationTarget explained = ExplanationTarget.RISK;

  @Option(names = "--json", description = "Print the explanation as JSON, and nothing else.")
  private boolean json;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "Write a waterfall picture, an SVG, too.")
  private @Nullable Path picture;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (picture != null) {
      OutputFile.requireOther(picture, kpis.files());
      OutputFile.requireOther(picture, List.of(model.file()));
      OutputFile.requireWritableOrNew(picture);
    }
    Instant time = kpis.csv().instant(at);
    Mild mild = model.load();
    Assessment assessment = assess(mild, kpis.read(), time);
    Explanation explanation =
        features
            ? assessment.explainFeatures(intent, explained)
            : assessment.explain(intent, explained);
    if (picture != null) {
      WholeFile.writeText(picture, writer -> writer.write(explanation.toSvg()));
    }
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(explanation.toJson());
    } else {
      out.printf("%s, within %s%n", assessment.time(), TimeScale.text(explanation.horizon()));
      out.print(explanation.toText());
      out.printf("alerts at %s%n", assessment.whyNoAlert());
      assessment
          .similarIncidents(intent, SIMILAR)
          .forEach(similar -> out.printf("similar: %s%n", similar));
    }
    out.flush();
    return 0;
  }

  /** By its name alone: picocli would take, and list, what it prints as, too. */
  static final class Target implements ITypeConverter<ExplanationTarget> {
    @Override
    public ExplanationTarget convert(String name) {
      return Arrays.stream(ExplanationTarget.values())
          .filter(target -> target.name().equalsIgnoreCase(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + name + "' is none of risk, log_odds and root_cause"));
    }
  }

  private static Assessment assess(Mild mild, KpiHistory history, Instant time) {
    Replay replay = Replay.of(mild, history).from(time).until(time.plusMillis(1));
    if (replay.rows() != 1) {
      throw new IllegalArgumentException(
          "no row at %s: the KPIs have %s to %s%s"
              .formatted(time, history.start(), history.end(), neighbours(history, time)));
    }
    return replay.assessments().get(0);
  }

  /** The rows before and after the time, if it is within the history. */
  private static String neighbours(KpiHistory history, Instant time) {
    if (time.isBefore(history.start()) || time.isAfter(history.end())) {
      return "";
    }
    int after = history.firstRow(time);
    return ", nearest %s and %s".formatted(history.time(after - 1), history.time(after));
  }
}
