package io.mild.training.screening;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Two weeks of a service, a row each five minutes: a load of 50 with a daily swing of 20 and noise
 * of ±3, and whatever KPI a test adds. Ten failures, on each day from the third on at another time,
 * before which the load rises by 40 within an hour.
 */
final class ServiceWeeks {
  static final Instant START = Instant.parse("2026-03-02T00:00:00Z"); // a Monday
  static final Duration PERIOD = Duration.ofMinutes(5);
  static final Duration HORIZON = Duration.ofHours(2);
  static final int ROWS = 14 * 288;

  private static final int RAMP = 12;

  final double[] load = new double[ROWS];
  final List<Integer> failureRows =
      IntStream.range(0, 10).map(i -> 288 * (3 + i) + 40 + 97 * i % 200).boxed().toList();
  private final List<String> names = new ArrayList<>(List.of("load"));
  private final List<double[]> columns = new ArrayList<>(List.of(load));

  ServiceWeeks() {
    SplittableRandom random = new SplittableRandom(7);
    for (int row = 0; row < ROWS; row++) {
      load[row] = 50 + 20 * Math.sin(2 * Math.PI * row / 288) + random.nextDouble(-3, 3);
    }
    for (int failure : failureRows) {
      for (int i = 0; i <= RAMP; i++) {
        load[failure - RAMP + i] += 40.0 * i / RAMP;
      }
    }
  }

  /** Adds a KPI. */
  ServiceWeeks with(String name, IntToDoubleFunction value) {
    double[] column = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      column[row] = value.applyAsDouble(row);
    }
    names.add(name);
    columns.add(column);
    return this;
  }

  Instant time(int row) {
    return START.plus(PERIOD.multipliedBy(row));
  }

  KpiHistory history() {
    double[][] rows = new double[ROWS][columns.size()];
    for (int row = 0; row < ROWS; row++) {
      for (int kpi = 0; kpi < columns.size(); kpi++) {
        rows[row][kpi] = columns.get(kpi)[row];
      }
    }
    return KpiHistory.of(names, IntStream.range(0, ROWS).mapToObj(this::time).toList(), rows);
  }

  /** Logged so much later than they were. */
  FailureLog failures(Duration later) {
    List<Failure> failures = new ArrayList<>();
    for (int row : failureRows) {
      failures.add(Failure.of("INC-" + row, "api", time(row).plus(later)));
    }
    return new FailureLog(failures);
  }

  /** What is told of the history and its failures as they are. */
  List<String> told() {
    return screened().told();
  }

  ScreenedHistory screened() {
    return ScreenedHistory.of(history(), failures(Duration.ZERO), HORIZON);
  }

  /** The same rows but for some. */
  static KpiHistory without(KpiHistory history, Predicate<Instant> gone) {
    return history.rowsAt(
        IntStream.range(0, history.rows()).filter(row -> !gone.test(history.time(row))).toArray());
  }

  /** No failure at all. */
  static FailureLog none() {
    return new FailureLog(Collections.emptyList());
  }
}
