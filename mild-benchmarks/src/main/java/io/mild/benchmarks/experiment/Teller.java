package io.mild.benchmarks.experiment;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Incident;
import io.mild.Mild;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.benchmarks.rivals.Fold;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.training.evaluation.StreamedRows;
import io.mild.training.labels.FailureWindows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Somebody who tells a feedback stream what becomes of its notifications, as time goes by. */
public interface Teller {
  /**
   * Tells what is known by now.
   *
   * @param row time of the next row
   */
  void tell(AssuranceStream stream, Instant row);

  /**
   * The stream notified.
   *
   * @param falseAlarm whether it did so on an unprotected minute
   */
  void notified(Instant row, boolean falseAlarm);

  /**
   * What a stream said of a test block.
   *
   * @param rows each row
   * @param incidents what became of them
   */
  record Watched(StreamedRows rows, IncidentFigures incidents) {}

  /** Watches a feedback stream of a model on a fold's test block. */
  static Watched watch(Mild mild, Fold fold, FailureLog failures, FeedbackKind feedback) {
    KpiHistory rows = fold.rows();
    Instant warmUp = rows.time(fold.testStart()).minus(mild.memory());
    int first = rows.firstRow(warmUp);
    long[] times = fold.epochMillis(first, rows.rows());
    boolean[] protectedRows =
        FailureWindows.of(failures, fold.intents(), fold.horizon(), fold.times())
            .protectedRows(times);
    Teller teller = feedback.teller(failures, fold.horizon());
    AssuranceStream stream = mild.openFeedbackStream();
    StreamedRows block = new StreamedRows();
    List<IncidentEvent> events = new ArrayList<>();
    for (int row = first; row < rows.rows(); row++) {
      Instant time = rows.time(row);
      teller.tell(stream, time);
      Assessment now = stream.accept(time, rows.values(row));
      if (now.incident().filter(Incident::isNotification).isPresent()) {
        teller.notified(time, !protectedRows[row - first]);
      }
      if (row >= fold.testStart()) {
        block.accept(now);
        events.addAll(now.incidentEvents());
      }
    }
    return new Watched(block, IncidentFigures.of(events, rows.time(fold.testStart())));
  }
}
