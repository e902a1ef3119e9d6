package io.mild.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.alerting.incident.Mute;
import io.mild.alerting.incident.NoiseRules;
import io.mild.connect.KpiRow;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
  private static final Snapshot.Memory MEMORY =
      new Snapshot.Memory(
          "0123456789abcdef0", new byte[] {1, 2}, new byte[] {3}, "", new byte[0], "");

  @TempDir Path folder;

  @Test
  void stepsSinceTheSnapshotAreThereAgainInTheirOrder() throws IOException {
    Command rule =
        new Command.Rule(NoiseRules.builder().mute(Mute.intent("a \"b\"", START)).build());
    List<Step> steps =
        List.of(
            row(0),
            new Step.Said(new Command.Judge("i-1", true)),
            new Step.Said(new Command.Acknowledge("i-1")),
            new Step.Told(List.of("x", "y")),
            new Step.Said(new Command.Act("i-1")),
            new Step.Said(rule),
            row(1));
    StateFolder state = StateFolder.open(folder);
    state.append(row(-1));
    state.snapshot(MEMORY);
    for (Step step : steps) {
      state.append(step);
    }

    StateFolder again = StateFolder.open(folder); // the other is not closed: it was killed
    assertThat(again.snapshot().orElseThrow().memory().stream()).containsExactly(1, 2);
    assertThat(again.steps()).isEqualTo(steps);
  }

  @Test
  void rowsOfAllSegmentsAreThePast() throws IOException {
    StateFolder state = StateFolder.open(folder);
    for (int minute = 0; minute < 6; minute++) {
      state.append(row(minute));
      if (minute % 2 == 1) {
        state.snapshot(MEMORY);
      }
    }
    KpiHistory past = state.history(List.of("load", "depth")).orElseThrow();

    assertThat(past.rows()).isEqualTo(6);
    assertThat(past.end()).isEqualTo(START.plusSeconds(300));
    assertThat(past.values(4)).containsExactly(4, Double.NaN);
    assertThat(state.history(List.of("other"))).as("rows of another number of KPIs").isEmpty();
  }

  @Test
  void aDamagedSnapshotIsPutAsideAndThePastStays() throws IOException {
    StateFolder state = StateFolder.open(folder);
    state.snapshot(MEMORY);
    state.append(row(0));
    state.close();
    Path file = folder.resolve("snapshot");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    StateFolder again = StateFolder.open(folder);
    assertThat(again.snapshot()).isEmpty();
    assertThat(again.steps()).isEmpty();
    assertThat(folder.resolve("snapshot.damaged")).hasBinaryContent(bytes);
    assertThat(again.history(List.of("load", "depth")).orElseThrow().rows()).isEqualTo(1);
  }

  @Test
  void aSnapshotThatIsCutOffAnywhereIsPutAside() throws IOException {
    StateFolder state = StateFolder.open(folder);
    state.snapshot(MEMORY);
    state.close();
    byte[] bytes = Files.readAllBytes(folder.resolve("snapshot"));
    for (int length = 0; length < bytes.length; length++) {
      Files.write(folder.resolve("snapshot"), Arrays.copyOf(bytes, length));
      try (StateFolder again = StateFolder.open(folder)) {
        assertThat(again.snapshot()).isEmpty();
      }
    }
  }

  @Test
  void whatALaterVersionWroteIsLeftAlone() throws IOException {
    StateFolder state = StateFolder.open(folder);
    state.snapshot(MEMORY);
    state.close();
    byte[] bytes = Files.readAllBytes(folder.resolve("snapshot"));
    bytes[7]++; // the format
    Files.write(folder.resolve("snapshot"), bytes);

    assertThatThrownBy(() -> StateFolder.open(folder))
        .hasMessageContaining("has format 2, but this version reads 1");
    assertThat(folder.resolve("snapshot")).hasBinaryContent(bytes);
  }

  private static Step row(int minute) {
    double[] values = {minute, Double.NaN};
    return new Step.Row(new KpiRow(START.plusSeconds(60L * minute), values));
  }
}
