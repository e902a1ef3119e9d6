package io.mild.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a run ends, nothing of it is left on the machine. */
final class CleaningUpTest {
  @TempDir private Path folder;

  @Test
  void aConductorThatIsKilledLeavesNeitherProcessesNorFilesNorNamespaces() throws Exception {
    try (TestbedProcess run = run(TestbedProcess.scene())) {
      assertThat(run.children()).hasSizeGreaterThan(5);
      assertThat(run.left()).isNotEmpty();

      run.process.destroyForcibly().waitFor();

      assertThat(TestbedProcess.until(run::hasLeftNothing)).as("left: %s", run.left()).isTrue();
    }
  }

  @Test
  void aSignalEndsTheRunAndWhatWasRecordedIsThere() throws Exception {
    try (TestbedProcess run = run(TestbedProcess.scene())) {
      run.process.destroy();

      assertThat(run.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(TestbedProcess.until(run::hasLeftNothing)).as("left: %s", run.left()).isTrue();
      assertThat(Files.readAllLines(folder.resolve("kpis.csv"))).hasSizeGreaterThan(1);
      assertThat(folder.resolve("meta.json")).exists();
      assertThat(folder.resolve("failures.csv")).exists();
    }
  }

  private TestbedProcess run(String scene) throws IOException {
    TestbedProcess run =
        new TestbedProcess(
            folder.resolve("log.txt"),
            "record",
            "--scene",
            scene,
            "--rows",
            "500",
            "--minute",
            "300ms",
            "--warm-up",
            "1",
            "--out",
            folder.toString());
    run.awaitRows(folder);
    return run;
  }
}
