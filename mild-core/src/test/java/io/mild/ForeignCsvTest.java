package io.mild;

import static io.mild.ForeignCsvTest.Variant.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.data.CsvFormat;
import io.mild.data.CsvFormat.Duplicates;
import io.mild.data.DataFileException;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files as other programs write them. Who does what each refusal says ends with the right values,
 * which are given as a file that needs no option; or with a refusal that says why there is none.
 */
class ForeignCsvTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId UTC = ZoneId.of("UTC");

  /** Three hours after nine in Berlin; the values differ in each cell. */
  private static final String CPU_AND_RAM =
      """
      timestamp,cpu,ram
      2026-01-31T12:00:00Z,1.5,2
      2026-01-31T12:01:00Z,,20.25
      """;

  private static final String CPU =
      """
      timestamp,cpu
      2026-01-31T12:00:00Z,1.5
      2026-01-31T12:01:00Z,2
      """;

  @TempDir private Path folder;

  static List<Variant> dashboards() {
    return List.of(
        of(
                "Grafana, series joined by time",
                """
                "Time","cpu","{__name__=""up"", instance=""a:9100""}"
                1769860800000,1.5,1
                1769860860000,,0
                """)
            .refused(1, "'Time'", "--time-column")
            .with(format -> format.withTimeColumn("Time"))
            .refused(2, "'1769860800000'", "--time-unit ms")
            .with(format -> format.withTimeUnit(ChronoUnit.MILLIS))
            .isRead(
                """
                timestamp,cpu,"{__name__=""up"", instance=""a:9100""}"
                2026-01-31T12:00:00Z,1.5,1
                2026-01-31T12:01:00Z,,0
                """),
        of(
                "Grafana, for Excel, local times",
                """
                sep=,
                "Time","cpu","ram"
                2026-01-31 13:00:00,1.5,2
                2026-01-31 13:01:00,,20.25
                """)
            .refused(1, "--skip-lines")
            .with(format -> format.withSkippedLines(1))
            .refused(2, "'Time'", "--time-column")
            .with(format -> format.withTimeColumn("Time"))
            .refused(3, "'2026-01-31 13:00:00'", "--zone")
            .with(format -> format.withZone(BERLIN))
            .isRead(CPU_AND_RAM),
        of(
                "Grafana, formatted values: 1 s may follow 900 ms in one column",
                """
                "Time","latency","busy"
                2026-01-31 12:00:00,900 ms,3.2%
                2026-01-31 12:01:00,1 s,3.3%
                """)
            .with(format -> format.withTimeColumn("Time").withZone(UTC))
            .isRefused(2, "latency is '900 ms'", "units are not read"),
        of(
                "Grafana, series to rows",
                """
                "Time","Metric","Value"
                1769860800000,cpu,1.5
                1769860800000,ram,2
                1769860860000,ram,20.25
                """)
            .refused(1, "'Time'", "--time-column")
            .with(format -> format.withTimeColumn("Time"))
            .refused(2, "--time-unit ms")
            .with(format -> format.withTimeUnit(ChronoUnit.MILLIS))
            .refused(2, "Metric is 'cpu'", "--long")
            .with(CsvFormat::withLongFormat)
            .refused(1, "'kpi'", "[Time, Metric, Value]", "--kpi-column")
            .with(format -> format.withLongFormat("Metric", "value"))
            .refused(1, "'value'", "--value-column")
            .with(format -> format.withLongFormat("Metric", "Value"))
            .isRead(CPU_AND_RAM),
        of(
                "Kibana, formatted",
                """
                "@timestamp per minute","cpu"
                "Jan 31, 2026 @ 13:00:00.000",1.5
                "Jan 31, 2026 @ 13:01:00.000",2
                """)
            .refused(1, "--time-column", "'@timestamp per minute'")
            .with(format -> format.withTimeColumn("@timestamp per minute"))
            .refused(2, "'Jan 31, 2026 @ 13:00:00.000'", "--time-format")
            .with(format -> format.withTimeFormat("MMM d, yyyy '@' HH:mm:ss.SSS"))
            .refused(2, "--zone")
            .with(format -> format.withZone(BERLIN))
            .isRead(CPU),
        of(
                "Kibana, intervals below an hour: the date is not in the file",
                """
                "@timestamp per 30 minutes","cpu"
                "02:00",1.5
                "02:30",2
                """)
            .with(format -> format.withTimeColumn("@timestamp per 30 minutes").withZone(UTC))
            .isRefused(2, "'02:00'"),
        of(
                "Datadog, the points of a query: milliseconds with a fraction",
                """
                timestamp,metric,scope,value
                1769860800000.0,cpu,host:a,1.5
                1769860860000.0,cpu,host:a,2
                """)
            .refused(2, "--time-unit ms")
            .with(format -> format.withTimeUnit(ChronoUnit.MILLIS))
            .refused(2, "metric is 'cpu'", "--long")
            .with(format -> format.withLongFormat("metric", "value"))
            .refused(1, "[scope]", "--ignore-columns")
            .with(format -> format.withoutColumns("scope"))
            .isRead(CPU),
        of(
                "CloudWatch, get-metric-statistics: in no order, and with units",
                """
                "Timestamp","cpu","Unit"
                "2026-01-31T12:01:00+00:00",2,"Percent"
                "2026-01-31T12:00:00+00:00",1.5,"Percent"
                """)
            .refused(1, "--time-column", "'Timestamp'")
            .with(format -> format.withTimeColumn("Timestamp"))
            .refused(2, "Unit is 'Percent'", "--ignore-columns")
            .with(format -> format.withoutColumns("Unit"))
            .refused(3, "does not come after", "--sort")
            .with(CsvFormat::withSorting)
            .isRead(CPU));
  }

  static List<Variant> databases() {
    return List.of(
        of(
                "Prometheus, query_range as rows",
                """
                metric,instance,timestamp,value
                cpu,a:9100,1769860800.000,1.5
                cpu,a:9100,1769860860.000,2
                """)
            .refused(1, "'metric'", "--time-column, such as 'timestamp'")
            .with(format -> format.withTimeColumn("timestamp"))
            .refused(2, "metric is 'cpu'", "--long")
            .with(format -> format.withLongFormat("metric", "value"))
            .refused(1, "[instance]", "--ignore-columns")
            .with(format -> format.withoutColumns("instance"))
            .isRead(CPU),
        of(
                "Prometheus, promtool tsdb dump: no CSV",
                """
                {__name__="up",instance="a:9100"} 1 1769860800000
                {__name__="up",instance="a:9100"} 1 1769860860000
                """)
            .isRefused(1, "'timestamp' was expected"),
        of(
                "InfluxDB, annotated",
                """
                #group,false,false,true,true,false,false,true,true
                #datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string
                #default,mean,,,,,,,
                ,result,table,_start,_stop,_time,_value,_field,_measurement
                ,,0,2026-01-31T12:00:00Z,2026-01-31T13:00:00Z,2026-01-31T12:00:00Z,1.5,cpu,host

                ,,1,2026-01-31T12:00:00Z,2026-01-31T13:00:00Z,2026-01-31T12:00:00Z,2,ram,host
                ,,1,2026-01-31T12:00:00Z,2026-01-31T13:00:00Z,2026-01-31T12:01:00Z,20.25,ram,host
                """)
            .refused(1, "--skip-lines")
            .with(format -> format.withSkippedLines(3))
            .refused(4, "--time-column")
            .with(format -> format.withTimeColumn("_time"))
            .refused(4, "--ignore-columns")
            .with(format -> format.withoutColumns("", "result", "table", "_start", "_stop"))
            .refused(5, "_field is 'cpu'", "--long")
            .with(format -> format.withLongFormat("_field", "_value"))
            .refused(4, "[_measurement]", "--ignore-columns")
            .with(
                format ->
                    format.withoutColumns("", "result", "table", "_start", "_stop", "_measurement"))
            .isRead(CPU_AND_RAM),
        of(
                "InfluxDB, nanoseconds",
                """
                name,time,cpu
                host,1769860800000000000,1.5
                host,1769860860000000000,2
                """)
            .with(format -> format.withTimeColumn("time").withoutColumns("name"))
            .refused(2, "nanoseconds", "--time-unit ns")
            .with(format -> format.withTimeUnit(ChronoUnit.NANOS))
            .isRead(CPU),
        of(
                "TimescaleDB, psql \\copy",
                """
                time,cpu
                2026-01-31 13:00:00+01,1.5
                2026-01-31 12:01:00.000+00,2
                """)
            .with(format -> format.withTimeColumn("time"))
            .refused(2, "'2026-01-31 13:00:00+01'", "--zone")
            .with(format -> format.withZone(ZoneId.of("Asia/Tokyo"))) // the offsets go before
            .isRead(CPU),
        of(
                "MySQL, --batch",
                """
                ts\tcpu\tram
                2026-01-31 12:00:00\t1.5\t2
                2026-01-31 12:01:00\tNULL\t20.25
                """)
            .refused(1, "--delimiter tab")
            .with(format -> format.withDelimiter('\t'))
            .refused(1, "--time-column, such as 'ts'")
            .with(format -> format.withTimeColumn("ts"))
            .refused(2, "--zone")
            .with(format -> format.withZone(UTC))
            .refused(3, "cpu is 'NULL'", "--missing")
            .with(format -> format.withMissing("NULL"))
            .isRead(CPU_AND_RAM),
        of(
                "BigQuery",
                """
                timestamp,cpu
                2026-01-31 12:00:00 UTC,1.5
                2026-01-31 12:01:00.000000 UTC,2
                """)
            .refused(2, "--zone")
            .with(format -> format.withZone(BERLIN)) // says UTC, and is
            .isRead(CPU),
        of(
                "Zabbix, history by SQL: a row an item, the time as clock",
                """
                clock,key_,value
                1769860800,cpu,1.5
                1769860860,cpu,2.0000
                """)
            .refused(1, "--time-column, such as 'clock'")
            .with(format -> format.withTimeColumn("clock"))
            .refused(2, "--long")
            .with(format -> format.withLongFormat("key_", "value"))
            .isRead(CPU));
  }

  static List<Variant> tools() {
    return List.of(
        of(
                "pandas, with its index as an unnamed column",
                """
                ,timestamp,cpu
                0,2026-01-31 12:00:00+00:00,1.5
                1,2026-01-31 12:01:00+00:00,2.0
                """)
            .refused(1, "--time-column, such as 'timestamp'")
            .with(format -> format.withTimeColumn("timestamp"))
            .refused(1, "a KPI must have a name", "--ignore-columns ''")
            .with(format -> format.withoutColumns(""))
            .refused(2, "--zone")
            .with(format -> format.withZone(UTC))
            .isRead(CPU),
        of(
                "pandas, the times as an unnamed index",
                """
                ,cpu
                2026-01-31 13:00:00,1.5
                2026-01-31 13:01:00,2.0
                """)
            .refused(1, "--time-column, such as ''")
            .with(format -> format.withTimeColumn(""))
            .refused(2, "--zone")
            .with(format -> format.withZone(BERLIN))
            .isRead(CPU),
        of(
                "pandas, rows a day: midnight is left out",
                """
                timestamp,cpu
                2026-03-28,1.5
                2026-03-29,2
                2026-03-30,3
                """)
            .refused(2, "--zone")
            .with(format -> format.withZone(BERLIN))
            .isRead(
                """
                timestamp,cpu
                2026-03-27T23:00:00Z,1.5
                2026-03-28T23:00:00Z,2
                2026-03-29T22:00:00Z,3
                """),
        of(
                "R, write.csv",
                """
                "","timestamp","cpu","ram"
                "1","2026-01-31T12:00:00Z","1.5",2
                "2","2026-01-31T12:01:00Z","NA",20.25
                """)
            .with(format -> format.withTimeColumn("timestamp").withoutColumns(""))
            .refused(3, "cpu is 'NA'", "--missing")
            .with(format -> format.withMissing("NA"))
            .isRead(CPU_AND_RAM),
        of(
                "sadf -d",
                """
                # hostname;interval;timestamp;cpu;ram
                web-1;60;2026-01-31 12:00:00 UTC;1.5;2
                web-1;60;2026-01-31 12:01:00 UTC;;20.25
                """)
            .refused(1, "--delimiter ';'")
            .with(format -> format.withDelimiter(';'))
            .refused(1, "--time-column, such as 'timestamp'")
            .with(format -> format.withTimeColumn("timestamp"))
            .refused(2, "--zone")
            .with(format -> format.withZone(UTC))
            .refused(2, "# hostname is 'web-1'", "--ignore-columns")
            .with(format -> format.withoutColumns("# hostname", "interval"))
            .isRead(CPU_AND_RAM),
        of(
                "collectd, csv: seconds with milliseconds",
                """
                epoch,cpu
                1769860800.000,1.5
                1769860860.000,2
                """)
            .refused(1, "--time-column, such as 'epoch'")
            .with(format -> format.withTimeColumn("epoch"))
            .isRead(CPU),
        of(
                "vmstat -t: columns between blanks",
                """
                 r  b   swpd   free  us sy id wa st                 UTC
                 1  0      0 812345   1  2 97  0  0 2026-01-31 12:00:00
                """)
            .isRefused(1, "'timestamp' was expected"),
        of(
                "Python, logging: milliseconds after a comma",
                """
                timestamp;cpu
                2026-01-31 12:00:00,000;1.5
                2026-01-31 12:01:00,000;2
                """)
            .with(format -> format.withDelimiter(';').withZone(UTC))
            .refused(2, "--time-format")
            .with(format -> format.withTimeFormat("yyyy-MM-dd HH:mm:ss,SSS"))
            .isRead(CPU),
        of(
                "microseconds",
                """
                timestamp,cpu
                1769860800000000,1.5
                1769860860000000,2
                """)
            .refused(2, "microseconds", "--time-unit us")
            .with(format -> format.withTimeUnit(ChronoUnit.MICROS))
            .isRead(CPU));
  }

  static List<Variant> spreadsheets() {
    return List.of(
        of(
                "Excel in German",
                """
                \uFEFFZeit;cpu;ram
                31.01.2026 13:00;1,5;2
                31.01.2026 13:01;;20,25
                """)
            .refused(1, "'Zeit;cpu;ram'", "--delimiter ';'")
            .with(format -> format.withDelimiter(';'))
            .refused(1, "--time-column, such as 'Zeit'")
            .with(format -> format.withTimeColumn("Zeit"))
            .refused(2, "'31.01.2026 13:00'", "--time-format")
            .with(format -> format.withTimeFormat("dd.MM.yyyy HH:mm"))
            .refused(2, "--zone")
            .with(format -> format.withZone(BERLIN))
            .refused(2, "cpu is '1,5'", "--decimal-comma")
            .with(CsvFormat::withDecimalComma)
            .isRead(CPU_AND_RAM),
        of(
                "Excel in German, thousands",
                """
                timestamp;cpu
                1769860800;1.234,5
                """)
            .with(format -> format.withDelimiter(';').withDecimalComma())
            .isRefused(2, "cpu is '1.234,5'", "separators of thousands are not read"),
        of(
                "a dot where decimals have commas: 1234 or 1.234",
                """
                timestamp;cpu
                1769860800;1.234
                """)
            .with(format -> format.withDelimiter(';').withDecimalComma())
            .isRefused(2, "cpu is '1.234'", "no dot"),
        of(
                "a comma where decimals have dots: 1234 or 1.234",
                """
                timestamp,cpu
                1769860800,"1,234"
                """)
            .isRefused(2, "cpu is '1,234'", "--decimal-comma", "thousands"),
        of(
                "two commas are no decimals",
                """
                timestamp;cpu
                1769860800;1,234,567
                """)
            .with(format -> format.withDelimiter(';').withDecimalComma())
            .isRefused(2, "cpu is '1,234,567'", "thousands"),
        of(
                "Excel in American English",
                """
                Time,cpu
                1/31/2026 12:00 PM,1.5
                1/31/2026 12:01 PM,2
                """)
            .with(format -> format.withTimeColumn("Time"))
            .refused(2, "--time-format")
            .with(format -> format.withTimeFormat("M/d/yyyy h:mm a").withZone(UTC))
            .isRead(CPU),
        of(
                "day and month in the other order",
                """
                timestamp,cpu
                31/01/2026 12:00,1.5
                """)
            .with(format -> format.withTimeFormat("MM/dd/yyyy HH:mm").withZone(UTC))
            .isRefused(2, "'31/01/2026 12:00'", "MM/dd/yyyy HH:mm"),
        of(
                "years of two digits",
                """
                timestamp,cpu
                31.01.26 12:00,1.5
                31.01.26 12:01,2
                """)
            .with(format -> format.withTimeFormat("dd.MM.yyyy HH:mm").withZone(UTC))
            .refused(2, "'31.01.26 12:00'", "31.01.2026 12:00 (dd.MM.yyyy HH:mm)")
            .with(format -> format.withTimeFormat("dd.MM.yy HH:mm"))
            .isRead(CPU),
        of(
                "years of two digits that a pattern takes for those after Christ",
                """
                timestamp,cpu
                31.1.26 12:00,1.5
                """)
            .with(format -> format.withTimeFormat("d.M.y HH:mm").withZone(UTC))
            .isRefused(2, "'31.1.26 12:00'"),
        of(
                "a day that is not in the calendar",
                """
                timestamp,cpu
                31.02.2026 12:00,1.5
                """)
            .with(format -> format.withTimeFormat("dd.MM.yyyy HH:mm").withZone(UTC))
            .isRefused(2, "'31.02.2026 12:00'"));
  }

  static List<Variant> rows() {
    return List.of(
        of(
                "the same time twice: the mean",
                """
                timestamp,cpu,ram
                1769860800,1,2
                1769860800,2,
                1769860860,,20.25
                """)
            .refused(3, "2026-01-31T12:00:00Z", "--merge-duplicates")
            .with(format -> format.withDuplicates(Duplicates.MEAN))
            .isRead(CPU_AND_RAM),
        of(
                "the same time twice: the last that is there",
                """
                timestamp,cpu,ram
                1769860800,1,2
                1769860800,1.5,
                1769860860,,20.25
                """)
            .with(format -> format.withDuplicates(Duplicates.LAST))
            .isRead(CPU_AND_RAM),
        of(
                "newest first, and a time twice",
                """
                timestamp,cpu
                1769860860,2
                1769860800,1.5
                1769860860,2
                """)
            .refused(3, "2026-01-31T12:00:00Z", "--sort")
            .with(CsvFormat::withSorting)
            .refused(4, "2026-01-31T12:01:00Z", "--merge-duplicates")
            .with(format -> format.withDuplicates(Duplicates.LAST))
            .isRead(CPU),
        of(
                "long, KPI by KPI",
                """
                time,kpi,value
                1769860800,cpu,1.5
                1769860860,cpu,
                1769860800,ram,2
                1769860860,ram,20.25
                """)
            .with(CsvFormat::withLongFormat)
            .isRead(CPU_AND_RAM),
        of(
                "long, a KPI twice at a time, such as of two hosts",
                """
                time,kpi,value
                1769860800,cpu,1
                1769860800,cpu,2
                1769860860,cpu,2
                """)
            .with(CsvFormat::withLongFormat)
            .refused(3, "2026-01-31T12:00:00Z", "--merge-duplicates")
            .with(format -> format.withDuplicates(Duplicates.MEAN))
            .isRead(CPU),
        of(
                "a column of text",
                """
                timestamp,host,cpu
                1769860800,web-1,1.5
                1769860860,web-1,2
                """)
            .refused(2, "host is 'web-1'", "--ignore-columns")
            .with(format -> format.withoutColumns("hots"))
            .refused(2, "host is 'web-1'")
            .with(format -> format.withoutColumns("host"))
            .isRead(CPU),
        of(
                "a column to leave out that is none",
                """
                timestamp,cpu_max,cpu
                1769860800,3,1.5
                """)
            .with(format -> format.withoutColumns("cpu_mac"))
            .isRefused(1, "'cpu_mac'", "[cpu_max"),
        of(
                "infinite values",
                """
                timestamp,cpu
                1769860800,+Inf
                """)
            .isRefused(2, "cpu is '+Inf'", "--missing"),
        of(
                "seconds are not taken for milliseconds",
                """
                timestamp,cpu
                1769860800,1
                """)
            .with(format -> format.withTimeUnit(ChronoUnit.MILLIS))
            .isRefused(2, "'1769860800'", "--time-unit s "),
        of(
                "numbers are not taken for seconds where a pattern is",
                """
                timestamp,cpu
                2601311200,1
                """)
            .with(format -> format.withTimeFormat("yyyyMMddHHmm").withZone(UTC))
            .isRefused(2, "'2601311200'", "(yyyyMMddHHmm)"),
        of(
                "two columns of times",
                """
                start,end,cpu
                1769860800,1769860860,1
                """)
            .with(format -> format.withTimeColumn("start", "end"))
            .isRefused(1, "'end' or 'start'", "2"));
  }

  @ParameterizedTest
  @MethodSource({"dashboards", "databases", "tools", "spreadsheets", "rows"})
  void whoDoesWhatEachRefusalSaysEndsWithTheRightValues(Variant variant) throws IOException {
    variant.check(folder);
  }

  @ParameterizedTest
  @MethodSource("charsets")
  void aFileOfAnotherEncodingIsReadByItsName(String encoding) throws IOException {
    Charset charset = Charset.forName(encoding);
    Path file =
        Files.writeString(
            folder.resolve("k.csv"), "timestamp,Verfügbarkeit\n1769860800,1\n", charset);
    CsvFormat utf8 = CsvFormat.DEFAULT.withZone(UTC);

    assertThatThrownBy(() -> KpiHistory.readCsv(utf8, file))
        .isInstanceOf(DataFileException.class)
        .hasMessageContainingAll("k.csv, line 1:", "--encoding");
    assertThat(KpiHistory.readCsv(utf8.withCharset(charset), file).kpis())
        .containsExactly("Verfügbarkeit");
  }

  static List<String> charsets() {
    return List.of("windows-1252", "UTF-16");
  }

  /** A file, and the way to its values. */
  static final class Variant {
    private final String name;
    private final String csv;
    private final List<Step> steps = new ArrayList<>();
    private String[] refusal = {};
    private String expected = "";

    private record Step(String[] refusal, UnaryOperator<CsvFormat> option) {}

    private Variant(String name, String csv) {
      this.name = name;
      this.csv = csv;
    }

    static Variant of(String name, String csv) {
      return new Variant(name, csv);
    }

    /** Without the next option, the message has all this. */
    Variant refused(int line, String... named) {
      refusal = refusal(line, named);
      return this;
    }

    Variant with(UnaryOperator<CsvFormat> option) {
      steps.add(new Step(refusal, option));
      refusal = new String[] {};
      return this;
    }

    /** With all options, it is read as this file is without any. */
    Variant isRead(String csv) {
      expected = csv;
      return this;
    }

    /** With all options, the message has all this. */
    Variant isRefused(int line, String... named) {
      return refused(line, named);
    }

    private static String[] refusal(int line, String... named) {
      List<String> all = new ArrayList<>(List.of(named));
      all.add("export.csv, line " + line + ":");
      return all.toArray(String[]::new);
    }

    void check(Path folder) throws IOException {
      Path file = Files.writeString(folder.resolve("export.csv"), csv, StandardCharsets.UTF_8);
      CsvFormat format = CsvFormat.DEFAULT;
      for (Step step : steps) {
        assertRefused(format, file, step.refusal());
        format = step.option().apply(format);
      }
      assertRefused(format, file, refusal);
      if (!expected.isEmpty()) {
        KpiHistory read = KpiHistory.readCsv(format, file);
        KpiHistory same = KpiHistory.readCsv(Files.writeString(folder.resolve("same"), expected));
        assertThat(read.kpis()).isEqualTo(same.kpis());
        assertThat(read.rows()).isEqualTo(same.rows());
        for (int row = 0; row < same.rows(); row++) {
          assertThat(read.time(row)).isEqualTo(same.time(row));
          assertThat(read.values(row)).isEqualTo(same.values(row));
        }
      }
    }

    private static void assertRefused(CsvFormat format, Path file, String... named) {
      if (named.length > 0) {
        assertThatThrownBy(() -> KpiHistory.readCsv(format, file))
            .isInstanceOf(DataFileException.class)
            .hasMessageContainingAll(named);
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
