package io.mild.alerting.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HealthEventTest {
  private static final HealthFinding DRIFTED =
      new HealthFinding(
          HealthKind.DRIFTED,
          "cpu",
          Instant.parse("2026-03-01T08:00:00Z"),
          "cpu is 1.1 deviations above what the model was trained on",
          false);

  @Test
  void whatIsFoundIsToldWithAdvice() {
    assertThat(event(HealthEvent.Kind.FOUND))
        .hasToString(
            "2026-03-01T09:00:00Z FOUND DRIFTED since 2026-03-01T08:00:00Z: retrain because cpu is"
                + " 1.1 deviations above what the model was trained on");
  }

  @Test
  void whatIsOverNeedsNothing() {
    assertThat(event(HealthEvent.Kind.CLEARED))
        .hasToString(
            "2026-03-01T09:00:00Z CLEARED DRIFTED since 2026-03-01T08:00:00Z: cpu is 1.1 deviations"
                + " above what the model was trained on");
  }

  private static HealthEvent event(HealthEvent.Kind kind) {
    return new HealthEvent(kind, Instant.parse("2026-03-01T09:00:00Z"), DRIFTED);
  }
}
