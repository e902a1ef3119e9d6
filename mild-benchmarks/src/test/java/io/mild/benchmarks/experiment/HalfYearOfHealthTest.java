package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.alerting.health.HealthEvent;
import io.mild.alerting.health.HealthKind;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model of 28 days of the generator on the half year after them, in which nothing changed but
 * that services fail as before; and on the same with one KPI moved by three of its deviations.
 */
@Tag("experiment")
class HalfYearOfHealthTest {
  private static final int DAY = 1440;
  private static final int TRAINED = 28 * DAY;
  private static final int WATCHED = 183 * DAY;
  private static final int MOVED = TRAINED + 20 * DAY;
  private static final int MONTHS = 6;
  private static final double SHIFT = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {101, 102})
  void aHalfYearLikeTheHistoryIsQuietAndAShiftIsToldWithinADay(long seed) throws Exception {
    SyntheticTelemetry.generate(
            SyntheticSpec.builder().minutes(TRAINED + WATCHED).seed(seed).build())
        .writeTo(folder);
    Recording all = Recording.read(folder, "seed " + seed);
    KpiHistory rows = all.history();
    Mild mild =
        MildTrainer.create()
            .seed(seed)
            .train(rows.before(rows.time(TRAINED)), before(all.failures(), rows.time(TRAINED)));

    Map<HealthKind, Integer> found = new EnumMap<>(HealthKind.class);
    List<HealthEvent> events = new ArrayList<>();
    byte[] atShift = watch(mild, rows, all.failures(), events);
    for (HealthEvent event : events) {
      if (event.kind() == HealthEvent.Kind.FOUND) {
        found.merge(event.finding().kind(), 1, Integer::sum);
      }
      System.out.println("seed " + seed + ": " + event);
    }
    List<Duration> delays = new ArrayList<>();
    for (int kpi = 0; kpi < rows.kpis().size(); kpi++) {
      delays.add(delay(mild, atShift, rows, kpi, SHIFT));
      delays.add(delay(mild, atShift, rows, kpi, -SHIFT));
    }
    System.out.printf(
        "seed %d: found %s; told after %s; a stream has %d bytes%n",
        seed, found, delays, atShift.length);

    assertThat(found.getOrDefault(HealthKind.DRIFTED, 0)).isLessThanOrEqualTo(MONTHS);
    assertThat(found.keySet())
        .doesNotContain(HealthKind.STALE, HealthKind.NO_DATA, HealthKind.PERIOD_CHANGED);
    assertThat(delays).filteredOn(delay -> delay.toHours() <= 24).hasSizeGreaterThanOrEqualTo(15);
    assertThat(delays).as("of the slowest KPI").allMatch(delay -> delay.toHours() <= 36);
  }

  private static FailureLog before(FailureLog failures, Instant end) {
    return new FailureLog(
        failures.failures().stream().filter(failure -> failure.time().isBefore(end)).toList());
  }

  /** A feedback stream that is told of each failure; its state at the time of the shift. */
  private static byte[] watch(
      Mild mild, KpiHistory rows, FailureLog failures, List<HealthEvent> events) {
    AssuranceStream stream = mild.openFeedbackStream();
    byte[] atShift = {};
    int told = 0;
    List<Failure> log = failures.failures();
    for (int row = TRAINED; row < TRAINED + WATCHED; row++) {
      if (row == MOVED) {
        atShift = stream.snapshot();
      }
      Instant time = rows.time(row);
      for (; told < log.size() && !log.get(told).time().isAfter(time); told++) {
        if (log.get(told).time().isAfter(rows.time(TRAINED))) {
          stream.failed(log.get(told).intent(), log.get(told).time());
        }
      }
      events.addAll(stream.accept(time, rows.values(row)).healthEvents());
    }
    return atShift;
  }

  /** After which a shift of a KPI is told as drift of it; more than a week if it never is. */
  private static Duration delay(
      Mild mild, byte[] state, KpiHistory rows, int kpi, double deviations) {
    AssuranceStream stream = mild.resumeStream(state);
    double shift = deviations * deviation(rows, kpi);
    for (int row = MOVED; row < MOVED + 7 * DAY; row++) {
      double[] values = rows.values(row);
      values[kpi] += shift;
      Assessment now = stream.accept(rows.time(row), values);
      for (HealthEvent event : now.healthEvents()) {
        if (event.finding().kind() == HealthKind.DRIFTED
            && event.finding().subject().equals(rows.kpis().get(kpi))) {
          return Duration.between(rows.time(MOVED), now.time());
        }
      }
    }
    return Duration.ofDays(8);
  }

  /** Of the history that was learned from, rhythm and failures included. */
  private static double deviation(KpiHistory rows, int kpi) {
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < TRAINED; row++) {
      double value = rows.values(row)[kpi];
      sum += value;
      squares += value * value;
    }
    double mean = sum / TRAINED;
    return Math.sqrt(squares / TRAINED - mean * mean);
  }
}
