package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mild.data.DataFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetFileTest {
  private static final Instant START = HandMade.START;
  private static final Mild MILD = HandMade.withoutPull().operated().build();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("fleet.state");
  }

  @Test
  void aResumedFleetGoesOnBitForBit() throws IOException {
    AssuranceFleet fleet = MILD.openFeedbackFleet();
    SplittableRandom random = new SplittableRandom(1);
    run(fleet, random, 0, 10);
    fleet.save(file);

    AssuranceFleet resumed = MILD.resumeFleet(file);

    assertThat(resumed.takesFeedback()).isTrue();
    assertThat(resumed.keys()).containsExactlyInAnyOrderElementsOf(fleet.keys());
    assertThat(run(resumed, random.split(), 10, 20)).isNotEmpty();
    AssuranceFleet again = MILD.resumeFleet(file);
    SplittableRandom same = new SplittableRandom(2);
    SplittableRandom twin = new SplittableRandom(2);
    assertThat(run(again, same, 10, 20)).isEqualTo(run(fleet, twin, 10, 20));
  }

  @Test
  void anEmptyFleetIsSavedToo() throws IOException {
    MILD.openFleet().save(file);

    assertThat(MILD.resumeFleet(file).size()).isZero();
    assertThat(MILD.resumeFleet(file).takesFeedback()).isFalse();
  }

  @Test
  void savingReplacesTheFileAndLeavesNothingElse() throws IOException {
    AssuranceFleet fleet = MILD.openFleet();
    Files.write(
        folder.resolve("fleet.state.999999999-1.tmp"),
        new byte[99]); // of a process that was killed
    fleet.save(file);
    fleet.accept("a", START, 0, 0);
    fleet.save(file);

    assertThat(MILD.resumeFleet(file).keys()).containsExactly("a");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatEndsEarlyAnywhereIsRefused() throws IOException {
    byte[] whole = bytesOfSomeStreams();
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused("");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertRefused("damaged");
  }

  @Test
  void aFileOfWhichAnyByteIsChangedIsRefused() throws IOException {
    byte[] whole = bytesOfSomeStreams();
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x15;
      Files.write(file, changed);
      assertRefused("");
    }
  }

  @Test
  void aFileOfAnotherModelIsRefusedWithWhatToDo() throws IOException {
    HandMade.simple().openFleet().save(file);

    assertRefused("another model: resume it with that one");
  }

  @Test
  void whatIsNoFleetIsRefused() throws IOException {
    Files.writeString(file, "key,state\na,b\nc,d\n");

    assertRefused("no file of a fleet");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> MILD.resumeFleet(folder.resolve("nowhere")));
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> MILD.resumeFleet(file))
        .withMessageContaining("fleet.state: ")
        .withMessageContaining(message);
  }

  private byte[] bytesOfSomeStreams() throws IOException {
    AssuranceFleet fleet = MILD.openFleet();
    fleet.accept("a", START, 0, 1);
    fleet.accept("b", START, 2, 1);
    fleet.save(file);
    return Files.readAllBytes(file);
  }

  /** Feeds 300 streams, each once a minute. */
  private static List<StreamedAssessment> run(
      AssuranceFleet fleet, SplittableRandom random, int from, int until) {
    List<StreamedAssessment> seen = new ArrayList<>();
    for (int minute = from; minute < until; minute++) {
      for (int i = 0; i < 300; i++) {
        Instant now = START.plusSeconds(60L * minute);
        Assessment assessment =
            fleet.accept("key-" + i, now, random.nextDouble(2), random.nextDouble());
        seen.add(StreamedAssessment.of(assessment, MILD.horizons()));
        if (fleet.takesFeedback() && random.nextInt(4) == 0) {
          fleet.judge("key-" + i, now, random.nextBoolean());
          fleet.failed("key-" + i, "api", now.minusSeconds(random.nextInt(600)));
        }
      }
    }
    return seen;
  }
}
