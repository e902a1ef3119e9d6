package io.mild.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Assessment;
import io.mild.Mild;
import io.mild.alerting.incident.Mute;
import io.mild.alerting.incident.NoiseRules;
import io.mild.connect.IncidentMessage;
import io.mild.connect.Outbox;
import io.mild.connect.OutboxSettings;
import io.mild.connect.sink.JsonLinesSink;
import io.mild.server.state.Command;
import io.mild.server.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that watches a system is killed, again and again, and what it told is looked at. */
class KilledSystemTest {
  private static final int LONGEST_MILLIS = 900;

  @TempDir Path folder;

  @Test
  void fiveKillsLoseNothingAndTellNothingTwice() throws Exception {
    kill(5, 8_000);
  }

  @Test
  @Tag("experiment")
  void twoHundredKillsLoseNothingAndTellNothingTwice() throws Exception {
    kill(200, 150_000);
  }

  private void kill(int kills, int minutes) throws Exception {
    SplittableRandom random = new SplittableRandom(18);
    Path killed = folder.resolve("killed");
    int done = 0;
    while (done < kills) {
      Process process = start(killed, minutes, true);
      boolean ended = process.waitFor(200 + random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor(); // SIGKILL
      assertThat(ended).as("the process should have had more to do").isFalse();
      done++;
    }
    assertThat(start(killed, minutes, false).waitFor()).isZero();
    Path undisturbed = folder.resolve("undisturbed");
    assertThat(start(undisturbed, minutes, false).waitFor()).isZero();

    List<IncidentMessage> told = told(killed);
    List<IncidentMessage> expected = told(undisturbed);
    List<IncidentMessage> once = new ArrayList<>(new LinkedHashSet<>(told));
    assertThat(expected).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    assertThat(ids(once)).as("no incident lost, none opened twice").isEqualTo(ids(expected));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(once.get(i)).isEqualTo(expected.get(i));
    }
    assertThat(ids(once)).as("an id is of one step").doesNotHaveDuplicates();
    assertThat(told.size() - once.size())
        .as("handed over again, where it was killed between handing over and noting that")
        .isLessThanOrEqualTo(kills);
    System.out.printf(
        "%d kills: %d steps told, %d of them again%n",
        kills, once.size(), told.size() - once.size());
  }

  private static List<String> ids(List<IncidentMessage> messages) {
    return messages.stream().map(IncidentMessage::id).toList();
  }

  private static List<IncidentMessage> told(Path folder) throws IOException {
    List<IncidentMessage> told = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("told.jsonl"))) {
      told.add(IncidentMessage.ofJson(line));
    }
    return told;
  }

  private static Process start(Path folder, int minutes, boolean isSlow) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Watcher.class.getName(),
            folder.toString(),
            String.valueOf(minutes),
            String.valueOf(isSlow))
        .inheritIO()
        .start();
  }

  /** Watches from where the one before it was, until so many minutes were seen. */
  static final class Watcher {
    private static final int COMMAND_EVERY = 350;

    private Watcher() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      int minutes = Integer.parseInt(args[1]);
      boolean isSlow = Boolean.parseBoolean(args[2]);
      Files.createDirectories(folder);
      JsonLinesSink file = JsonLinesSink.to(folder.resolve("told.jsonl"));
      JsonLinesSink whole = file.withRotation(1 << 30, 0);
      try (Outbox outbox =
          Outbox.open(folder.resolve("outbox"), OutboxSettings.DEFAULT, Map.of("file", whole))) {
        watch(StateFolder.open(folder.resolve("system"), 500), outbox, minutes, isSlow);
        if (!outbox.awaitDelivered(Duration.ofSeconds(60))) {
          System.exit(1);
        }
      }
    }

    private static void watch(StateFolder state, Outbox outbox, int minutes, boolean isSlow)
        throws Exception {
      Audience audience =
          new Audience() {
            @Override
            public void tell(List<IncidentMessage> messages) throws IOException {
              outbox.append(messages);
            }

            @Override
            public void scored(Mild mild, Assessment assessment, int openIncidents) {
              // of no interest
            }
          };
      MonitoredSystem system =
          state.snapshot().isPresent()
              ? MonitoredSystem.resume("shop", state.snapshot().get(), state, audience)
              : MonitoredSystem.begin(
                  "shop", Drill.model(), NoiseRules.NONE, List.of(), state, audience);
      long next = system.lastRow().map(last -> minute(last) + 1).orElse(0L);
      for (long minute = next; minute < minutes; minute++) {
        if (minute % COMMAND_EVERY == 0) {
          command(system, minute);
        }
        system.accept(Drill.row(minute));
        if (isSlow && minute % 4 == 0) {
          Thread.sleep(1);
        }
      }
      system.close();
    }

    private static long minute(Instant time) {
      return Duration.between(Drill.time(0), time).toMinutes();
    }

    /** The same again where the process was killed before the row that followed. */
    private static void command(MonitoredSystem system, long minute) {
      NoiseRules rules =
          NoiseRules.builder().mute(Mute.intent("api", Drill.time(minute + 90))).build();
      system.obeyAndNote(new Command.Rule(rules));
      system.view().incidents().stream()
          .findFirst()
          .map(story -> story.incident().id())
          .ifPresent(
              id -> {
                system.obeyAndNote(new Command.Judge(id, minute % 3 == 0));
                system.obeyAndNote(new Command.Acknowledge(id));
              });
    }
  }
}
