package io.mild;

import io.mild.internal.file.RuleBytes;
import io.mild.internal.io.StateBytes;
import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of {@link AssuranceStream#snapshot}: a magic number, the format's version, the model's
 * identity, the state, the rules and a checksum of all before it. A snapshot of each version is
 * kept as a test resource, and is resumed for ever.
 */
final class StreamSnapshot {
  private static final int MAGIC = 0x4d494c53; // "MILS"
  static final int VERSION = 7;

  /**
   * Versions 1 and 2 came before any release. What later ones added is read by the versions of its
   * parts, but for the rules of 6.
   */
  static final int OLDEST = 3;

  private static final int OLDEST_WITH_RULES = 6;

  private StreamSnapshot() {}

  static byte[] of(AssuranceStream stream) {
    StateBytes bytes = new StateBytes();
    try {
      bytes.out.writeInt(MAGIC);
      bytes.out.writeInt(VERSION);
      bytes.out.write(stream.mild().idBytes());
      stream.writeTo(bytes.out);
      RuleBytes.write(stream.rules(), bytes.out);
      bytes.out.writeLong(bytes.checksum());
    } catch (IOException e) {
      throw new AssertionError("memory doesn't fail", e);
    }
    return bytes.toByteArray();
  }

  static AssuranceStream resume(Mild mild, byte[] snapshot) {
    int body = snapshot.length - Long.BYTES;
    StateBytes bytes = new StateBytes();
    bytes.rewind(snapshot, 0, snapshot.length);
    try {
      if (body < 2 * Integer.BYTES || bytes.in.readInt() != MAGIC) {
        throw new IllegalArgumentException("these bytes are no snapshot of a stream");
      }
      int version = bytes.in.readInt();
      if (version < OLDEST || version > VERSION) {
        throw new IllegalArgumentException(
            "the snapshot has format %d, but this version of the library reads %d to %d"
                .formatted(version, OLDEST, VERSION));
      }
      bytes.rewind(snapshot, body, snapshot.length);
      if (bytes.in.readLong() != StateBytes.checksum(snapshot, body)) {
        throw new IllegalArgumentException("the snapshot is damaged: its checksum differs");
      }
      bytes.rewind(snapshot, 2 * Integer.BYTES, body);
      if (!Arrays.equals(bytes.in.readNBytes(mild.idBytes().length), mild.idBytes())) {
        throw new IllegalArgumentException("the snapshot is of a stream of another model");
      }
      AssuranceStream stream = AssuranceStream.resume(mild, bytes.in);
      if (version >= OLDEST_WITH_RULES) {
        resumeRules(stream, bytes);
      }
      if (bytes.in.available() > 0) {
        throw new IllegalArgumentException(
            "the snapshot has %d bytes too many".formatted(bytes.in.available()));
      }
      return stream;
    } catch (IOException e) {
      throw new IllegalArgumentException("the snapshot is damaged: " + e.getMessage(), e);
    }
  }

  private static void resumeRules(AssuranceStream stream, StateBytes bytes) throws IOException {
    try {
      stream.rules(RuleBytes.read(bytes.in));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
