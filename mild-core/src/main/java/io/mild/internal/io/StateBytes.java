package io.mild.internal.io;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * Memory that state is written to and read from, used again and again. To the byte as the JDK's
 * data streams over byte arrays, but a value goes at once and without a lock: half of what a row
 * costs a stream at rest is its state.
 */
public final class StateBytes {
  private static final int LEAST = 1024;
  private static final int MOST_SPARE = 32;
  private static final int ROOM = 8; // of which objects are multiples
  private static final VarHandle LONGS = view(long[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle SHORTS = view(short[].class);

  /** Appends. */
  public final Output out = new Output();

  /** Reads what {@link #rewind} was given. */
  public final Input in = new Input();

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
  }

  /** Forgets what was written. */
  public void clear() {
    out.count = 0;
  }

  /** What was written, as a new array. */
  public byte[] toByteArray() {
    return Arrays.copyOf(out.written, out.count);
  }

  /**
   * What was written, and zeros behind it: into the array if it has room and no more than {@value
   * #MOST_SPARE} bytes to spare, else into a new one of a little room. So what is written again and
   * again in about as many bytes mostly needs no new array.
   */
  public byte[] into(byte[] array) {
    int count = out.count;
    int spare = array.length - count;
    byte[] taken = spare < 0 || spare > MOST_SPARE ? new byte[count + ROOM & -ROOM] : array;
    System.arraycopy(out.written, 0, taken, 0, count);
    Arrays.fill(taken, count, taken.length, (byte) 0);
    return taken;
  }

  /** Copies what was written. */
  public void writeTo(OutputStream other) throws IOException {
    other.write(out.written, 0, out.count);
  }

  /** Reads a part of an array from now on, which is not copied. */
  public void rewind(byte[] bytes, int from, int to) {
    in.source = bytes;
    in.next = from;
    in.end = to;
  }

  /** The CRC-32 of what was written. */
  public long checksum() {
    return checksum(out.written, out.count);
  }

  /** The CRC-32 of the first bytes of an array. */
  public static long checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  /** Of {@link #out}. */
  public static final class Output extends OutputStream implements DataOutput {
    private byte[] written = {};
    private int count;

    private Output() {}

    /** Makes room for more bytes, and counts them. */
    private int place(int more) {
      int at = count;
      if (more > written.length - at) {
        written = Arrays.copyOf(written, Math.max(Math.max(LEAST, 2 * written.length), at + more));
      }
      count = at + more;
      return at;
    }

    @Override
    public void write(int value) {
      int at = place(1);
      written[at] = (byte) value;
    }

    @Override
    public void write(byte[] bytes) {
      write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int at = place(length);
      System.arraycopy(bytes, offset, written, at, length);
    }

    @Override
    public void writeBoolean(boolean value) {
      write(value ? 1 : 0);
    }

    @Override
    public void writeByte(int value) {
      write(value);
    }

    @Override
    public void writeShort(int value) {
      int at = place(Short.BYTES);
      SHORTS.set(written, at, (short) value);
    }

    @Override
    public void writeChar(int value) {
      writeShort(value);
    }

    @Override
    public void writeInt(int value) {
      int at = place(Integer.BYTES);
      INTS.set(written, at, value);
    }

    @Override
    public void writeLong(long value) {
      int at = place(Long.BYTES);
      LONGS.set(written, at, value);
    }

    /** Writes the low bytes of a value, 0 to 8. */
    void writeLow(long value, int bytes) {
      int at = place(Long.BYTES);
      LONGS.set(written, at, value << Long.SIZE - Byte.SIZE * bytes);
      count = at + bytes;
    }

    @Override
    public void writeFloat(float value) {
      writeInt(Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(double value) {
      writeLong(Double.doubleToLongBits(value));
    }

    @Override
    public void writeBytes(String text) throws IOException {
      new DataOutputStream(this).writeBytes(text);
    }

    @Override
    public void writeChars(String text) throws IOException {
      new DataOutputStream(this).writeChars(text);
    }

    @Override
    public void writeUTF(String text) throws IOException {
      new DataOutputStream(this).writeUTF(text);
    }
  }

  /** Of {@link #in}. */
  public static final class Input extends InputStream implements DataInput {
    private byte[] source = {};
    private int next;
    private int end;

    private Input() {}

    /** Passes over bytes that must be there. */
    int pass(int more) throws EOFException {
      int at = next;
      if (more > end - at) {
        throw new EOFException();
      }
      next = at + more;
      return at;
    }

    @Override
    public int read() {
      return next < end ? source[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, bytes.length);
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

    @Override
    public void readFully(byte[] bytes) throws EOFException {
      readFully(bytes, 0, bytes.length);
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws EOFException {
      int at = pass(length);
      System.arraycopy(source, at, bytes, offset, length);
    }

    @Override
    public int skipBytes(int most) {
      int skipped = Math.max(0, Math.min(most, end - next));
      next += skipped;
      return skipped;
    }

    @Override
    public boolean readBoolean() throws EOFException {
      return readByte() != 0;
    }

    @Override
    public byte readByte() throws EOFException {
      int at = pass(1);
      return source[at];
    }

    @Override
    public int readUnsignedByte() throws EOFException {
      return readByte() & 0xff;
    }

    @Override
    public short readShort() throws EOFException {
      int at = pass(Short.BYTES);
      return (short) SHORTS.get(source, at);
    }

    @Override
    public int readUnsignedShort() throws EOFException {
      return readShort() & 0xffff;
    }

    @Override
    public char readChar() throws EOFException {
      return (char) readShort();
    }

    @Override
    public int readInt() throws EOFException {
      int at = pass(Integer.BYTES);
      return (int) INTS.get(source, at);
    }

    @Override
    public long readLong() throws EOFException {
      int at = pass(Long.BYTES);
      return (long) LONGS.get(source, at);
    }

    /** The next eight bytes, be they of what is read or behind it; zeros behind the array. */
    long peek() {
      return next + Long.BYTES <= source.length ? (long) LONGS.get(source, next) : peekLast();
    }

    private long peekLast() {
      long value = 0;
      for (int i = next; i < next + Long.BYTES; i++) {
        value = value << Byte.SIZE | (i < source.length ? source[i] & 0xff : 0);
      }
      return value;
    }

    /** Reads the low bytes of a value, 0 to 8, the highest of which has its sign. */
    long readLow(int bytes) throws EOFException {
      long value = peek();
      pass(bytes);
      return bytes == 0 ? 0 : value >> Long.SIZE - Byte.SIZE * bytes;
    }

    @Override
    public float readFloat() throws EOFException {
      return Float.intBitsToFloat(readInt());
    }

    @Override
    public double readDouble() throws EOFException {
      return Double.longBitsToDouble(readLong());
    }

    @Override
    @SuppressWarnings("deprecation") // of which DataInput knows nothing
    public String readLine() throws IOException {
      return new DataInputStream(this).readLine();
    }

    @Override
    public String readUTF() throws IOException {
      return DataInputStream.readUTF(this);
    }
  }
}
