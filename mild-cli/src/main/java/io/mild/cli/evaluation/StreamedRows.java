package io.mild.cli.evaluation;

import io.mild.Alert;
import io.mild.Assessment;
import io.mild.IntentRisk;
import io.mild.TimeToFailure;
import io.mild.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a stream said of each row, as far as alerts are judged by it. */
public final class StreamedRows {
  private final List<Row> rows = new ArrayList<>();

  /**
   * One row: {@code [intents]} each.
   *
   * @param timeToFailure of the incident that runs, if one does
   */
  private record Row(
      long epochMillis,
      double[] risks,
      boolean[] on,
      Verdict verdict,
      Optional<TimeToFailure> timeToFailure) {}

  /** Takes the assessment of the next row. */
  public void accept(Assessment assessment) {
    List<IntentRisk> intents = assessment.intents();
    double[] risks = new double[intents.size()];
    boolean[] on = new boolean[intents.size()];
    for (int i = 0; i < risks.length; i++) {
      risks[i] = intents.get(i).risk();
      on[i] = intents.get(i).alerting();
    }
    add(
        assessment.time().toEpochMilli(),
        risks,
        on,
        assessment.verdict(),
        assessment
            .incident()
            .filter(incident -> incident.phase() != Alert.Phase.ENDED)
            .map(incident -> incident.timeToFailure()));
  }

  /**
   * Takes what was said of the next row.
   *
   * @param risks an intent each
   * @param on whether an intent's alert is on
   * @param named the intent named as root cause
   */
  public void add(long epochMillis, double[] risks, boolean[] on, String named) {
    add(epochMillis, risks, on, new Verdict(List.of(named), Double.NaN), Optional.empty());
  }

  /**
   * Takes what was said of the next row.
   *
   * @param risks an intent each
   * @param on whether an intent's alert is on
   * @param verdict on the root cause; its probability is NaN where none was told
   * @param timeToFailure of the incident that runs; empty if none does, or no time was told
   */
  void add(
      long epochMillis,
      double[] risks,
      boolean[] on,
      Verdict verdict,
      Optional<TimeToFailure> timeToFailure) {
    rows.add(new Row(epochMillis, risks, on, verdict, timeToFailure));
  }

  /** The rows' times. */
  long[] epochMillis() {
    return rows.stream().mapToLong(Row::epochMillis).toArray();
  }

  /**
   * The risks, {@code [intents][rows]}.
   *
   * @param intents how many; those that the stream doesn't know have a risk of 0
   */
  double[][] risks(int intents) {
    double[][] risks = new double[intents][rows.size()];
    for (int row = 0; row < rows.size(); row++) {
      double[] known = rows.get(row).risks;
      for (int i = 0; i < known.length; i++) {
        risks[i][row] = known[i];
      }
    }
    return risks;
  }

  /**
   * Whether alerts are on, {@code [intents][rows]}.
   *
   * @param intents how many; the alerts of those that the stream doesn't know are off
   */
  boolean[][] states(int intents) {
    boolean[][] states = new boolean[intents][rows.size()];
    for (int row = 0; row < rows.size(); row++) {
      boolean[] known = rows.get(row).on;
      for (int i = 0; i < known.length; i++) {
        states[i][row] = known[i];
      }
    }
    return states;
  }

  /** The verdict on the root cause in a row. */
  Verdict verdict(int row) {
    return rows.get(row).verdict;
  }

  /** The time left, as told in a row while an incident ran. */
  Optional<TimeToFailure> timeToFailure(int row) {
    return rows.get(row).timeToFailure;
  }
}
