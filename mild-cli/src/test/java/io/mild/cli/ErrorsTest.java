package io.mild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each error is one line on standard error and nothing on standard output. */
class ErrorsTest {
  @TempDir Path directory;

  @Test
  void aMissingFileIsNamed() {
    Path missing = directory.resolve("missing.mild");

    CommandRun run = CommandRun.of("stream", "--model", missing, "--kpis", "kpis.csv");

    assertError(run, 1, missing + ": there is no such file");
  }

  @Test
  void whatIsNoModelIsNamed() throws IOException {
    Path text = Files.writeString(directory.resolve("model.mild"), "no ZIP");

    CommandRun run = CommandRun.of("stream", "--model", text, "--kpis", "kpis.csv");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines())
        .singleElement()
        .asString()
        .startsWith("error: " + text + ": archive: is no .mild file");
  }

  @Test
  void aBadLineOfADataFileIsNamed() throws IOException {
    Path kpis = Files.writeString(directory.resolve("kpis.csv"), "timestamp,cpu\n0,high\n");

    CommandRun run = train(kpis);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines())
        .singleElement()
        .asString()
        .startsWith("error: " + kpis + ", line 2: cpu is 'high'");
  }

  @Test
  void aPlaceThatCantBeWrittenToIsNamedBeforeTheTraining() {
    Path nowhere = directory.resolve("nowhere/m.mild");

    CommandRun run =
        CommandRun.of("train", "--kpis", "k.csv", "--failures", "f.csv", "--model", nowhere);

    assertError(run, 1, nowhere + ": can't be written there");
  }

  @Test
  void aPlaceThatCantBeExportedToIsNamed() {
    Path nowhere = directory.resolve("nowhere/m.onnx");

    CommandRun run = CommandRun.of("export", "--model", "m.mild", "--onnx", nowhere);

    assertError(run, 1, nowhere + ": can't be written there");
  }

  /** No file can be made there, not even by root. */
  @Test
  void aFileThatCantBeMadeInAnOpenDirectoryIsNamedBeforeTheTraining() {
    Path tooLong = directory.resolve("m".repeat(250) + ".mild");

    CommandRun run =
        CommandRun.of("train", "--kpis", "k.csv", "--failures", "f.csv", "--model", tooLong);

    assertError(run, 1, tooLong + ": can't be written there");
  }

  @Test
  void aPlaceThatNothingCanBeStreamedToIsNamedBeforeTheModelIsRead() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no folder");
    Path below = file.resolve("alerts.jsonl");

    CommandRun run = stream("--alerts", below);

    assertError(run, 1, below + ": can't be written there");
  }

  @Test
  void alertsAndMinutesAreNotWrittenToOneFile() throws IOException {
    Path file = directory.resolve("both");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    Files.writeString(file, "before");

    assertThat(stream("--alerts", file, "--minutes", directory.resolve("./both")).err())
        .contains(file + " for something else too");
    assertThat(stream("--alerts", file, "--minutes", link).err())
        .contains(file + " for something else too");
    assertThat(file).hasContent("before");
  }

  @Test
  void whatIsReadIsNotWrittenOver() throws IOException {
    Path data = Files.writeString(directory.resolve("data.csv"), "timestamp,cpu\n0,1\n");
    String message = "error: " + data + ": can't be written, for the command has " + data;

    assertThat(CommandRun.of("stream", "--model", "m", "--kpis", data, "--minutes", data).err())
        .startsWith(message);
    assertThat(CommandRun.of("train", "--kpis", "k", "--failures", data, "--model", data).err())
        .startsWith(message);
    assertThat(CommandRun.of("export", "--model", data, "--onnx", data).err()).startsWith(message);
    assertThat(
            CommandRun.of(
                    "explain",
                    "--model",
                    "m",
                    "--kpis",
                    data,
                    "--at",
                    "0",
                    "--intent",
                    "api",
                    "--picture",
                    data)
                .err())
        .startsWith(message);
    assertThat(data).hasContent("timestamp,cpu\n0,1");
  }

  @Test
  void whatCanBeExplainedIsListedOnce() {
    CommandRun run =
        CommandRun.of(
            "explain", "--model", "m", "--kpis", "k", "--at", "0", "--intent", "api", "--of", "it");

    assertError(
        run,
        2,
        "Invalid value for option '--of': 'it' is none of risk, log_odds and root_cause"
            + " (see mild explain --help)");
  }

  /** 48 bytes a row and 16 a value: 2e9 · (48 + 8 · 16) = 352e9. */
  @Test
  void aHistoryThatNoMemoryHoldsIsRefusedAtOnce() {
    CommandRun run = CommandRun.of("generate", "--out", directory, "--minutes", 2_000_000_000);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines())
        .singleElement()
        .asString()
        .startsWith("error: 2000000000 rows of 8 KPIs need some 352000 MB of memory, but Java has ")
        .endsWith("ask for fewer, or give it more with -Xmx");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aPatternThatMatchesNoKpiIsNamed() throws IOException {
    Path kpis = Files.writeString(directory.resolve("kpis.csv"), "timestamp,cart.ms\n0,1\n60,2\n");
    Path failures =
        Files.writeString(directory.resolve("f.csv"), "incident,intent,failure\n1,cart,60\n");

    CommandRun run =
        CommandRun.of(
            "train",
            "--kpis",
            kpis,
            "--failures",
            failures,
            "--model",
            directory.resolve("never.mild"),
            "--own",
            "cart=basket.*");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines()).hasSize(1);
    assertThat(run.err()).contains("'basket.*'", "'cart'");
  }

  @Test
  void aBadDurationIsWrongUsage() {
    CommandRun run = train(directory, "--horizon", "5q");

    assertError(
        run,
        2,
        "Invalid value for option '--horizon' (TIME): '5q' is no duration such as 120m, 2h, 1h30m"
            + " or 90s (see mild train --help)");
  }

  @Test
  void aMissingOptionIsWrongUsage() {
    CommandRun run = CommandRun.of("generate");

    assertError(run, 2, "Missing required option: '--out=DIR' (see mild generate --help)");
  }

  @Test
  void aValueOutOfRangeIsNamed() {
    CommandRun run = CommandRun.of("generate", "--out", directory, "--pairs", 3);

    assertError(run, 1, "pairs must be 1 or 2, but was 3");
  }

  @Test
  void theStackTraceIsShownToWhoAsksForIt() {
    CommandRun run = CommandRun.of("generate", "--out", directory, "--pairs", 3, "--stacktrace");

    assertThat(run.errorLines()).first().isEqualTo("error: pairs must be 1 or 2, but was 3");
    assertThat(run.err()).contains("\tat io.mild.synthetic.SyntheticSpec");
  }

  @Test
  void everyCommandHelps() {
    for (String command :
        new String[] {"demo", "generate", "train", "stream", "evaluate", "explain", "export"}) {
      CommandRun run = CommandRun.of(command, "--help");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).startsWith("Usage: mild " + command);
      assertThat(CommandRun.of("--help").out()).contains("\n  " + command + " ");
    }
  }

  @Test
  void theVersionIsTold() {
    assertThat(CommandRun.of("--version").out()).startsWith("mild ");
  }

  private static CommandRun stream(Object... outputs) {
    List<Object> arguments = new ArrayList<>(List.of("stream", "--model", "m", "--kpis", "k"));
    arguments.addAll(List.of(outputs));
    return CommandRun.of(arguments.toArray());
  }

  private static CommandRun train(Path kpis, String... more) {
    Object[] arguments = new Object[7 + more.length];
    System.arraycopy(
        new Object[] {"train", "--kpis", kpis, "--failures", "f.csv", "--model", "m.mild"},
        0,
        arguments,
        0,
        7);
    System.arraycopy(more, 0, arguments, 7, more.length);
    return CommandRun.of(arguments);
  }

  private static void assertError(CommandRun run, int exitCode, String text) {
    assertThat(run.errorLines()).containsExactly("error: " + text);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
  }
}
