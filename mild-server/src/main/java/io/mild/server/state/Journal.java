package io.mild.server.state;

import io.mild.internal.io.Folder;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A file that only grows: entries, each with its length and checksum.
 *
 * <p>What {@link #append} returned from survives a killed process; what {@link #force} returned
 * from, a power failure. An entry that was being written then is torn: it and what follows is cut
 * off when the file is opened. Not thread-safe.
 */
final class Journal implements Closeable {
  static final int MOST_BYTES = 16 << 20; // of an entry

  private static final int HEADER = Integer.BYTES + 1; // length, kind
  private static final int CHECKSUM = Integer.BYTES;

  private final FileChannel channel;
  private boolean isForced = true;

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  /** An entry's kind, of whoever writes it, and its bytes. */
  record Entry(byte kind, byte[] bytes) {}

  /** What a file has, up to the first torn entry. */
  record Content(List<Entry> entries, long length) {}

  /**
   * Opens a file to go on, made if it is not there, without what is torn.
   *
   * @param length that of its {@link Content}
   */
  static Journal open(Path file, long length) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(length);
    channel.position(length);
    if (length == 0) {
      Folder.force(file.toAbsolutePath().resolveSibling(""));
    }
    return new Journal(channel);
  }

  /** Reads a file; one that is not there is empty. */
  static Content read(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (!Files.exists(file)) {
      return new Content(entries, 0);
    }
    byte[] all = Files.readAllBytes(file);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(all));
    long whole = 0;
    while (in.available() >= HEADER + CHECKSUM) {
      int length = in.readInt();
      if (length < 0 || length > MOST_BYTES || in.available() < 1 + length + CHECKSUM) {
        break;
      }
      byte kind = in.readByte();
      byte[] bytes = in.readNBytes(length);
      if (in.readInt() != checksum(kind, bytes)) {
        break;
      }
      entries.add(new Entry(kind, bytes));
      whole += HEADER + length + CHECKSUM;
    }
    return new Content(entries, whole);
  }

  void append(byte kind, byte[] bytes) throws IOException {
    if (bytes.length > MOST_BYTES) {
      throw new IOException("an entry of " + bytes.length + " bytes is too long");
    }
    ByteBuffer entry = ByteBuffer.allocate(HEADER + bytes.length + CHECKSUM);
    entry.putInt(bytes.length).put(kind).put(bytes).putInt(checksum(kind, bytes)).flip();
    while (entry.hasRemaining()) {
      channel.write(entry);
    }
    isForced = false;
  }

  /** Makes all that was appended survive a power failure. */
  void force() throws IOException {
    if (!isForced) {
      channel.force(false);
      isForced = true;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      force();
    }
  }

  private static int checksum(byte kind, byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(kind);
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }
}
