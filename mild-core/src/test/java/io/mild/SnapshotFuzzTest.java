package io.mild;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in place of a snapshot, or of its body with a header and a checksum that fit. */
class SnapshotFuzzTest {
  private static final int CHANGES = 5_000;
  private static final int HEADER = 40; // magic, version, and the model's identity
  private static final List<Mild> MODELS = AnyModel.all();

  /** The first byte is which model and, if negative, that the others are a whole snapshot. */
  @MethodSource("seeds")
  @FuzzTest
  void anySnapshotIsRefusedOrGoesOn(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    Mild mild = MODELS.get(Math.floorMod(bytes[0], MODELS.size()));
    byte[] others = Arrays.copyOfRange(bytes, 1, bytes.length);
    byte[] snapshot = bytes[0] < 0 ? others : sealed(mild, others);
    AssuranceStream stream;
    try {
      stream = mild.resumeStream(snapshot);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("snapshot");
      return;
    }
    Untrusted.use(stream);
  }

  @Test
  void aSnapshotChangedByChanceIsRefusedOrGoesOn() {
    Mutations.of(seeds(), CHANGES).forEach(this::anySnapshotIsRefusedOrGoesOn);
  }

  /** Of streams without a row, and in the midst of an alert. */
  static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int model = 0; model < MODELS.size(); model++) {
      Mild mild = MODELS.get(model);
      AssuranceStream stream = mild.takesFeedback() ? mild.openFeedbackStream() : mild.openStream();
      seeds.add(body(model, mild.openStream().snapshot()));
      Instant time = HandMade.START;
      for (int row = 0; row < 40; row++) {
        stream.accept(time, row % 7, row % 5 == 0 ? Double.NaN : row % 3, -row % 4);
        time = time.plusSeconds(60);
      }
      seeds.add(body(model, stream.snapshot()));
      if (mild.takesFeedback()) {
        stream.failed("orders", time.minusSeconds(600));
        stream.recovered("orders", time);
        seeds.add(body(model, stream.snapshot()));
      }
      stream.accept(time.minusSeconds(45), 1, Double.NaN, 3); // folded
      seeds.add(body(model, stream.snapshot()));
      byte[] whole = joined(model - 128, stream.snapshot());
      seeds.add(whole);
    }
    return seeds;
  }

  private static byte[] body(int model, byte[] snapshot) {
    return joined(model, Arrays.copyOfRange(snapshot, HEADER, snapshot.length - Long.BYTES));
  }

  private static byte[] joined(int model, byte[] bytes) {
    return ByteBuffer.allocate(1 + bytes.length).put((byte) model).put(bytes).array();
  }

  private static byte[] sealed(Mild mild, byte[] body) {
    byte[] header = Arrays.copyOf(mild.openStream().snapshot(), HEADER);
    ByteBuffer snapshot = ByteBuffer.allocate(HEADER + body.length + Long.BYTES);
    snapshot.put(header).put(body);
    CRC32 crc = new CRC32();
    crc.update(snapshot.array(), 0, snapshot.position());
    return snapshot.putLong(crc.getValue()).array();
  }
}
