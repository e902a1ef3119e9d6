package io.mild.benchmarks.sensors;

import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.training.evaluation.AlertEvaluation;
import io.mild.training.evaluation.StreamedRows;

/**
 * Streams rows of which one KPI's sensor breaks at a row and stays broken, and judges the alerts
 * from there on.
 *
 * @param mild the model
 * @param history rows from before the sensor breaks, for the stream to warm up, and after
 * @param failures of all rows
 * @param breaksAt the first row that is broken and judged, above 0
 */
public record SensorTrial(Mild mild, KpiHistory history, FailureLog failures, int breaksAt) {
  /** With all sensors whole. */
  public AlertEvaluation whole() {
    return evaluate(-1, BrokenSensor.MISSING);
  }

  /** With one sensor broken. */
  public AlertEvaluation broken(String kpi, BrokenSensor broken) {
    return evaluate(history.kpis().indexOf(kpi), broken);
  }

  private AlertEvaluation evaluate(int kpi, BrokenSensor broken) {
    AssuranceStream stream = mild.openStream();
    StreamedRows rows = new StreamedRows();
    double last = Double.NaN;
    double[] values = new double[history.kpis().size()];
    for (int row = 0; row < history.rows(); row++) {
      history.copyRow(row, values);
      if (row < breaksAt) {
        last = kpi >= 0 ? values[kpi] : last;
        stream.accept(history.time(row), values);
        continue;
      }
      if (kpi >= 0) {
        values[kpi] = broken.reads(values[kpi], last);
      }
      rows.accept(stream.accept(history.time(row), values));
    }
    return AlertEvaluation.of(mild, rows, failures);
  }
}
