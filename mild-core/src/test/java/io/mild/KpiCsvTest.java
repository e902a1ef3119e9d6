package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.data.DataFileException;
import io.mild.data.KpiHistory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KpiCsvTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final String TWO_ROWS =
      """
      timestamp,cpu,ram
      2026-01-31T12:00:00Z,1.5,2
      2026-01-31T12:01:00Z,-3e-1,+.25
      """;

  @TempDir private Path folder;

  @Test
  void aFolderIsNamed() {
    assertThatThrownBy(() -> KpiHistory.readCsv(folder))
        .isInstanceOf(DataFileException.class)
        .hasMessageContainingAll(folder.toString(), "is a folder");
  }

  @Test
  void rowsAreReadWithTheirTimesAndValues() throws IOException {
    KpiHistory history = read(TWO_ROWS);

    assertThat(history.kpis()).containsExactly("cpu", "ram");
    assertThat(history.rows()).isEqualTo(2);
    assertThat(history.start()).isEqualTo(NOON);
    assertThat(history.end()).isEqualTo(NOON.plusSeconds(60));
    assertThat(history.samplingPeriod()).isEqualTo(Duration.ofMinutes(1));
    assertThat(history.values(0)).containsExactly(1.5, 2);
    assertThat(history.values(1)).containsExactly(-0.3, 0.25);
  }

  @Test
  void aGzippedFileIsReadWhateverItsName() throws IOException {
    Path zipped = Files.write(folder.resolve("kpis.csv.gz"), gzip(TWO_ROWS));
    Path misnamed = Files.write(folder.resolve("kpis.csv"), gzip(TWO_ROWS));

    assertThat(KpiHistory.readCsv(zipped).values(1)).containsExactly(-0.3, 0.25);
    assertThat(KpiHistory.readCsv(misnamed).values(1)).containsExactly(-0.3, 0.25);
  }

  @Test
  void carriageReturnsAByteOrderMarkQuotesBlanksAndEmptyLinesAreNoPartOfTheData()
      throws IOException {
    KpiHistory history =
        read(
            "\uFEFF\"timestamp\",\"cpu, in %\", ram \r\n\r\n"
                + "\"2026-01-31T12:00:00Z\",\"1\", 2 \r\n");

    assertThat(history.kpis()).containsExactly("cpu, in %", "ram");
    assertThat(history.values(0)).containsExactly(1, 2);
  }

  @Test
  void theLastLineNeedsNoLineBreak() throws IOException {
    assertThat(read("timestamp,cpu\n0,1\n60,2").rows()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
    "2026-01-31T13:30:00+01:30, 2026-01-31T12:00:00Z",
    "2026-01-31T07:00:00.250-05:00, 2026-01-31T12:00:00.250Z",
    "2026-01-31T12:00Z, 2026-01-31T12:00:00Z",
    "2026-01-31T12:00:00.123456789Z, 2026-01-31T12:00:00.123Z",
    "1769860800, 2026-01-31T12:00:00Z",
    "1769860800.5, 2026-01-31T12:00:00.500Z",
    "1769860800.123456, 2026-01-31T12:00:00.123Z",
    "0, 1970-01-01T00:00:00Z",
    "-60, 1969-12-31T23:59:00Z",
    "-0.0001, 1969-12-31T23:59:59.999Z",
  })
  void aTimestampIsAnInstantOrSecondsWithOffsetAndFraction(String text, Instant expected)
      throws IOException {
    assertThat(read("timestamp,cpu\n" + text + ",1\n").start()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "noon",
        "2026-01-31",
        "2026-01-31 12:00:00",
        "2026-01-31T12:00:00",
        "2026-02-30T12:00:00Z",
        "31.01.2026",
        "1e9",
        "1e999999999",
        "1e-999999999",
        "0x10",
        "NaN",
        "Infinity",
        "1769860800000",
        "99999999999999999999",
        "+999999999-12-31T23:59:59Z",
        "-",
        ".",
        "1,769,860,800",
      })
  void aTimestampOfAnotherFormIsRefusedByFileAndLine(String text) {
    assertRefused("timestamp,cpu\n0,1\n\"" + text + "\",1\n", 3, "timestamp", "'" + text + "'");
  }

  @Test
  void millisecondsAreNotTakenForSeconds() {
    assertRefused("timestamp,cpu\n1769860800000,1\n", 2, "seconds", "1769860800000");
  }

  @Test
  void anEmptyOrNanCellIsAMissingValue() throws IOException {
    KpiHistory history = read("timestamp,a,b,c,d,e\n0,,NaN,nan,\"\",  \n");

    assertThat(history.values(0)).containsOnly(Double.NaN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc", "1d", "1f", "1D", "0x1p3", "0x10", "1_000", "1.2.3", "--1", "1e", "e5", "-", ".",
        "12%", "1 2", "null", "NA", "-NaN", "+", "1e5e5",
      })
  void aCellThatIsNoNumberIsRefusedByKpiValueFileAndLine(String text) {
    assertRefused("timestamp,cpu,ram\n0,1,2\n60,1," + text + "\n", 3, "ram", "'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inf", "-inf", "Inf", "Infinity", "-Infinity", "1e999", "-1e999"})
  void anInfiniteCellIsRefusedByKpiValueFileAndLine(String text) {
    assertRefused("timestamp,cpu,ram\n0,1,2\n60,1," + text + "\n", 3, "ram", text);
  }

  @Test
  void aLongCellIsNotRepeatedInFull() {
    String csv = "timestamp,cpu\n0," + "x".repeat(100_000) + "\n";

    assertThatThrownBy(() -> read(csv))
        .isInstanceOf(DataFileException.class)
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(500));
  }

  @Test
  void aLineOfAnotherLengthIsRefusedByFileAndLine() {
    assertRefused("timestamp,cpu,ram\n0,1,2\n60,1\n", 3, "3 columns", "2");
    assertRefused("timestamp,cpu,ram\n0,1,2\n60,1,2,3\n", 3, "3 columns", "4");
  }

  @Test
  void theLineIsThatOfTheFileEvenAfterCellsOfSeveralLinesAndEmptyLines() {
    assertRefused("timestamp,\"c\npu\"\n\n0,1\n60,x\n", 5, "'x'");
  }

  @Test
  void aQuoteThatIsNotClosedIsRefused() {
    assertRefused("timestamp,cpu\n0,1\n60,\"1\n120,2\n180,3\n", 3, "cpu");
  }

  @Test
  void whatFollowsAClosingQuoteIsRefused() {
    assertThatThrownBy(() -> read("timestamp,cpu\n0,1\n60,\"1\"2\n"))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining("line 3");
  }

  @Test
  void aTimestampThatDoesNotAdvanceIsRefusedByBothTimesFileAndLine() {
    assertRefused(
        "timestamp,cpu\n60,1\n60,1\n", 3, "1970-01-01T00:01:00Z does not come after 1970-01-01");
    assertRefused("timestamp,cpu\n60,1\n0,1\n", 3, "1970-01-01T00:00:00Z", "1970-01-01T00:01:00Z");
  }

  @Test
  void aHeaderIsExpected() {
    assertRefused("", 1, "empty");
    assertRefused("\n\n", 1, "empty");
    assertRefused("time,cpu\n0,1\n", 1, "'time'", "'timestamp'");
    assertRefused("0,1\n60,2\n", 1, "'0'", "'timestamp'");
    assertRefused("timestamp\n0\n", 1, "at least one KPI");
    assertRefused("timestamp,cpu,\n0,1,2\n", 1, "name");
  }

  @Test
  void aColumnThatIsThereTwiceIsRefused() {
    assertRefused("timestamp,cpu,ram,cpu\n0,1,2,3\n", 1, "'cpu'", "twice");
    assertRefused("timestamp,cpu,timestamp\n0,1,2\n", 1, "'timestamp'", "twice");
  }

  @Test
  void aFileWithoutRowsIsRefused() {
    assertThatThrownBy(() -> read("timestamp,cpu\n"))
        .isInstanceOf(DataFileException.class)
        .hasMessageContainingAll("kpis.csv", "at least one row");
  }

  @Test
  void aFileThatIsNotThereIsAnIOException() {
    assertThatThrownBy(() -> KpiHistory.readCsv(folder.resolve("none.csv")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.csv");
  }

  @Test
  void aCorruptGzipIsRefusedByFile() throws IOException {
    byte[] whole = gzip("timestamp,cpu\n" + rows(5_000));
    for (int cut :
        new int[] {2, 5, 9, 10, 50, whole.length / 2, whole.length - 8, whole.length - 1}) {
      assertCorrupt(Arrays.copyOf(whole, cut));
    }
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 0x10;
    assertCorrupt(flipped);
    byte[] otherChecksum = whole.clone();
    otherChecksum[whole.length - 6] ^= 1;
    assertCorrupt(otherChecksum);
  }

  private void assertCorrupt(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("corrupt.csv.gz"), bytes);

    assertThatThrownBy(() -> KpiHistory.readCsv(file))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining("corrupt.csv.gz");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    byte[] bytes = new byte[1_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 37);
    }
    Path file = Files.write(folder.resolve("binary.csv"), bytes);

    assertThatThrownBy(() -> KpiHistory.readCsv(file))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining("binary.csv");
  }

  @Test
  void severalFilesAreOneHistoryInWhateverOrderTheyAndTheirColumnsCome() throws IOException {
    Path may = write("may.csv", "timestamp,cpu,ram\n600,5,6\n660,7,8\n");
    Path april = write("april.csv", "timestamp,ram,cpu\n0,2,1\n60,4,3\n");

    KpiHistory history = KpiHistory.readCsv(may, april);

    assertThat(history.kpis()).containsExactly("cpu", "ram");
    assertThat(history.rows()).isEqualTo(4);
    assertThat(history.values(0)).containsExactly(1, 2);
    assertThat(history.values(1)).containsExactly(3, 4);
    assertThat(history.values(3)).containsExactly(7, 8);
    assertThat(history.samplingPeriod()).isEqualTo(Duration.ofMinutes(1));
    assertThat(Duration.between(history.time(1), history.time(2))).isEqualTo(Duration.ofMinutes(9));
  }

  @Test
  void filesOfOtherKpisAreRefusedByTheKpisThatDiffer() throws IOException {
    Path may = write("may.csv", "timestamp,cpu,ram\n600,5,6\n");
    Path april = write("april.csv", "timestamp,cpu,disk\n0,1,2\n");

    assertThatThrownBy(() -> KpiHistory.readCsv(may, april))
        .isInstanceOf(DataFileException.class)
        .hasMessageContainingAll("april.csv", "may.csv", "missing [ram]", "unknown [disk]");
  }

  @Test
  void filesThatOverlapInTimeAreRefusedByTheTimes() throws IOException {
    Path may = write("may.csv", "timestamp,cpu\n60,1\n180,2\n");
    Path april = write("april.csv", "timestamp,cpu\n0,1\n120,2\n");

    assertThatThrownBy(() -> KpiHistory.readCsv(may, april))
        .isInstanceOf(DataFileException.class)
        .hasMessageContainingAll(
            "may.csv", "april.csv", "1970-01-01T00:01:00Z", "1970-01-01T00:02:00Z");
    assertThatThrownBy(() -> KpiHistory.readCsv(may, may))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining("may.csv");
  }

  private KpiHistory read(String csv) throws IOException {
    return KpiHistory.readCsv(write("kpis.csv", csv));
  }

  private Path write(String name, String csv) throws IOException {
    return Files.writeString(folder.resolve(name), csv);
  }

  private void assertRefused(String csv, int line, String... named) {
    assertThatThrownBy(() -> read(csv))
        .isInstanceOf(DataFileException.class)
        .message()
        .contains("kpis.csv, line " + line + ":")
        .contains(named);
  }

  private static String rows(int count) {
    StringBuilder rows = new StringBuilder();
    for (int minute = 0; minute < count; minute++) {
      rows.append(60 * minute).append(',').append(Math.sqrt(minute)).append('\n');
    }
    return rows.toString();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
