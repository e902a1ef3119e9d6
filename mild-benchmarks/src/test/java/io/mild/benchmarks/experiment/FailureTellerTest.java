package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.benchmarks.experiment.FailureTeller.Event;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A failure at the end of each hour of two hundred, which lasts for ten minutes. */
class FailureTellerTest {
  private static final int FAILURES = 200;

  private final FailureTeller all =
      new FailureTeller(
          new FailureLog(
              IntStream.rangeClosed(1, FAILURES)
                  .mapToObj(
                      hour ->
                          Failure.of("INC-" + hour, "api", time(60 * hour))
                              .withRecovery(time(60 * hour + 10)))
                  .toList()),
          Duration.ofMinutes(30));

  @Test
  void failuresAndRecoveriesAreToldOnceAtTheirTimes() {
    assertThat(all.due(time(59))).isEmpty();
    assertThat(all.due(time(60)))
        .singleElement()
        .matches(Event::isFailure)
        .extracting(Event::time)
        .isEqualTo(time(60));
    assertThat(all.due(time(70))).singleElement().matches(event -> !event.isFailure());
    assertThat(all.due(time(120))).hasSize(1);
    assertThat(all.due(time(120))).isEmpty();
  }

  /** Of 200 with a chance of 0.3 each: 60 ± 6.5. */
  @Test
  void whatIsNotLoggedNeitherFailsNorRecovers() {
    List<Event> told = all.missing(0.3).due(time(60 * 300));

    assertThat(told).hasSizeBetween(2 * (140 - 20), 2 * (140 + 20));
    assertThat(told).filteredOn(Event::isFailure).hasSize(told.size() / 2);
  }

  @Test
  void halfOfWhatIsWarnedOfDoesNotComeAndWhoActedSaysSo() {
    FailureTeller averting = all.averting(0.5, true);
    int acts = 0;
    int failures = 0;
    for (int hour = 1; hour <= FAILURES; hour++) {
      averting.notified(time(60 * hour - 20), false);
      List<Instant> acted = averting.acts();
      acts += acted.size();
      assertThat(acted).allMatch(time(60 * hour - 20)::equals);
      failures += (int) averting.due(time(60 * hour)).stream().filter(Event::isFailure).count();
    }
    assertThat(acts).isBetween(80, 120);
    assertThat(failures).isEqualTo(FAILURES - acts);
  }

  @Test
  void whatNobodyIsWarnedOfComes() {
    FailureTeller averting = all.averting(1, true);
    averting.notified(time(20), true); // before the drift, which begins half an hour before

    assertThat(averting.acts()).isEmpty();
    assertThat(averting.due(time(60))).hasSize(1);
  }

  @Test
  void remediesMayGoUntold() {
    FailureTeller averting = all.averting(1, false);
    averting.notified(time(40), false);

    assertThat(averting.acts()).isEmpty();
    assertThat(averting.due(time(70))).isEmpty();
  }

  private static Instant time(int minute) {
    return Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofMinutes(minute));
  }
}
