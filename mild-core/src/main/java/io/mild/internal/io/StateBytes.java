package io.mild.internal.io;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Memory that state is written to and read from, used again and again: as the JDK's streams of byte
 * arrays, but without a lock and a copy a value.
 */
public final class StateBytes {
  /** Appends. */
  public final DataOutputStream out = new DataOutputStream(new Output());

  /** Reads what {@link #rewind} was given. */
  public final DataInputStream in = new DataInputStream(new Input());

  private byte[] written = new byte[1024];
  private int count;

  private byte[] source = {};
  private int next;
  private int end;

  /** Forgets what was written. */
  public void clear() {
    count = 0;
  }

  /** What was written, as a new array. */
  public byte[] toByteArray() {
    return Arrays.copyOf(written, count);
  }

  /** What was written: into the array if it has the same length, else into a new one. */
  public byte[] into(byte[] array) {
    if (array.length != count) {
      return toByteArray();
    }
    System.arraycopy(written, 0, array, 0, count);
    return array;
  }

  /** Copies what was written. */
  public void writeTo(OutputStream other) throws IOException {
    other.write(written, 0, count);
  }

  /** Reads a part of an array from now on, which is not copied. */
  public void rewind(byte[] bytes, int from, int to) {
    source = bytes;
    next = from;
    end = to;
  }

  /** The CRC-32 of the first bytes of an array. */
  public static long checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int value) {
      require(1);
      written[count++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      require(length);
      System.arraycopy(bytes, offset, written, count, length);
      count += length;
    }

    private void require(int more) {
      if (more > written.length - count) {
        written = Arrays.copyOf(written, Math.max(2 * written.length, count + more));
      }
    }
  }

  private final class Input extends InputStream {
    @Override
    public int read() {
      return next < end ? source[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (next == end && length > 0) {
        return -1;
      }
      int read = Math.min(length, end - next);
      System.arraycopy(source, next, bytes, offset, read);
      next += read;
      return read;
    }

    @Override
    public int available() {
      return end - next;
    }
  }
}
