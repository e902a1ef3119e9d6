package io.mild;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that feeds a fleet and saves it all the time is killed, again and again. */
@Tag("experiment")
class KilledFleetTest {
  private static final int KILLS = 60;
  private static final int STREAMS = 3_000;

  @Test
  void theLastCompleteFileIsThereAndLoadsWheneverTheProcessIsKilled(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("fleet.state");
    SplittableRandom random = new SplittableRandom(9);
    Instant latest = Instant.MIN;
    for (int kill = 0; kill < KILLS; kill++) {
      latest = later(latest, killedAfterSaves(file, random));
      AssuranceFleet fleet = Feeder.model().resumeFleet(file);

      assertThat(fleet.size()).isEqualTo(STREAMS);
      Instant saved = fleet.lastRow("stream-0").orElseThrow();
      assertThat(saved).as("no complete save is lost").isAfterOrEqualTo(latest);
      assertThat(fleet.lastRow("stream-" + (STREAMS - 1))).contains(saved);
      latest = saved;
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("what the kills left").hasSizeBetween(1, 2);
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Kills the process some milliseconds after it has told of some saves; the time of the last. */
  private static Instant killedAfterSaves(Path file, SplittableRandom random) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Feeder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Instant> saves = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int wanted = 1 + random.nextInt(4);
      while (saves.size() < wanted) {
        saves.add(Instant.parse(lines.readLine()));
      }
      Thread.sleep(random.nextInt(60));
      process.destroyForcibly(); // SIGKILL
      process.waitFor();
    }
    return saves.get(saves.size() - 1);
  }

  /** Goes on from the file, and tells the time of each save that is complete. */
  static final class Feeder {
    private Feeder() {}

    static Mild model() {
      return HandMade.withPull(0.3).horizon(120, 1).horizon(30, 2).build();
    }

    public static void main(String[] args) throws IOException {
      Path file = Path.of(args[0]);
      AssuranceFleet fleet = Files.exists(file) ? model().resumeFleet(file) : model().openFleet();
      Instant now =
          fleet
              .lastRow("stream-0")
              .map(last -> last.plus(Duration.ofMinutes(1)))
              .orElse(HandMade.START);
      while (true) {
        for (int i = 0; i < STREAMS; i++) {
          fleet.accept("stream-" + i, now, 0.1 * (i % 20), 0);
        }
        fleet.save(file);
        System.out.println(now);
        now = now.plus(Duration.ofMinutes(1));
      }
    }
  }
}
