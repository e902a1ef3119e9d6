package io.mild;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.alerting.health.HealthEvent;
import io.mild.alerting.health.HealthFinding;
import io.mild.alerting.health.HealthKind;
import io.mild.alerting.incident.MaintenanceWindow;
import io.mild.alerting.incident.NoiseRules;
import io.mild.features.KpiLimit;
import io.mild.features.drift.UsualLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a stream finds about itself. Load was 0.1 to 0.9 in training, 0.5 on average and 0.1 away
 * from there; of depth nothing is known. The horizon is two hours: half an hour without data is
 * told, and what is gone for an hour is over.
 */
class HealthTest {
  private static final Mild MILD =
      Mild.of(
          HandMade.withoutPull()
              .operated()
              .build()
              .model()
              .withLimits(List.of(new KpiLimit(0.1, 0.9, 0.3, 2), KpiLimit.NONE))
              .withUsual(List.of(new UsualLevel(0.5, 0.1), UsualLevel.UNKNOWN)));

  private static final int DAY = 1440;
  private static final double LOW = 0.5;
  private static final double HIGH = 0.82; // 3.2 deviations
  private static final double ALERTING = 0.8; // of depth, doubled in the hand-made risk

  private final AssuranceStream stream = MILD.openStream();
  private final List<HealthEvent> events = new ArrayList<>();
  private int minute;

  private static Instant time(int minute) {
    return HandMade.START.plus(Duration.ofMinutes(minute));
  }

  /** Rows of a load that moves a little. */
  private List<HealthEvent> rows(AssuranceStream fed, int count, double load) {
    List<HealthEvent> found = new ArrayList<>();
    for (int i = 0; i < count; i++, minute++) {
      found.addAll(fed.accept(time(minute), load + 0.001 * (minute % 2), 0).healthEvents());
    }
    events.addAll(found);
    return found;
  }

  private List<HealthEvent> rows(int count, double load) {
    return rows(stream, count, load);
  }

  private static String text(HealthEvent event) {
    return event.kind() + " " + event.finding().kind() + " " + event.finding().subject();
  }

  @Test
  void ofAHealthyStreamNothingIsFound() {
    assertThat(rows(10 * DAY, LOW)).isEmpty();
    assertThat(stream.health()).isEmpty();
  }

  @Test
  void missingDataIsToldOnceAfterHalfAnHourAndOnceThatItIsOver() {
    rows(100, LOW);
    for (int i = 0; i < 200; i++, minute++) {
      events.addAll(stream.accept(time(minute), Double.NaN, Double.NaN).healthEvents());
    }
    rows(200, LOW);

    assertThat(events)
        .extracting(HealthTest::text)
        .containsExactly("FOUND NO_DATA ", "CLEARED NO_DATA ");
    assertThat(events).extracting(HealthEvent::time).containsExactly(time(130), time(360));
    assertThat(events.get(0).finding().since()).isEqualTo(time(100));
    assertThat(events.get(0).finding().evidence()).isEqualTo("no KPI has a value that counts");
  }

  @Test
  void aKpiThatIsMissingIsNamed() {
    for (; minute < 100; minute++) {
      double load = LOW + 0.001 * (minute % 2);
      events.addAll(stream.accept(time(minute), load, Double.NaN).healthEvents());
    }

    assertThat(events).extracting(HealthTest::text).containsExactly("FOUND NO_DATA depth");
    assertThat(stream.health().get(0).evidence()).isEqualTo("depth has no value");
  }

  @Test
  void aKpiThatStandsStillIsToldAndOneThatComesAndGoesOnce() {
    rows(20, LOW);
    for (int i = 0; i < 5; i++) {
      for (int still = 0; still < 20; still++, minute++) {
        events.addAll(stream.accept(time(minute), 0.7, 0).healthEvents());
      }
      rows(10, LOW);
    }

    assertThat(events).extracting(HealthTest::text).containsExactly("FOUND STALE load");
    assertThat(stream.health().get(0).evidence()).isEqualTo("load stands still at 0.7");
  }

  @Test
  void aValueThatIsNotBelievedIsToldWithHowFarItIs() {
    rows(20, LOW);
    rows(5, -3);

    assertThat(events).extracting(HealthTest::text).containsExactly("FOUND OUT_OF_RANGE load");
    assertThat(stream.health().get(0).evidence())
        .isEqualTo("load is -3.0, but was 0.1 to 0.9 in training, and is not believed");
  }

  @Test
  void aFailureThatDriftsOutOfRangeIsNoFinding() {
    rows(20, LOW);
    for (double load = LOW; load < 2; load += 0.05) {
      rows(1, load);
    }

    assertThat(events).isEmpty();
  }

  @Test
  void rowsThatComeTooSeldomAreToldWithTheAdviceToRetrain() {
    for (; minute < 200; minute += 2) {
      double load = minute % 4 == 0 ? LOW : LOW + 0.01;
      events.addAll(stream.accept(time(minute), load, 0).healthEvents());
    }

    assertThat(events).extracting(HealthTest::text).containsExactly("FOUND PERIOD_CHANGED ");
    assertThat(stream.health().get(0).advice())
        .contains(
            "retrain because rows come every 120 s, but the model was trained on one every 60 s");
  }

  /** 3.2 (1 − exp(−n/12)) is above 1.6 from n = 8.3 on. */
  @Test
  void aKpiThatShiftedIsToldWithinHalfADay() {
    rows(DAY, LOW);
    rows(DAY, HIGH);

    assertThat(events).extracting(HealthTest::text).containsExactly("FOUND DRIFTED load");
    assertThat(events.get(0).time()).isEqualTo(time(DAY + 9 * 60));
    assertThat(events.get(0).finding().toString())
        .startsWith("DRIFTED since 2026-05-02T09:00:00Z: retrain because load is 1.7 deviations")
        .endsWith("above what the model was trained on");
    assertThat(stream.health().get(0).evidence()).as("a day later").contains("2.7 deviations");
  }

  @Test
  void whatDriftedBackIsOver() {
    rows(DAY, HIGH);
    rows(DAY, LOW);

    assertThat(events)
        .extracting(HealthTest::text)
        .containsExactly("FOUND DRIFTED load", "CLEARED DRIFTED load");
  }

  /** The training's history ended after ten minutes. */
  @Test
  void aModelIsOldAfterNinetyDays() {
    rows(200, LOW);
    assertThat(events).isEmpty();

    minute = 90 * DAY;
    rows(200, LOW);
    assertThat(events).extracting(HealthTest::text).containsExactly("FOUND MODEL_OLD ");
    assertThat(stream.health().get(0).evidence())
        .isEqualTo("the model was trained on data until 2026-05-01T00:10:00Z, 90 days ago");
  }

  /** One false alarm a day is allowed, and eleven come. */
  @Test
  void aBudgetThatIsBrokenIsToldWithTheCounts() {
    AssuranceStream judged = MILD.openFeedbackStream();
    rows(judged, 10, LOW);
    while (minute < DAY + 10) {
      Assessment now = judged.accept(time(minute), LOW, ALERTING * 2);
      events.addAll(now.healthEvents());
      if (now.incident().filter(Incident::isNotification).isPresent()) {
        assertThat(judged.judge(now.time(), true)).isTrue();
      }
      minute++;
      rows(judged, 129, LOW);
    }

    assertThat(events).extracting(HealthTest::text).containsExactly("FOUND BUDGET_BROKEN ");
    assertThat(judged.health().get(0).evidence())
        .matches(
            "\\d+ notifications of the latest [01]\\.\\d days were false, but the budget allows"
                + " [01]\\.\\d");
    assertThat(judged.health().get(0).advice()).isEmpty();
  }

  @Test
  void risksThatExpectNothingAreToldWhereFailuresAreTold() {
    rows(1, LOW);
    stream.recovered("api", time(0));
    for (int i = 0; i < 30; i++) {
      stream.failed("api", time(minute));
      stream.recovered("api", time(minute));
      rows(480, LOW);
    }

    assertThat(events).extracting(HealthTest::text).containsExactly("FOUND CALIBRATION_LOST api");
    assertThat(stream.health().get(0).advice().orElseThrow())
        .startsWith("retrain because api failed in ")
        .contains("but its risks expected 0.0");
  }

  @Test
  void inPlannedWorkNothingIsFound() {
    stream.rules(
        NoiseRules.builder().window(MaintenanceWindow.parse("daily 01:00 4h UTC")).build());
    rows(61, LOW);
    for (; minute < 290; minute++) {
      events.addAll(stream.accept(time(minute), Double.NaN, -3).healthEvents());
    }
    rows(300, LOW);

    assertThat(events).isEmpty();
  }

  @Test
  void anAcknowledgedFindingStaysAndIsToldOnce() {
    rows(DAY, HIGH);
    HealthFinding finding = stream.health().get(0);

    assertThat(stream.acknowledge(finding)).isTrue();
    assertThat(stream.acknowledge(finding)).isFalse();
    assertThat(rows(DAY, HIGH))
        .extracting(HealthTest::text)
        .containsExactly("ACKNOWLEDGED DRIFTED load");
    assertThat(stream.health().get(0).isAcknowledged()).isTrue();
  }

  @Test
  void aSnapshotHasWhatIsFoundAndWhatIsBegun() {
    rows(8 * 60, HIGH);
    AssuranceStream resumed = MILD.resumeStream(stream.snapshot());
    int now = minute;
    List<HealthEvent> expected = rows(DAY, HIGH);
    minute = now;

    assertThat(rows(resumed, DAY, HIGH)).isEqualTo(expected).isNotEmpty();
    assertThat(MILD.resumeStream(resumed.snapshot()).health()).isEqualTo(stream.health());
  }

  @Test
  void aRestartForgetsNoFinding() {
    rows(DAY, HIGH);
    stream.restart();
    minute = 10;
    rows(DAY, HIGH);

    assertThat(events).hasSize(1);
    assertThat(stream.health()).hasSize(1);
  }

  @Test
  void aFleetTellsTheSameOfAKeyAndBeginsDriftAnewWithAnotherModel() {
    AssuranceFleet fleet = MILD.openFleet();
    for (; minute < DAY; minute++) {
      double load = HIGH + 0.001 * (minute % 2);
      events.addAll(fleet.accept("a", time(minute), load, Double.NaN).healthEvents());
    }
    assertThat(events)
        .extracting(HealthTest::text)
        .containsExactly("FOUND NO_DATA depth", "FOUND DRIFTED load");
    assertThat(fleet.health("b")).isEmpty();
    assertThat(fleet.acknowledge("b", fleet.health("a").get(0))).isFalse();
    assertThat(fleet.acknowledge("a", fleet.health("a").get(0))).isTrue();

    fleet.replaceModel(
        Mild.of(MILD.model().withUsual(List.of(new UsualLevel(0.82, 0.1), UsualLevel.UNKNOWN))));
    Assessment next = fleet.accept("a", time(minute), HIGH, Double.NaN);

    assertThat(next.healthEvents())
        .extracting(HealthTest::text)
        .containsExactly("ACKNOWLEDGED NO_DATA depth", "CLEARED DRIFTED load");
    assertThat(fleet.health("a"))
        .singleElement()
        .extracting(HealthFinding::kind)
        .isEqualTo(HealthKind.NO_DATA);
  }

  @Test
  void aModelOfOtherAlertsTakesOverWhatWasFoundAboutTheData() {
    AssuranceFleet fleet = MILD.openFleet();
    for (; minute < 100; minute++) {
      fleet.accept("a", time(minute), LOW + 0.001 * (minute % 2), Double.NaN);
    }
    fleet.replaceModel(HandMade.withoutPull().horizon(60, 1).build());

    assertThat(fleet.health("a"))
        .singleElement()
        .extracting(HealthFinding::subject)
        .isEqualTo("depth");
    assertThat(fleet.accept("a", time(minute), LOW, Double.NaN).healthEvents()).isEmpty();
  }

  @Test
  void aModelFileKeepsWhereKpisStood(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("service.mild");
    MILD.save(file);

    assertThat(Mild.load(file).model().usual()).isEqualTo(MILD.model().usual());
  }
}
