package io.mild.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each error is one line on standard error and nothing on standard output. */
class LabErrorsTest {
  @TempDir Path directory;

  @Test
  void anExperimentsModelsMustBeKnown() {
    LabRun run = LabRun.of("experiment", "--out", directory, "--models", "lr,svm");

    assertError(
        run,
        1,
        "no model 'svm': there are wkpi, dist, z, distance, lr, shared-lr, mlp, lstm, gbt,"
            + " mild-paper, mild, and mild-without-... for seasonal-residuals, moving-averages,"
            + " transplanted-failures, dropout-and-decay, annealing, whole-history, decoupled-gate,"
            + " experts, teacher, calibration, cross-fitting, confidence, steady-verdict");
  }

  @Test
  void anExperimentOnDataGeneratesNone() {
    LabRun seeded = LabRun.of("experiment", "--out", directory, "--data", directory, "--seed", 7);
    LabRun hard = LabRun.of("experiment", "--out", directory, "--data", directory, "--pairs", 2);

    assertError(
        seeded,
        2,
        "--data brings its own rows: leave out --seed (see mild-benchmarks experiment --help)");
    assertError(
        hard,
        2,
        "--data brings its own rows: leave out --minutes, --pairs, --victim-overt and --amplitude"
            + " (see mild-benchmarks experiment --help)");
  }

  @Test
  void anExperimentsFolderMustHoldItsData() {
    LabRun run = LabRun.of("experiment", "--out", directory, "--data", directory);

    assertError(run, 1, directory.resolve("kpis.csv") + ": there is no such file");
  }

  @Test
  void tooManyFoldsForTheRowsAreRefused() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("kpis.csv"), "timestamp,cpu\n0,1\n60,2\n120,1\n");
    Files.writeString(data.resolve("failures.csv"), "incident,intent,failure\n1,api,120\n");

    LabRun run = LabRun.of("experiment", "--out", directory.resolve("out"), "--data", data);

    assertError(run, 1, "3 rows are too few for 10 folds");
  }

  @Test
  void aRecordingThatIsNotThereIsNamed() {
    LabRun run = LabRun.of("transfer", directory, directory);

    assertError(run, 1, directory.resolve("kpis.csv") + ": there is no such file");
  }

  @Test
  void anExampleOfStreamsTellsThatAModelIsOfOtherKpis() {
    Path model = Path.of("../mild-core/src/test/resources/io/mild/small-service.mild");

    for (String engine : new String[] {"flink", "kafka"}) {
      assertError(
          LabRun.of("streams", engine, "--model", model),
          1,
          model
              + " is of [cpu, latency, queue, errors], but the rows here have [cpu, ram, storage,"
              + " snet, sri, api_latency, telemetry_queue, analytics_tput]; name a file that is not"
              + " there, and a model is trained");
    }
  }

  @Test
  void tracesMustBeThereAndBeNumbers() throws IOException {
    Path out = directory.resolve("out");
    Path nowhere = directory.resolve("nowhere");
    Path folder = Files.createDirectory(directory.resolve("traces"));
    Files.writeString(folder.resolve("a.txt"), "5\n6\n");
    Path negative = Files.createDirectory(directory.resolve("negative"));
    Files.writeString(negative.resolve("a.txt"), "-5\n");

    assertError(
        LabRun.of("scaling", "traces", nowhere, "--out", out),
        1,
        nowhere + ": there is no such folder");
    assertError(
        LabRun.of("scaling", "traces", folder, "--out", out),
        1,
        folder + " has 1 traces, and 3 are needed: forecasters learn from the others");
    assertError(
        LabRun.of("scaling", "traces", negative, "--out", out),
        1,
        "trace a has the rate -5.0 in second 0");
    assertError(
        LabRun.of("scaling", "traces", folder, "--out", out, "--seeds", 1),
        2,
        "--seeds must be at least 2, but was 1 (see mild-benchmarks scaling traces --help)");
  }

  @Test
  void everyCommandHelps() {
    for (String command : new String[] {"experiment", "speed", "transfer"}) {
      LabRun run = LabRun.of(command, "--help");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).startsWith("Usage: mild-benchmarks " + command);
      assertThat(LabRun.of("--help").out()).contains("\n  " + command + " ");
    }
  }

  @Test
  void theVersionIsTold() {
    assertThat(LabRun.of("--version").out()).startsWith("mild-benchmarks ");
  }

  private static void assertError(LabRun run, int exitCode, String text) {
    assertThat(run.errorLines()).containsExactly("error: " + text);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
  }
}
