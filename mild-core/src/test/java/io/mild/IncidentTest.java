package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.RiskCalibration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model of the recommended preset says beside its risks: by hand, so that all is known. */
class IncidentTest {
  private static final double HIGH = 2;
  private static final double LOW = 0;
  private static final Duration LONGEST = Duration.ofMinutes(120);

  @Test
  void anIncidentIsOneForAllIntentsAndNotifiesOnce() {
    Feed feed = Feed.warm(HandMade.withoutPull().operated().build());
    assertThat(feed.row(LOW, LOW).incident()).isEmpty();

    Instant onset = feed.next();
    Incident first = feed.row(HIGH, LOW).incident().orElseThrow();
    assertThat(first.phase()).isEqualTo(Alert.Phase.ONSET);
    assertThat(first.isNotification()).isTrue();
    assertThat(first.alerts()).extracting(Alert::intent).containsExactly("api");

    Assessment both = feed.row(1.5, HIGH);
    Incident second = both.incident().orElseThrow();
    assertThat(both.alerts()).extracting(Alert::intent).containsExactly("api", "orders");
    assertThat(both.alerts().get(1).isNotification()).isTrue();
    assertThat(second.phase()).isEqualTo(Alert.Phase.ONGOING);
    assertThat(second.isNotification()).isFalse();
    assertThat(second.onset()).isEqualTo(onset);
    assertThat(second.intent()).isEqualTo("orders");
  }

  @Test
  void anIncidentHasEndedWhenItsLastAlertHas() {
    Feed feed = Feed.warm(HandMade.withoutPull().operated().build());
    feed.row(HIGH, LOW);
    Instant lastOn = feed.next();
    feed.row(LOW, HIGH);
    assertThat(feed.rows(29, LOW, LOW).incident().orElseThrow().end()).isEmpty();

    Incident ended = feed.row(LOW, LOW).incident().orElseThrow();
    assertThat(ended.phase()).isEqualTo(Alert.Phase.ENDED);
    assertThat(ended.end()).contains(lastOn);
    assertThat(feed.row(LOW, LOW).incident()).isEmpty();
  }

  /** The risks of "orders" are the higher ones all along, but below a threshold of its own. */
  @Test
  void anIncidentIsAboutAnIntentThatAlertsNotAboutOneBelowItsOwnHigherThreshold() {
    AlertPolicy ownThresholds =
        new AlertPolicy(List.of(new AlertRule(1, 0.5), new AlertRule(1, 0.99)));
    Feed feed =
        Feed.warm(HandMade.withoutPull().operated().build().withPolicy(LONGEST, ownThresholds));

    Incident onset = feed.row(1.05, 1.1).incident().orElseThrow(); // of σ(1) = 0.73, σ(2) = 0.88
    assertThat(onset.alerts()).extracting(Alert::intent).containsExactly("api");
    assertThat(onset.intent()).isEqualTo("api");
    assertThat(onset.risk().alerting()).isTrue();

    Incident dip = feed.row(0.9, 1.1).incident().orElseThrow();
    assertThat(dip.phase()).isEqualTo(Alert.Phase.ONGOING);
    assertThat(dip.intent()).isEqualTo("api");
  }

  @Test
  void anIncidentThatEndedIsAboutAnIntentThatAlertedWhateverTheRisksAreByThen() {
    Feed feed = Feed.warm(HandMade.withoutPull().operated().build());
    feed.row(HIGH, LOW);
    feed = feed.resumed();
    assertThat(feed.rows(29, LOW, 0.9).incident().orElseThrow().intent()).isEqualTo("api");
    Assessment now = feed.resumed().row(LOW, 0.9);

    assertThat(now.incident().orElseThrow().phase()).isEqualTo(Alert.Phase.ENDED);
    assertThat(now.incident().orElseThrow().intent()).isEqualTo("api");
    assertThat(now.endedAlerts()).extracting(Alert::intent).containsExactly("api");
    assertThat(now.intent("orders").smoothedRisk()).isGreaterThan(now.intent("api").smoothedRisk());
  }

  /** A gap in the data ends it at the first row after, where "orders" is the likelier to fail. */
  @Test
  void anIncidentThatAGapEndedIsAboutAnIntentThatAlerted() {
    Feed feed = Feed.warm(HandMade.withoutPull().operated().build());
    feed.row(HIGH, LOW);

    Incident ended = feed.miss(300).row(LOW, 0.9).incident().orElseThrow();
    assertThat(ended.phase()).isEqualTo(Alert.Phase.ENDED);
    assertThat(ended.intent()).isEqualTo("api");
  }

  /** Of a gate of two with one in front by 2: half its log-odds at T = 2, σ(1) = 0.73. */
  @Test
  void aVerdictThatIsNotProbableEnoughNamesTwo() {
    Mild mild = HandMade.withPull(1).operated().build();
    Verdict verdict = Feed.of(mild).row(LOW, 2).verdict();

    assertThat(verdict.isAmbiguous()).isTrue();
    assertThat(verdict.candidates()).containsExactly("orders", "api");
    assertThat(verdict.probability()).isCloseTo(0.7310585786, within(1e-6));
    assertThat(verdict).hasToString("ambiguous: orders or api");
  }

  @Test
  void aVerdictThatIsProbableEnoughNamesOne() {
    Mild mild = HandMade.withPull(2).operated().build();
    Verdict verdict = Feed.of(mild).row(LOW, 2).verdict();

    assertThat(verdict.probability()).isCloseTo(0.8807970780, within(1e-6)); // σ(2)
    assertThat(verdict).hasToString("orders");
    assertThat(verdict.rootCause()).isEqualTo("orders");
  }

  /** The gate turns at once; its average after 4 rows (see the verdict's own test). */
  @Test
  void oneStrangeRowDoesNotFlipTheVerdict() {
    Mild mild = HandMade.withPull(2).operated().build();
    Feed feed = Feed.warm(mild);
    feed.rows(20, HIGH, LOW);

    Assessment strange = feed.row(LOW, HIGH);
    assertThat(strange.rootCause()).isEqualTo("api");
    assertThat(feed.rows(20, LOW, HIGH).rootCause()).isEqualTo("orders");
  }

  @Test
  void theTimeLeftIsTheIntervalOfTheModel() {
    Feed feed = Feed.warm(HandMade.withoutPull().operated().build());
    Assessment now = feed.row(HIGH, LOW);

    TimeToFailure left = now.incident().orElseThrow().timeToFailure();
    assertThat(left)
        .isEqualTo(new TimeToFailure(Duration.ofMinutes(24), Duration.ofMinutes(216), 0.8));
    assertThat(left).hasToString("24 to 216 min");
    assertThat(now.alerts().get(0).timeToFailure()).isEqualTo(left);
  }

  @Test
  void anIncidentPrintsWhatAnOperatorIsToKnow() {
    Feed feed = Feed.warm(HandMade.withoutPull().operated().build());

    assertThat(feed.row(HIGH, LOW).incident().orElseThrow())
        .hasToString(
            "2026-05-01T00:03:00Z ONSET: api will fail in 24 to 216 min, root cause"
                + " ambiguous: api or orders (0.50)");
  }

  /** Where a raw risk is ½, a slope of 1 and an intercept of ln 3 make it ¾. */
  @Test
  void risksAreCalibratedEverywhere() {
    Mild mild =
        HandMade.withoutPull()
            .calibrated(new RiskCalibration(1, Math.log(3)), RiskCalibration.IDENTITY)
            .horizon(120, 1)
            .build();
    Assessment now = Feed.of(mild).row(1, 1);

    assertThat(now.intent("api").risk()).isCloseTo(0.75, within(1e-6));
    assertThat(now.intent("orders").risk()).isCloseTo(0.5, within(1e-6));
    assertThat(now.explain("api").value()).isEqualTo(now.intent("api").risk());
  }

  /** Begins at σ(-½) = 0.378; a false alarm adds ¼, so σ(-¼) = 0.438. */
  @Test
  void aFalseAlarmRaisesTheThresholdOfAFeedbackStream() {
    Mild mild = HandMade.withoutPull().operated().build();
    AssuranceStream stream = mild.openFeedbackStream();
    Instant time = HandMade.START;
    for (int i = 0; i < HandMade.WARM_UP_MINUTES; i++) {
      stream.accept(time, LOW, LOW);
      time = time.plusSeconds(60);
    }
    Assessment alarm = stream.accept(time, HIGH, LOW);
    assertThat(alarm.intent("api").threshold()).isCloseTo(0.3776, within(1e-3));
    assertThat(alarm.incident().orElseThrow().isNotification()).isTrue();

    assertThat(stream.judge(time, true)).isTrue();
    assertThat(stream.judge(time, true)).isFalse();
    assertThat(stream.judge(time.minusSeconds(60), true)).isFalse();
    Assessment after = stream.accept(time.plusSeconds(60), LOW, LOW);
    assertThat(after.intent("api").threshold()).isCloseTo(0.4378, within(1e-3));
    assertThat(stream.isFallenBack()).isFalse();
  }

  /**
   * An hour's share of a budget of one a day is 0.25 · 0.80 / 24 = 0.00833: from the log-odds -0.5
   * to -0.50833. Only what was notified before can be judged, and once.
   */
  @Test
  void aClockThatStepsADayAheadAndBackSpendsAnHoursShareOfTheBudget() {
    Mild mild = HandMade.withoutPull().operated().build();
    AssuranceStream stream = mild.openFeedbackStream();
    stream.accept(HandMade.START, LOW, LOW);
    Instant ahead = HandMade.START.plus(Duration.ofDays(1));
    double threshold = stream.accept(ahead, LOW, LOW).intent("api").threshold();

    assertThat(threshold).isCloseTo(1 / (1 + Math.exp(0.5 + 0.25 * 0.80 / 24)), within(1e-9));
    for (int minute = 1; minute < 60; minute++) {
      Instant back = HandMade.START.plusSeconds(60 * minute);
      assertThatIllegalArgumentException().isThrownBy(() -> stream.accept(back, HIGH, LOW));
    }
    Assessment next = stream.accept(ahead.plusSeconds(60), LOW, LOW);
    assertThat(next.intent("api").threshold())
        .isCloseTo(1 / (1 + Math.exp(0.5 + 0.25 * 0.80 * 61 / 1440)), within(1e-9));
    assertThat(stream.isFallenBack()).isFalse();
  }

  @Test
  void aStreamThatTakesNoVerdictsSaysSo() {
    Mild paper = HandMade.simple();
    assertThatIllegalStateException()
        .isThrownBy(paper::openFeedbackStream)
        .withMessageContaining("recommended");
    assertThatIllegalStateException()
        .isThrownBy(() -> paper.openStream().isFallenBack())
        .withMessageContaining("openFeedbackStream");
    assertThat(paper.openStream().judge(HandMade.START, true)).as("of no incident").isFalse();
  }

  @Test
  void aThresholdCanBeReplacedAndIsKeptInTheFile(@TempDir Path folder) throws IOException {
    Mild mild = HandMade.withoutPull().operated().build();
    AlertPolicy stricter = new AlertPolicy(List.of(new AlertRule(1, 0.9), AlertRule.never(1)));
    Mild replaced = mild.withPolicy(LONGEST, stricter);
    replaced.save(folder.resolve("stricter.mild"));
    Mild loaded = Mild.load(folder.resolve("stricter.mild"));

    assertThat(loaded.policy(LONGEST)).isEqualTo(stricter);
    assertThat(loaded.policy(Duration.ofMinutes(60)))
        .isEqualTo(mild.policy(Duration.ofMinutes(60)));
    Assessment now = Feed.warm(loaded).row(HIGH, HIGH);
    assertThat(now.alerts()).extracting(Alert::intent).containsExactly("api");
    assertThat(mild.policy(LONGEST).rules()).containsOnly(new AlertRule(1, 0.5));
  }

  @Test
  void aBudgetCanBeChosenWithoutTraining() {
    Mild mild = HandMade.withoutPull().operated().build();

    assertThat(mild.withBudget(0.5).policy(LONGEST).rules()).containsOnly(new AlertRule(1, 0.75));
    assertThat(mild.withBudget(0.5).model().feedback().budgetPerDay()).isEqualTo(0.5);
    assertThat(mild.withBudget(0.7).policy(LONGEST).rules().get(0).threshold())
        .isBetween(0.5, 0.75);
    assertThat(mild.withBudget(0).policy(LONGEST).rules()).containsOnly(AlertRule.never(1));
    assertThat(mild.withBudget(0).takesFeedback()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mild.withBudget(-1))
        .withMessage("a budget must be at least 0 false alerts a day, but was -1.0");
    assertThatIllegalStateException()
        .isThrownBy(() -> SmallService.mild().withBudget(3))
        .withMessageContaining("train with the budget of 3.0");
  }

  @Test
  void aPolicyThatDoesNotFitTheModelIsRefused() {
    Mild mild = HandMade.withoutPull().operated().build();
    AlertPolicy ofOne = new AlertPolicy(List.of(new AlertRule(1, 0.9)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mild.withPolicy(LONGEST, ofOne))
        .withMessageContaining("2")
        .withMessageContaining("1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mild.withPolicy(Duration.ofMinutes(7), mild.policy(LONGEST)))
        .withMessageContaining("PT7M");
  }
}
