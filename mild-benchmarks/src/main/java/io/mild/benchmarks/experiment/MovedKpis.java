package io.mild.benchmarks.experiment;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.mild.data.DataFileException;
import io.mild.data.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Which KPIs a generator moved in each incident, and from when: the truth that explanations are
 * scored with. No learner sees it.
 */
final class MovedKpis {
  private static final Set<String> SCORED_KINDS = Set.of("simple", "nonlinear");

  private final Map<String, Map<String, Instant>> incidents = new HashMap<>();

  private MovedKpis() {}

  /** Of a recording of which nobody knows. */
  static MovedKpis unknown() {
    return new MovedKpis();
  }

  /**
   * Reads {@code incident,kpi,from}, the time in seconds since the epoch.
   *
   * @throws DataFileException if it is something else
   */
  static MovedKpis readCsv(Path file) throws IOException {
    MovedKpis moved = new MovedKpis();
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder()
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE) // refused below, by our words
            .ofNamedCsvRecord(Files.newBufferedReader(file))) {
      for (NamedCsvRecord row : csv) {
        try {
          moved
              .incidents
              .computeIfAbsent(row.getField("incident"), incident -> new HashMap<>())
              .put(
                  row.getField("kpi"), Instant.ofEpochSecond(Long.parseLong(row.getField("from"))));
        } catch (NumberFormatException | DateTimeException | NoSuchElementException e) {
          throw new DataFileException(
              file,
              row.getStartingLineNumber(),
              "incident, kpi and from (seconds since the epoch) were expected: " + e.getMessage());
        }
      }
    }
    return moved;
  }

  /** Whether explanations of a failure are scored: one whose KPIs are known, and no co-drift. */
  boolean explains(Failure failure) {
    return incidents.containsKey(failure.incident()) && SCORED_KINDS.contains(failure.kind());
  }

  /** Whether a KPI was being moved at a time. */
  boolean isMoved(String incident, String kpi, Instant time) {
    Instant from = incidents.getOrDefault(incident, Map.of()).get(kpi);
    return from != null && !time.isBefore(from);
  }
}
