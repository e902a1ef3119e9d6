package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.data.CsvFormat;
import io.mild.data.CsvFormat.Duplicates;
import io.mild.data.DataFileException;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Local times where clocks change. In Berlin, clocks went from 02:00 to 03:00 on 29 March 2026 at
 * 01:00 UTC, and from 03:00 to 02:00 on 25 October at 01:00 UTC.
 */
class LocalTimesTest {
  private static final CsvFormat BERLIN = CsvFormat.DEFAULT.withZone(ZoneId.of("Europe/Berlin"));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00, 2026-01-31T11:00:00Z",
    "2026-07-31T12:00:00, 2026-07-31T10:00:00Z",
    "2026-01-31 12:00:00, 2026-01-31T11:00:00Z",
    "2026-01-31 12:00, 2026-01-31T11:00:00Z",
    "2026-01-31T12:00:00.123456, 2026-01-31T11:00:00.123Z",
    "2026-01-31, 2026-01-30T23:00:00Z",
    "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
    "2026-01-31 12:00:00+00:00, 2026-01-31T12:00:00Z",
    "2026-01-31 12:00:00 -0500, 2026-01-31T17:00:00Z",
    "1769860800, 2026-01-31T12:00:00Z",
    "2026-03-29T01:59:59, 2026-03-29T00:59:59Z",
    "2026-03-29T03:00:00, 2026-03-29T01:00:00Z",
    "2026-10-25T02:30:00+02:00, 2026-10-25T00:30:00Z",
  })
  void aTimeOfAZone(String text, Instant expected) throws IOException {
    assertThat(times(BERLIN, text)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T24:00:00",
    "2026-02-30T12:00:00",
    "2026-01-31T12",
    "2026-01-31  12:00",
    "2026-1-31 12:00",
    "2026-01-31T12:00:60",
    "26-01-31 12:00",
    "'2026-01-31T12:00:00,5'",
  })
  void aTimeOfAnotherFormIsRefused(String text) {
    assertRefused(BERLIN, 2, "'" + text + "'", "\"" + text + "\"");
  }

  @Test
  void aTimeThatClocksLeftOutIsRefused() {
    assertRefused(BERLIN, 3, "2026-03-29T02:30", "2026-03-29 01:30", "2026-03-29 02:30");
    assertRefused(BERLIN, 2, "--zone +01:00", "2026-03-29 02:00");
  }

  @Test
  void aDeviceWithoutSummerTimeIsReadByItsOffset() throws IOException {
    assertThat(times(CsvFormat.DEFAULT.withZone(ZoneId.of("+01:00")), "2026-03-29 02:30"))
        .containsExactly(Instant.parse("2026-03-29T01:30:00Z"));
  }

  @Test
  void theSecondPassOfADoubledHourBeginsWhereTimesStepBack() throws IOException {
    assertThat(
            times(
                BERLIN,
                "2026-10-25 01:30",
                "2026-10-25 02:00",
                "2026-10-25 02:30",
                "2026-10-25 02:00",
                "2026-10-25 02:30",
                "2026-10-25 03:00"))
        .isEqualTo(halfHoursFrom("2026-10-24T23:30:00Z", 6));
  }

  @Test
  void rowsAnHourHaveTheSameTimeTwice() throws IOException {
    List<Instant> times =
        times(
            BERLIN, "2026-10-25 01:00", "2026-10-25 02:00", "2026-10-25 02:00", "2026-10-25 03:00");

    assertThat(times)
        .containsExactly(
            Instant.parse("2026-10-24T23:00:00Z"),
            Instant.parse("2026-10-25T00:00:00Z"),
            Instant.parse("2026-10-25T01:00:00Z"),
            Instant.parse("2026-10-25T02:00:00Z"));
  }

  @Test
  void aFileMayBeginInTheFirstPassAndEndInTheSecond() throws IOException {
    assertThat(
            times(
                BERLIN,
                "2026-10-25 02:00",
                "2026-10-25 02:30",
                "2026-10-25 02:00",
                "2026-10-25 02:30"))
        .isEqualTo(halfHoursFrom("2026-10-25T00:00:00Z", 4));
  }

  /** Half an hour, on an Australian island; from 02:00+11:00 to 01:30+10:30. */
  @Test
  void anOverlapNeedNotBeAnHour() throws IOException {
    assertThat(
            times(
                CsvFormat.DEFAULT.withZone(ZoneId.of("Australia/Lord_Howe")),
                "2026-04-05 01:00",
                "2026-04-05 01:30",
                "2026-04-05 01:30",
                "2026-04-05 02:00"))
        .isEqualTo(halfHoursFrom("2026-04-04T14:00:00Z", 4));
  }

  @Test
  void aDoubledHourThatIsThereOnceIsRefusedByItsFirstLine() {
    String[] named = {"2026-10-25T02:00", "Europe/Berlin", "offset"};
    String[] once = {"2026-10-25 01:00", "2026-10-25 02:00", "2026-10-25 02:30"};

    assertRefused(BERLIN, 3, named, once);
    assertRefused(BERLIN, 3, named, plus(once, "2026-10-25 03:00"));
    assertRefused(BERLIN, 3, named, plus(once, "2026-10-25T03:00+01:00"));
    assertRefused(BERLIN, 2, named, "2026-10-25 02:30");
  }

  @Test
  void aRowTwiceInTheDoubledHourIsNoSecondPass() {
    assertRefused(
        BERLIN,
        5,
        new String[] {"does not come after"},
        "2026-10-25 01:59",
        "2026-10-25 02:00",
        "2026-10-25 02:01",
        "2026-10-25 02:01",
        "2026-10-25 02:02");
  }

  @Test
  void aThirdPassIsRefused() {
    assertRefused(
        BERLIN,
        6,
        new String[] {"does not come after"},
        "2026-10-25 02:00",
        "2026-10-25 02:30",
        "2026-10-25 02:00",
        "2026-10-25 02:30",
        "2026-10-25 02:00");
  }

  @Test
  void unsortedRowsDoNotTellThePass() {
    assertRefused(
        BERLIN.withSorting(),
        2,
        new String[] {"2026-10-25T02:00", "order of rows"},
        "2026-10-25 02:00",
        "2026-10-25 02:00");
  }

  @Test
  void rowsToMergeAreOfOnePass() throws IOException {
    CsvFormat merging = BERLIN.withDuplicates(Duplicates.MEAN);

    assertThat(
            times(
                merging,
                "2026-10-25 02:00",
                "2026-10-25 02:00",
                "2026-10-25 02:30",
                "2026-10-25 02:00",
                "2026-10-25 02:30"))
        .isEqualTo(halfHoursFrom("2026-10-25T00:00:00Z", 4));
    assertRefused(
        merging, 2, new String[] {"2026-10-25T02:00"}, "2026-10-25 02:00", "2026-10-25 02:00");
  }

  @Test
  void inTheLongFormatEachKpiHasItsOwnPasses() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("long.csv"),
            """
            time,kpi,value
            2026-10-25 02:00,a,1
            2026-10-25 02:00,b,2
            2026-10-25 02:30,a,3
            2026-10-25 02:30,b,4
            2026-10-25 02:00,a,5
            2026-10-25 02:00,b,6
            """);

    KpiHistory history = KpiHistory.readCsv(BERLIN.withLongFormat(), file);

    assertThat(times(history)).isEqualTo(halfHoursFrom("2026-10-25T00:00:00Z", 3));
    assertThat(history.values(2)).containsExactly(5, 6);
  }

  private static List<Instant> halfHoursFrom(String first, int count) {
    Instant start = Instant.parse(first);
    return IntStream.range(0, count).mapToObj(i -> start.plusSeconds(1800L * i)).toList();
  }

  private static String[] plus(String[] texts, String last) {
    return Stream.concat(Stream.of(texts), Stream.of(last)).toArray(String[]::new);
  }

  private Path write(String... times) throws IOException {
    StringBuilder csv = new StringBuilder("timestamp,cpu\n");
    for (String time : times) {
      csv.append(time).append(",1\n");
    }
    return Files.writeString(folder.resolve("kpis.csv"), csv);
  }

  private List<Instant> times(CsvFormat format, String... times) throws IOException {
    return times(KpiHistory.readCsv(format, write(times)));
  }

  private static List<Instant> times(KpiHistory history) {
    return IntStream.range(0, history.rows()).mapToObj(history::time).toList();
  }

  private void assertRefused(CsvFormat format, int line, String named, String... times) {
    assertRefused(format, line, new String[] {named}, times);
  }

  private void assertRefused(CsvFormat format, int line, String[] named, String... times) {
    assertThatThrownBy(() -> times(format, times))
        .isInstanceOf(DataFileException.class)
        .message()
        .contains("kpis.csv, line " + line + ":")
        .contains(named);
  }
}
