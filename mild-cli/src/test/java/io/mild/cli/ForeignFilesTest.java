package io.mild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as other programs write them, by the options that read them. */
class ForeignFilesTest {
  private static final DateTimeFormatter GERMAN =
      DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss").withZone(ZoneId.of("Europe/Berlin"));
  private static final String[] OPTIONS = {
    "--delimiter",
    ";",
    "--decimal-comma",
    "--time-column",
    "Zeit",
    "--zone",
    "Europe/Berlin",
    "--time-format",
    "dd.MM.yyyy HH:mm:ss"
  };

  @TempDir static Path data;
  private static Path kpis;
  private static Path failures;
  private static Path germanKpis;
  private static Path germanFailures;
  private static Path model;

  @BeforeAll
  static void generateAndTrain() throws IOException {
    run("generate", "--out", data, "--minutes", 4_000);
    kpis = data.resolve("kpis.csv");
    failures = data.resolve("failures.csv");
    germanKpis = Files.write(data.resolve("kpis-de.csv"), german(kpis, "timestamp", "Zeit", 0));
    germanFailures =
        Files.write(data.resolve("ausfall.csv"), german(failures, "failure", "Ausfall", 2, 3, 4));
    model = data.resolve("plain.mild");
    run("train", "--kpis", kpis, "--failures", failures, "--model", model);
  }

  @Test
  void trainLearnsTheSameOfAGermanFile() {
    Path learned = data.resolve("german.mild");

    run(
        OPTIONS,
        "train",
        "--kpis",
        germanKpis,
        "--failures",
        germanFailures,
        "--failure-column",
        "failure=Ausfall",
        "--model",
        learned);

    assertThat(learned).hasSameBinaryContentAs(model);
  }

  @Test
  void streamEvaluateAndExplainSayTheSameOfAGermanFile() throws IOException {
    Path instants =
        Files.writeString(
            data.resolve("instants.csv"),
            Pattern.compile("\\b\\d{10}\\b")
                .matcher(Files.readString(failures))
                .replaceAll(
                    time -> Instant.ofEpochSecond(Long.parseLong(time.group())).toString()));
    String[] none = {};
    Object[] stream = {"stream", "--model", model, "--until", "2023-11-14T12:00:00Z", "--kpis"};
    Object[] explain = {
      "explain", "--model", model, "--at", "2023-11-15T12:00:00Z", "--intent", "api", "--kpis"
    };

    assertThat(run(OPTIONS, with(stream, germanKpis))).isEqualTo(run(none, with(stream, kpis)));
    assertThat(run(OPTIONS, with(explain, germanKpis))).isEqualTo(run(none, with(explain, kpis)));
    assertThat(
            run(
                OPTIONS,
                "evaluate",
                "--model",
                model,
                "--kpis",
                germanKpis,
                "--failures",
                instants, // typed by hand
                "--failure-delimiter",
                ","))
        .isEqualTo(run("evaluate", "--model", model, "--kpis", kpis, "--failures", failures));
  }

  @Test
  void aLogInOurOwnFormatStandsBesideKpisInAnother() {
    Path learned = data.resolve("plain-log.mild");

    run(
        OPTIONS,
        "train",
        "--kpis",
        germanKpis,
        "--failures",
        failures, // seconds since 1970, between commas
        "--plain-failures",
        "--model",
        learned);

    assertThat(learned).hasSameBinaryContentAs(model);
  }

  @Test
  void aRefusalNamesTheOption() {
    CommandRun run = CommandRun.of("stream", "--model", model, "--kpis", germanKpis);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines()).hasSize(1);
    assertThat(run.err()).startsWith("error: " + germanKpis + ", line 1: ").contains("--delimiter");
  }

  @Test
  void columnsWithoutNameOrWithCommasAreNamedInQuotes() throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> plain = Files.readAllLines(kpis);
    lines.add(",\"a, b\"," + plain.get(0));
    plain.stream().skip(1).forEach(line -> lines.add("7,x," + line));
    Path more = Files.write(data.resolve("more.csv"), lines);

    assertThat(
            run(
                "stream",
                "--model",
                model,
                "--until",
                "2023-11-14T12:00:00Z",
                "--ignore-columns",
                "",
                "--ignore-columns",
                "\"a, b\"",
                "--kpis",
                more))
        .isEqualTo(
            run("stream", "--model", model, "--until", "2023-11-14T12:00:00Z", "--kpis", kpis));
  }

  @ParameterizedTest
  @CsvSource({
    "--zone, Berlin, 'Europe/Berlin, UTC or +01:00'",
    "--time-unit, min, 's, ms, us and ns'",
    "--delimiter, ;;, tab",
    "--delimiter, a, 'a tab'",
    "--merge-duplicates, first, neither mean nor last",
    "--encoding, ANSI-7, windows-1252",
    "--time-format, HH:mm, HH:mm",
    "--skip-lines, -1, -1",
    "--kpi-column, name, --long",
    "--failure-column, start=x, recovered",
    "--failure-column, start, start",
  })
  void aWrongValueIsWrongUsageThatSaysWhatIsAllowed(String option, String value, String said) {
    CommandRun run =
        CommandRun.of(
            "train",
            "--kpis",
            kpis,
            "--failures",
            failures,
            "--model",
            data.resolve("never.mild"),
            option,
            value);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.errorLines()).hasSize(1);
    assertThat(run.err()).contains(option, said, "--help");
  }

  private static List<String> german(Path file, String name, String german, int... times)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split(",", -1);
      for (int time : times) {
        fields[time] =
            fields[time].matches("\\d+")
                ? GERMAN.format(Instant.ofEpochSecond(Long.parseLong(fields[time])))
                : fields[time];
      }
      for (int i = 0; i < fields.length; i++) {
        fields[i] =
            fields[i].equals(name)
                ? german
                : fields[i].matches("-?\\d+\\.\\d+") ? fields[i].replace('.', ',') : fields[i];
      }
      lines.add((lines.isEmpty() ? "\uFEFF" : "") + String.join(";", fields));
    }
    return lines;
  }

  private static Object[] with(Object[] arguments, Object last) {
    return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray();
  }

  private static String run(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private static String run(String[] options, Object... arguments) {
    return run(Stream.concat(Stream.of(arguments), Stream.of(options)).toArray());
  }
}
