package io.mild.cli.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.mild.Assessment;
import io.mild.IntentRisk;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a stream says, as CSV: a row for each row of KPIs with the {@code timestamp} and, for each
 * intent, its {@code risk.…} at the longest horizon, {@code smoothed.…} risk, root-cause
 * probability {@code cause.…} and {@code alert.…} (1 while its smoothed risk is at or above the
 * threshold, in an alert). Probabilities have six decimals.
 */
public final class MinuteTable implements Closeable {
  private static final int DECIMALS = 6;

  private final CsvWriter csv;

  /** Writes the header. */
  public MinuteTable(Writer writer, List<String> intents) {
    this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer);
    List<String> header = new ArrayList<>(List.of("timestamp"));
    for (String intent : intents) {
      for (String column : List.of("risk.", "smoothed.", "cause.", "alert.")) {
        header.add(column + intent);
      }
    }
    csv.writeRecord(header);
  }

  /** Writes the row of an assessment, unless its row was folded and nothing is new. */
  public void accept(Assessment assessment) {
    if (assessment.quality().folded()) {
      return;
    }
    List<String> fields = new ArrayList<>(List.of(assessment.time().toString()));
    for (IntentRisk intent : assessment.intents()) {
      fields.add(decimal(intent.risk()));
      fields.add(decimal(intent.smoothedRisk()));
      fields.add(decimal(intent.rootCauseProbability()));
      fields.add(intent.alerting() ? "1" : "0");
    }
    csv.writeRecord(fields);
  }

  /** Writes what is buffered and closes the writer. */
  @Override
  public void close() throws IOException {
    csv.close();
  }

  /** Many times faster than a format string, and the same in every locale. */
  private static String decimal(double probability) {
    long scaled = Math.round(probability * Math.pow(10, DECIMALS));
    return BigDecimal.valueOf(scaled, DECIMALS).toPlainString();
  }
}
