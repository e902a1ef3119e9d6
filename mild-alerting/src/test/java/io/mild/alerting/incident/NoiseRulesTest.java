package io.mild.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules hold back, and how they are written. */
class NoiseRulesTest {
  private final Story story = Story.of("api", "orders");

  @Test
  void withinTheHoldOffAnIncidentIsNotTold() {
    story.rules("hold off 5m").on("api").pass(4);
    assertThat(story.told()).containsExactly("0 OPENED api");
    assertThat(story.life().heldBack()).containsExactly(heldBack(HeldBack.Rule.HOLD_OFF, 5));

    assertThat(story.pass(10).told()).containsExactly("0 OPENED api", "5 NOTIFIED! api");
    assertThat(story.events().get(0).heldBack()).contains(heldBack(HeldBack.Rule.HOLD_OFF, 5));
    assertThat(story.events().get(1).why()).isEqualTo("no rule holds it back");
  }

  @Test
  void whatNoLongerAlertsWhenTheHoldOffEndsIsNeverTold() {
    story.rules("hold off 5m").on("api").pass(4).off("api").pass(60);

    assertThat(story.told()).containsExactly("0 OPENED api", "33 CLOSED RECOVERED");
    assertThat(story.latest().notified()).isEmpty();
  }

  /** On in 0 to 3, off in 4, and on from 5: long enough at 10. */
  @Test
  void onlyWhatAlertsRowAfterRowForTheMinimumDurationIsTold() {
    story.rules("at least 5m").on("api").pass(4).off("api").pass(1).on("api").pass(3);
    assertThat(story.life().heldBack())
        .containsExactly(heldBack(HeldBack.Rule.MINIMUM_DURATION, 10));

    assertThat(story.pass(10).notices()).containsExactly(10);
  }

  @Test
  void whatLastsIsToldAgainAfterTheTimeOfTheRule() {
    story.rules("again after 45m").on("api").pass(91);

    assertThat(story.notices()).containsExactly(0, 45, 90);
    story.pass(1);
    assertThat(story.life().heldBack())
        .containsExactly(heldBack(HeldBack.Rule.RENOTIFICATION, 135));
  }

  @Test
  void theQuietGapSaysFromWhenOnAnIncidentIsToldAnew() {
    story.withOutcomes();
    Story patient = story.withOutcomes().rules("quiet gap 2h");
    patient.on("api").pass(1).off("api").pass(119).on("api").pass(1);

    assertThat(patient.notices()).containsExactly(0, 120); // since it lasts: two hours
    Story longer = story.withOutcomes().rules("quiet gap 2h", "again after 1d");
    longer.on("api").pass(1).off("api").pass(119).on("api").pass(1);
    assertThat(longer.notices()).containsExactly(0);
    assertThat(longer.life().heldBack()).containsExactly(heldBack(HeldBack.Rule.QUIET_GAP, 1440));
  }

  @Test
  void aMutedIntentIsToldWhenItsMuteEnds() {
    story.rules(rules -> rules.mute(Mute.intent("api", Story.time(20)))).on("api").pass(10);
    assertThat(story.life().heldBack()).containsExactly(heldBack(HeldBack.Rule.MUTED, 20));

    assertThat(story.pass(20).told()).containsExactly("0 OPENED api", "20 NOTIFIED! api");
  }

  @Test
  void anotherIntentOfTheIncidentOfAMutedOneIsTold() {
    story.rules(rules -> rules.mute(Mute.intent("api", Story.time(100)))).on("api").pass(10);
    story.on("orders").pass(10);

    assertThat(story.notices()).containsExactly(10);
  }

  @Test
  void whileARootCauseIsMutedNothingThatItCausesIsTold() {
    story.rules(rules -> rules.mute(Mute.rootCause("api", Story.time(30))));
    story.on("api", "orders").pass(20).root("orders", 0.9).pass(1);

    assertThat(story.notices()).containsExactly(20);
  }

  @Test
  void aMuteAfterTheNoticeHoldsBackWhatChangesUntilItEnds() {
    story.on("api").pass(5).rules(rules -> rules.mute(Mute.rootCause("orders", Story.time(20))));
    story.root("orders", 0.9).on("orders").pass(30);

    assertThat(story.told())
        .containsExactly(
            "0 OPENED! api", "5 REVISED INTENTS+ROOT_CAUSE+SEVERITY", "20 NOTIFIED! orders");
    assertThat(story.events().get(1).heldBack().orElseThrow().rule())
        .isEqualTo(HeldBack.Rule.MUTED);
    assertThat(story.events().get(1).heldBack().orElseThrow().until()).contains(Story.time(20));
    assertThat(story.events().get(2).heldBack()).isEmpty();
  }

  @Test
  void afterAMuteInWhichNothingChangedNothingIsTold() {
    story.on("api").pass(5).rules(rules -> rules.mute(Mute.intent("api", Story.time(20))));

    assertThat(story.pass(30).told()).containsExactly("0 OPENED! api");
  }

  @Test
  void whatChangesOfAnIncidentThatIsKnownIsHeldBackForGood() {
    story.on("api").pass(5).acknowledged().pass(1);
    story.root("orders", 0.9).on("orders").pass(300);

    assertThat(story.notices()).containsExactly(0);
    assertThat(story.events())
        .filteredOn(event -> event.kind() == IncidentEvent.Kind.REVISED)
        .isNotEmpty()
        .allMatch(event -> event.heldBack().orElseThrow().rule() == HeldBack.Rule.ACKNOWLEDGED);
  }

  /** Who was told must hear that it is over. */
  @Test
  void theEndOfAMutedIncidentIsNotHeldBack() {
    story.on("api").pass(5).rules(rules -> rules.mute(Mute.intent("api", Story.time(500))));
    story.off("api").pass(60);

    assertThat(story.told()).endsWith("34 CLOSED RECOVERED");
    assertThat(story.events().get(story.events().size() - 1).heldBack()).isEmpty();
  }

  @Test
  void withoutAMuteWhatChangesOfAnIncidentThatWasToldIsNotHeldBack() {
    story.on("api").pass(5).root("orders", 0.9).on("orders").pass(1);

    assertThat(story.events().get(1).kind()).isEqualTo(IncidentEvent.Kind.REVISED);
    assertThat(story.events().get(1).heldBack()).isEmpty();
  }

  @Test
  void anAlertIsToldOnlyWhereItsKpiMatters() {
    story.rules("only api where api_kpi above 50").value("api", 49).on("api").pass(10);
    assertThat(story.notices()).isEmpty();
    assertThat(story.life().heldBack())
        .containsExactly(new HeldBack(HeldBack.Rule.LEVEL, List.of("api"), Optional.empty()));

    assertThat(story.value("api", 50).pass(1).notices()).containsExactly(10);
    Story below = Story.of("api").rules("only api where api_kpi below 50");
    assertThat(below.value("api", 51).on("api").pass(10).notices()).isEmpty();
    assertThat(below.value("api", Double.NaN).pass(1).notices()).containsExactly(10);
  }

  @Test
  void rulesAreReplacedOnARunningLifeWithoutLosingItsState() {
    story.rules(rules -> rules.mute(Mute.intent("api", Story.time(100)))).on("api").pass(10);
    String id = story.latest().id();

    story.rules().pass(5);
    assertThat(story.told()).containsExactly("0 OPENED api", "10 NOTIFIED! api");
    assertThat(story.latest().id()).isEqualTo(id);
  }

  @Test
  void aRuleOfNoIntentOrNoKpiIsRefusedAndTheOldOnesStay() {
    NoiseRules before = story.rules("hold off 5m").life().rules();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> story.rules("mute apo until 2026-03-01T08:00:00Z"))
        .withMessage("no intent 'apo': there are [api, orders]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> story.rules("only api where cpu above 1"))
        .withMessage("no KPI 'cpu': there are [api_kpi, orders_kpi]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> story.rules("window daily 02:00 1h UTC for apo"))
        .withMessageContaining("no intent 'apo'");
    assertThat(story.life().rules()).isEqualTo(before);
  }

  @Test
  void rulesAreWrittenAndReadARuleALine() {
    NoiseRules rules =
        NoiseRules.builder()
            .holdOff(Duration.ofMinutes(5))
            .minimumDuration(Duration.ofSeconds(90))
            .quietGap(Duration.ofMinutes(30))
            .renotifyAfter(Duration.ofHours(4))
            .aftermath(Duration.ofHours(2))
            .onlyWhere("api", KpiLevel.above("api_latency", 50))
            .onlyWhere("disk io", KpiLevel.below("free \"GB\"", -1.5e9))
            .mute(Mute.intent("until", Instant.parse("2026-03-01T08:00:00Z")))
            .mute(Mute.rootCause("telemetry", Instant.parse("2026-03-01T08:00:00.250Z")))
            .window(MaintenanceWindow.parse("Tue 02:00 4h Europe/Berlin for api"))
            .build();
    String text =
        """
        hold off 5m
        at least 1m30s
        quiet gap 30m
        again after 4h
        aftermath 2h
        only api where api_latency above 50.0
        only "disk io" where "free \\"GB\\"" below -1.5E9
        mute "until" until 2026-03-01T08:00:00Z
        mute cause telemetry until 2026-03-01T08:00:00.250Z
        window Tue 02:00 4h Europe/Berlin for api\
        """;

    assertThat(rules).hasToString(text);
    assertThat(NoiseRules.parse("# of the night shift\n\n" + text)).isEqualTo(rules);
    assertThat(rules.toBuilder().build()).isEqualTo(rules);
    assertThat(NoiseRules.NONE).hasToString("");
    assertThat(NoiseRules.parse("")).isEqualTo(NoiseRules.NONE);
  }

  @Property
  void anyNameIsReadAsItIsWritten(
      @ForAll @CharRange(from = '\t', to = '~') @StringLength(max = 12) String intent,
      @ForAll @CharRange(from = 'À', to = '￿') @StringLength(max = 5) String kpi,
      @ForAll double level,
      @ForAll @IntRange(max = 1_000_000) int seconds) {
    NoiseRules.Builder rules =
        NoiseRules.builder()
            .holdOff(Duration.ofSeconds(seconds))
            .mute(Mute.intent(intent, Instant.ofEpochSecond(seconds)))
            .mute(Mute.rootCause(intent, Instant.ofEpochSecond(seconds)))
            .window(MaintenanceWindow.parse("daily 01:00 1h Z for " + RuleText.name(intent)));
    if (Double.isFinite(level)) {
      rules.onlyWhere(intent, KpiLevel.below(kpi, level));
    }

    assertThat(NoiseRules.parse(rules.build().toString())).isEqualTo(rules.build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hush api|'hush api' has 'hush api' where a rule (hold off, at least,",
        "hold on 5m|'hold on 5m' has 'on' where 'off' was expected, as in 'hold off 5m'",
        "hold off 5|'hold off 5' has '5' where a duration such as 5m or 1h30m was expected",
        "hold off|'hold off' ends where a duration such as 5m or 1h30m was expected",
        "hold off 5m now|has 'now' where nothing more was expected",
        "only api where x over 5|has 'over' where 'above' or 'below' was expected",
        "only api where x above much|has 'much' where a number was expected",
        "mute api until noon|has 'noon' where a time such as 2026-03-01T08:00:00Z was expected",
        "mute api|ends where 'until' was expected",
        "mute \"api|has '\"api' where a name or a word was expected",
      })
  void aLineThatIsNoRuleIsRefusedWithWhatWasExpected(String line, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseRules.parse("at least 1m\n" + line))
        .withMessageContaining(message);
  }

  @Test
  void whatCouldNotBeWrittenIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseRules.builder().holdOff(Duration.ofMillis(1)).build())
        .withMessage("holdOff must be of whole seconds, from 0 to 9999 days, but was PT0.001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseRules.builder().renotifyAfter(Duration.ofHours(-1)).build())
        .withMessageContaining("renotifyAfter");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KpiLevel.above("cpu", Double.NaN))
        .withMessageContaining("cpu");
  }

  @Test
  void whatIsHeldBackSaysByWhatAndUntilWhen() {
    assertThat(heldBack(HeldBack.Rule.MUTED, 20))
        .hasToString("api is held back by a mute until 2026-03-02T00:20:00Z");
    assertThat(new HeldBack(HeldBack.Rule.LEVEL, List.of("api", "orders"), Optional.empty()))
        .hasToString("api and orders are held back by a KPI that is not where it matters");
  }

  private static HeldBack heldBack(HeldBack.Rule rule, int untilMinute) {
    return new HeldBack(rule, List.of("api"), Optional.of(Story.time(untilMinute)));
  }
}
