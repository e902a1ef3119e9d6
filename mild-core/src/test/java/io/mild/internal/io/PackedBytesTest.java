package io.mild.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PackedBytesTest {
  private static final long TIME = 1_700_000_000_000L;

  private final StateBytes bytes = new StateBytes();

  /** Writes and reads one value. */
  private record Value(Object value, Writing writing, Reading reading) {
    interface Writing {
      void to(DataOutput out) throws IOException;
    }

    interface Reading {
      Object from(DataInput in) throws IOException;
    }
  }

  private static Value any(SplittableRandom random) {
    switch (random.nextInt(11)) {
      case 0:
        boolean flag = random.nextInt(4) == 0;
        return new Value(flag, out -> out.writeBoolean(flag), DataInput::readBoolean);
      case 1:
        byte small = (byte) random.nextInt();
        return new Value(small, out -> out.writeByte(small), DataInput::readByte);
      case 2:
        int unsigned = random.nextInt(256);
        return new Value(unsigned, out -> out.write(unsigned), DataInput::readUnsignedByte);
      case 3:
        short number = (short) random.nextInt();
        return new Value(number, out -> out.writeShort(number), DataInput::readShort);
      case 4:
        char letter = (char) random.nextInt();
        return new Value(letter, out -> out.writeChar(letter), DataInput::readChar);
      case 5:
        float single = Float.intBitsToFloat(random.nextInt());
        return new Value(single, out -> out.writeFloat(single), DataInput::readFloat);
      case 6:
        String text = "größer \0".substring(random.nextInt(8));
        return new Value(text, out -> out.writeUTF(text), DataInput::readUTF);
      case 7:
        byte[] array = Long.toHexString(random.nextLong()).getBytes();
        return new Value(
            Arrays.toString(array),
            out -> out.write(array),
            in -> {
              byte[] read = new byte[array.length];
              in.readFully(read);
              return Arrays.toString(read);
            });
      case 8:
        int whole = anyInt(random);
        return new Value(whole, out -> out.writeInt(whole), DataInput::readInt);
      case 9:
        long time = anyLong(random);
        return new Value(time, out -> out.writeLong(time), DataInput::readLong);
      default:
        double measured = anyDouble(random);
        return new Value( // to the bit, for which a Double stands
            measured, out -> out.writeDouble(measured), DataInput::readDouble);
    }
  }

  private static int anyInt(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextInt(-300, 300);
      case 2 -> Integer.MIN_VALUE + random.nextInt(2);
      default -> random.nextInt();
    };
  }

  private static long anyLong(SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> 0;
      case 1 -> Long.MIN_VALUE + random.nextInt(2);
      case 2 -> Long.MAX_VALUE;
      case 3 -> random.nextInt(-300, 300);
      case 4 -> random.nextLong();
      case 5 -> TIME + random.nextInt();
      default -> TIME;
    };
  }

  private static double anyDouble(SplittableRandom random) {
    return switch (random.nextInt(10)) {
      case 0 -> 0;
      case 1 -> -0.0;
      case 2 -> Double.NaN;
      case 3 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      case 4 -> random.nextInt() / 100.0;
      case 5 -> random.nextInt() * 1e9;
      case 6 -> random.nextDouble() * Double.MIN_NORMAL;
      case 7 -> Double.longBitsToDouble(random.nextLong());
      default -> random.nextDouble(-2, 2);
    };
  }

  @Property
  void anyValuesAreReadToTheBit(@ForAll long seed, @ForAll @IntRange(min = 0, max = 200) int count)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(any(random));
    }

    PackedBytes.Input in = read(written(out -> writeAll(values, out)));

    for (Value value : values) {
      assertThat(value.reading.from(in)).isEqualTo(value.value);
    }
    in.end();
    assertThat(bytes.in.available()).isZero();
  }

  /** Whoever reads finds out before there is nothing left to read. */
  @Property(tries = 200)
  void bytesThatEndEarlyAreRefused(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      values.add(any(random));
    }
    byte[] whole = written(out -> writeAll(values, out));
    int length = random.nextInt(whole.length);

    PackedBytes.Input in = read(Arrays.copyOf(whole, length));

    assertThatIOException()
        .isThrownBy(
            () -> {
              for (Value value : values) {
                value.reading.from(in);
              }
            });
  }

  private static void writeAll(List<Value> values, DataOutput out) throws IOException {
    for (Value value : values) {
      value.writing.to(out);
    }
  }

  @Test
  void whatIsExpectedTakesAByteForFifteen() throws IOException {
    byte[] written =
        written(
            out -> {
              out.writeLong(TIME);
              for (int i = 0; i < 5; i++) {
                out.writeBoolean(false);
                out.writeLong(TIME);
                out.writeDouble(0);
                out.writeInt(0);
              }
            });

    assertThat(written).hasSize(7 + 2).endsWith(15, 5);
  }

  @Test
  void anAverageTakesSevenBytesAndAMeasurementWhatItsDigitsDo() throws IOException {
    assertThat(written(out -> out.writeDouble(Math.PI))).hasSize(7);
    assertThat(written(out -> out.writeDouble(-Math.PI / 8))).hasSize(7);
    assertThat(written(out -> out.writeDouble(Math.PI / 100))).hasSize(9);
    assertThat(written(out -> out.writeDouble(0.01))).hasSize(2);
    assertThat(written(out -> out.writeDouble(-38.7635))).hasSize(4);
    assertThat(written(out -> out.writeDouble(1_234_567_890))).hasSize(7);
  }

  @Test
  void timesNearTheLatestTakeWhatTheirDifferenceDoes() throws IOException {
    assertThat(written(out -> writeTimes(out, TIME, TIME - 60_000, TIME))).hasSize(7 + 4 + 4);
    assertThat(written(out -> writeTimes(out, TIME, 3, TIME, Long.MIN_VALUE, TIME)))
        .hasSize(7 + 2 + 1 + 1 + 1);
  }

  private static void writeTimes(DataOutput out, long... times) throws IOException {
    for (long time : times) {
      out.writeLong(time);
    }
  }

  @Test
  void whatNobodyWroteIsRefused() throws IOException {
    assertThatIOException().isThrownBy(() -> read(0, 1).readInt()).withMessageContaining("with 0");
    assertThatIOException().isThrownBy(() -> read(0xff, 1).readInt()).withMessageContaining("15");
    assertThatIOException().isThrownBy(() -> read(0x1f, 1).readLong()).withMessageContaining("15");
    assertThatIOException().isThrownBy(() -> read(0xfe, 1).readDouble());
    assertThatIOException().isThrownBy(() -> read(1).skipBytes(1)).withMessageContaining("packed");
    PackedBytes.Input in = read(2, 65);
    assertThat(in.readInt()).isZero();
    assertThatIOException().isThrownBy(in::end).withMessageContaining("1 values too many");
    assertThatIOException().isThrownBy(in::readUTF).withMessageContaining("1 values too many");
  }

  private byte[] written(Value.Writing values) throws IOException {
    bytes.clear();
    PackedBytes.Output out = new PackedBytes.Output(bytes.out);
    values.to(out);
    out.end();
    return bytes.toByteArray();
  }

  private PackedBytes.Input read(int... written) {
    byte[] packed = new byte[written.length];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (byte) written[i];
    }
    return read(packed);
  }

  private PackedBytes.Input read(byte[] written) {
    bytes.rewind(written, 0, written.length);
    return new PackedBytes.Input(bytes.in);
  }
}
