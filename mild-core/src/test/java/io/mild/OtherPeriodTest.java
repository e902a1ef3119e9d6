package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mild.data.KpiHistory;
import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that come more often, or less often, than the model of a row a minute was trained on. */
class OtherPeriodTest {
  private static final Instant START = HandMade.START;

  static List<Mild> models() {
    return AnyModel.all();
  }

  /** The second stream is given the minutes' means, as somebody would compute them. */
  @ParameterizedTest
  @MethodSource("models")
  void rowsEvery30SecondsAreScoredAsTheirMeanOnceAMinute(Mild mild) {
    SplittableRandom random = new SplittableRandom(1);
    AssuranceStream fast = mild.openStream();
    AssuranceStream minutes = mild.openStream();
    fast.accept(START, 1, 2, 3);
    Assessment latest = minutes.accept(START, 1, 2, 3);
    for (int minute = 1; minute <= 90; minute++) {
      Instant time = START.plusSeconds(60L * minute);
      double[] first = row(random);
      double[] second = row(random);
      double[] mean = new double[first.length];
      for (int kpi = 0; kpi < mean.length; kpi++) {
        mean[kpi] = (first[kpi] + second[kpi]) / 2;
      }

      assertRepeats(fast.accept(time.minusSeconds(30), first), latest, mild);
      Assessment now = fast.accept(time, second);
      latest = minutes.accept(time, mean);
      assertThat(now.quality().folded()).isFalse();
      assertThat(now.time()).isEqualTo(time);
      assertThat(now.incident().map(Incident::phase))
          .isEqualTo(latest.incident().map(Incident::phase));
      assertThat(now.incident().map(Incident::isNotification))
          .isEqualTo(latest.incident().map(Incident::isNotification));
      assertSameRisks(now, latest, mild);
      assertThat(now.verdict().candidates()).isEqualTo(latest.verdict().candidates());
    }
  }

  /** Forty of sixty seconds: each third row is folded. */
  @Test
  void rowsEvery40SecondsAreScoredAsOftenAsMinutesPass() {
    AssuranceStream stream = HandMade.simple().openStream();
    int scored = 0;
    for (int second = 0; second < 3_600; second += 40) {
      scored += stream.accept(START.plusSeconds(second), 0, 0).quality().folded() ? 0 : 1;
    }

    assertThat(scored).isBetween(60, 61);
  }

  @Test
  void aFoldedRowTellsNobodyWhatWasTold() {
    Feed feed = Feed.warm(HandMade.simple());
    AssuranceStream stream = feed.stream();
    Instant time = feed.next();
    int notifications = 0;
    int onsets = 0;
    int ends = 0;
    for (int second = 0; second < 7_200; second += 7) {
      double load = second < 1_200 ? 2 : 0;
      Assessment now = stream.accept(time.plusSeconds(second), load, 0);
      notifications += now.incident().filter(Incident::isNotification).isPresent() ? 1 : 0;
      onsets += now.alerts().stream().anyMatch(a -> a.phase() == Alert.Phase.ONSET) ? 1 : 0;
      ends += now.endedAlerts().size();
      if (now.quality().folded()) {
        assertThat(now.incident().map(Incident::phase).orElse(Alert.Phase.ONGOING))
            .isEqualTo(Alert.Phase.ONGOING);
        assertThat(now.whyNoAlert().nearest().rule()).isNotEqualTo(WhyNoAlert.Rule.NOTIFIED);
      }
    }

    assertThat(notifications).isEqualTo(1);
    assertThat(onsets).isEqualTo(1);
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void anOperatorsVerdictIsOnTheRowThatNotifiedAlsoAfterFoldedOnes() {
    AssuranceStream stream = HandMade.withoutPull().operated().build().openFeedbackStream();
    Assessment alarm = stream.accept(START, 1.2, 0);
    for (int i = 1; i <= HandMade.WARM_UP_MINUTES; i++) {
      alarm = stream.accept(START.plusSeconds(60L * i), 1.2, 0);
    }
    assertThat(alarm.incident().orElseThrow().isNotification()).isTrue();

    Assessment folded = stream.accept(alarm.time().plusSeconds(10), 1.2, 0);

    assertThat(folded.quality().folded()).isTrue();
    assertThat(folded.intent("api")).isEqualTo(alarm.intent("api"));
    assertThat(stream.judge(folded.time(), true)).isTrue();
    assertThat(stream.judge(folded.time(), true)).as("the second time").isFalse();
  }

  @Test
  void theLatestRowIsLastAlsoIfItWasFolded() {
    Feed feed = Feed.warm(HandMade.simple());
    Instant early = feed.next().minusSeconds(40);
    feed.stream().accept(early, 0, 0);

    assertThat(feed.stream().lastRow()).contains(early);
    assertThat(feed.stream().overdue(early.plusSeconds(120))).isFalse();
    assertThat(feed.stream().overdue(early.plusSeconds(121))).isTrue();
  }

  @Test
  void whoRefusesRowsThatComeTooSoonIsToldPeriodAndTimes() {
    Mild mild = HandMade.simple().withRowPolicy(RowPolicy.REFUSE);
    Feed feed = Feed.warm(mild);
    Instant last = feed.next().minusSeconds(60);
    byte[] before = feed.stream().snapshot();

    for (AssuranceStream stream : List.of(feed.stream(), mild.resumeStream(before))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> stream.accept(last.plusSeconds(29), 0, 0))
          .withMessageContaining("every 1m")
          .withMessageContaining(last.plusSeconds(29) + " falls into the slot of " + last);
      assertThat(stream.snapshot()).isEqualTo(before);
      assertThat(stream.accept(last.plusSeconds(31), 0, 0).time()).isEqualTo(last.plusSeconds(31));
    }
  }

  @Test
  void aRowPolicyIsOfFleetsTooAndGoesWithThresholds(@TempDir Path folder) throws IOException {
    Mild mild = HandMade.simple();
    Mild refusing =
        mild.withRowPolicy(RowPolicy.REFUSE)
            .withPolicy(Duration.ofMinutes(120), mild.policy(Duration.ofMinutes(120)));
    Path file = folder.resolve("fleet.state");
    AssuranceFleet fleet = refusing.openFleet();
    fleet.accept("a", START, 0, 0);
    fleet.save(file);

    assertThat(refusing.id()).as("the setting is none of the model's").isEqualTo(mild.id());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fleet.accept("a", START.plusSeconds(20), 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> refusing.resumeFleet(file).accept("a", START.plusSeconds(20), 0, 0));
    assertThat(mild.resumeFleet(file).accept("a", START.plusSeconds(20), 0, 0).quality().folded())
        .isTrue();
  }

  @Property(tries = 20)
  void aFleetAndAResumedStreamFoldBitForBitAsAStreamDoes(@ForAll long seed) {
    for (Mild mild : models()) {
      SplittableRandom random = new SplittableRandom(seed);
      AssuranceStream stream = mild.openStream();
      AssuranceStream resumed = mild.openStream();
      AssuranceFleet fleet = mild.openFleet();
      Instant time = START;
      int usual = random.nextInt(5, 100);
      for (int row = 0; row < 80; row++) {
        double[] values = row(random);
        StreamedAssessment expected = of(stream.accept(time, values), mild);

        assertThat(of(resumed.accept(time, values), mild)).isEqualTo(expected);
        assertThat(of(fleet.accept("a", time, values), mild)).isEqualTo(expected);
        resumed = mild.resumeStream(resumed.snapshot());
        time = time.plusMillis(random.nextLong(1, 2_000L * usual));
      }
      assertThat(resumed.snapshot()).isEqualTo(stream.snapshot());
    }
  }

  /** A model of other horizons has said nothing yet of the slot. */
  @Test
  void aRowThatIsFoldedRightAfterTheModelWasReplacedIsScoredByTheNewOne() {
    AssuranceFleet fleet = HandMade.simple().openFleet();
    for (int i = 0; i < 6; i++) {
      fleet.accept("a", START.plusSeconds(60L * i), 1.1, 0);
    }
    fleet.replaceModel(HandMade.withoutPull().horizon(60, 1).build());
    Instant slot = START.plusSeconds(300);

    Assessment now = fleet.accept("a", slot.plusSeconds(10), 9, 9);
    Assessment again = fleet.accept("a", slot.plusSeconds(20), 9, 9);

    assertThat(now.quality().folded()).isFalse();
    assertThat(now.time()).isEqualTo(slot);
    assertThat(now.incident().orElseThrow().isNotification()).isTrue();
    assertThat(now.intent("api").risk()).isCloseTo(HandMade.risk(0.5, 1.1, 1), within(1e-6));
    assertThat(again.quality().folded()).isTrue();
    assertThat(again.incident().orElseThrow().isNotification()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 30, 40, 300, 3_600})
  void rowsThatStayOffThePeriodAreToldUntilTheyAreRightAgain(int seconds) {
    Feed feed = Feed.warm(HandMade.simple());
    AssuranceStream stream = feed.stream();
    Mild mild = stream.mild();
    Instant time = feed.next().minusSeconds(60);
    for (int row = 1; row <= 60; row++) {
      time = time.plusSeconds(seconds);
      Quality quality = stream.accept(time, 0, 0).quality();
      boolean told = row >= 30;
      assertThat(quality.status() == Quality.Status.PERIOD_CHANGED).isEqualTo(told);
      assertThat(quality.otherPeriod().isPresent()).isEqualTo(told);
      stream = mild.resumeStream(stream.snapshot());
    }
    assertThat(stream.accept(time.plusSeconds(seconds), 0, 0).quality().otherPeriod())
        .contains(Duration.ofSeconds(seconds));

    time = time.plusSeconds(seconds);
    for (int row = 1; row < 30; row++) {
      time = time.plusSeconds(60);
      assertThat(stream.accept(time, 0, 0).quality().status())
          .isEqualTo(Quality.Status.PERIOD_CHANGED);
      stream = mild.resumeStream(stream.snapshot());
    }
    assertThat(stream.accept(time.plusSeconds(60), 0, 0).quality().otherPeriod()).isEmpty();
  }

  @Test
  void aServerThatIsDownForTwoHoursHasNoOtherPeriod() {
    Feed feed = Feed.warm(HandMade.simple());
    for (int day = 0; day < 50; day++) {
      assertThat(feed.miss(120).row(0, 0).quality().status()).isEqualTo(Quality.Status.WARMING_UP);
      feed.rows(4, 0, 0);
      assertThat(feed.row(0, 0).quality().status()).isEqualTo(Quality.Status.OK);
    }
  }

  @Test
  void aHistoryOfTwoRowsInOneMinuteIsAssessedRowByRow() {
    List<Instant> times = new ArrayList<>();
    for (int second : new int[] {0, 60, 75, 120, 180}) {
      times.add(START.plusSeconds(second));
    }
    KpiHistory history = KpiHistory.of(HandMade.KPIS, times, new double[5][2]);

    assertThat(HandMade.simple().assess(history).map(now -> now.quality().folded()))
        .containsExactly(false, false, true, false, false);
  }

  private static void assertRepeats(Assessment folded, Assessment latest, Mild mild) {
    assertThat(folded.quality().folded()).isTrue();
    assertThat(folded.time()).isEqualTo(latest.time());
    assertThat(folded.incident().filter(Incident::isNotification)).isEmpty();
    assertThat(folded.endedAlerts()).isEmpty();
    assertThat(folded.alerts()).hasSameSizeAs(latest.alerts());
    assertThat(folded.quality().kpis(Quality.Fault.Kind.MISSING))
        .isEqualTo(latest.quality().kpis(Quality.Fault.Kind.MISSING));
    assertThat(folded.quality().confidence()).isEqualTo(latest.quality().confidence());
    assertSameRisks(folded, latest, mild);
  }

  private static void assertSameRisks(Assessment found, Assessment expected, Mild mild) {
    for (Duration horizon : mild.horizons()) {
      for (int i = 0; i < mild.intents().size(); i++) {
        IntentRisk risk = found.intents(horizon).get(i);
        IntentRisk other = expected.intents(horizon).get(i);
        assertThat(risk.risk()).isCloseTo(other.risk(), within(1e-5));
        assertThat(risk.smoothedRisk()).isCloseTo(other.smoothedRisk(), within(1e-5));
        assertThat(risk.rootCauseProbability())
            .isCloseTo(other.rootCauseProbability(), within(1e-5));
      }
    }
  }

  private static StreamedAssessment of(Assessment assessment, Mild mild) {
    return StreamedAssessment.of(assessment, mild.horizons());
  }

  private static double[] row(SplittableRandom random) {
    return random.doubles(3, -4, 4).toArray();
  }
}
