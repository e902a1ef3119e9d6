package io.mild;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.WhyNoAlert.Rule;
import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.IncidentEvent.Kind;
import io.mild.alerting.incident.MaintenanceWindow;
import io.mild.alerting.incident.Mute;
import io.mild.alerting.incident.NoiseRules;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a stream and a fleet tell of the life of incidents, and which rules they take. Of a model
 * that alerts where a KPI is above 1, not smoothed: a quiet gap of 30 minutes, a deadline of 122.
 */
class IncidentEventsTest {
  private static final double NAN = Double.NaN;

  private final Feed feed = Feed.warm(HandMade.simple());
  private final List<IncidentEvent> events = new ArrayList<>();

  @Test
  void anIncidentIsOpenedAndClosedForAReason() {
    Instant onset = feed.next();
    rows(10, 2, 0);
    TrackedIncident open = feed.stream().incidents().get(0);
    assertThat(open.intents()).containsExactly("api");
    assertThat(open.opened()).isEqualTo(onset);
    rows(60, 0, 0);

    assertThat(kinds()).containsExactly(Kind.OPENED, Kind.CLOSED);
    assertThat(last().closing()).contains(Closing.RECOVERED);
    assertThat(last().id()).isEqualTo(open.id());
    assertThat(feed.stream().incidents()).isEmpty();
  }

  @Test
  void fortyFourMinutesOfDarknessEndDataNotTheDanger() {
    rows(5, 2, 0);
    rows(44, NAN, NAN);
    rows(5, 0, 0);

    assertThat(last().closing()).contains(Closing.DATA_ENDED);
    assertThat(events.get(events.size() - 1).why()).startsWith("no data came since");
  }

  @Test
  void aGapOfTheSameLengthDoesSoToo() {
    rows(5, 2, 0);
    feed.miss(44);
    rows(1, 0, 0);

    assertThat(last().closing()).contains(Closing.DATA_ENDED);
  }

  @Test
  void whatIsToldToHaveFailedIsClosedAsThat() {
    rows(10, 2, 0);
    feed.stream().failed("api", feed.next());
    rows(60, 0, 0);

    assertThat(last().closing()).contains(Closing.FAILED);
    assertThat(last().failures()).hasSize(1);
  }

  @Test
  void aWarningThatWasActedOnWasAverted() {
    Instant onset = feed.next();
    rows(10, 2, 0);
    assertThat(feed.stream().acted(onset.minusSeconds(60))).isFalse();
    assertThat(feed.stream().acted(onset)).isTrue();
    rows(60, 0, 0);

    assertThat(last().closing()).contains(Closing.AVERTED);
  }

  /** "api" is broken by a load above 5 for 3 minutes, and is met again after 10. */
  @Test
  void goalsTellWhatFailedAndWhatDidNot() {
    Goals goals =
        Goals.of(Goal.of("api").holds(kpi("load").atMost(5)).brokenAfter(Duration.ofMinutes(3)));
    Mild mild = HandMade.simple().withGoals(goals);
    Feed broken = Feed.warm(mild);
    broken.rows(5, 2, 0);
    broken.rows(5, 9, 0);
    assertThat(broken.stream().incidents().get(0).failures()).hasSize(1);
    events.clear();
    for (int i = 0; i < 60; i++) {
      events.addAll(broken.row(0, 0).incidentEvents());
    }
    assertThat(last().closing()).contains(Closing.FAILED);
    assertThat(last().failures().get(0).recovered()).isPresent();

    Feed kept = Feed.warm(mild);
    kept.rows(5, 2, 0);
    events.clear();
    for (int i = 0; i < 150; i++) {
      events.addAll(kept.row(0, 0).incidentEvents());
    }
    assertThat(last().closing()).contains(Closing.FALSE_ALARM);
  }

  @Test
  void whatIsAcknowledgedIsNotToldAgain() {
    rows(1, 2, 0);
    assertThat(feed.stream().acknowledge(last().id())).isTrue();
    rows(200, 2, 0);

    assertThat(kinds()).containsExactly(Kind.OPENED, Kind.ACKNOWLEDGED);
  }

  @Test
  void aFoldedRowTellsNothing() {
    rows(1, 2, 0);
    Assessment folded = feed.stream().accept(feed.next().minusSeconds(30), 2, 2);

    assertThat(folded.quality().folded()).isTrue();
    assertThat(folded.incidentEvents()).isEmpty();
  }

  @Test
  void aRestartTellsThatWhatWasOpenEnded() {
    rows(5, 2, 0);
    feed.stream().restart();
    Assessment now = feed.stream().accept(HandMade.START, 0, 0);

    assertThat(now.incidentEvents()).extracting(IncidentEvent::kind).containsExactly(Kind.CLOSED);
    assertThat(now.incidentEvents().get(0).incident().closing()).contains(Closing.DATA_ENDED);
  }

  /** Muted for five minutes: the alert runs, but is told when the mute ends. */
  @Test
  void rulesHoldBackWhatIsToldAndSaySo() {
    Instant end = feed.next().plus(Duration.ofMinutes(5));
    feed.stream().rules(NoiseRules.builder().mute(Mute.intent("api", end)).build());
    Assessment held = feed.row(2, 0);

    assertThat(held.incident().orElseThrow().phase()).isEqualTo(Alert.Phase.ONSET);
    assertThat(held.incident().orElseThrow().isNotification()).isFalse();
    assertThat(held.alerts().get(0).isNotification()).isFalse();
    assertThat(held.whyNoAlert().nearest().rule()).isEqualTo(Rule.HELD_BACK);
    assertThat(held.whyNoAlert().nearest().toString())
        .startsWith("api: it alerts, but is held back by a mute until " + end);

    Assessment told = feed.rows(5, 2, 0);
    assertThat(told.incident().orElseThrow().isNotification()).isTrue();
    assertThat(told.whyNoAlert().nearest().rule()).isEqualTo(Rule.NOTIFIED);
    assertThat(feed.row(2, 0).whyNoAlert().nearest().rule()).isEqualTo(Rule.TOLD_BEFORE);
  }

  @Test
  void nobodyIsToldWithinPlannedWorkNorInTheHourAfterIt() {
    MaintenanceWindow work = MaintenanceWindow.parse("Fri 00:30 1h UTC"); // the day of START
    feed.stream().rules(NoiseRules.builder().window(work).build());
    rows(27, 0, 0);
    List<Assessment> within = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      within.add(feed.row(2, 2));
    }

    assertThat(within).allMatch(now -> now.incident().isPresent());
    assertThat(within).noneMatch(now -> now.incident().orElseThrow().isNotification());
    assertThat(within).allMatch(now -> now.incidentEvents().isEmpty());
    assertThat(within.get(0).whyNoAlert().nearest().toString())
        .contains("held back by planned work until 2026-05-01T02:30:00Z");
    assertThat(feed.row(0, 0).incidentEvents()).isEmpty();
  }

  /** The threshold of a feedback stream sinks with time, but not with that of planned work. */
  @Test
  void plannedWorkDoesNotMoveTheThresholdOfAFeedbackStream() {
    AssuranceStream stream = HandMade.withoutPull().operated().build().openFeedbackStream();
    stream.rules(NoiseRules.parse("window daily 00:00 12h UTC"));
    double before = stream.accept(HandMade.START, 0, 0).intent("api").threshold();
    double after = before;
    for (int minute = 1; minute < 60; minute++) {
      after =
          stream.accept(HandMade.START.plusSeconds(60L * minute), 0, 0).intent("api").threshold();
    }
    assertThat(after).isEqualTo(before);

    stream.rules(NoiseRules.NONE);
    Instant next = HandMade.START.plusSeconds(3600);
    assertThat(stream.accept(next, 0, 0).intent("api").threshold()).isLessThan(before);
  }

  @Test
  void whatRulesHoldBackIsNoNotificationOfAFeedbackStream() {
    AssuranceStream stream = HandMade.withoutPull().operated().build().openFeedbackStream();
    stream.rules(NoiseRules.parse("window daily 00:00 12h UTC"));
    Instant time = HandMade.START;
    for (int i = 0; i < 10; i++) {
      stream.accept(time, 2, 0);
      assertThat(stream.judge(time, true)).isFalse();
      time = time.plusSeconds(60);
    }
  }

  @Test
  void rulesThatDoNotFitTheModelAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> feed.stream().rules(NoiseRules.parse("only api where cpu above 50")))
        .withMessage("no KPI 'cpu': there are [load, depth]");
    assertThat(feed.stream().rules()).isEqualTo(NoiseRules.NONE);
  }

  @Test
  void aSnapshotHasTheRules() {
    NoiseRules rules = NoiseRules.parse("hold off 5m\nwindow Tue 02:00 4h Europe/Berlin for api");
    feed.stream().rules(rules);

    assertThat(feed.resumed().stream().rules()).isEqualTo(rules);
  }

  @Property(tries = 30)
  void aStreamWithRulesThatIsResumedAtEachRowTellsWhatAnUninterruptedOneTells(@ForAll long seed) {
    NoiseRules rules = NoiseRules.parse("hold off 3m\nagain after 10m\nwindow daily 00:20 9m UTC");
    Feed uninterrupted = Feed.warm(HandMade.withPull(0.3).horizon(120, 1).horizon(30, 2).build());
    uninterrupted.stream().rules(rules);
    Feed resumed = uninterrupted.resumed();
    SplittableRandom random = new SplittableRandom(seed);
    double load = 0;
    for (int i = 0; i < 150; i++) {
      load = random.nextInt(10) == 0 ? random.nextDouble(3) : load;
      double depth = random.nextInt(5) == 0 ? NAN : random.nextDouble(2);
      Assessment expected = uninterrupted.row(load, depth);
      Assessment found = resumed.row(load, depth);

      assertThat(found.incidentEvents()).isEqualTo(expected.incidentEvents());
      assertThat(found.whyNoAlert()).isEqualTo(expected.whyNoAlert());
      resumed = resumed.resumed();
    }
    assertThat(resumed.stream().snapshot()).isEqualTo(uninterrupted.stream().snapshot());
  }

  /** Events of rules beside alerts of none: the alerts are what they were before there were any. */
  @Property(tries = 20)
  void withoutRulesAnIncidentIsToldByItsPolicyAlone(@ForAll long seed) {
    Feed plain = Feed.warm(HandMade.simple());
    Feed ruled = Feed.warm(HandMade.simple());
    SplittableRandom random = new SplittableRandom(seed);
    double load = 0;
    for (int i = 0; i < 200; i++) {
      load = random.nextInt(20) == 0 ? random.nextDouble(3) : load;
      if (random.nextInt(10) == 0) { // there and gone again before a row comes
        ruled.stream().rules(NoiseRules.parse("hold off 10m"));
        ruled.stream().rules(NoiseRules.NONE);
      }
      assertThat(StreamedAssessment.of(ruled.row(load, 0), HandMade.simple().horizons()))
          .isEqualTo(StreamedAssessment.of(plain.row(load, 0), HandMade.simple().horizons()));
    }
  }

  @Test
  void aFleetsRulesAreForAllItsStreamsAndAreSavedWithIt(@TempDir Path folder) throws Exception {
    Mild mild = HandMade.simple();
    AssuranceFleet fleet = mild.openFleet();
    Instant time = warm(fleet, "eu", "us");
    fleet.rules(NoiseRules.parse("hold off 5m"));
    assertThat(isTold(fleet.accept("eu", time, 2, 0))).isFalse();
    fleet.save(folder.resolve("fleet.state"));

    AssuranceFleet resumed = mild.resumeFleet(folder.resolve("fleet.state"));
    assertThat(resumed.rules()).isEqualTo(fleet.rules());
    assertThat(resumed.incidents("eu")).isEqualTo(fleet.incidents("eu")).hasSize(1);
    assertThat(isTold(resumed.accept("us", time, 2, 0))).isFalse();
    for (int minute = 1; minute <= 5; minute++) {
      Assessment now = resumed.accept("eu", time.plusSeconds(60L * minute), 2, 0);
      assertThat(isTold(now)).isEqualTo(minute == 5);
    }
    resumed.rules(NoiseRules.NONE);
    assertThat(resumed.accept("us", time.plusSeconds(60), 2, 0).incidentEvents())
        .extracting(IncidentEvent::kind)
        .containsExactly(Kind.NOTIFIED);
  }

  @Test
  void incidentsOfAFleetsStreamsAreCalledByKey() {
    AssuranceFleet fleet = HandMade.simple().openFleet();
    Instant time = warm(fleet, "eu");
    String id = fleet.accept("eu", time, 2, 0).incidentEvents().get(0).incident().id();

    assertThat(fleet.acknowledge("us", id)).isFalse();
    assertThat(fleet.acknowledge("eu", id)).isTrue();
    assertThat(fleet.acted("eu", time)).isTrue();
    fleet.failed("eu", "api", time.plusSeconds(30));
    fleet.recovered("eu", "api", time.plusSeconds(40));
    fleet.failed("us", "api", time);
    assertThat(fleet.keys()).containsExactly("eu");
    TrackedIncident incident = fleet.incidents("eu").get(0);
    assertThat(incident.acknowledged()).contains(time);
    assertThat(incident.acted()).contains(time);
    assertThat(incident.failures().get(0).recovered()).contains(time.plusSeconds(40));
    assertThat(fleet.incidents("us")).isEmpty();
  }

  @Test
  void aRuleOfNoIntentOfTheFleetsModelIsRefused() {
    AssuranceFleet fleet = HandMade.simple().openFleet();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fleet.rules(NoiseRules.parse("mute apo until 2026-05-01T00:00:00Z")))
        .withMessage("no intent 'apo': there are [api, orders]");
    assertThat(fleet.rules()).isEqualTo(NoiseRules.NONE);
  }

  private static Instant warm(AssuranceFleet fleet, String... keys) {
    Instant time = HandMade.START;
    for (int i = 0; i < HandMade.WARM_UP_MINUTES; i++) {
      for (String key : keys) {
        fleet.accept(key, time, 0, 0);
      }
      time = time.plusSeconds(60);
    }
    return time;
  }

  private static boolean isTold(Assessment now) {
    return now.incident().map(Incident::isNotification).orElse(false);
  }

  private void rows(int count, double load, double depth) {
    for (int i = 0; i < count; i++) {
      events.addAll(feed.row(load, depth).incidentEvents());
    }
  }

  private TrackedIncident last() {
    return events.get(events.size() - 1).incident();
  }

  private List<Kind> kinds() {
    return events.stream().map(IncidentEvent::kind).toList();
  }
}
