package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, which dies without a word. */
@Tag("experiment")
class KilledExperimentTest {
  @TempDir Path folder;

  @Test
  void killedInTheMiddleAndStartedAgainItEndsWithTheSameResults() throws Exception {
    Path whole = folder.resolve("whole");
    assertThat(start(whole).waitFor()).isZero();

    Path killed = folder.resolve("killed");
    Process process = start(killed);
    while (finished(killed) < 2 && process.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    process.destroyForcibly().waitFor();
    assertThat(finished(killed)).as("folds finished before the kill").isBetween(2L, 8L);
    assertThat(killed.resolve("results.json")).doesNotExist();
    assertThat(start(killed).waitFor()).isZero();

    assertThat(withoutSeconds(killed)).isEqualTo(withoutSeconds(whole));
  }

  private static Process start(Path out) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.mild.benchmarks.LabCommand",
            "experiment",
            "--minutes",
            "15000",
            "--folds",
            "3",
            "--models",
            "lr,mlp,mild",
            "--out",
            out.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static long finished(Path out) throws IOException {
    Path folds = out.resolve("folds");
    if (!Files.isDirectory(folds)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folds)) {
      return files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  /** What a clock says is never twice the same. */
  private static JsonNode withoutSeconds(Path out) throws IOException {
    JsonNode results = new ObjectMapper().readTree(out.resolve("results.json").toFile());
    for (String clock : List.of("trainSeconds", "scoreSeconds")) {
      results.findParents(clock).forEach(parent -> ((ObjectNode) parent).remove(clock));
    }
    return results;
  }
}
