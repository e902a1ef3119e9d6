package io.mild.server.run;

import io.mild.connect.KpiRow;
import io.mild.connect.KpiSource;
import io.mild.data.KpiHistory;
import io.mild.data.KpiSchema;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A recording whose first rows are the past, and whose others come one after another. */
final class ReplaySource implements KpiSource {
  private static final int MOST_ROWS_A_POLL = 100;

  private final KpiHistory recording;
  private final KpiSchema schema;
  private final Duration pace;
  private int present; // the row that comes next
  private Instant due = Instant.MIN; // when it comes

  /**
   * A replay.
   *
   * @param pace how long a row takes
   * @param pastShare of the rows, 0 to 1, that are the past
   */
  ReplaySource(KpiHistory recording, Duration pace, double pastShare) {
    this.recording = recording;
    this.schema = new KpiSchema(recording.kpis(), recording.samplingPeriod());
    this.pace = pace;
    this.present = (int) Math.max(1, pastShare * recording.rows());
  }

  @Override
  public KpiSchema schema() {
    return schema;
  }

  @Override
  public KpiHistory history(Instant from, Instant to) throws IOException {
    Instant end = recording.time(Math.min(present, recording.rows() - 1));
    Instant until = to.isBefore(end) ? to.plusMillis(1) : end;
    try {
      return recording.between(from, until);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public synchronized List<KpiRow> poll(Instant now) {
    due = due.equals(Instant.MIN) ? now : due;
    List<KpiRow> came = new ArrayList<>();
    while (!due.isAfter(now) && came.size() < MOST_ROWS_A_POLL && present < recording.rows()) {
      came.add(new KpiRow(recording.time(present), recording.values(present)));
      present++;
      due = due.plus(pace);
    }
    return came;
  }

  /** The time of the row that comes next: the recording's clock. */
  synchronized Instant now() {
    return recording.time(Math.min(present, recording.rows() - 1));
  }

  @Override
  public synchronized void resumeAfter(Instant time) {
    present = recording.firstRow(time.plusMillis(1));
    due = Instant.MIN;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }
}
