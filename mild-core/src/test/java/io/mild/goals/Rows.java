package io.mild.goals;

import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of KPIs, one a minute from 10:00 on. */
final class Rows {
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<String> kpis;
  private final List<double[]> rows = new ArrayList<>();

  private Rows(List<String> kpis) {
    this.kpis = kpis;
  }

  static Rows of(String... kpis) {
    return new Rows(List.of(kpis));
  }

  /** So many rows with these values. */
  Rows then(int count, double... values) {
    for (int i = 0; i < count; i++) {
      rows.add(Arrays.copyOf(values, values.length));
    }
    return this;
  }

  KpiHistory history() {
    List<Instant> times = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      times.add(minute(i));
    }
    return KpiHistory.of(kpis, times, rows.toArray(double[][]::new));
  }

  static Instant minute(int minute) {
    return START.plus(MINUTE.multipliedBy(minute));
  }
}
