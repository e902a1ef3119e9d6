package io.mild.testbed;

import io.mild.testbed.recording.RecordingComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether a recording is like another. */
@Command(
    name = "check",
    description = {
      "Tells whether a new recording has the statistics of another: quantiles of each KPI, missing"
          + " values, and how often goals broke; not the same values.",
      "Exits with 0 if it has, and with 1 if something is other, which it names."
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "REFERENCE",
      description = "The folder of one that is good.")
  private Path reference = Path.of("");

  @Parameters(index = "1", paramLabel = "RECORDED", description = "The folder of the new one.")
  private Path recorded = Path.of("");

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    RecordingComparison comparison = RecordingComparison.of(reference, recorded);
    PrintWriter out = command.commandLine().getOut();
    comparison.lines().forEach(out::println);
    comparison.findings().forEach(finding -> out.println("other: " + finding));
    out.println(
        comparison.findings().isEmpty()
            ? "the statistics are the same"
            : comparison.findings().size() + " of the statistics are other");
    out.flush();
    return comparison.findings().isEmpty() ? 0 : 1;
  }
}
