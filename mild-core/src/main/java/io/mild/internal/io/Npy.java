package io.mild.internal.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Matrices in NumPy's {@code .npy} format, version 1.0: little-endian float or double, in either
 * order.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's
 *     format</a>
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private Npy() {}

  /** Column after column if {@code fortran}, else row after row. */
  public static byte[] write(float[] values, int rows, int columns, boolean fortran) {
    ByteBuffer out = header("<f4", Float.BYTES, rows, columns, fortran);
    for (float value : values) {
      out.putFloat(value);
    }
    return out.array();
  }

  public static byte[] write(double[] values) {
    ByteBuffer out = header("<f8", Double.BYTES, 1, values.length, false);
    for (double value : values) {
      out.putDouble(value);
    }
    return out.array();
  }

  /** The number of bytes of a file of such a matrix. */
  public static long size(int valueBytes, int rows, int columns, boolean fortran) {
    return headerLength(descr(valueBytes), rows, columns, fortran)
        + (long) rows * columns * valueBytes;
  }

  /**
   * @throws IOException if the bytes are not such a file of this type, shape and order
   */
  public static float[] readFloats(byte[] bytes, int rows, int columns, boolean fortran)
      throws IOException {
    ByteBuffer in = data(bytes, Float.BYTES, rows, columns, fortran);
    float[] values = new float[rows * columns];
    in.asFloatBuffer().get(values);
    return values;
  }

  /**
   * @throws IOException if the bytes are not a file of one row of doubles
   */
  public static double[] readDoubles(byte[] bytes, int columns) throws IOException {
    ByteBuffer in = data(bytes, Double.BYTES, 1, columns, false);
    double[] values = new double[columns];
    in.asDoubleBuffer().get(values);
    return values;
  }

  private static ByteBuffer data(
      byte[] bytes, int valueBytes, int rows, int columns, boolean fortran) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    if (bytes.length < MAGIC.length + Short.BYTES) {
      throw new IOException("no NumPy array: only " + bytes.length + " bytes");
    }
    in.get(magic);
    int length = Short.toUnsignedInt(in.getShort());
    if (!Arrays.equals(magic, MAGIC) || length > in.remaining()) {
      throw new IOException("no NumPy array of format 1.0");
    }
    byte[] header = new byte[length];
    in.get(header);
    String text = new String(header, StandardCharsets.US_ASCII);
    String expected = description(descr(valueBytes), rows, columns, fortran);
    if (!text.strip().equals(expected)) {
      throw new IOException("array is " + text.strip() + ", but " + expected + " was expected");
    }
    if (in.remaining() != (long) rows * columns * valueBytes) {
      throw new IOException(
          "array of %d × %d has %d bytes, but %d were expected"
              .formatted(rows, columns, in.remaining(), (long) rows * columns * valueBytes));
    }
    return in;
  }

  private static ByteBuffer header(
      String descr, int valueBytes, int rows, int columns, boolean fortran) {
    int length = headerLength(descr, rows, columns, fortran);
    int total =
        Math.addExact(length, Math.multiplyExact(Math.multiplyExact(rows, columns), valueBytes));
    ByteBuffer out = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC);
    out.putShort((short) (length - MAGIC.length - Short.BYTES));
    byte[] text = description(descr, rows, columns, fortran).getBytes(StandardCharsets.US_ASCII);
    out.put(text);
    while (out.position() < length - 1) {
      out.put((byte) ' ');
    }
    out.put((byte) '\n');
    return out;
  }

  private static int headerLength(String descr, int rows, int columns, boolean fortran) {
    int text = description(descr, rows, columns, fortran).length() + 1;
    int unaligned = MAGIC.length + Short.BYTES + text;
    return (unaligned + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static String descr(int valueBytes) {
    return "<f" + valueBytes;
  }

  private static String description(String descr, int rows, int columns, boolean fortran) {
    return "{'descr': '" // joined, not formatted: a locale may have digits of its own
        + descr
        + "', 'fortran_order': "
        + (fortran ? "True" : "False")
        + ", 'shape': ("
        + rows
        + ", "
        + columns
        + "), }";
  }
}
