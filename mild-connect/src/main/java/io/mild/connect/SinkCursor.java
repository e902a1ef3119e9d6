package io.mild.connect;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * How far a sink is, in a file: a number and its checksum, written over in place. Not forced to
 * disk: what a power failure takes back is delivered once more.
 */
final class SinkCursor implements AutoCloseable {
  private static final int BYTES = Long.BYTES + Integer.BYTES;

  private final RandomAccessFile file;
  private long number;

  private SinkCursor(RandomAccessFile file, long number) {
    this.file = file;
    this.number = number;
  }

  /**
   * A sink's.
   *
   * @param path of the file
   * @param start of the queue: where a sink goes on whose file is damaged
   * @param end of the queue: where a new sink begins
   */
  static SinkCursor open(Path path, long start, long end) throws IOException {
    boolean isNew = !path.toFile().exists();
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    SinkCursor cursor = new SinkCursor(file, isNew ? end : Math.min(read(file, start), end));
    cursor.advanceTo(cursor.number);
    return cursor;
  }

  private static long read(RandomAccessFile file, long damaged) throws IOException {
    if (file.length() != BYTES) {
      return damaged;
    }
    long number = file.readLong();
    return file.readInt() == checksum(number) ? Math.max(number, damaged) : damaged;
  }

  private static int checksum(long number) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    return (int) crc.getValue();
  }

  /** The number of the next entry to deliver. */
  long number() {
    return number;
  }

  void advanceTo(long next) throws IOException {
    number = next;
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(next).putInt(checksum(next));
    file.seek(0);
    file.write(bytes.array());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
