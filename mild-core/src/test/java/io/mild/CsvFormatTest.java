package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.data.CsvFormat;
import io.mild.data.CsvFormat.Duplicates;
import io.mild.data.DataFileException;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a format takes, several files of one, and failure logs. */
class CsvFormatTest {
  private static final CsvFormat BERLIN = CsvFormat.DEFAULT.withZone(ZoneId.of("Europe/Berlin"));
  private static final CsvFormat LONG = CsvFormat.DEFAULT.withLongFormat();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HH:mm", // of no day
        "dd.MM. HH:mm", // of no year
        "YYYY-MM-dd HH:mm", // the year of the week
        "yyyy-mm-dd HH:mm", // minutes for months
        "yyyy-MM-dd hh:mm", // an hour of twelve
        "yyyy-MM-dd mm:ss", // of no hour
        "yyyy-MM-dd HH:mm z", // CST is three zones
        "yyyy-MM-dd HH:mm VV",
        "yyyy-MM-dd'T", // a quote that is not closed
        "bogus",
        "",
      })
  void aPatternThatDoesNotTellATimeIsRefused(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsvFormat.DEFAULT.withTimeFormat(pattern))
        .withMessageContaining("'" + pattern + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dd.MM.yyyy HH:mm", "uuuu-MM-dd", "d MMM yy h:mm:ss a", "yyMMddHHmm"})
  void aPatternThatTellsATimeIsTaken(String pattern) {
    assertThat(CsvFormat.DEFAULT.withTimeFormat(pattern)).isNotNull();
  }

  @Test
  void aPatternWithAnOffsetNeedsNoZone() throws IOException {
    CsvFormat format = CsvFormat.DEFAULT.withTimeFormat("dd/MMM/yyyy:HH:mm:ss Z");

    assertThat(read(format, "timestamp,cpu\n31/Jan/2026:12:00:00 +0100,1\n").start())
        .isEqualTo(Instant.parse("2026-01-31T11:00:00Z"));
  }

  @Test
  void optionsThatCantBeAreRefusedByTheValue() {
    CsvFormat format = CsvFormat.DEFAULT;

    for (char delimiter : new char[] {'"', '.', '\n', '\r', 'a', '1'}) {
      assertThatIllegalArgumentException().isThrownBy(() -> format.withDelimiter(delimiter));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> format.withTimeUnit(ChronoUnit.DAYS))
        .withMessageContaining("DAYS");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> format.withSkippedLines(-1))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException().isThrownBy(format::withTimeColumn);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> format.withFailureColumn("start", "x"))
        .withMessageContainingAll("'start'", "recovered");
  }

  @Test
  void moreLinesToSkipThanThereAreAreRefused() {
    assertRefused(CsvFormat.DEFAULT.withSkippedLines(9), "k.csv", "timestamp,cpu\n0,1\n");
  }

  @Test
  void theLineIsThatOfTheFileAfterLinesThatAreSkipped() {
    assertRefused(
        CsvFormat.DEFAULT.withSkippedLines(2), "line 5:", "a\n\"b\ntimestamp,cpu\n0,1\n60,x\n");
  }

  @Test
  void filesThatOverlapAreMerged() throws IOException {
    Path one = write("one.csv", "timestamp,cpu,ram\n0,1,\n60,2,20\n");
    Path two = write("two.csv", "timestamp,ram,cpu\n60,30,4\n120,40,5\n");

    assertThatThrownBy(() -> KpiHistory.readCsv(one, two))
        .isInstanceOf(DataFileException.class)
        .hasMessageContainingAll("one.csv", "two.csv", "--merge-duplicates", "--sort");
    KpiHistory mean =
        KpiHistory.readCsv(CsvFormat.DEFAULT.withDuplicates(Duplicates.MEAN), two, one);
    assertThat(mean.kpis()).containsExactly("ram", "cpu");
    assertThat(mean.rows()).isEqualTo(3);
    assertThat(mean.values(0)).containsExactly(Double.NaN, 1);
    assertThat(mean.values(1)).containsExactly(25, 3);
    KpiHistory last =
        KpiHistory.readCsv(CsvFormat.DEFAULT.withDuplicates(Duplicates.LAST), two, one);
    assertThat(last.values(1)).containsExactly(20, 2); // of the file that was named last
  }

  /** Three rows of 1, 2 and 6 in two files: 3, not the mean of 1.5 and 6. */
  @Test
  void theMeanIsOfAllRowsOfATime() throws IOException {
    Path one = write("one.csv", "timestamp,cpu\n0,1\n0,2\n");
    Path two = write("two.csv", "timestamp,cpu\n0,6\n");

    assertThat(
            KpiHistory.readCsv(CsvFormat.DEFAULT.withDuplicates(Duplicates.MEAN), one, two)
                .values(0))
        .containsExactly(3);
  }

  @Test
  void filesWhoseRowsInterleaveAreSorted() throws IOException {
    Path one = write("one.csv", "timestamp,cpu\n0,1\n120,3\n");
    Path two = write("two.csv", "timestamp,cpu\n60,2\n");

    KpiHistory history = KpiHistory.readCsv(CsvFormat.DEFAULT.withSorting(), one, two);

    assertThat(history.rows()).isEqualTo(3);
    assertThat(history.values(1)).containsExactly(2);
    assertThatThrownBy(() -> KpiHistory.readCsv(CsvFormat.DEFAULT.withSorting(), one, two, two))
        .isInstanceOf(DataFileException.class)
        .hasMessageContainingAll("1970-01-01T00:01:00Z", "--merge-duplicates");
  }

  @Test
  void longFilesOfAKpiEachAreOneHistory() throws IOException {
    Path cpu = write("cpu.csv", "time,kpi,value\n0,cpu,1\n60,cpu,2\n");
    Path ram = write("ram.csv", "kpi,value,time\nram,3,60\nram,4,120\n");

    KpiHistory history = KpiHistory.readCsv(LONG, cpu, ram);

    assertThat(history.kpis()).containsExactly("cpu", "ram");
    assertThat(history.values(0)).containsExactly(1, Double.NaN);
    assertThat(history.values(1)).containsExactly(2, 3);
    assertThat(history.values(2)).containsExactly(Double.NaN, 4);
  }

  /** Such as of two hosts, some seconds apart. */
  @Test
  void longFilesThatOverlapInAKpiAreRefused() throws IOException {
    Path one = write("one.csv", "time,kpi,value\n0,cpu,1\n60,cpu,2\n");
    Path two = write("two.csv", "time,kpi,value\n30,cpu,3\n90,cpu,4\n");

    assertThatThrownBy(() -> KpiHistory.readCsv(LONG, one, two))
        .isInstanceOf(DataFileException.class)
        .hasMessageContainingAll("one.csv", "two.csv", "cpu", "1970-01-01T00:00:30Z", "--sort");
  }

  @Test
  void aLongFileWithoutNamesOrRowsIsRefused() {
    assertRefused(LONG, "line 2: kpi is empty", "time,kpi,value\n0,,1\n");
    assertRefused(LONG, "at least one row", "time,kpi,value\n");
    assertRefused(LONG, "'time' or 'timestamp'", "when,kpi,value\n0,cpu,1\n");
  }

  /** Each of its names at a time of its own: a million cells of which a thousand are there. */
  @Test
  void aLongFileThatIsMostlyHolesIsRefused() {
    String rows =
        IntStream.range(0, 1_001)
            .mapToObj(i -> i + ",kpi" + i + ",1\n")
            .collect(Collectors.joining());

    assertRefused(LONG, "share times", "time,kpi,value\n" + rows);
  }

  @Test
  void aFailureLogOfAnotherFormIsRead() throws IOException {
    CsvFormat format =
        BERLIN
            .withDelimiter(';')
            .withTimeFormat("dd.MM.yyyy HH:mm")
            .withMissing("-")
            .withFailureColumn("failure", "Ausfall");
    Path file =
        write("f.csv", "incident;intent;Ausfall;onset;role\n7;api;31.01.2026 13:00;-;root\n");

    assertThat(FailureLog.readCsv(format, file).failures())
        .containsExactly(
            Failure.of("7", "api", Instant.parse("2026-01-31T12:00:00Z"))
                .withRole(Failure.Role.ROOT));
  }

  /** Zabbix's list of problems. */
  @Test
  void aListOfProblemsIsAFailureLog() throws IOException {
    Path file =
        write(
            "problems.csv",
            """
            "Severity","Time","Recovery time","Status","Host","Problem"
            "High","2026-01-31 13:00:00","2026-01-31 13:05:00","RESOLVED","web-1","Disk is full"
            """);
    CsvFormat named =
        CsvFormat.DEFAULT
            .withFailureColumn("incident", "Problem")
            .withFailureColumn("intent", "Host")
            .withFailureColumn("recovered", "Recovery time");

    assertThatThrownBy(() -> FailureLog.readCsv(named, file))
        .hasMessageContainingAll("line 1:", "'failure'", "--failure-column failure=");
    CsvFormat format = named.withFailureColumn("failure", "Time");
    assertThatThrownBy(() -> FailureLog.readCsv(format, file))
        .hasMessageContainingAll("line 2:", "Time is '2026-01-31 13:00:00'", "--zone");
    assertThat(FailureLog.readCsv(format.withZone(ZoneId.of("Europe/Berlin")), file).failures())
        .containsExactly(
            Failure.of("Disk is full", "web-1", Instant.parse("2026-01-31T12:00:00Z"))
                .withRecovery(Instant.parse("2026-01-31T12:05:00Z")));
  }

  /** Failures typed by hand beside KPIs from a program. */
  @Test
  void instantsAreReadWhateverThePattern() throws IOException {
    Path file = write("f.csv", "incident,intent,failure\n7,api,2026-01-31T12:00:00Z\n");

    assertThat(
            FailureLog.readCsv(BERLIN.withTimeFormat("dd.MM.yyyy HH:mm"), file)
                .failures()
                .get(0)
                .time())
        .isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
  }

  @Test
  void aFailureInADoubledOrMissingHourIsRefused() throws IOException {
    for (String time : new String[] {"2026-10-25 02:30", "2026-03-29 02:30"}) {
      Path file = write("f.csv", "incident,intent,failure\n7,api," + time + "\n");

      assertThatThrownBy(() -> FailureLog.readCsv(BERLIN, file))
          .isInstanceOf(DataFileException.class)
          .hasMessageContainingAll("f.csv, line 2:", "Europe/Berlin");
    }
  }

  private Path write(String name, String csv) throws IOException {
    return Files.writeString(folder.resolve(name), csv);
  }

  private KpiHistory read(CsvFormat format, String csv) throws IOException {
    return KpiHistory.readCsv(format, write("k.csv", csv));
  }

  private void assertRefused(CsvFormat format, String named, String csv) {
    assertThatThrownBy(() -> read(format, csv))
        .isInstanceOf(DataFileException.class)
        .hasMessageContainingAll("k.csv", named);
  }

  @Test
  void aLogOfAnotherDelimiterThanKpisIsRefusedByTheOptionsThatReadIt() throws Exception {
    Path log = folder.resolve("log.csv");
    Files.writeString(log, "incident,intent,failure\nI1,api,2026-05-01T00:00:00Z\n");

    assertThatThrownBy(() -> FailureLog.readCsv(CsvFormat.DEFAULT.withDelimiter(';'), log))
        .hasMessageContaining("--failure-delimiter ','")
        .hasMessageContaining("--plain-failures")
        .hasMessageContaining("withDelimiter");
  }
}
