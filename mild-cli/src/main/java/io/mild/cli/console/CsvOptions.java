package io.mild.cli.console;

import io.mild.data.CsvFormat;
import io.mild.data.CsvFormat.Duplicates;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that say how CSV files are written. All are for KPIs; most for failures, too. */
public final class CsvOptions {
  @Option(
      names = "--time-column",
      split = ",",
      paramLabel = "NAME",
      description = "The column of the time (default: timestamp, the first).")
  private List<String> timeColumns = new ArrayList<>();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      converter = ZoneArgument.class,
      description =
          "Read local times, such as 2026-01-31 12:00, of a zone, such as Europe/Berlin, UTC or"
              + " +01:00.")
  private @Nullable ZoneId zone;

  @Option(
      names = "--time-format",
      paramLabel = "PATTERN",
      converter = PatternArgument.class,
      description =
          "Read times of a pattern of Java's DateTimeFormatter, such as 'dd.MM.yyyy HH:mm'.")
  private @Nullable String timeFormat;

  @Option(
      names = "--time-unit",
      paramLabel = "UNIT",
      converter = UnitArgument.class,
      description = "What numbers of times count since 1970: s, ms, us or ns (default: s).")
  private ChronoUnit timeUnit = ChronoUnit.SECONDS;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      converter = DelimiterArgument.class,
      description = "What is between columns, such as ';' or tab (default: ',').")
  private char delimiter = ',';

  @Option(names = "--decimal-comma", description = "Read decimals after a comma, such as 12,5.")
  private boolean decimalComma;

  @Option(
      names = "--missing",
      split = ",",
      paramLabel = "WORD",
      description = "Other words for a missing value, such as NA,null (default: nothing and NaN).")
  private List<String> missing = new ArrayList<>();

  @Option(
      names = "--ignore-columns",
      split = ",",
      paramLabel = "NAME",
      description =
          "Leave out columns of KPIs, such as host,region; '' is one without a name, '\"a, b\"' one"
              + " with a comma.")
  private List<String> ignored = new ArrayList<>();

  @Option(
      names = "--long",
      description = "Read a value of a KPI a row: time,kpi,value, in any order of columns.")
  private boolean longFormat;

  @Option(
      names = "--kpi-column",
      paramLabel = "NAME",
      description = "With --long, the column of the KPIs' names (default: kpi).")
  private @Nullable String kpiColumn;

  @Option(
      names = "--value-column",
      paramLabel = "NAME",
      description = "With --long, the column of the values (default: value).")
  private @Nullable String valueColumn;

  @Option(
      names = "--merge-duplicates",
      paramLabel = "mean|last",
      converter = DuplicatesArgument.class,
      description = "Make one of rows of the same time, also where files overlap.")
  private Duplicates duplicates = Duplicates.REFUSE;

  @Option(names = "--sort", description = "Sort rows of KPIs by time.")
  private boolean sort;

  @Option(
      names = "--skip-lines",
      paramLabel = "N",
      converter = LinesArgument.class,
      description = "Leave out so many lines before the header of KPIs (default: 0).")
  private int skippedLines;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      converter = CharsetArgument.class,
      description = "The characters' encoding, such as windows-1252 or UTF-16 (default: UTF-8).")
  private Charset encoding = StandardCharsets.UTF_8;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /**
   * The format of files of KPIs.
   *
   * @throws ParameterException if an option needs another
   */
  public CsvFormat kpis() {
    if (!longFormat && (kpiColumn != null || valueColumn != null)) {
      throw new ParameterException(
          command.commandLine(), "--kpi-column and --value-column are of --long, which is missing");
    }
    CsvFormat format =
        CsvFormat.DEFAULT
            .withDelimiter(delimiter)
            .withCharset(encoding)
            .withSkippedLines(skippedLines)
            .withTimeUnit(timeUnit)
            .withMissing(plain(missing))
            .withoutColumns(plain(ignored))
            .withDuplicates(duplicates);
    format = zone == null ? format : format.withZone(zone);
    format = timeFormat == null ? format : format.withTimeFormat(timeFormat);
    format = timeColumns.isEmpty() ? format : format.withTimeColumn(plain(timeColumns));
    format = decimalComma ? format.withDecimalComma() : format;
    if (longFormat) {
      format =
          format.withLongFormat(
              kpiColumn == null ? "kpi" : kpiColumn, valueColumn == null ? "value" : valueColumn);
    }
    return sort ? format.withSorting() : format;
  }

  /**
   * A time that was typed, in the zone of the files if it is local.
   *
   * @throws ParameterException if it is and they have none
   */
  public Instant instant(TimeArgument time) {
    return time.in(zone)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "'%s' is a local time: end it in Z or an offset such as +01:00, or say its --zone, such as Europe/Berlin"
                        .formatted(time)));
  }

  /** Names with commas come in double quotes. */
  private static String[] plain(List<String> names) {
    return names.stream()
        .map(
            name ->
                name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                    ? name.substring(1, name.length() - 1)
                    : name)
        .toArray(String[]::new);
  }

  /** A value that a format takes. */
  private static <T> T checked(T value, Consumer<T> option) {
    try {
      option.accept(value);
      return value;
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** A zone by its name or offset. */
  static final class ZoneArgument implements ITypeConverter<ZoneId> {
    @Override
    public ZoneId convert(String text) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'" + text + "' is no zone such as Europe/Berlin, UTC or +01:00");
      }
    }
  }

  /** A unit by its symbol. */
  static final class UnitArgument implements ITypeConverter<ChronoUnit> {
    @Override
    public ChronoUnit convert(String text) {
      return switch (text) {
        case "s" -> ChronoUnit.SECONDS;
        case "ms" -> ChronoUnit.MILLIS;
        case "us" -> ChronoUnit.MICROS;
        case "ns" -> ChronoUnit.NANOS;
        default -> throw new TypeConversionException("'" + text + "' is none of s, ms, us and ns");
      };
    }
  }

  /** A character, or the name of one that shells don't like. */
  static final class DelimiterArgument implements ITypeConverter<Character> {
    @Override
    public Character convert(String text) {
      if (text.equals("tab") || text.equals("\\t")) {
        return '\t';
      }
      if (text.length() != 1) {
        throw new TypeConversionException(
            "'" + text + "' is no character such as ';' or '|', nor tab");
      }
      return checked(text.charAt(0), CsvFormat.DEFAULT::withDelimiter);
    }
  }

  /** A pattern of times. */
  static final class PatternArgument implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return checked(text, CsvFormat.DEFAULT::withTimeFormat);
    }
  }

  /** A number of lines. */
  static final class LinesArgument implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("\\d{1,9}")) {
        throw new TypeConversionException("'" + text + "' is no number of lines such as 1");
      }
      return Integer.valueOf(text);
    }
  }

  /** What becomes of duplicates. */
  static final class DuplicatesArgument implements ITypeConverter<Duplicates> {
    @Override
    public Duplicates convert(String text) {
      return switch (text) {
        case "mean" -> Duplicates.MEAN;
        case "last" -> Duplicates.LAST;
        default -> throw new TypeConversionException("'" + text + "' is neither mean nor last");
      };
    }
  }

  /** An encoding by its name. */
  static final class CharsetArgument implements ITypeConverter<Charset> {
    @Override
    public Charset convert(String text) {
      try {
        return Charset.forName(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "'" + text + "' is no encoding such as UTF-8, UTF-16 or windows-1252");
      }
    }
  }
}
