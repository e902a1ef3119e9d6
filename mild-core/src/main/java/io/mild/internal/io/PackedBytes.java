package io.mild.internal.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The values of a state in few of {@link StateBytes}, each to the bit. Who writes and reads them,
 * one after another, need not know.
 *
 * <p>Most values of a stream at rest are what is expected: a flag is off, an int is that before it,
 * a long is the latest time, a double is 0. A byte of 1 to 15 says how many values in a row are.
 * Any other begins with a byte from 16 on:
 *
 * <ul>
 *   <li>a byte, short or int with how far it is from what is expected: 16 to 239 where it is near,
 *       else how many bytes follow;
 *   <li>a long with how many bytes follow: its own, or those of its difference from the latest
 *       time. What is no int is taken for a time;
 *   <li>a double whose exponent is within {@value PackedBytes#EXPONENTS} of that of the double
 *       before, as averages' are, with its sign and exponent, and is 7 bytes long;
 *   <li>a double that is a whole number of ten-thousandths, as most KPIs come, with how many bytes
 *       of that number follow; and any other that 8 bytes follow.
 * </ul>
 *
 * <p>Texts and arrays of bytes are as they are.
 */
public final class PackedBytes {
  private static final int MOST_EXPECTED = 15;
  private static final int FIRST = MOST_EXPECTED + 1;

  /** And how many bytes follow: of an int's distance, or of a double in ten-thousandths. */
  private static final int BYTES = 0xf0;

  /** And how many bytes of a long follow: its own, or since the latest time. */
  private static final int OWN = 0x10;

  private static final int SINCE = 0x20;

  /** The long that stands for no time, {@link Long#MIN_VALUE}. */
  private static final int NEVER = 0x30;

  private static final int EIGHT_BYTES = BYTES; // of a double
  private static final int NOT_A_NUMBER = 0xff;

  private static final int EXPONENTS = 3;
  private static final int EXPONENT_OF_ONE = 0x3ff;
  private static final int EXPONENT_MASK = 0x7ff;
  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;
  private static final long NAN = Double.doubleToLongBits(Double.NaN);

  private static final double TEN_THOUSAND = 10_000;

  /** Of ten-thousandths, so that they are no longer than any other double. */
  private static final double MOST_PARTS = 0x1p47;

  private static final double ROUNDING = 0x1p-52;

  private PackedBytes() {}

  /** How many bytes the two's complement of a value has, 0 to 8. */
  private static int length(long value) {
    long folded = value << 1 ^ value >> 63; // of either sign from 0 up
    return Long.BYTES - Long.numberOfLeadingZeros(folded) / Byte.SIZE;
  }

  private static boolean isTime(long value) {
    return value != (int) value;
  }

  private static int exponent(long bits) {
    return (int) (bits >>> MANTISSA_BITS) & EXPONENT_MASK;
  }

  /** Writes; {@link #end} must be called after the last value. */
  public static final class Output implements DataOutput {
    private final StateBytes.Output out;
    private int expected; // values that were, and were not written yet
    private int latestInt;
    private long latestTime;
    private int latestExponent = EXPONENT_OF_ONE;

    /** Appends. */
    public Output(StateBytes.Output out) {
      this.out = out;
    }

    /** Writes what is still to be written. */
    public void end() {
      if (expected > 0) {
        out.write(expected);
        expected = 0;
      }
    }

    private void writeExpected() {
      if (++expected == MOST_EXPECTED) {
        end();
      }
    }

    private void begin(int first) {
      end();
      out.write(first);
    }

    private void writeBytes(int kind, long value) {
      int length = length(value);
      begin(kind + length);
      out.writeLow(value, length);
    }

    /** From 1 up. */
    private void writeDistance(long distance) {
      long above = distance - 1;
      if (above < BYTES - FIRST) {
        begin(FIRST + (int) above);
      } else {
        writeBytes(BYTES, above);
      }
    }

    @Override
    public void write(int value) {
      int unsigned = value & 0xff;
      if (unsigned == 0) {
        writeExpected();
      } else {
        writeDistance(unsigned);
      }
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
    public void writeInt(int value) {
      int difference = value - latestInt;
      latestInt = value;
      if (difference == 0) {
        writeExpected();
      } else {
        writeDistance(Integer.toUnsignedLong(difference << 1 ^ difference >> 31));
      }
    }

    @Override
    public void writeLong(long value) {
      long since = value - latestTime;
      if (since == 0) {
        writeExpected();
      } else if (value == Long.MIN_VALUE) {
        begin(NEVER);
      } else {
        if (length(since) < length(value)) {
          writeBytes(SINCE, since);
        } else {
          writeBytes(OWN, value);
        }
        latestTime = isTime(value) ? value : latestTime;
      }
    }

    @Override
    public void writeDouble(double value) {
      long bits = Double.doubleToLongBits(value);
      double scaled = value * TEN_THOUSAND;
      double parts = Math.rint(scaled);
      if (bits == 0) {
        writeExpected();
      } else if (bits == NAN) {
        begin(NOT_A_NUMBER);
      } else if (Math.abs(scaled - parts) <= ROUNDING * Math.abs(parts) // or not worth dividing
          && Math.abs(parts) < MOST_PARTS
          && parts != 0 // as for -0.0
          && Double.doubleToRawLongBits(parts / TEN_THOUSAND) == bits) {
        writeBytes(BYTES, (long) parts);
      } else {
        writeBits(bits);
      }
    }

    private void writeBits(long bits) {
      int exponent = exponent(bits);
      int above = exponent - latestExponent + EXPONENTS;
      latestExponent = exponent;
      end();
      if (above >= 0 && above <= 2 * EXPONENTS) {
        long first = 1 + 2 * above + (bits >>> 63);
        out.writeLow(first << MANTISSA_BITS | bits & MANTISSA_MASK, 7);
      } else {
        out.write(EIGHT_BYTES);
        out.writeLong(bits);
      }
    }

    @Override
    public void writeFloat(float value) {
      writeInt(Float.floatToIntBits(value));
    }

    @Override
    public void writeShort(int value) {
      writeInt((short) value);
    }

    @Override
    public void writeChar(int value) {
      writeInt((char) value);
    }

    @Override
    public void write(byte[] bytes) {
      write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      end();
      out.write(bytes, offset, length);
    }

    @Override
    public void writeBytes(String text) throws IOException {
      end();
      out.writeBytes(text);
    }

    @Override
    public void writeChars(String text) throws IOException {
      end();
      out.writeChars(text);
    }

    @Override
    public void writeUTF(String text) throws IOException {
      end();
      out.writeUTF(text);
    }
  }

  /** Reads in the order of writing; {@link #end} must be called after the last value. */
  public static final class Input implements DataInput {
    private final StateBytes.Input in;
    private int expected; // values, from the next on
    private int latestInt;
    private long latestTime;
    private int latestExponent = EXPONENT_OF_ONE;

    /** Reads on. */
    public Input(StateBytes.Input in) {
      this.in = in;
    }

    /**
     * Requires that no value is left that is as expected.
     *
     * @throws IOException if one is
     */
    public void end() throws IOException {
      if (expected > 0) {
        throw new IOException("%d values too many are as expected".formatted(expected));
      }
    }

    /** The first byte of the next value; 0 if that is as expected. */
    private int first() throws IOException {
      if (expected == 0) {
        int first = in.readUnsignedByte();
        if (first >= FIRST) {
          return first;
        }
        if (first == 0) {
          throw new IOException("no value begins with 0");
        }
        expected = first;
      }
      expected--;
      return 0;
    }

    private long bytes(int length) throws IOException {
      if (length > Long.BYTES) {
        throw new IOException("no value has %d bytes".formatted(length));
      }
      return in.readLow(length);
    }

    private long distance(int first) throws IOException {
      return 1 + (first < BYTES ? first - FIRST : bytes(first - BYTES));
    }

    @Override
    public byte readByte() throws IOException {
      int first = first();
      return first == 0 ? 0 : (byte) distance(first);
    }

    @Override
    public int readUnsignedByte() throws IOException {
      return readByte() & 0xff;
    }

    @Override
    public boolean readBoolean() throws IOException {
      return readByte() != 0;
    }

    @Override
    public int readInt() throws IOException {
      int first = first();
      if (first != 0) {
        int distance = (int) distance(first);
        latestInt += distance >>> 1 ^ -(distance & 1);
      }
      return latestInt;
    }

    @Override
    public long readLong() throws IOException {
      int first = first();
      if (first == 0) {
        return latestTime;
      }
      if (first == NEVER) {
        return Long.MIN_VALUE;
      }
      long value = first < SINCE ? bytes(first - OWN) : latestTime + bytes(first - SINCE);
      latestTime = isTime(value) ? value : latestTime;
      return value;
    }

    @Override
    public double readDouble() throws IOException {
      if (expected == 0) {
        long next = in.peek();
        int exponentAndSign = (int) (next >>> 60) - 1;
        if (exponentAndSign >= 0 && exponentAndSign <= 4 * EXPONENTS + 1) { // mostly
          in.pass(7);
          latestExponent = latestExponent + (exponentAndSign >>> 1) - EXPONENTS & EXPONENT_MASK;
          return Double.longBitsToDouble(
              (long) exponentAndSign << 63
                  | (long) latestExponent << MANTISSA_BITS
                  | next >>> Byte.SIZE & MANTISSA_MASK);
        }
      }
      return readOtherDouble();
    }

    private double readOtherDouble() throws IOException {
      int first = first();
      if (first == 0) {
        return 0;
      }
      if (first == NOT_A_NUMBER) {
        return Double.NaN;
      }
      if (first != EIGHT_BYTES) {
        return bytes(first - BYTES) / TEN_THOUSAND;
      }
      long bits = in.readLong();
      latestExponent = exponent(bits);
      return Double.longBitsToDouble(bits);
    }

    @Override
    public float readFloat() throws IOException {
      return Float.intBitsToFloat(readInt());
    }

    @Override
    public short readShort() throws IOException {
      return (short) readInt();
    }

    @Override
    public int readUnsignedShort() throws IOException {
      return readInt() & 0xffff;
    }

    @Override
    public char readChar() throws IOException {
      return (char) readInt();
    }

    @Override
    public void readFully(byte[] bytes) throws IOException {
      readFully(bytes, 0, bytes.length);
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws IOException {
      end();
      in.readFully(bytes, offset, length);
    }

    @Override
    public int skipBytes(int most) throws IOException {
      throw new IOException("%d bytes can't be passed over: values are packed".formatted(most));
    }

    @Override
    public String readLine() throws IOException {
      end();
      return in.readLine();
    }

    @Override
    public String readUTF() throws IOException {
      end();
      return in.readUTF();
    }
  }
}
