package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.PredictedFailure.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stream says when all KPIs are gone, and of rows that are stamped in the future. */
class NoDataTest {
  private static final double NAN = Double.NaN;
  private static final int HOURS = 5 * 60;

  static List<Mild> everyKindOfModel() {
    return AnyModel.all();
  }

  /** Whatever a model makes of nothing, which for some of these is a risk above the threshold. */
  @ParameterizedTest
  @MethodSource("everyKindOfModel")
  void noAlertBeginsNotifiesOrRepeatsWithoutData(Mild mild) {
    for (int before : new int[] {0, 1, 60, 120}) {
      Feed feed = Feed.of(mild);
      double[] row = new double[mild.schema().kpis().size()];
      for (int i = 0; i < before; i++) {
        Arrays.fill(row, Math.sin(i));
        feed.row(row);
      }
      Arrays.fill(row, NAN);
      for (int i = 0; i < HOURS; i++) {
        Assessment now = feed.row(row);
        assertThat(now.quality().status()).isEqualTo(Quality.Status.NO_DATA);
        assertThat(now.incident().map(Incident::phase)).isNotEqualTo(Optional.of(Phase.ONSET));
        assertThat(now.incident().map(Incident::isNotification).orElse(false)).isFalse();
        assertThat(now.alerts()).allMatch(alert -> !alert.isNotification());
      }
      assertThat(feed.row(row).incident()).isEmpty();
    }
  }

  @Test
  void anIncidentThatRunsSaysThatDataEnded() {
    Feed feed = Feed.warm(HandMade.simple());
    Instant lastOn = feed.row(3, 0).time();

    Incident dark = feed.row(NAN, NAN).incident().orElseThrow();
    List<Incident> ended = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      feed.row(NAN, NAN).incident().filter(i2 -> i2.phase() == Phase.ENDED).ifPresent(ended::add);
    }

    assertThat(dark.phase()).isEqualTo(Phase.ONGOING);
    assertThat(dark.isWithoutData()).isTrue();
    assertThat(dark.toString()).contains("goes on without data since " + lastOn);
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).isWithoutData()).isTrue();
    assertThat(ended.get(0).toString()).contains("ended without data since " + lastOn);
  }

  @Test
  void anIncidentThatEndsInAGapEndedWithoutData() {
    Feed feed = Feed.warm(HandMade.simple());
    feed.row(3, 0);

    Incident ended = feed.miss(44).row(0, 0).incident().orElseThrow();

    assertThat(ended.phase()).isEqualTo(Phase.ENDED);
    assertThat(ended.isWithoutData()).isTrue();
  }

  @Test
  void anIncidentWhoseRisksFellNoLongerAlerts() {
    Feed feed = Feed.warm(HandMade.simple());
    feed.row(3, 0);

    Incident ended = feed.rows(30, 0, 0).incident().orElseThrow();

    assertThat(ended.phase()).isEqualTo(Phase.ENDED);
    assertThat(ended.isWithoutData()).isFalse();
    assertThat(ended.toString()).contains("no longer alerts");
  }

  @Test
  void afterALongDarknessTheStreamWarmsUpBeforeItAlerts() {
    Feed feed = Feed.warm(HandMade.simple());
    feed.rows(40, NAN, NAN);

    assertThat(feed.row(3, 0).quality().status()).isEqualTo(Quality.Status.WARMING_UP);
    assertThat(feed.rows(HandMade.WARM_UP_MINUTES - 1, 3, 0).incident()).isEmpty();
    assertThat(feed.row(3, 0).incident().map(Incident::phase)).contains(Phase.ONSET);
  }

  @Test
  void aRowThatIsStampedAheadOfTheClockIsRefusedAndChangesNothing() {
    Instant now = HandMade.START.plusSeconds(600);
    Mild mild =
        HandMade.simple().withClock(Clock.fixed(now, ZoneOffset.UTC), Duration.ofMinutes(1));
    AssuranceStream stream = mild.openStream();
    stream.accept(now, 0, 0);
    byte[] before = stream.snapshot();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream.accept(now.plus(Duration.ofDays(1)), 0, 0))
        .withMessageContaining(now.plus(Duration.ofDays(1)).toString())
        .withMessageContaining(now.toString())
        .withMessageContaining("60 s");
    assertThat(stream.snapshot()).isEqualTo(before);
    assertThat(stream.accept(now.plusSeconds(60), 0, 0).time()).isEqualTo(now.plusSeconds(60));
  }

  @Test
  void aClockCannotBeAskedToBeBehind() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HandMade.simple().withClock(Clock.systemUTC(), Duration.ofMillis(-1)))
        .withMessageContaining("-0.001");
  }

  @Test
  void aStreamWhoseLatestRowIsInTheFutureIsOverdue() {
    AssuranceStream stream = HandMade.simple().openStream();
    stream.accept(HandMade.START.plus(Duration.ofDays(1)), 0, 0);

    assertThat(stream.overdue(HandMade.START)).isTrue();
  }

  @Test
  void aStreamThatWasLockedOutIsRestarted() {
    Feed feed = Feed.warm(HandMade.simple());
    feed.row(3, 0);
    Instant next = feed.next();
    AssuranceStream stream = feed.stream();
    stream.accept(next.plus(Duration.ofDays(1)), 3, 0);
    assertThatIllegalArgumentException().isThrownBy(() -> stream.accept(next, 0, 0));

    stream.restart();
    AssuranceStream resumed = stream.mild().resumeStream(stream.snapshot());
    Assessment now = resumed.accept(next, 0, 0);

    assertThat(now.quality().status()).isEqualTo(Quality.Status.WARMING_UP);
    assertThat(now.time()).isEqualTo(next);
    assertThat(resumed.overdue(next)).isFalse();
  }

  @Test
  void aFeedbackStreamIsRestartedToo() {
    AssuranceStream stream = HandMade.withoutPull().operated().build().openFeedbackStream();
    Instant next = HandMade.START;
    for (int i = 0; i < 10; i++) {
      stream.accept(next.plus(Duration.ofDays(1)).plusSeconds(60L * i), 3, 0);
    }
    stream.restart();

    for (int i = 0; i < 10; i++) {
      stream.accept(next.plusSeconds(60L * i), 3, 0);
    }
    assertThat(stream.lastRow()).contains(next.plusSeconds(540));
  }
}
