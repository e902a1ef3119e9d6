package io.mild.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stories of one incident: how it goes on, and why it is closed. */
class IncidentLifeTest {
  private static final TimeLeft NONE = new TimeLeft(Duration.ZERO, Duration.ZERO);

  private final Story story = Story.of("api", "orders");
  private final Story judged = story.withOutcomes();

  @Test
  void nothingIsToldWhereNothingAlerts() {
    assertThat(story.pass(500).told()).isEmpty();
    assertThat(story.life().incidents()).isEmpty();
  }

  /** The latest alerting row is 9; the alert has ended 30 minutes later. */
  @Test
  void whatNobodyTellsTheOutcomeOfRecovers() {
    story.on("api").pass(10).off("api").pass(60);

    assertThat(story.told()).containsExactly("0 OPENED! api", "39 CLOSED RECOVERED");
    assertThat(story.events().get(1).why()).contains("nobody tells whether an intent failed");
    assertThat(story.life().incidents()).isEmpty();
  }

  /** 9 + 120 + 2 · 10 = 149 is still in time. */
  @Test
  void whatDoesNotFailUntilTheDeadlineIsAFalseAlarm() {
    judged.on("api").pass(10).off("api").pass(140);
    assertThat(judged.life().incidents()).hasSize(1);
    assertThat(judged.pass(10).told()).containsExactly("0 OPENED! api", "150 CLOSED FALSE_ALARM");
    assertThat(judged.events().get(1).why())
        .isEqualTo("no intent failed within 2h20m since 2026-03-02T00:09:00Z");
  }

  @Test
  void aFailureAtTheDeadlineIsOneThatWasWarnedOfAndOneAfterItIsNot() {
    judged.on("api").pass(10).off("api").pass(139).failed("api").pass(1);
    Story late = story.withOutcomes().on("api").pass(10).off("api").pass(140);
    late.failed("api").pass(1);

    assertThat(judged.latest().closing()).contains(Closing.FAILED);
    assertThat(late.latest().closing()).contains(Closing.FALSE_ALARM);
  }

  @Test
  void whatWasActedOnAndDoesNotFailWasAverted() {
    judged.on("api").pass(10).acted().off("api").pass(200);

    assertThat(judged.told())
        .containsExactly("0 OPENED! api", "10 REVISED ACTED", "150 CLOSED AVERTED");
  }

  @Test
  void whatWasActedOnAndFailsAllTheSameHasFailed() {
    judged.on("api").pass(10).acted().pass(10).failed("api").off("api").pass(60);

    assertThat(judged.latest().closing()).contains(Closing.FAILED);
  }

  @Test
  void whatFailedIsClosedOnceItsAlertsEndedAndItIsToldToHaveRecovered() {
    judged.on("api").pass(60).failed("api").pass(20).off("api").pass(50);
    assertThat(judged.told())
        .containsExactly("0 OPENED! api", "60 REVISED FAILURES+SEVERITY", "109 CLOSED FAILED");

    Story recovering = story.withOutcomes().failed("orders").pass(1).recovered("orders");
    recovering.on("api").pass(60).failed("api").pass(20).off("api").pass(50);
    assertThat(recovering.life().incidents()).hasSize(1);
    recovering.recovered("api").pass(1);
    assertThat(recovering.told()).endsWith("131 REVISED FAILURES", "131 CLOSED FAILED");
    assertThat(recovering.events().get(3).why())
        .isEqualTo("api failed at 2026-03-02T01:01:00Z and recovered 1h10m later");
  }

  /** Row 79 is the latest alerting one, so the deadline is 219. */
  @Test
  void whatFailedAndIsNeverToldToHaveRecoveredIsClosedAtTheDeadline() {
    judged.failed("orders").pass(1).recovered("orders");
    judged.on("api").pass(60).failed("api").pass(19).off("api").pass(200);

    assertThat(judged.told()).endsWith("220 CLOSED FAILED");
    assertThat(judged.events().get(judged.events().size() - 1).why())
        .endsWith("and was not told to have recovered");
  }

  /** An hour with values and then none, of which the alert ends at row 38. */
  @Test
  void darknessEndsAnIncidentForWantOfDataNotAsRecovered() {
    Story dark = Story.of("api").on("api").pass(9).dark().pass(44).light().off("api").pass(60);

    assertThat(dark.told()).containsExactly("0 OPENED! api", "38 CLOSED DATA_ENDED");
    assertThat(dark.events().get(1).why()).isEqualTo("no data came since 2026-03-02T00:08:00Z");
  }

  @Test
  void anOutcomeThatNobodyCouldSeeIsNoFalseAlarm() {
    judged.on("api").pass(10).off("api").pass(40).dark().pass(200);

    assertThat(judged.latest().closing()).contains(Closing.DATA_ENDED);
    assertThat(judged.events().get(1).why()).startsWith("too few rows came");
  }

  @Test
  void rowsThatDoNotComeAreNoWatching() {
    judged.on("api").pass(10).off("api").pass(40).miss(150).pass(1);

    assertThat(judged.latest().closing()).contains(Closing.DATA_ENDED);
  }

  @Test
  void aFailureThatIsToldLateReopensAndClosesAgain() {
    story.on("api").pass(10).off("api").pass(50).failed("api", 45).pass(1);

    assertThat(story.told())
        .containsExactly(
            "0 OPENED! api", "39 CLOSED RECOVERED", "60 REOPENED api", "60 CLOSED FAILED");
    assertThat(story.latest().id()).isEqualTo(story.events().get(0).incident().id());
  }

  /** Closed at 39 and on again at 60, 51 minutes after its latest alerting row. */
  @Test
  void whatAlertsAgainShortlyAfterItWasClosedIsReopenedUnderItsId() {
    story.on("api").pass(10).off("api").pass(50).on("api").pass(1);

    assertThat(story.told())
        .containsExactly("0 OPENED! api", "39 CLOSED RECOVERED", "60 REOPENED api");
    assertThat(story.latest().id()).isEqualTo(story.events().get(0).incident().id());
    assertThat(story.events().get(2).heldBack().orElseThrow().rule())
        .isEqualTo(HeldBack.Rule.QUIET_GAP);
  }

  @Test
  void whatAlertsAgainMuchLaterIsAnother() {
    story.on("api").pass(10).off("api").pass(60).on("api").pass(1);

    assertThat(story.told()).endsWith("39 CLOSED RECOVERED", "70 OPENED! api");
    assertThat(story.latest().id()).isNotEqualTo(story.events().get(0).incident().id());
    assertThat(story.latest().fingerprint())
        .isEqualTo(story.events().get(0).incident().fingerprint());
  }

  /** Above the quiet gap of an hour, and below. */
  @Test
  void whatWaitsForItsOutcomeAndAlertsAgainGoesOnAndIsToldAnewAfterALongPause() {
    judged.on("api").pass(1).off("api").pass(61).on("api").pass(1);
    assertThat(judged.told())
        .containsExactly("0 OPENED! api", "62 REVISED ALERTING", "62 NOTIFIED! api");

    Story soon = story.withOutcomes().on("api").pass(1).off("api").pass(59).on("api").pass(1);
    assertThat(soon.told()).containsExactly("0 OPENED! api", "60 REVISED ALERTING");
  }

  @Test
  void whatLastsIsToldAgainUntilItIsAcknowledged() {
    story.on("api").pass(250);
    assertThat(story.notices()).containsExactly(0, 120, 240);

    story.acknowledged().pass(250);
    assertThat(story.notices()).containsExactly(0, 120, 240);
    assertThat(story.told()).endsWith("250 ACKNOWLEDGED api");
    assertThat(story.life().heldBack())
        .containsExactly(
            new HeldBack(HeldBack.Rule.ACKNOWLEDGED, List.of("api"), Optional.empty()));
  }

  @Test
  void anIncidentIsAcknowledgedOnceAndOnlyWhileItIsOpen() {
    story.on("api").pass(1);
    String id = story.latest().id();

    assertThat(story.life().acknowledged("no such")).isFalse();
    assertThat(story.life().acknowledged(id)).isTrue();
    assertThat(story.life().acknowledged(id)).isFalse();
    story.off("api").pass(60);
    assertThat(story.life().acted(id)).isFalse();
  }

  @Test
  void aTimeWithinAnIncidentIsEnoughToSayThatItWasActedOn() {
    judged.pass(5).on("api").pass(10).off("api").pass(10);

    assertThat(judged.life().actedAt(Story.time(4).toEpochMilli())).isFalse();
    assertThat(judged.life().actedAt(Story.time(5).toEpochMilli())).isTrue();
    assertThat(judged.life().actedAt(Story.time(14).toEpochMilli())).isTrue();
    assertThat(judged.life().actedAt(Story.time(15).toEpochMilli())).isFalse();
  }

  /** Twice as near: 120, 60, 30, 15 and then 7.5 minutes, below which times are told alike. */
  @Test
  void theTimeLeftIsRevisedWhenItIsTwiceAsNear() {
    story.on("api").risk(0.4);
    for (int left = 120; left >= 0; left--) {
      story.left(left).pass(1);
    }

    assertThat(story.told())
        .containsExactly(
            "0 OPENED! api",
            "60 REVISED TIME_LEFT+SEVERITY",
            "90 REVISED TIME_LEFT",
            "105 REVISED TIME_LEFT",
            "113 REVISED TIME_LEFT",
            "120 NOTIFIED! api");
    assertThat(story.events().get(1).why()).isEqualTo("0s to 1h are left; it is MEDIUM");
  }

  /** A point each for 0.8, for 60 minutes whose middle is 30, and for two intents. */
  @Test
  void severityRisesWithProbabilityNearnessAndIntents() {
    story.on("api").pass(1);
    assertThat(story.latest().severity()).isEqualTo(Severity.LOW);
    story.risk(0.8).pass(1);
    assertThat(story.latest().severity()).isEqualTo(Severity.MEDIUM);
    story.on("orders").pass(1);
    assertThat(story.latest().severity()).isEqualTo(Severity.HIGH);
    story.left(60).pass(1);
    assertThat(story.latest().severity()).isEqualTo(Severity.CRITICAL);
    story.risk(0.6).off("orders").left(120).pass(40);
    assertThat(story.latest().severity()).isEqualTo(Severity.CRITICAL);
  }

  /** A share of 2 / 11 a row: half the data for ten rows leave 0.5 + 0.5 · (9/11)^10. */
  @Test
  void confidenceFallsWithMissingData() {
    story.on("api").pass(1);
    assertThat(story.life().incidents().get(0).confidence()).isEqualTo(1);
    story.confidence(0.5).pass(10);
    assertThat(story.life().incidents().get(0).confidence())
        .isCloseTo(0.5 + 0.5 * Math.pow(9.0 / 11, 10), within(1e-12));
    double before = story.life().incidents().get(0).confidence();
    assertThat(story.dark().pass(1).life().incidents().get(0).confidence())
        .isCloseTo(before * 9 / 11, within(1e-12));
  }

  /** The alert runs for a quiet gap of 30 minutes after its last row at 9. */
  @Test
  void whatTheOperatorCallsAFalseAlarmIsClosedAsOneAsSoonAsItsAlertEnds() {
    judged.on("api").pass(10).judged(true).off("api").pass(60);

    assertThat(judged.told())
        .containsExactly("0 OPENED! api", "10 REVISED VERDICT", "39 CLOSED FALSE_ALARM");
    assertThat(judged.latest().closing()).contains(Closing.FALSE_ALARM);
    assertThat(judged.events().get(2).why())
        .isEqualTo("the operator said that it was a false alarm");
  }

  @Test
  void oneThatWasClosedMeanwhileIsNotJudged() {
    judged.on("api").pass(10).off("api").pass(300);
    assertThat(judged.latest().closing()).contains(Closing.FALSE_ALARM);

    assertThat(judged.life().judgedAt(Story.time(5).toEpochMilli(), false)).isFalse();
  }

  @Test
  void whatTheOperatorCallsRightIsNoFalseAlarmThoughNothingFailed() {
    judged.on("api").pass(10).judged(false).off("api").pass(160);

    assertThat(judged.latest().closing()).contains(Closing.AVERTED);
    assertThat(judged.events().get(judged.events().size() - 1).why())
        .endsWith("and the operator said that it was right");
  }

  @Test
  void aFailureOutweighsTheOperator() {
    judged.on("api").pass(10).judged(true).failed("api").pass(5).recovered("api").off("api");
    judged.pass(60);

    assertThat(judged.latest().closing()).contains(Closing.FAILED);
  }

  @Test
  void theSameVerdictAgainIsNoNews() {
    story.on("api").pass(10);
    long now = Story.time(9).toEpochMilli();

    assertThat(story.life().judgedAt(now, true)).isTrue();
    assertThat(story.life().judgedAt(now, true)).isFalse();
    assertThat(story.life().judgedAt(now, false)).as("on second thoughts").isTrue();
    assertThat(story.life().judgedAt(now + 60_000, true)).as("of no incident").isFalse();
  }

  @Test
  void aLogThatIsToldAgainTellsNothingNew() {
    judged.on("api").pass(60).failed("api", 50).pass(1).recovered("api").pass(1);
    int told = judged.events().size();
    long failed = Story.time(50).toEpochMilli();

    assertThat(judged.life().failed("api", failed)).isFalse();
    assertThat(judged.life().failed("api", failed - 60_000)).as("older").isFalse();
    assertThat(judged.life().recovered("api", failed + 60_000)).isFalse();
    assertThat(judged.pass(1).events()).hasSize(told);
  }

  @Test
  void whoSaysThatAllIsWellWillTellOfFailures() {
    story.recovered("api").on("api").pass(10).off("api").pass(160);

    assertThat(story.latest().closing()).contains(Closing.FALSE_ALARM);
  }

  @Test
  void anIntentThatIsBrokenAlreadyMakesItsIncidentOneOfAFailure() {
    judged.failed("api").pass(20).on("api").pass(5).off("api").pass(60);

    assertThat(judged.told()).containsExactly("20 OPENED! api", "54 CLOSED FAILED");
  }

  @Test
  void whatRecoveredHalfAnHourAgoIsNoFailureOfANewIncident() {
    judged.failed("api").pass(20).recovered("api").pass(31).on("api").pass(5).off("api").pass(160);

    assertThat(judged.latest().closing()).contains(Closing.FALSE_ALARM);
  }

  @Test
  void aRestartEndsWhatIsOpenWhateverTheTime() {
    story.miss(1_000).on("api").pass(5);
    String id = story.latest().id();
    story.life().restartAtAnyTime();
    story.off("api").miss(-1_000).pass(1);

    assertThat(story.latest().id()).startsWith(id.substring(0, 16));
    assertThat(story.latest().closing()).contains(Closing.DATA_ENDED);
    assertThat(story.latest().lastAlerting()).isEqualTo(Story.time(5));
  }

  @Test
  void aRowThatDoesNotFitIsRefusedAndChangesNothing() {
    story.on("api").pass(5);
    byte[] before = story.bytes();
    IncidentRow late = IncidentRow.quiet(Story.time(4).toEpochMilli(), false);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> story.life().accept(late))
        .withMessageContaining("time must advance");
    IncidentRow stranger =
        new IncidentRow(
            Story.time(9).toEpochMilli(), List.of(), 2, false, i -> NONE, 1, new double[0]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> story.life().accept(stranger))
        .withMessageContaining("root must be one of 2 intents, but was 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> story.life().failed("apo", 0))
        .withMessage("no intent 'apo': there are [api, orders]");
    assertThat(story.bytes()).isEqualTo(before);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(Story::of)
        .withMessageContaining("at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Story.of("api", "api"))
        .withMessageContaining("each once");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimeLeft(Duration.ofMinutes(2), Duration.ofMinutes(1)))
        .withMessageContaining("PT2M to PT1M");
  }
}
