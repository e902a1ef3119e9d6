package io.mild.benchmarks.replay;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.KpiHistory;
import io.mild.Mild;
import io.mild.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final int[] columns; // [KPI of the model] in the history
  private final int firstRow;
  private final int endRow;

  private Replay(Mild mild, KpiHistory history, int[] columns, int firstRow, int endRow) {
    this.mild = mild;
    this.history = history;
    this.columns = columns;
    this.firstRow = firstRow;
    this.endRow = endRow;
  }

  /**
   * All rows of a history, whose KPIs may be in another order than the model's.
   *
   * @throws IllegalArgumentException if they are not the model's KPIs; the message names those that
   *     are missing and those that are unknown
   */
  public static Replay of(Mild mild, KpiHistory history) {
    List<String> known = mild.schema().kpis();
    List<String> found = history.kpis();
    List<String> missing = known.stream().filter(kpi -> !found.contains(kpi)).toList();
    List<String> unknown = found.stream().filter(kpi -> !known.contains(kpi)).toList();
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "the KPIs are not the model's: missing " + missing + ", unknown " + unknown);
    }
    int[] columns = known.stream().mapToInt(found::indexOf).toArray();
    return new Replay(mild, history, columns, 0, history.rows());
  }

  /** The rows from a time on. */
  public Replay from(Instant from) {
    return new Replay(mild, history, columns, Math.max(firstRow, rowAt(from)), endRow);
  }

  /** The rows before a time. */
  public Replay until(Instant until) {
    return new Replay(mild, history, columns, firstRow, Math.min(endRow, rowAt(until)));
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
    for (int row = rowAt(history.time(firstRow).minus(warmUp())); row < endRow; row++) {
      Assessment assessment = stream.accept(history.time(row), valuesOf(row));
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

  private double[] valuesOf(int row) {
    double[] values = history.values(row);
    return Arrays.stream(columns).mapToDouble(column -> values[column]).toArray();
  }

  /** From a stream's first row to the one that fills its longest window. */
  private Duration warmUp() {
    double[] missing = new double[columns.length];
    Arrays.fill(missing, Double.NaN);
    AssuranceStream stream = mild.openStream();
    Instant time = Instant.EPOCH;
    while (stream.accept(time, missing).quality().status() == Quality.Status.WARMING_UP) {
      time = time.plus(mild.schema().samplingPeriod());
    }
    return Duration.between(Instant.EPOCH, time);
  }

  /** The first row at or after a time. */
  private int rowAt(Instant time) {
    int low = 0;
    int high = history.rows();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (history.time(middle).isBefore(time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
