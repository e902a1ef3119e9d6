package io.mild.training.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a failure log is counted, and what a training says of the rest. */
class FailureRecordsTest {
  private static final Instant START = Instant.parse("2024-04-08T00:00:00Z");
  private static final Duration HORIZON = Duration.ofMinutes(30);

  @Test
  void aFailureThatWasLoggedTwiceCountsOnce() {
    Failure first = failure("1", 100);
    FailureRecords records = records(first, failure("1b", 100), failure("2", 200));

    assertThat(records.eachOnce().failures()).containsExactly(first, failure("2", 200));
    assertThat(records.warnings(history(), HORIZON))
        .containsExactly(
            "the failure of 'db' at 2024-04-08T01:40:00Z was logged twice, as incidents 1 and 1b:"
                + " it counts once");
  }

  @Test
  void severalThatWereLoggedTwiceAreToldInOneLine() {
    FailureRecords records =
        records(
            failure("1", 100),
            failure("1b", 100),
            failure("2", 200),
            failure("2b", 200),
            failure("2c", 200));

    assertThat(records.warnings(history(), HORIZON))
        .containsExactly(
            "the failure of 'db' at 2024-04-08T01:40:00Z was logged twice, as incidents 1 and 1b,"
                + " as was 1 more of 2 failures: each counts once");
  }

  @Test
  void ofTwoRecordsOfOneFailureTheOneThatNamesTheRootIsKept() {
    Failure root = failure("1b", 100).withRole(Failure.Role.ROOT);

    assertThat(records(failure("1", 100), root).eachOnce().failures()).containsExactly(root);
  }

  @Test
  void failuresOfTwoIntentsAtOneTimeAreTwo() {
    Failure other = Failure.of("1", "web", minute(100));
    FailureRecords records =
        FailureRecords.of(new FailureLog(List.of(failure("1", 100), other)), List.of("db", "web"));

    assertThat(records.eachOnce().failures()).hasSize(2);
    assertThat(records.warnings(history(), HORIZON)).isEmpty();
  }

  /** Rows are of minutes 0 to 299 and 400 to 499. */
  @Test
  void failuresOfWhichNoRowIsAHorizonAheadAreTold() {
    List<String> warnings =
        records(failure("1", 100), failure("in", 380), failure("out", 9_000), failure("0", 0))
            .warnings(history(), HORIZON);

    assertThat(warnings)
        .containsExactly(
            "2 of 4 failures lie outside the rows, 2024-04-08T00:00:00Z to 2024-04-08T08:19:00Z,"
                + " such as incident 0 of 'db' at 2024-04-08T00:00:00Z: nothing is learned from"
                + " them",
            "1 of 4 failures lies in a gap of the rows, 2024-04-08T00:00:00Z to"
                + " 2024-04-08T08:19:00Z, such as incident in of 'db' at 2024-04-08T06:20:00Z:"
                + " nothing is learned from it");
  }

  @Test
  void aFailureSoonAfterTheRowsIsLearnedFrom() {
    assertThat(records(failure("1", 520)).warnings(history(), HORIZON)).isEmpty();
  }

  private static FailureRecords records(Failure... failures) {
    return FailureRecords.of(new FailureLog(List.of(failures)), List.of("db"));
  }

  private static Failure failure(String incident, int minute) {
    return Failure.of(incident, "db", minute(minute));
  }

  private static KpiHistory history() {
    List<Instant> times = new ArrayList<>();
    for (int minute = 0; minute < 500; minute++) {
      if (minute < 300 || minute >= 400) {
        times.add(minute(minute));
      }
    }
    return KpiHistory.of(List.of("cpu"), times, new double[times.size()][1]);
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
