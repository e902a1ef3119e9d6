package io.mild.connect;

import io.mild.data.KpiHistory;
import io.mild.data.KpiSchema;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Where a system's KPIs come from: the past for training, and row after row for a stream.
 *
 * <p>Rows lie on whole periods of the epoch. Not thread-safe: a source belongs to one thread at a
 * time.
 */
public interface KpiSource {
  /** The KPIs of a row, and its period. */
  KpiSchema schema();

  /**
   * The past.
   *
   * @param from the first time that is in it
   * @param to the last time that is in it
   * @return the rows in which any KPI has a value
   * @throws IOException if they can't be had, or there is none; the message says what to do. A
   *     {@link RefusedException} will come again.
   */
  KpiHistory history(Instant from, Instant to) throws IOException;

  /**
   * The rows of the periods since the last row that was polled, up to now less the time that
   * samples take to be there. Each period has its row, be it empty. After a failure or a pause the
   * next calls catch up in order, a bounded number of rows each: call again until none is returned.
   *
   * @param now the current time, by the clock that samples are stamped with
   * @return rows in the order of time; none where no period is complete
   * @throws IOException as {@link #history}; no row is lost by it, the next call begins where this
   *     one did
   */
  List<KpiRow> poll(Instant now) throws IOException;

  /**
   * Where {@link #poll} goes on. Without it, the first poll begins with the latest period.
   *
   * @param time of the last row that is known; the next one is of the period after
   */
  void resumeAfter(Instant time);

  /**
   * What was odd about the answers since the last call, such as infinite values, each in a line for
   * the operator; bounded. Nothing is missing from rows but what is NaN in them.
   */
  List<String> notes();
}
