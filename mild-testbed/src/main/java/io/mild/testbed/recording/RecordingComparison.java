package io.mild.testbed.recording;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Whether two recordings are of the same scene under the same kind of load and faults: not their
 * values, but the quartiles of each KPI, how much is missing, and how often goals broke. Beyond the
 * quartiles it is chance how many faults there are of each kind.
 *
 * <p>KPIs of the host tell of whatever else ran there: they are in the table, and not judged.
 *
 * @param findings what differs; empty if nothing does
 * @param lines a table of all that was compared
 */
public record RecordingComparison(List<String> findings, List<String> lines) {
  private static final double[] QUANTILES = {0.25, 0.5, 0.75};

  /** A quantile may differ by so much of itself, or of the range between the outer ones. */
  private static final double OF_ITSELF = 0.4;

  private static final double OF_THE_RANGE = 0.6;
  private static final double MOST_MISSING = 0.05;
  private static final double STANDARD_ERRORS = 3;

  private static final String OF_THE_HOST = "host_";

  /** A failure brings others along, so they scatter by more than chance would have it. */
  private static final double CLUSTERING = 2;

  /** Copies the lists. */
  public RecordingComparison {
    findings = List.copyOf(findings);
    lines = List.copyOf(lines);
  }

  /**
   * Reads two folders and compares.
   *
   * @param reference what it should be like
   * @param recorded what is looked at
   * @throws IOException if a file is missing or can't be read
   */
  public static RecordingComparison of(Path reference, Path recorded) throws IOException {
    KpiHistory expected = kpis(reference);
    KpiHistory found = kpis(recorded);
    List<String> findings = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    if (!expected.kpis().equals(found.kpis())) {
      findings.add("the KPIs are others: %s, not %s".formatted(found.kpis(), expected.kpis()));
      return new RecordingComparison(findings, lines);
    }
    lines.add(
        String.format(
            Locale.ROOT, "%-22s%30s%30s", "KPI at 25, 50, 75 %", "reference", "recorded"));
    for (int k = 0; k < expected.kpis().size(); k++) {
      compare(expected.kpis().get(k), column(expected, k), column(found, k), findings, lines);
    }
    compareFailures(
        failures(reference), expected.rows(), failures(recorded), found.rows(), findings, lines);
    return new RecordingComparison(findings, lines);
  }

  private static KpiHistory kpis(Path folder) throws IOException {
    Path plain = folder.resolve("kpis.csv");
    return KpiHistory.readCsv(Files.exists(plain) ? plain : folder.resolve("kpis.csv.gz"));
  }

  private static int failures(Path folder) throws IOException {
    return FailureLog.readCsv(folder.resolve("failures.csv")).failures().size();
  }

  private static double[] column(KpiHistory history, int kpi) {
    double[] values = new double[history.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = history.values(row)[kpi];
    }
    return values;
  }

  private static void compare(
      String kpi, double[] expected, double[] found, List<String> findings, List<String> lines) {
    double[] reference = quantiles(expected);
    double[] recorded = quantiles(found);
    double range = reference[QUANTILES.length - 1] - reference[0];
    List<String> others = new ArrayList<>();
    for (int q = 0; q < QUANTILES.length; q++) {
      double most = Math.max(OF_ITSELF * Math.abs(reference[q]), OF_THE_RANGE * range);
      // also where one of both is missing throughout
      if (!(Math.abs(recorded[q] - reference[q]) <= most)) {
        others.add(
            String.format(
                Locale.ROOT,
                "%.4g instead of %.4g at %.0f %%",
                recorded[q],
                reference[q],
                100 * QUANTILES[q]));
      }
    }
    double missing = missing(found) - missing(expected);
    if (Math.abs(missing) > MOST_MISSING) {
      others.add(String.format(Locale.ROOT, "%+.1f %% missing", 100 * missing));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%-22s%30s%30s%s",
            kpi,
            text(reference),
            text(recorded),
            others.isEmpty() ? "" : "  other"));
    if (!others.isEmpty() && !kpi.startsWith(OF_THE_HOST)) {
      findings.add(kpi + " is " + String.join(", ", others));
    }
  }

  private static String text(double[] quantiles) {
    StringBuilder text = new StringBuilder();
    for (double quantile : quantiles) {
      text.append(String.format(Locale.ROOT, "%10.4g", quantile));
    }
    return text.toString();
  }

  private static double missing(double[] values) {
    return Arrays.stream(values).filter(Double::isNaN).count() / (double) values.length;
  }

  private static double[] quantiles(double[] values) {
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    return Arrays.stream(QUANTILES)
        .map(
            q ->
                sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(q * (sorted.length - 1))])
        .toArray();
  }

  private static void compareFailures(
      int expected,
      int expectedRows,
      int found,
      int foundRows,
      List<String> findings,
      List<String> lines) {
    double due = expected * (double) foundRows / expectedRows;
    double error = Math.sqrt(CLUSTERING * due * (1 + (double) foundRows / expectedRows));
    boolean other = Math.abs(found - due) > STANDARD_ERRORS * error + 1;
    lines.add(
        String.format(
            Locale.ROOT, "%-22s%30d%30d%s", "failures", expected, found, other ? "  other" : ""));
    if (other) {
      findings.add(
          String.format(
              Locale.ROOT, "%d failures in %d rows, where %.1f are due", found, foundRows, due));
    }
  }
}
