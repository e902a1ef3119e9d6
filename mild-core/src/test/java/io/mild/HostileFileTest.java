package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.mild.data.DataFileException;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.data.ModelFileException;
import io.mild.internal.io.Npy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that claim much, and files made to break what reads them: what fuzzing found. */
class HostileFileTest {
  private static final long MEGABYTE = 1 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void save() throws IOException {
    archive = Archive.of(HandMade.withoutPull().operated().build(), folder);
  }

  /** Two layers of zeros, 16 MB that take 16 KB. */
  @Test
  void aSmallFileThatUnpacksToALargeOneIsRefused() throws IOException {
    int width = 2_000;
    archive.replacing("\"encoder\": [ 2 ]", "\"encoder\": [ " + width + ", " + width + " ]");
    archive.with("horizon-0/mixture.encoder.0.npy", zeros(11, width));
    archive.with("horizon-0/mixture.encoder.1.npy", zeros(width + 1, width)).sealed();

    assertThat(archive.bytes()).hasSizeLessThan(40_000);
    assertRefused(8 * MEGABYTE, "horizon-0/mixture.encoder.1.npy", "unpack");
  }

  @Test
  void aManifestOfMillionsOfEmptyObjectsIsRefused() {
    archive.withManifest("{\"a\": [" + "{},".repeat(5_000_000) + "{}]}");

    assertRefused(160 * MEGABYTE, "manifest.json");
  }

  @Test
  void windowsThatNoMemoryHoldsAreRefused() {
    archive.replacing("\"PT1M\"", "\"PT0.001S\"").replacing("\"PT4M\"", "\"PT1000000S\"");

    assertRefused(MEGABYTE, "window", "1000000000 rows");
  }

  @Test
  void windowsWithoutNumberAreRefused() {
    archive.replacing(
        "\"PT4M\"",
        IntStream.range(3, 50_000)
            .mapToObj(minutes -> "\"PT" + minutes + "M\"")
            .collect(Collectors.joining(",")));

    assertRefused(64 * MEGABYTE, "windows");
  }

  /** The calibration of each would be as long. */
  @Test
  void aMixtureOfHorizonsThatTheModelHasNotIsRefused() {
    archive.replacing("\"expert\": 1", "\"expert\": 1, \"horizons\": 3");

    assertRefused(MEGABYTE, "horizons", "3");
  }

  @Test
  void whatIsRefusedIsNotRepeatedInFull() {
    archive.replacing("\"PT2H\"", "\"" + "PT2H".repeat(100_000) + "\"");

    assertThatThrownBy(() -> Mild.load(archive.write(folder)))
        .isInstanceOf(ModelFileException.class)
        .message()
        .contains("horizon")
        .hasSizeLessThan(2_000);
  }

  @Test
  void weightsThatARowCouldOverflowAreRefused() throws IOException {
    String name = "horizon-0/mixture.encoder.0.npy";
    byte[] array = archive.entries().get(name).clone();
    ByteBuffer values = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    values
        .putFloat(array.length - 2 * Float.BYTES, 3e38f)
        .putFloat(array.length - Float.BYTES, 3e38f);
    archive.withArray(name, array);

    assertRefused(MEGABYTE, "horizon-0", "overflow");
  }

  @Test
  void teacherWeightsThatARowCouldOverflowAreRefused() throws IOException {
    String name = "horizon-1/teacher.weights.npy";
    byte[] array = archive.entries().get(name).clone();
    ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN).putFloat(array.length - 4, -1e38f);
    archive.withArray(name, array);

    assertRefused(MEGABYTE, "horizon-1", "overflow");
  }

  @Test
  void aTemperatureThatNothingCanBeDividedByIsRefused() {
    archive.replacing("\"temperature\": 2.0", "\"temperature\": 4.9E-324");

    assertRefused(MEGABYTE, "temperature", "4.9E-324");
  }

  @Test
  void feedbackThresholdsTooFarApartAreRefused() {
    archive.replacing("\"naive\": -1.0", "\"naive\": -1.7E308");
    archive.replacing("\"start\": -0.5", "\"start\": 1.7E308");
    archive.replacing("\"fallback\": 0.0", "\"fallback\": 1.7E308");

    assertRefused(MEGABYTE, "fallback", "1.7E308");
  }

  /** A thousand rows would be 128 MB. */
  @Test
  void aCsvHeaderOfManyColumnsCostsOneRow() throws IOException {
    String header =
        "timestamp,"
            + IntStream.range(0, 16_000)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    Path file = Files.writeString(folder.resolve("wide.csv"), header);

    assertRefused(
        64 * MEGABYTE, () -> KpiHistory.readCsv(file), DataFileException.class, "one row");
  }

  @Test
  void aCsvHeaderIsNotRepeatedInFull() throws IOException {
    Path file = Files.writeString(folder.resolve("long.csv"), "x".repeat(100_000) + ",y");

    for (ThrowingCallable reading :
        List.<ThrowingCallable>of(() -> KpiHistory.readCsv(file), () -> FailureLog.readCsv(file))) {
      assertThatThrownBy(reading)
          .isInstanceOf(DataFileException.class)
          .message()
          .hasSizeLessThan(2_000);
    }
  }

  private static byte[] zeros(int rows, int columns) {
    return Npy.write(new float[rows * columns], rows, columns, true);
  }

  private void assertRefused(long mostBytes, String... named) {
    Path file;
    try {
      file = archive.write(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertRefused(mostBytes, () -> Untrusted.use(Mild.load(file)), ModelFileException.class, named);
  }

  private static void assertRefused(
      long mostBytes, ThrowingCallable reading, Class<?> refusal, String... named) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(reading).isInstanceOf(refusal).hasMessageContainingAll(named);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(mostBytes);
  }
}
