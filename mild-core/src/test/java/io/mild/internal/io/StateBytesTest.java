package io.mild.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** States that are kept were written by the JDK's data streams: these must agree to the byte. */
class StateBytesTest {
  private final StateBytes bytes = new StateBytes();

  private static void writeAll(DataOutput out) throws IOException {
    for (long value : new long[] {0, 1, -1, 127, 128, -32_769, 1L << 40, Long.MIN_VALUE}) {
      out.write((int) value);
      out.writeByte((int) value);
      out.writeBoolean(value > 0);
      out.writeShort((int) value);
      out.writeChar((int) value);
      out.writeInt((int) value);
      out.writeLong(value);
    }
    double strangeNan = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);
    for (double value : new double[] {0, -0.0, Math.PI, Double.MIN_VALUE, strangeNan}) {
      out.writeDouble(value);
      out.writeFloat((float) value);
    }
    for (String text : List.of("", "a\0b", "Größe €", "\ud83d\ude80", "x".repeat(5_000))) {
      out.writeUTF(text);
      out.writeBytes(text);
      out.writeChars(text);
    }
    out.write(new byte[] {1, 2, 3});
    out.write(new byte[] {1, 2, 3}, 1, 1);
  }

  private static List<Object> readAll(DataInput in) throws IOException {
    List<Object> read = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      read.add(in.readByte());
      read.add(in.readUnsignedByte());
      read.add(in.readBoolean());
      read.add(in.readShort());
      read.add(in.readChar());
      read.add(in.readInt());
      read.add(in.readLong());
    }
    for (int i = 0; i < 5; i++) {
      read.add(in.readDouble());
      read.add(in.readFloat());
    }
    read.add(in.readUTF());
    read.add(in.readUTF());
    read.add(in.skipBytes(9));
    read.add(in.readUTF());
    return read;
  }

  @Test
  void writesAndReadsWhatTheJdkDoes() throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    writeAll(new DataOutputStream(expected));

    writeAll(bytes.out);

    byte[] written = bytes.toByteArray();
    assertThat(written).isEqualTo(expected.toByteArray());
    assertThat(bytes.checksum()).isEqualTo(StateBytes.checksum(written, written.length));
    bytes.rewind(written, 0, written.length);
    assertThat(readAll(bytes.in))
        .isEqualTo(readAll(new DataInputStream(new ByteArrayInputStream(written))));
  }

  @Test
  void endsWhereThePartEnds() throws IOException {
    bytes.rewind(new byte[20], 5, 12);

    assertThat(bytes.in.readInt()).isZero();
    assertThat(bytes.in.available()).isEqualTo(3);
    assertThatThrownBy(bytes.in::readInt).isInstanceOf(EOFException.class);
    assertThatThrownBy(bytes.in::readLong).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> bytes.in.readFully(new byte[4])).isInstanceOf(EOFException.class);
    assertThat(bytes.in.skipBytes(10)).isEqualTo(3);
    assertThat(bytes.in.read()).isEqualTo(-1);
    assertThatThrownBy(bytes.in::readByte).isInstanceOf(EOFException.class);
  }

  @Test
  void isUsedAgainIntoAnArrayOfAboutTheSameLength() {
    bytes.out.writeInt(1);
    byte[] first = bytes.into(new byte[0]);
    bytes.out.writeByte(2);

    assertThat(bytes.into(first)).isSameAs(first).containsExactly(0, 0, 0, 1, 2, 0, 0, 0);
    bytes.clear();
    bytes.out.writeByte(3);
    assertThat(bytes.into(first)).isSameAs(first).containsExactly(3, 0, 0, 0, 0, 0, 0, 0);
    assertThat(bytes.into(new byte[100])).hasSize(8);
  }
}
