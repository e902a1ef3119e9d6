package io.mild.benchmarks.experiment;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.mild.benchmarks.rivals.Fold;
import io.mild.benchmarks.rivals.Prediction;
import io.mild.internal.io.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model said of each row of a test block, for others to recompute figures: {@code
 * timestamp,risk.<intent>...,gate.<intent>...}; a model without a gate has no such columns.
 */
final class RiskTable {
  private RiskTable() {}

  static void write(Path file, Fold fold, Prediction prediction) throws IOException {
    TextFile.write(
        file,
        writer -> {
          try (CsvWriter csv = CsvWriter.builder().build(writer)) {
            csv.writeRecord(header(fold.intents(), prediction.causes().length > 0));
            for (int row = fold.testStart(); row < fold.rows().rows(); row++) {
              List<String> fields = new ArrayList<>();
              fields.add(fold.rows().time(row).toString());
              int scored = row - fold.validationStart();
              for (double[] risk : prediction.risks()) {
                fields.add(Double.toString(risk[scored]));
              }
              for (double[] cause : prediction.causes()) {
                fields.add(Double.toString(cause[scored]));
              }
              csv.writeRecord(fields);
            }
          }
        });
  }

  private static List<String> header(List<String> intents, boolean gate) {
    List<String> names = new ArrayList<>(List.of("timestamp"));
    intents.forEach(intent -> names.add("risk." + intent));
    if (gate) {
      intents.forEach(intent -> names.add("gate." + intent));
    }
    return names;
  }
}
