package io.mild.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mild.internal.io.Folder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One file of the queue: a magic word, then entries of length, checksum and payload. The file's
 * name is the number of its first entry. Not thread-safe.
 */
final class QueueSegment implements AutoCloseable {
  static final String SUFFIX = ".queue";

  private static final byte[] MAGIC = "MILDOUT1".getBytes(US_ASCII);
  private static final int ENTRY_HEADER = 2 * Integer.BYTES;
  private static final int NAME_DIGITS = 19;

  private final Path path;
  private final long first;
  private final RandomAccessFile file; // not a FileChannel, which an interruption would close
  private long[] starts = new long[16]; // of entries, then of what comes next
  private int entries;

  private QueueSegment(Path path, long first, RandomAccessFile file) {
    this.path = path;
    this.first = first;
    this.file = file;
    starts[0] = MAGIC.length;
  }

  /** A new one, empty. */
  static QueueSegment create(Path folder, long first) throws IOException {
    Path path = folder.resolve(("%0" + NAME_DIGITS + "d" + SUFFIX).formatted(first));
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    file.setLength(0);
    file.write(MAGIC);
    file.getFD().sync();
    Folder.force(folder);
    return new QueueSegment(path, first, file);
  }

  /**
   * One that is there. What follows the last whole entry was torn by a crash, was never said to be
   * kept, and is cut off.
   *
   * @throws IOException if it can't be read, or is no file of a queue
   */
  static QueueSegment open(Path path) throws IOException {
    String name = path.getFileName().toString();
    long first;
    try {
      first = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    } catch (NumberFormatException e) {
      throw new IOException(path + " is no file of a queue: its name is no number", e);
    }
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    QueueSegment segment = new QueueSegment(path, first, file);
    segment.scan();
    return segment;
  }

  private void scan() throws IOException {
    byte[] magic = new byte[(int) Math.min(MAGIC.length, file.length())];
    file.readFully(magic);
    if (!Arrays.equals(magic, Arrays.copyOf(MAGIC, magic.length))) {
      throw new IOException(path + " is no file of a queue that this release knows");
    }
    if (magic.length < MAGIC.length) { // killed while it was made
      file.seek(0);
      file.write(MAGIC);
    }
    byte[] payload;
    while ((payload = readAt(starts[entries])).length > 0) {
      end(starts[entries] + ENTRY_HEADER + payload.length);
    }
    file.setLength(starts[entries]);
  }

  /** The payload of a whole entry; else nothing. */
  private byte[] readAt(long start) throws IOException {
    if (file.length() < start + ENTRY_HEADER) {
      return new byte[0];
    }
    file.seek(start);
    int length = file.readInt();
    int checksum = file.readInt();
    if (length <= 0 || file.length() - start - ENTRY_HEADER < length) {
      return new byte[0];
    }
    byte[] payload = new byte[length];
    file.readFully(payload);
    return checksum(payload) == checksum ? payload : new byte[0];
  }

  private static int checksum(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }

  private void end(long position) {
    entries++;
    if (entries == starts.length) {
      starts = Arrays.copyOf(starts, 2 * entries);
    }
    starts[entries] = position;
  }

  /**
   * Adds entries, all or none, and forces them to disk.
   *
   * @throws IOException if it can't; what was there before is as it was
   */
  void append(List<byte[]> payloads) throws IOException {
    int size = payloads.stream().mapToInt(payload -> ENTRY_HEADER + payload.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size);
    for (byte[] payload : payloads) {
      bytes.putInt(payload.length).putInt(checksum(payload)).put(payload);
    }
    long start = starts[entries];
    try {
      file.seek(start);
      file.write(bytes.array());
      file.getFD().sync();
    } catch (IOException e) {
      file.setLength(start); // half an entry must not stand before a whole one
      throw e;
    }
    for (byte[] payload : payloads) {
      end(starts[entries] + ENTRY_HEADER + payload.length);
    }
  }

  /** An entry of this file. */
  byte[] read(long number) throws IOException {
    byte[] payload = readAt(starts[(int) (number - first)]);
    if (payload.length == 0) {
      throw new IOException("entry %d of %s was changed by others".formatted(number, path));
    }
    return payload;
  }

  long first() {
    return first;
  }

  /** The number of the first entry after it. */
  long next() {
    return first + entries;
  }

  long bytes() {
    return starts[entries];
  }

  void delete() throws IOException {
    close();
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
