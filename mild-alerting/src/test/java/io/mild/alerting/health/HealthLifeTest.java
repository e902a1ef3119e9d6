package io.mild.alerting.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Findings of cpu, minute after minute: half an hour without data is told, an hour clears. */
class HealthLifeTest {
  private static final HealthSettings SETTINGS =
      new HealthSettings(Duration.ofMinutes(30), Duration.ofHours(1));
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private final HealthLife life = new HealthLife(SETTINGS);
  private final List<String> told = new ArrayList<>();
  private int minute = -1;

  private void pass(int minutes, HealthKind kind, boolean holds) {
    for (int i = 0; i < minutes; i++) {
      minute++;
      int now = minute;
      life.advanceTo(START.plus(Duration.ofMinutes(minute)).toEpochMilli());
      life.observe(kind, "cpu", holds, () -> "evidence of minute " + now);
      for (HealthEvent event : life.takeEvents()) {
        told.add(minute + " " + event.kind() + " " + event.finding().evidence());
      }
    }
  }

  @Test
  void aFindingIsToldOnceAndOnceThatItIsOver() {
    pass(300, HealthKind.STALE, true);
    pass(300, HealthKind.STALE, false);

    assertThat(told)
        .containsExactly("0 FOUND evidence of minute 0", "360 CLEARED evidence of minute 240");
    assertThat(life.isQuiet()).isTrue();
  }

  @Test
  void whatComesAndGoesWithinAnHourIsOneFinding() {
    for (int i = 0; i < 10; i++) {
      pass(1, HealthKind.STALE, true);
      pass(59, HealthKind.STALE, false);
    }

    assertThat(told).hasSize(1);
    assertThat(life.findings()).singleElement().extracting(HealthFinding::since).isEqualTo(START);
  }

  /** 4 of 21 values are missing: 13 minutes are gained in 21, so an hour in 97. */
  @Test
  void whereSomeValuesAreAlwaysMissingDataIsBackOnceMostAre() {
    pass(31, HealthKind.NO_DATA, true);
    for (int i = 0; i < 30; i++) {
      pass(1, HealthKind.NO_DATA, i % 3 == 0);
      pass(5, HealthKind.NO_DATA, false);
      pass(1, HealthKind.NO_DATA, true);
    }

    assertThat(told).hasSize(2);
    assertThat(told.get(1)).matches("1[0-4]\\d CLEARED .*");
    assertThat(life.isQuiet()).isFalse();
    assertThat(life.findings()).isEmpty();
  }

  @Test
  void dataIsNotBackWhereHalfOfTheValuesAreMissing() {
    pass(31, HealthKind.NO_DATA, true);
    for (int i = 0; i < 300; i++) {
      pass(2, HealthKind.NO_DATA, false);
      pass(2, HealthKind.NO_DATA, true);
    }

    assertThat(told).hasSize(1);
  }

  @Test
  void missingDataIsToldOnceItHasLasted() {
    pass(31, HealthKind.NO_DATA, true);

    assertThat(told).containsExactly("30 FOUND evidence of minute 30");
    assertThat(life.findings().get(0).since()).isEqualTo(START);
  }

  @Test
  void aKpiThatComesEveryQuarterOfAnHourIsNotMissing() {
    for (int i = 0; i < 20; i++) {
      pass(14, HealthKind.NO_DATA, true);
      pass(1, HealthKind.NO_DATA, false);
    }

    assertThat(told).isEmpty();
  }

  @Test
  void anOperatorAcknowledgesOnceAndItIsToldOnce() {
    pass(10, HealthKind.DRIFTED, true);
    HealthFinding finding = life.findings().get(0);

    assertThat(life.acknowledged(finding)).isTrue();
    assertThat(life.acknowledged(finding)).isFalse();
    assertThat(life.findings().get(0).isAcknowledged()).isTrue();
    pass(100, HealthKind.DRIFTED, true);
    assertThat(told)
        .containsExactly("0 FOUND evidence of minute 0", "10 ACKNOWLEDGED evidence of minute 0");
  }

  @Test
  void anAcknowledgementIsOfOneFindingAndNotOfTheNext() {
    pass(1, HealthKind.STALE, true);
    HealthFinding first = life.findings().get(0);
    pass(70, HealthKind.STALE, false);
    pass(1, HealthKind.STALE, true);

    assertThat(life.acknowledged(first)).isFalse();
    assertThat(life.findings().get(0).isAcknowledged()).isFalse();
  }

  @Test
  void anotherModelClearsWhatWasFoundOfTheOneBeforeAndNothingElse() {
    pass(1, HealthKind.DRIFTED, true);
    pass(1, HealthKind.STALE, true);
    life.modelReplaced();
    pass(1, HealthKind.STALE, true);

    assertThat(told).last().isEqualTo("2 CLEARED evidence of minute 0");
    assertThat(life.findings())
        .singleElement()
        .extracting(HealthFinding::kind)
        .isEqualTo(HealthKind.STALE);
  }

  @Test
  void adviceIsGivenWhereRetrainingIsTheCure() {
    Instant now = Instant.EPOCH;
    HealthFinding drifted = new HealthFinding(HealthKind.DRIFTED, "cpu", now, "cpu is up", false);
    HealthFinding stale = new HealthFinding(HealthKind.STALE, "cpu", now, "cpu stands", false);

    assertThat(drifted.advice()).contains("retrain because cpu is up");
    assertThat(stale.advice()).isEmpty();
    assertThat(drifted)
        .hasToString("DRIFTED since 1970-01-01T00:00:00Z: retrain because cpu is up");
  }

  @Test
  void timeAdvances() {
    life.advanceTo(5);

    assertThatThrownBy(() -> life.advanceTo(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 ms came after 5 ms");
    life.restartAtAnyTime();
    life.advanceTo(3);
    assertThat(life.lastEpochMillis()).isEqualTo(3);
  }

  @Test
  void durationsAreNotNegative() {
    assertThatThrownBy(() -> new HealthSettings(Duration.ofMinutes(-1), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-1M");
  }
}
