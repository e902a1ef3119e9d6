package io.mild.benchmarks;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * One run of the laboratory's command line within this process.
 *
 * @param exitCode what the process would end with
 * @param out what it printed
 * @param err what it printed to standard error
 */
record LabRun(int exitCode, String out, String err) {
  static LabRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        LabCommand.root()
            .newCommandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int exitCode =
        commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new LabRun(exitCode, out.toString(), err.toString());
  }

  List<String> errorLines() {
    return err.lines().toList();
  }
}
