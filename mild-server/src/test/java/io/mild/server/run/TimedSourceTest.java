package io.mild.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.server.config.SourceConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimedSourceTest {
  private static final Instant DUE = Instant.parse("2026-11-30T12:00:10Z");

  private final TimedSource tenSeconds =
      TimedSource.of(new SourceConfig.Example(1, Duration.ofSeconds(10)), new PrometheusSources());

  TimedSourceTest() throws IOException {}

  @Test
  void aSourceIsAskedAgainWhenItsNextRowIsDue() {
    Instant answered = DUE.minusSeconds(3);
    assertThat(tenSeconds.pause(answered.minusMillis(40), answered))
        .isEqualTo(Duration.ofSeconds(3));
  }

  /** A timer that fires a breath too early asks in vain; the row is due when it has its answer. */
  @Test
  void aRowThatBecomesDueWhileItIsAskedForIsNotLeftForAPeriod() {
    assertThat(tenSeconds.pause(DUE.minusNanos(300_000), DUE.plusNanos(200_000)))
        .isLessThan(Duration.ofMillis(100));
  }

  @Test
  void aSourceThatTakesLongerThanAPeriodIsNotAskedWithoutAPause() {
    assertThat(tenSeconds.pause(DUE, DUE.plusSeconds(25)))
        .isPositive()
        .isLessThan(Duration.ofMillis(100));
  }
}
