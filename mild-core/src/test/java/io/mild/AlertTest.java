package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Alerts of models whose risks are known, see {@link HandMade}. */
class AlertTest {
  private static final double LOW = 0;
  private static final double HIGH = 1.5;

  @Test
  void risksAreThoseOfTheFormulaAtEachHorizon() {
    Mild mild = HandMade.withPull(0.7).horizon(120, 1).horizon(60, 2).build();
    double[] row = {0.75, 1.25}; // exact as float and double

    Assessment now = Feed.of(mild).row(row);

    for (int i = 0; i < 2; i++) {
      double gate = HandMade.gate(0.7, row[i], row[1 - i]);
      assertThat(now.intents(Duration.ofMinutes(120)).get(i).risk())
          .isCloseTo(HandMade.risk(gate, row[i], 1), within(1e-6));
      assertThat(now.intents(Duration.ofMinutes(60)).get(i).risk())
          .isCloseTo(HandMade.risk(gate, row[i], 2), within(1e-6));
      assertThat(now.intents().get(i).rootCauseProbability()).isCloseTo(gate, within(1e-6));
    }
  }

  @Test
  void anAlertBeginsWhereTheRiskReachesItsThreshold() {
    Feed feed = Feed.warm(HandMade.simple());
    assertThat(feed.row(0.9, LOW).alerts()).isEmpty();
    Instant onset = feed.next();

    Assessment now = feed.row(HIGH, LOW);

    assertThat(now.alerts()).hasSize(1);
    Alert alert = now.alerts().get(0);
    assertThat(alert.intent()).isEqualTo("api");
    assertThat(alert.phase()).isEqualTo(Alert.Phase.ONSET);
    assertThat(alert.isNotification()).isTrue();
    assertThat(alert.time()).isEqualTo(onset);
    assertThat(alert.onset()).isEqualTo(onset);
    assertThat(alert.end()).isEmpty();
    assertThat(alert.risk()).isEqualTo(now.intent("api"));
    assertThat(alert.risk().alerting()).isTrue();
    assertThat(now.intent("orders").alerting()).isFalse();
  }

  /** Clocks are finer than the milliseconds in which streams reckon. */
  @Test
  void allTimesAreOfWholeMilliseconds() {
    Feed feed = Feed.warm(HandMade.simple());
    Instant millisecond = feed.next().plusMillis(250);

    Assessment now = feed.stream().accept(millisecond.plusNanos(999_999), HIGH, LOW);

    assertThat(now.time()).isEqualTo(millisecond);
    assertThat(now.alerts().get(0).time()).isEqualTo(millisecond);
    assertThat(now.alerts().get(0).onset()).isEqualTo(millisecond);
    assertThat(feed.stream().lastRow()).contains(millisecond);
  }

  @Test
  void anAlertGoesOnThroughADipShorterThanHalfAnHour() {
    Feed feed = Feed.warm(HandMade.simple());
    Instant onset = feed.next();
    feed.row(HIGH, LOW);

    Assessment dip = feed.rows(29, LOW, LOW);

    assertThat(dip.alerts()).hasSize(1);
    assertThat(dip.alerts().get(0).phase()).isEqualTo(Alert.Phase.ONGOING);
    assertThat(dip.alerts().get(0).onset()).isEqualTo(onset);
    assertThat(dip.intent("api").alerting()).isFalse();
    assertThat(feed.row(HIGH, LOW).alerts())
        .singleElement()
        .matches(alert -> alert.phase() == Alert.Phase.ONGOING && !alert.isNotification());
  }

  @Test
  void anAlertEndsOnceAfterHalfAnHourOfQuietAndTellsWhenItWasLastOn() {
    Feed feed = Feed.warm(HandMade.simple());
    Instant onset = feed.next();
    feed.rows(5, HIGH, LOW);
    feed.rows(29, LOW, LOW);

    Assessment end = feed.row(LOW, LOW);

    assertThat(end.alerts()).isEmpty();
    assertThat(end.endedAlerts()).hasSize(1);
    Alert ended = end.endedAlerts().get(0);
    assertThat(ended.phase()).isEqualTo(Alert.Phase.ENDED);
    assertThat(ended.onset()).isEqualTo(onset);
    assertThat(ended.end()).contains(onset.plus(Duration.ofMinutes(4)));
    assertThat(ended.isNotification()).isFalse();
    assertThat(feed.row(LOW, LOW).endedAlerts()).isEmpty();
  }

  @Test
  void anAlertNotifiesAtItsOnsetAndEachTwoHoursWhileItLasts() {
    Feed feed = Feed.warm(HandMade.simple());
    List<Integer> notifying = new ArrayList<>();
    for (int minute = 0; minute < 300; minute++) {
      if (feed.row(HIGH, LOW).alerts().get(0).isNotification()) {
        notifying.add(minute);
      }
    }

    assertThat(notifying).containsExactly(0, 120, 240);
  }

  @Test
  void anAlertEndsWhereALongGapBegins() {
    Feed feed = Feed.warm(HandMade.simple());
    Instant onset = feed.next();
    feed.rows(3, HIGH, LOW);

    Assessment afterGap = feed.miss(10).row(HIGH, LOW);

    assertThat(afterGap.alerts()).isEmpty(); // warming up
    assertThat(afterGap.endedAlerts())
        .singleElement()
        .matches(alert -> alert.end().equals(Optional.of(onset.plusSeconds(120))));
    assertThat(feed.rows(3, HIGH, LOW).alerts())
        .singleElement()
        .matches(alert -> alert.phase() == Alert.Phase.ONSET);
  }

  @Test
  void eachIntentHasItsOwnAlert() {
    Feed feed = Feed.warm(HandMade.simple());
    feed.row(HIGH, LOW);

    assertThat(feed.row(HIGH, HIGH).alerts())
        .extracting(Alert::intent, Alert::phase)
        .containsExactly(tuple("api", Alert.Phase.ONGOING), tuple("orders", Alert.Phase.ONSET));
  }

  /** Horizons of 120, 60 and 30 minutes alert above 1, 2 and 3. */
  @Test
  void theHorizonsThatAlertBoundTheTimeToFailure() {
    assertThat(timeToFailure(1.5)).isEqualTo(minutes(60, 120)).hasToString("60 to 120 min");
    assertThat(timeToFailure(2.5)).isEqualTo(minutes(30, 60));
    assertThat(timeToFailure(3.5)).isEqualTo(minutes(0, 30));
  }

  @Test
  void aSingleHorizonBoundsTheTimeToFailureFromAboveOnly() {
    Feed feed = Feed.warm(HandMade.simple());

    assertThat(feed.row(HIGH, LOW).alerts().get(0).timeToFailure()).isEqualTo(minutes(0, 120));
  }

  /** As risks rise, each horizon's own alert begins in turn. */
  @Test
  void theTimeToFailureNarrowsWhileAnAlertGoesOn() {
    Feed feed = Feed.warm(threeHorizons());
    List<TimeToFailure> told = new ArrayList<>();
    for (double load = 1.5; load < 4; load++) {
      told.add(feed.row(load, LOW).alerts().get(0).timeToFailure());
    }

    assertThat(told).containsExactly(minutes(60, 120), minutes(30, 60), minutes(0, 30));
  }

  @Test
  void theShortestHorizonThatAlertsCountsEvenIfALongerOneIsSilent() {
    Mild mild = HandMade.withoutPull().horizon(120, 1).horizon(60, 9).horizon(30, 2).build();

    assertThat(Feed.warm(mild).row(2.5, LOW).alerts().get(0).timeToFailure())
        .isEqualTo(minutes(0, 30));
  }

  @Test
  void noAlertIsRaisedByAShorterHorizonAlone() {
    Mild mild = HandMade.withoutPull().horizon(120, 9).horizon(60, 1).build();

    Assessment now = Feed.warm(mild).row(HIGH, LOW);

    assertThat(now.alerts()).isEmpty();
    assertThat(now.intents(Duration.ofMinutes(60)).get(0).alerting()).isTrue();
  }

  @Test
  void theRootCauseIsTheIntentOfTheHighestGate() {
    Mild mild = HandMade.withPull(1).horizon(120, 0.5).build();

    Assessment now = Feed.warm(mild).row(2, 3);

    double orders = HandMade.gate(1, 3, 2);
    assertThat(now.rootCause()).isEqualTo("orders");
    assertThat(now.rootCauseProbabilities().keySet()).containsExactly("api", "orders");
    assertThat(now.rootCauseProbabilities().get("orders")).isCloseTo(orders, within(1e-6));
    assertThat(now.rootCauseProbabilities().get("api")).isCloseTo(1 - orders, within(1e-6));
    assertThat(now.alerts()).hasSize(2);
    for (Alert alert : now.alerts()) {
      assertThat(alert.rootCause()).isEqualTo("orders");
      assertThat(alert.rootCauseProbabilities()).isEqualTo(now.rootCauseProbabilities());
    }
  }

  @Test
  void ofTwoEqualGatesTheFirstIntentIsTheRootCause() {
    Assessment now = Feed.of(HandMade.simple()).row(2, 2);

    assertThat(now.rootCauseProbabilities()).isEqualTo(Map.of("api", 0.5, "orders", 0.5));
    assertThat(now.rootCause()).isEqualTo("api");
  }

  @Test
  void anAlertPrintsItsIntentItsTimeLeftItsRootCauseAndItsRisk() {
    Feed feed = Feed.warm(HandMade.simple());

    assertThat(feed.row(HIGH, LOW).alerts().get(0))
        .hasToString(
            "2026-05-01T00:03:00Z ONSET: api will fail in 0 to 120 min, root cause ambiguous:"
                + " api or orders (risk 1.00)");
  }

  @Test
  void whatTheModelDoesNotHaveIsRefusedByName() {
    Mild mild = HandMade.simple();
    Assessment now = Feed.of(mild).row(LOW, LOW);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> now.intent("billing"))
        .withMessageContainingAll("billing", "[api, orders]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> now.explain("billing"))
        .withMessageContaining("billing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> now.intents(Duration.ofMinutes(60)))
        .withMessageContainingAll("PT1H", "PT2H");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mild.policy(Duration.ofMinutes(60)))
        .withMessageContainingAll("PT1H", "PT2H");
  }

  private static Mild threeHorizons() {
    return HandMade.withoutPull().horizon(120, 1).horizon(60, 2).horizon(30, 3).build();
  }

  private static TimeToFailure timeToFailure(double load) {
    return Feed.warm(threeHorizons()).row(load, LOW).alerts().get(0).timeToFailure();
  }

  private static TimeToFailure minutes(int after, int until) {
    return TimeToFailure.between(Duration.ofMinutes(after), Duration.ofMinutes(until));
  }
}
