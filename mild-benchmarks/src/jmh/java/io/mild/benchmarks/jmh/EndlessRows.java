package io.mild.benchmarks.jmh;

import io.mild.synthetic.SyntheticTelemetry;
import java.time.Duration;
import java.time.Instant;

/** Rows of KPIs over and over, each later than the one before by a period. */
final class EndlessRows {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final double[][] rows;
  private final Duration period;
  private Instant time = SyntheticTelemetry.START;
  private int current = -1;

  /** A row a minute. */
  EndlessRows(double[][] rows) {
    this(rows, MINUTE);
  }

  EndlessRows(double[][] rows, Duration period) {
    this.rows = rows;
    this.period = period;
  }

  /** Goes on to the next row. */
  void advance() {
    time = time.plus(period);
    current = current + 1 < rows.length ? current + 1 : 0;
  }

  Instant time() {
    return time;
  }

  double[] values() {
    return rows[current];
  }
}
