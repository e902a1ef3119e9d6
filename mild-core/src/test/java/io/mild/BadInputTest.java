package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream does with rows as they should not be. Its windows are 2 and 4 minutes. */
class BadInputTest {
  private static final double NAN = Double.NaN;

  private final Feed feed = Feed.warm(HandMade.simple());

  @Test
  void aMissingValueIsReplacedByTheLatestOneAndSaid() {
    feed.row(0.75, 0.9);

    Assessment now = feed.row(NAN, 0.9);

    assertThat(now.quality().kpis(Quality.Fault.Kind.MISSING)).containsExactly("load");
    assertThat(now.quality().status()).isEqualTo(Quality.Status.DEGRADED);
    assertThat(now.intent("api").risk()).isCloseTo(HandMade.risk(0.5, 0.75, 1), within(1e-9));
  }

  /** In the longest window are 4 rows of 2 KPIs: 7 of 8 values came, then 6, then 7 again. */
  @Test
  void confidenceFallsWithEachMissingValueAndRisesAgain() {
    feed.row(0, 0);

    assertThat(feed.row(NAN, 0).quality().confidence()).isEqualTo(7 / 8.0);
    assertThat(feed.row(0, NAN).quality().confidence()).isEqualTo(6 / 8.0);
    assertThat(feed.rows(2, 0, 0).quality().confidence()).isEqualTo(6 / 8.0);
    assertThat(feed.row(0, 0).quality().confidence()).isEqualTo(7 / 8.0);
    assertThat(feed.row(0, 0).quality()).isEqualTo(new Quality(Quality.Status.OK, List.of(), 1));
  }

  @Test
  void oneNanDisturbsNoLaterMinuteOnceItIsOutOfTheWindows() {
    KpiHistory history = SmallService.history();
    AssuranceStream clean = SmallService.mild().openStream();
    AssuranceStream disturbed = SmallService.mild().openStream();
    int longestWindow = 15;
    int at = 100;
    for (int row = 0; row < 400; row++) {
      double[] values = history.values(row);
      Assessment expected = clean.accept(history.time(row), values);
      values[1] = row == at ? NAN : values[1];
      Assessment found = disturbed.accept(history.time(row), values);

      if (row == at) {
        assertThat(found.quality().kpis(Quality.Fault.Kind.MISSING)).contains("latency");
      }
      for (Duration horizon : List.of(SmallService.LONG, SmallService.SHORT)) {
        for (int i = 0; i < 2; i++) {
          IntentRisk risk = found.intents(horizon).get(i);
          assertThat(risk.risk()).isBetween(0.0, 1.0);
          if (row < at || row >= at + longestWindow) {
            assertThat(risk.risk()).isEqualTo(expected.intents(horizon).get(i).risk());
          }
        }
      }
    }
  }

  @Test
  void aKpiThatIsGoneForLongerThanTheLongestWindowCountsAsItsUsualMean() {
    feed.row(0.8, 0);

    Assessment now = feed.rows(4, NAN, 0);

    assertThat(now.quality().kpis(Quality.Fault.Kind.MISSING)).containsExactly("load");
    assertThat(now.quality().confidence()).isEqualTo(0.5);
    assertThat(now.intent("api").risk()).isCloseTo(HandMade.risk(0.5, 0, 1), within(1e-9));
  }

  @Test
  void aStreamOfNothingButMissingValuesIsScoredWithoutConfidence() {
    Feed nothing = Feed.of(HandMade.simple());

    Assessment now = nothing.rows(10, NAN, NAN);

    assertThat(now.quality().status()).isEqualTo(Quality.Status.NO_DATA);
    assertThat(now.quality().kpis(Quality.Fault.Kind.MISSING)).isEqualTo(HandMade.KPIS);
    assertThat(now.quality().confidence()).isZero();
    assertThat(now.intents()).allMatch(risk -> risk.risk() >= 0 && risk.risk() <= 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void anInfiniteValueIsRefusedByKpiValueAndTimeAndChangesNothing(double infinite) {
    assertRefused(
        feed.next(), new double[] {0, infinite}, "depth", String.valueOf(infinite), feed.next());
  }

  @Test
  void aRowOfAnotherNumberOfValuesIsRefusedAndChangesNothing() {
    assertRefused(feed.next(), new double[] {}, "2", "0");
    assertRefused(feed.next(), new double[] {0}, "2", "1");
    assertRefused(feed.next(), new double[] {0, 0, 0}, "2", "3");
  }

  @Test
  void theSameOrAnEarlierTimeIsRefusedByBothTimesAndChangesNothing() {
    Instant last = feed.next().minusSeconds(60);

    for (Instant time : List.of(last, last.minusSeconds(60), Instant.EPOCH)) {
      assertRefused(time, new double[] {0, 0}, time, last);
    }
  }

  @Test
  void aTimeThatNoClockShowsIsRefusedAndChangesNothing() {
    assertRefused(Instant.MAX, new double[] {0, 0}, Instant.MAX);
    assertRefused(Instant.MIN, new double[] {0, 0}, Instant.MIN);
  }

  @Test
  void afterARefusalTheStreamGoesOnAsIfNothingHadBeen() {
    Feed undisturbed = Feed.warm(HandMade.simple());
    assertThatIllegalArgumentException().isThrownBy(() -> feed.row(Double.NEGATIVE_INFINITY, 0));

    for (double load : new double[] {0.5, 2, NAN, 2, 0}) {
      assertThat(StreamedAssessment.of(feed.row(load, 0), feed.stream().mild().horizons()))
          .isEqualTo(
              StreamedAssessment.of(undisturbed.row(load, 0), feed.stream().mild().horizons()));
    }
  }

  /** Three rows left out of a window of four. */
  @Test
  void theMinutesOfAShortGapCountAsMissing() {
    Assessment now = feed.miss(3).row(0, 0);

    assertThat(now.quality()).isEqualTo(new Quality(Quality.Status.DEGRADED, List.of(), 1 / 4.0));
  }

  @Test
  void afterAGapLongerThanTheLongestWindowTheStreamWarmsUpAgain() {
    feed.rows(2, 0.5, 0);

    Assessment first = feed.miss(4).row(0, 0);

    assertThat(first.quality().status()).isEqualTo(Quality.Status.WARMING_UP);
    assertThat(feed.rows(2, 0, 0).quality().status()).isEqualTo(Quality.Status.WARMING_UP);
    assertThat(feed.row(0, 0).quality().status()).isEqualTo(Quality.Status.OK);
  }

  @Test
  void nothingFromBeforeALongGapCountsAfterIt() {
    feed.rows(6, 3, 0.5);
    Feed fresh = Feed.of(HandMade.simple());
    Duration away = Duration.between(fresh.next(), feed.next()).plusMinutes(5);
    feed.miss(5);
    fresh.miss((int) away.toMinutes());

    for (int i = 0; i < 6; i++) {
      Assessment expected = fresh.row(0.1 * i, NAN);
      Assessment found = feed.row(0.1 * i, NAN);
      assertThat(found.quality()).isEqualTo(expected.quality());
      assertThat(found.intents()).isEqualTo(expected.intents());
    }
  }

  @Test
  void noAlertBeginsWhileTheStreamWarmsUp() {
    Feed cold = Feed.of(HandMade.simple());

    assertThat(cold.rows(HandMade.WARM_UP_MINUTES, 3, 0).alerts()).isEmpty();
    assertThat(cold.row(3, 0).alerts()).hasSize(1);
  }

  @Test
  void aStreamThatNeverSawARowIsOverdue() {
    AssuranceStream stream = HandMade.simple().openStream();

    assertThat(stream.overdue(HandMade.START)).isTrue();
    assertThat(stream.lastRow()).isEmpty();
  }

  @Test
  void aStreamWithoutARowForMoreThanTwoPeriodsIsOverdue() {
    Instant last = feed.next().minusSeconds(60);

    assertThat(feed.stream().lastRow()).contains(last);
    assertThat(feed.stream().overdue(last.plusSeconds(120))).isFalse();
    assertThat(feed.stream().overdue(last.plusMillis(120_001))).isTrue();
  }

  private void assertRefused(Instant time, double[] values, Object... named) {
    byte[] before = feed.stream().snapshot();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> feed.stream().accept(time, values))
        .satisfies(
            refusal -> {
              for (Object name : named) {
                assertThat(refusal).hasMessageContaining(name.toString());
              }
            });

    assertThat(feed.stream().snapshot()).isEqualTo(before);
  }
}
