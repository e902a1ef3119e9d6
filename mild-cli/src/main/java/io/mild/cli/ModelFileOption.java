package io.mild.cli;

import io.mild.Mild;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names a trained model. */
final class ModelFileOption {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "The model, as train wrote it.")
  private Path file = Path.of("");

  Path file() {
    return file;
  }

  Mild load() throws IOException {
    return Mild.load(file);
  }
}
