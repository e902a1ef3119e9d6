package io.mild.server.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mild.internal.io.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * All that a system remembers, as it was when a segment of its journal began.
 *
 * @param segment the number of that segment
 * @param memory of the system
 */
public record Snapshot(long segment, Memory memory) {
  private static final int MAGIC = 0x4d535253; // "MSRS"
  private static final int VERSION = 1;

  /**
   * What a system remembers.
   *
   * @param model the identity of the model whose stream it is
   * @param stream the stream's own snapshot
   * @param book the incidents', as JSON
   * @param candidate the identity of a model that waits to be promoted; empty if none does
   * @param trial of the candidate beside the model, its own snapshot; empty if there is none
   * @param previous the identity of the model before; empty if there was none
   */
  public record Memory(
      String model, byte[] stream, byte[] book, String candidate, byte[] trial, String previous) {}

  void write(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeLong(segment);
    write(out, memory.model.getBytes(UTF_8));
    write(out, memory.stream);
    write(out, memory.book);
    write(out, memory.candidate.getBytes(UTF_8));
    write(out, memory.trial);
    write(out, memory.previous.getBytes(UTF_8));
    out.writeLong(checksum(bytes.toByteArray()));
    WholeFile.write(file, to -> to.write(bytes.toByteArray()));
  }

  private static void write(DataOutputStream out, byte[] part) throws IOException {
    out.writeInt(part.length);
    out.write(part);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws DamagedException if it is something else, or damaged
   * @throws IOException if a later version wrote it, or it can't be read
   */
  static Snapshot read(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(all));
    if (all.length < 2 * Integer.BYTES + 2 * Long.BYTES || in.readInt() != MAGIC) {
      throw new DamagedException(file + " is no state of a system");
    }
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException(
          "%s has format %d, but this version reads %d".formatted(file, version, VERSION));
    }
    byte[] body = new byte[all.length - Long.BYTES];
    System.arraycopy(all, 0, body, 0, body.length);
    long segment = in.readLong();
    Memory memory = new Memory(text(in), part(in), part(in), text(in), part(in), text(in));
    if (in.available() != Long.BYTES || in.readLong() != checksum(body)) {
      throw new DamagedException(file + " is damaged: its checksum differs");
    }
    return new Snapshot(segment, memory);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(part(in), UTF_8);
  }

  private static byte[] part(DataInputStream in) throws IOException {
    int length = in.available() < Integer.BYTES ? -1 : in.readInt();
    if (length < 0 || length > in.available()) {
      throw new DamagedException("a part of " + length + " bytes is longer than the file");
    }
    return in.readNBytes(length);
  }

  private static long checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, bytes.length);
    return crc.getValue();
  }
}
