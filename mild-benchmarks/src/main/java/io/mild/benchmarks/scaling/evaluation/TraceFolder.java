package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.Trace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of recorded traces: {@code *.txt}, one rate a line and second. */
public final class TraceFolder {
  private TraceFolder() {}

  /**
   * Its traces by name. A file whose first line begins with no digit, such as a licence, is none.
   *
   * @throws IOException if there is no such folder or no trace in it, or a trace can't be read; the
   *     message names the file and the line
   */
  public static List<Trace> read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": there is no such folder");
    }
    List<Trace> traces = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.txt")) {
      for (Path file : files) {
        if (beginsWithNumber(file)) {
          traces.add(Trace.read(file));
        }
      }
    }
    if (traces.isEmpty()) {
      throw new IOException("no trace in " + folder + ": no *.txt that begins with a number");
    }
    traces.sort(Comparator.comparing(Trace::name));
    return traces;
  }

  private static boolean beginsWithNumber(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().filter(line -> line.strip().matches("[-+.\\d].*")).isPresent();
    }
  }
}
