package io.mild.cli.console;

import io.mild.data.CsvFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say where failure logs are written otherwise than KPIs. */
public final class FailureCsvOptions {
  @Option(
      names = "--failure-column",
      split = ",",
      paramLabel = "COLUMN=NAME",
      description =
          "What columns of the failure log are called in its file, such as"
              + " failure=started_at,intent=service.")
  private Map<String, String> columns = new LinkedHashMap<>();

  @Option(
      names = "--failure-delimiter",
      paramLabel = "CHAR",
      converter = CsvOptions.DelimiterArgument.class,
      description = "What is between columns of the failure log (default: as --delimiter).")
  private @Nullable Character delimiter;

  @Option(
      names = "--plain-failures",
      description =
          "The failure log is written in our own format (commas, ISO-8601 instants or seconds since"
              + " 1970), whatever is said of KPIs.")
  private boolean plain;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /**
   * The format of failure logs: that of KPIs but for the lines before the header and what is said
   * here.
   *
   * @throws ParameterException if an option has a value that it can't have
   */
  public CsvFormat failures(CsvOptions kpis) {
    try {
      CsvFormat format = plain ? CsvFormat.DEFAULT : kpis.kpis().withSkippedLines(0);
      for (Map.Entry<String, String> column : columns.entrySet()) {
        format = format.withFailureColumn(column.getKey(), column.getValue());
      }
      return delimiter == null ? format : format.withDelimiter(delimiter);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--failure-column: " + e.getMessage(), e);
    }
  }
}
