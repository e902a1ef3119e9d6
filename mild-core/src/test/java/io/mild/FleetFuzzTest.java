package io.mild;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mild.data.DataFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes in place of a fleet's file, or of its streams with a header and a checksum that fit.
 */
class FleetFuzzTest {
  private static final int CHANGES = 2_000;
  private static final int HEADER = 40; // magic, version, and the model's identity
  private static final List<Mild> MODELS = AnyModel.all();

  @TempDir static Path folder;

  /** The first byte is which model and, if negative, that the others are a whole file. */
  @MethodSource("seeds")
  @FuzzTest
  void anyFileIsRefusedOrItsStreamsGoOn(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    Mild mild = MODELS.get(Math.floorMod(bytes[0], MODELS.size()));
    byte[] others = Arrays.copyOfRange(bytes, 1, bytes.length);
    byte[] content = bytes[0] < 0 ? others : sealed(mild, others);
    Path file = Files.write(folder.resolve("any.fleet"), content);
    Optional<AssuranceFleet> fleet =
        Untrusted.read(content.length, DataFileException.class, () -> mild.resumeFleet(file));
    fleet.ifPresent(FleetFuzzTest::goOn);
  }

  @Test
  void aFileChangedByChanceIsRefusedOrItsStreamsGoOn() throws IOException {
    for (byte[] changed : Mutations.of(seeds(), CHANGES).toList()) {
      anyFileIsRefusedOrItsStreamsGoOn(changed);
    }
  }

  private static void goOn(AssuranceFleet fleet) {
    Instant far = Instant.parse("+100000-01-01T00:00:00Z");
    for (String key : fleet.keys()) {
      Instant next = fleet.lastRow(key).orElse(HandMade.START).plus(Duration.ofMinutes(1));
      if (next.isBefore(far)) {
        Assessment now = fleet.accept(key, next, new double[fleet.mild().schema().kpis().size()]);
        assertThat(now.intents()).allSatisfy(risk -> assertThat(risk.risk()).isBetween(0.0, 1.0));
      }
    }
    fleet.replaceModel(fleet.mild());
    assertThat(fleet.size()).isEqualTo(fleet.keys().size());
  }

  /** Of no stream, and of two of which one has rows. */
  static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (int model = 0; model < MODELS.size(); model++) {
      Mild mild = MODELS.get(model);
      AssuranceFleet fleet = mild.takesFeedback() ? mild.openFeedbackFleet() : mild.openFleet();
      seeds.add(body(model, saved(fleet)));
      for (int row = 0; row < 20; row++) {
        fleet.accept("a", HandMade.START.plusSeconds(60L * row), row % 7, Double.NaN, -row % 4);
      }
      fleet.accept("löng-" + "k".repeat(20), HandMade.START, 1, 2, 3);
      fleet.accept("löng-" + "k".repeat(20), HandMade.START.plusSeconds(9), 1, 2, 3); // folded
      byte[] file = saved(fleet);
      seeds.add(body(model, file));
      seeds.add(joined(model - 128, file));
    }
    return seeds;
  }

  private static byte[] saved(AssuranceFleet fleet) throws IOException {
    Path file = folder.resolve("seed.fleet");
    fleet.save(file);
    return Files.readAllBytes(file);
  }

  private static byte[] body(int model, byte[] file) {
    return joined(model, Arrays.copyOfRange(file, HEADER, file.length - Long.BYTES));
  }

  private static byte[] joined(int model, byte[] bytes) {
    return ByteBuffer.allocate(1 + bytes.length).put((byte) model).put(bytes).array();
  }

  private static byte[] sealed(Mild mild, byte[] body) throws IOException {
    ByteBuffer file = ByteBuffer.allocate(HEADER + body.length + Long.BYTES);
    file.put(Arrays.copyOf(saved(mild.openFleet()), HEADER)).put(body);
    CRC32 crc = new CRC32();
    crc.update(file.array(), 0, file.position());
    return file.putLong(crc.getValue()).array();
  }
}
