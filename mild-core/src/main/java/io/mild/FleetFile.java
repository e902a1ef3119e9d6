package io.mild;

import io.mild.alerting.incident.NoiseRules;
import io.mild.data.DataFileException;
import io.mild.internal.file.RuleBytes;
import io.mild.internal.io.WholeFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The file of a fleet: a magic number, the format's version, the model's identity and whether the
 * streams take verdicts; the rules; for each stream a 1, its key, and the length and the bytes of
 * its state; a 0, and the CRC-32 of all before it. A file of each version is kept as a test
 * resource, and is resumed for ever.
 */
final class FleetFile {
  private static final int MAGIC = 0x4d494c2b; // "MIL+"
  static final int VERSION = 5;

  /** What later ones added is in the streams' states, and read by the versions of their parts. */
  private static final int OLDEST = 1;

  private static final int OLDEST_WITH_RULES = 4;

  private static final int STREAM = 1;
  private static final int END = 0;
  private static final int LONGEST_STATE = 1 << 24;
  private static final int BUFFER = 1 << 16;

  private FleetFile() {}

  /** Writes streams, each by {@link #writeStream}. */
  interface Streams {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Takes a stream in. */
  interface Taker<F> {
    /**
     * Takes one.
     *
     * @return false if the key is there already
     * @throws IOException if the state is of no stream of the model
     */
    boolean take(F fleet, String key, byte[] state) throws IOException;
  }

  static void write(Path file, Mild mild, boolean feedback, NoiseRules rules, Streams streams)
      throws IOException {
    WholeFile.write(
        file,
        bytes -> {
          CheckedOutputStream checked = new CheckedOutputStream(bytes, new CRC32());
          DataOutputStream out = new DataOutputStream(checked);
          out.writeInt(MAGIC);
          out.writeInt(VERSION);
          out.write(mild.idBytes());
          out.writeBoolean(feedback);
          RuleBytes.write(rules, out);
          streams.writeTo(checked);
          out.writeByte(END);
          out.writeLong(checked.getChecksum().getValue());
        });
  }

  static void writeStream(DataOutput out, String key, byte[] state) throws IOException {
    out.writeByte(STREAM);
    out.writeUTF(key);
    out.writeInt(state.length);
    out.write(state);
  }

  /**
   * Reads a fleet.
   *
   * @param open opens an empty one that takes verdicts or not, with rules
   * @throws DataFileException if the file is none of a fleet of this model, or damaged
   */
  static <F> F read(Path file, Mild mild, BiFunction<Boolean, NoiseRules, F> open, Taker<F> taker)
      throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      CheckedInputStream checked = new CheckedInputStream(bytes, new CRC32());
      return read(file, mild, open, taker, new DataInputStream(checked), checked);
    } catch (EOFException e) {
      throw new DataFileException(file, 0, "is damaged: it ends early");
    } catch (UTFDataFormatException e) {
      throw new DataFileException(file, 0, "is damaged: a key is no text");
    }
  }

  private static <F> F read(
      Path file,
      Mild mild,
      BiFunction<Boolean, NoiseRules, F> open,
      Taker<F> taker,
      DataInputStream in,
      CheckedInputStream checked)
      throws IOException {
    if (in.readInt() != MAGIC) {
      throw new DataFileException(file, 0, "is no file of a fleet");
    }
    int version = in.readInt();
    if (version < OLDEST || version > VERSION) {
      throw new DataFileException(
          file,
          0,
          "has format %d, but this version of the library reads %d to %d"
              .formatted(version, OLDEST, VERSION));
    }
    if (!Arrays.equals(in.readNBytes(mild.idBytes().length), mild.idBytes())) {
      throw new DataFileException(
          file,
          0,
          "is of a fleet of another model: resume it with that one, and replace the model then");
    }
    boolean feedback = in.readBoolean();
    if (feedback && !mild.takesFeedback()) {
      throw new DataFileException(file, 0, "has streams that take verdicts, but the model doesn't");
    }
    F fleet = open(file, open, feedback, version, in);
    int kind = in.readUnsignedByte();
    for (; kind == STREAM; kind = in.readUnsignedByte()) {
      take(file, fleet, in.readUTF(), state(file, in), taker);
    }
    long found = checked.getChecksum().getValue();
    if (kind != END || in.readLong() != found || in.read() >= 0) {
      throw new DataFileException(file, 0, "is damaged: its checksum differs");
    }
    return fleet;
  }

  private static <F> F open(
      Path file,
      BiFunction<Boolean, NoiseRules, F> open,
      boolean feedback,
      int version,
      DataInputStream in)
      throws IOException {
    try {
      return open.apply(
          feedback, version < OLDEST_WITH_RULES ? NoiseRules.NONE : RuleBytes.read(in));
    } catch (IllegalArgumentException e) {
      throw new DataFileException(file, 0, "is damaged: " + e.getMessage());
    }
  }

  private static byte[] state(Path file, DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_STATE) {
      throw new DataFileException(file, 0, "is damaged: a state has " + length + " bytes");
    }
    byte[] state = in.readNBytes(length); // which asks for no more memory than there are bytes
    if (state.length < length) {
      throw new EOFException();
    }
    return state;
  }

  private static <F> void take(Path file, F fleet, String key, byte[] state, Taker<F> taker)
      throws IOException {
    boolean isNew;
    try {
      isNew = taker.take(fleet, key, state);
    } catch (IOException | IllegalArgumentException e) {
      throw new DataFileException(file, 0, "is damaged: stream '" + key + "': " + e.getMessage());
    }
    if (!isNew) {
      throw new DataFileException(file, 0, "is damaged: stream '" + key + "' is there twice");
    }
  }
}
