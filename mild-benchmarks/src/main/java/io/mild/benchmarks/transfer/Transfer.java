package io.mild.benchmarks.transfer;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Failure;
import io.mild.FailureLog;
import io.mild.IntentRisk;
import io.mild.KpiHistory;
import io.mild.Mild;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a model did on failures of a recording that it has not learned from, whatever its thresholds.
 *
 * @param failures each failure of a root cause
 */
public record Transfer(List<Case> failures) {
  /** So many rows in which nothing fails have a higher risk than what is detected. */
  private static final double QUIET_SHARE_ABOVE = 0.05;

  /**
   * One failure.
   *
   * @param intent the root cause
   * @param named whether its root-cause probability was the highest of all, rows and intents
   * @param detected whether some risk was above what 5 % of the quiet rows exceed
   */
  public record Case(String intent, boolean named, boolean detected) {}

  /** A row's highest risk, and the gate. */
  private record Row(Instant time, double risk, double[] gate) {}

  /** Copies the list. */
  public Transfer {
    failures = List.copyOf(failures);
  }

  /**
   * Streams a recording.
   *
   * @param horizon a failure's rows begin so long before it where no onset was noted, and for so
   *     long after it rows are not quiet yet
   */
  public static Transfer of(Mild mild, KpiHistory history, FailureLog log, Duration horizon) {
    List<Row> rows = new ArrayList<>();
    AssuranceStream stream = mild.openStream();
    for (int row = 0; row < history.rows(); row++) {
      Assessment now = stream.accept(history.time(row), history.values(row));
      List<IntentRisk> intents = now.intents();
      rows.add(
          new Row(
              now.time(),
              intents.stream().mapToDouble(IntentRisk::risk).max().orElseThrow(),
              intents.stream().mapToDouble(IntentRisk::rootCauseProbability).toArray()));
    }
    double threshold = threshold(rows, log, horizon);
    List<Case> cases = new ArrayList<>();
    for (Failure failure : log.failures()) {
      if (failure.role() == Failure.Role.ROOT) {
        List<Row> its =
            rows.stream()
                .filter(row -> isWithin(row.time, failure, horizon, Duration.ZERO))
                .toList();
        cases.add(
            new Case(
                failure.intent(),
                failure.intent().equals(named(mild, its)),
                its.stream().anyMatch(row -> row.risk > threshold)));
      }
    }
    return new Transfer(cases);
  }

  private static String named(Mild mild, List<Row> rows) {
    double highest = -1;
    String named = "";
    for (Row row : rows) {
      for (int i = 0; i < row.gate.length; i++) {
        if (row.gate[i] > highest) {
          highest = row.gate[i];
          named = mild.intents().get(i);
        }
      }
    }
    return named;
  }

  private static double threshold(List<Row> rows, FailureLog log, Duration horizon) {
    double[] quiet =
        rows.stream()
            .filter(
                row ->
                    log.failures().stream()
                        .noneMatch(failure -> isWithin(row.time, failure, horizon, horizon)))
            .mapToDouble(Row::risk)
            .sorted()
            .toArray();
    if (quiet.length == 0) {
      throw new IllegalArgumentException("no row is quiet: failures follow one another throughout");
    }
    return quiet[(int) Math.ceil((1 - QUIET_SHARE_ABOVE) * quiet.length) - 1];
  }

  private static boolean isWithin(Instant time, Failure failure, Duration horizon, Duration after) {
    Instant onset = failure.onset().orElse(failure.time().minus(horizon));
    return !time.isBefore(onset) && time.isBefore(failure.time().plus(after));
  }

  /** The failures of one root cause. */
  public Transfer onlyOf(String intent) {
    return new Transfer(failures.stream().filter(f -> f.intent.equals(intent)).toList());
  }

  /** How many were named. */
  public long named() {
    return failures.stream().filter(Case::named).count();
  }

  /** How many were detected. */
  public long detected() {
    return failures.stream().filter(Case::detected).count();
  }

  @Override
  public String toString() {
    return "%d of %d named, %d detected".formatted(named(), failures.size(), detected());
  }
}
