package io.mild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands print of telemetry that has no row a minute. */
class PeriodTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "1s, 100s, 100 s, lead100, s, 25 seconds, 2023-11-14T00:50:00Z",
    "1h, 30h, 30 h, lead30, h, 7.5 hours, 2023-11-26T12:00:00Z"
  })
  void timesAreInUnitsThatFit(
      String period,
      String horizon,
      String told,
      String lead,
      String unit,
      String quarter,
      String until) {
    Path kpis = directory.resolve("kpis.csv");
    Path failures = directory.resolve("failures.csv");
    Path model = directory.resolve("model.mild");
    run("generate", "--out", directory, "--rows", 3_000, "--period", period);

    String training =
        run(
            "train",
            "--kpis",
            kpis,
            "--failures",
            failures,
            "--model",
            model,
            "--horizon",
            horizon,
            "--preset",
            "paper");
    String evaluation = run("evaluate", "--model", model, "--kpis", kpis, "--failures", failures);
    String alerts = run("stream", "--model", model, "--kpis", kpis, "--until", until);
    String explanation =
        run(
            "explain",
            "--model",
            model,
            "--kpis",
            kpis,
            "--at",
            "2023-11-14T00:00:00Z",
            "--intent",
            "api");

    assertThat(training)
        .contains("horizon " + told + ": ")
        .containsPattern(told + ", epoch \\d")
        .containsPattern("lead \\S+ " + unit + ", |no failure to find, ")
        .doesNotContain(" min");
    assertThat(evaluation)
        .contains(lead + ", missed as 0 (" + unit + ") ")
        .contains("root cause right " + quarter + " later ")
        .contains("root cause right in the last row ")
        .doesNotContain("(min)", "minute");
    assertThat(alerts.lines().filter(line -> line.contains(" will fail in ")))
        .isNotEmpty()
        .allMatch(line -> line.contains(" will fail in 0 to " + told + " ("));
    assertThat(explanation).contains("Z, within " + told);
  }

  private static String run(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(List.of(arguments) + run.err()).isZero();
    return run.out();
  }
}
