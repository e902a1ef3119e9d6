package io.mild.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help of every command, as its descriptions make it. */
class HelpTest {

  static List<List<String>> commands() {
    List<List<String>> commands = new ArrayList<>();
    add(commands, List.of(), LabCommand.root().newCommandLine());
    return commands;
  }

  private static void add(List<List<String>> all, List<String> path, CommandLine command) {
    all.add(path);
    command
        .getSubcommands()
        .forEach(
            (name, subcommand) -> {
              List<String> deeper = new ArrayList<>(path);
              deeper.add(name);
              add(all, deeper, subcommand);
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isPrintedWithoutAWordOnStandardError(List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.add("--help");
    ByteArrayOutputStream warnings = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8)); // picocli warns there
    try {
      LabRun run = LabRun.of(arguments.toArray());

      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .startsWith("Usage: " + String.join(" ", withRoot(command)))
          .doesNotContain("%%", "picocli", "${");
    } finally {
      System.setErr(before);
    }
    assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private static List<String> withRoot(List<String> command) {
    List<String> names = new ArrayList<>(command);
    names.add(0, "mild-benchmarks");
    return names;
  }

  @Test
  void allCommandsAreAsked() {
    assertThat(commands()).contains(List.of("transfer"), List.of("scaling", "demo"));
  }
}
