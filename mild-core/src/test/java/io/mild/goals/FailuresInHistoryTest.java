package io.mild.goals;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresInHistoryTest {
  private static final Goal DB = Goal.of("db").holds(kpi("db").atMost(1));
  private static final Goal API = Goal.of("api").holds(kpi("api").atMost(1));
  private static final double NAN = Double.NaN;

  /** The database breaks, 30 minutes later the API, and hours later the API alone. */
  private static final KpiHistory HISTORY =
      Rows.of("db", "api")
          .then(60, 0, 0)
          .then(30, 2, 0)
          .then(20, 2, 2)
          .then(300, 0, 0)
          .then(10, 0, 2)
          .then(9, 0, 0)
          .history();

  @Test
  void eachBreakIsAFailureFromItsFirstRowToItsRecovery() {
    assertThat(Goals.of(DB, API).failuresIn(HISTORY).failures())
        .containsExactly(
            Failure.of("2026-03-01T11:00:00Z", "db", Rows.minute(60))
                .withRecovery(Rows.minute(110)),
            Failure.of("2026-03-01T11:00:00Z", "api", Rows.minute(90))
                .withRecovery(Rows.minute(110)),
            Failure.of("2026-03-01T16:50:00Z", "api", Rows.minute(410))); // nine rows: not yet
  }

  @Test
  void whatDependsOnAnotherIsItsVictimShortlyAfterwards() {
    Goals goals = Goals.of(DB, API.dependsOn("db"));

    assertThat(goals.failuresIn(HISTORY).failures())
        .extracting(Failure::role)
        .containsExactly(Failure.Role.ROOT, Failure.Role.VICTIM, Failure.Role.ROOT);
    assertThat(goals.failuresIn(HISTORY, Duration.ofMinutes(29)).failures())
        .extracting(Failure::role)
        .containsOnly(Failure.Role.ROOT);
  }

  @Test
  void dependenciesReachThroughOthers() {
    Goal between = Goal.of("cache").holds(kpi("db").atMost(100)).dependsOn("db");
    Goals goals = Goals.of(DB, between, API.dependsOn("cache"));

    assertThat(goals.failuresIn(HISTORY).failures().get(1).role()).isEqualTo(Failure.Role.VICTIM);
  }

  @Test
  void aBreakThatNobodySawBeginIsNone() {
    KpiHistory broken = Rows.of("db").then(3, NAN).then(30, 2).then(30, 0).then(5, 2).history();

    assertThat(Goals.of(DB).failuresIn(broken).failures())
        .containsExactly(Failure.of("2026-03-01T11:03:00Z", "db", Rows.minute(63)));
  }

  @Test
  void theLogIsWrittenAsItIsRead(@TempDir Path folder) throws IOException {
    FailureLog failures = Goals.of(DB, API.dependsOn("db")).failuresIn(HISTORY);
    Path file = folder.resolve("new/failures.csv");

    failures.writeCsv(file);

    assertThat(FailureLog.readCsv(file)).isEqualTo(failures);
  }
}
