package io.mild.cli.replay;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.alerting.incident.NoiseRules;
import io.mild.data.KpiHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A span of recorded rows through a new stream.
 *
 * <p>Where the span begins later than the recording, the rows of one longest window before it go
 * through the stream first. So its windows are full at the first row of the span, no alert is under
 * way there, and nothing that is said depends on what lies further back.
 *
 * <pre>{@code
 * Replay.of(mild, history).from(start).forEach(assessment -> ...);
 * }</pre>
 */
public final class Replay {
  private final Mild mild;
  private final KpiHistory history;
  private final int firstRow;
  private final int endRow;
  private final NoiseRules rules;

  private Replay(Mild mild, KpiHistory history, int firstRow, int endRow, NoiseRules rules) {
    this.mild = mild;
    this.history = history;
    this.firstRow = firstRow;
    this.endRow = endRow;
    this.rules = rules;
  }

  /**
   * All rows of a history, whose KPIs may be in another order than the model's.
   *
   * @throws IllegalArgumentException if they are not the model's KPIs; the message names those that
   *     are missing and those that are unknown
   */
  public static Replay of(Mild mild, KpiHistory history) {
    KpiHistory ordered = history.inOrderOf(mild.schema().kpis());
    return new Replay(mild, ordered, 0, ordered.rows(), NoiseRules.NONE);
  }

  /** The rows from a time on. */
  public Replay from(Instant from) {
    return new Replay(mild, history, Math.max(firstRow, history.firstRow(from)), endRow, rules);
  }

  /** The rows before a time. */
  public Replay until(Instant until) {
    return new Replay(mild, history, firstRow, Math.min(endRow, history.firstRow(until)), rules);
  }

  /**
   * The same under rules of the operator.
   *
   * @throws IllegalArgumentException if one is of an intent or a KPI that the model does not have
   */
  public Replay under(NoiseRules others) {
    mild.openStream().rules(others); // or refused
    return new Replay(mild, history, firstRow, endRow, others);
  }

  /** The number of rows. */
  public int rows() {
    return Math.max(0, endRow - firstRow);
  }

  /**
   * Feeds the rows to a new stream.
   *
   * @param visitor is told what the stream says of each
   * @throws IllegalArgumentException if there is no row
   */
  public void forEach(Consumer<Assessment> visitor) {
    if (rows() == 0) {
      throw new IllegalArgumentException(
          "no row to replay: the history has " + history.start() + " to " + history.end());
    }
    AssuranceStream stream = mild.openStream();
    stream.rules(rules);
    for (int row = history.firstRow(warmUpStart()); row < endRow; row++) {
      Assessment assessment = stream.accept(history.time(row), history.values(row));
      if (row >= firstRow) {
        visitor.accept(assessment);
      }
    }
  }

  /**
   * What a new stream says of each row; some kilobytes a row are kept.
   *
   * @throws IllegalArgumentException if there is no row
   */
  public List<Assessment> assessments() {
    List<Assessment> assessments = new ArrayList<>(rows());
    forEach(assessments::add);
    return assessments;
  }

  /** So that the features of the first row that counts are what they are with a longer past. */
  private Instant warmUpStart() {
    return history.time(firstRow).minus(mild.memory()).plus(mild.schema().samplingPeriod());
  }
}
