package io.mild.cli;

import io.mild.Mild;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a model's scoring for other runtimes. */
@Command(
    name = "export",
    description = {
      "Writes what scores of a model as ONNX, for other runtimes: standardised features in,"
          + " calibrated risks and root cause out.",
      "The file's metadata say which features, intents and horizons these are."
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private ModelFileOption model = new ModelFileOption();

  @Option(
      names = "--onnx",
      required = true,
      paramLabel = "FILE",
      description = "Where to write it; replaced if it exists.")
  private Path file = Path.of("");

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    OutputFile.requireOther(file, List.of(model.file()));
    OutputFile.requireWritable(file);
    Mild mild = model.load();
    mild.exportOnnx(file);
    PrintWriter out = command.commandLine().getOut();
    out.printf("%s in %s%n", mild, file);
    out.flush();
    return 0;
  }
}
