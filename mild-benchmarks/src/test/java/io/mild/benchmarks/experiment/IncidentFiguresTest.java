package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.IncidentEvent.Kind;
import io.mild.alerting.incident.Severity;
import io.mild.alerting.incident.TimeLeft;
import io.mild.alerting.incident.TrackedIncident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Counts of incidents by hand, a minute apart. */
class IncidentFiguresTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final List<IncidentEvent> events = new ArrayList<>();

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private void event(
      String id, int opened, int at, Kind kind, boolean isNotification, @Nullable Closing closing) {
    TrackedIncident incident =
        new TrackedIncident(
            id,
            "5f",
            minute(opened),
            minute(at),
            closing == null,
            "api",
            0.9,
            List.of("api"),
            Severity.LOW,
            0.9,
            new TimeLeft(Duration.ZERO, Duration.ofHours(1)),
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.ofNullable(closing));
    events.add(
        new IncidentEvent(kind, minute(at), incident, List.of(), isNotification, Optional.empty()));
  }

  private IncidentFigures figures() {
    return IncidentFigures.of(events, START);
  }

  @Test
  void eachIncidentCountsAsItsLatestEventHasIt() {
    event("a", 1, 1, Kind.OPENED, true, null);
    event("a", 1, 60, Kind.NOTIFIED, true, null);
    event("a", 1, 90, Kind.CLOSED, false, Closing.FALSE_ALARM);
    event("a", 1, 95, Kind.REOPENED, false, null);
    event("a", 1, 99, Kind.CLOSED, false, Closing.FAILED);
    event("b", 100, 100, Kind.OPENED, true, null);
    event("b", 100, 130, Kind.CLOSED, false, Closing.FALSE_ALARM);
    event("c", 140, 140, Kind.OPENED, true, null);

    assertThat(figures().told()).isEqualTo(3);
    assertThat(figures().notifications()).isEqualTo(4);
    assertThat(figures().notificationsAFailure()).isEqualTo(2);
    assertThat(figures().share(Closing.FAILED)).isEqualTo(1 / 3.0);
    assertThat(figures().share(Closing.FALSE_ALARM)).isEqualTo(1 / 3.0);
    assertThat(figures().open()).isEqualTo(1);
  }

  @Test
  void whatNobodyWasToldOfDoesNotCount() {
    event("a", 1, 1, Kind.OPENED, false, null);
    event("a", 1, 30, Kind.CLOSED, false, Closing.FALSE_ALARM);

    assertThat(figures().told()).isZero();
    assertThat(figures().share(Closing.FALSE_ALARM)).isNaN();
  }

  @Test
  void whatWasOpenBeforeDoesNotCount() {
    event("a", -5, 1, Kind.NOTIFIED, true, null);

    assertThat(figures().told()).isZero();
  }
}
