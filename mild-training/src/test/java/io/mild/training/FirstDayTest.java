package io.mild.training;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.data.KpiHistory;
import io.mild.explanation.Explanation;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hours in which nothing ever failed, and then a latency that climbs within an hour from 100 to its
 * goal's level of 160; a throughput that does not, and a load beside.
 */
class FirstDayTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final List<String> KPIS = List.of("latency", "throughput", "load");
  private static final Goals GOALS =
      Goals.of(
          Goal.of("api").holds(kpi("latency").atMost(160)),
          Goal.of("analytics").holds(kpi("throughput").atLeast(200)));
  private static final int CLIMB = 60;

  private static final KpiHistory HOURS = quiet(240);
  private static final KpiHistory DAYS = quiet(2 * 1_440);
  private static final Mild OF_HOURS = train(HOURS);
  private static final Mild OF_DAYS = train(DAYS);

  @TempDir private static Path folder;

  private static KpiHistory quiet(int rows) {
    return rows(rows, rows);
  }

  /** Quiet until a row; from there on latency climbs by a row a minute. */
  private static KpiHistory rows(int rows, int until) {
    SplittableRandom random = new SplittableRandom(5);
    List<Instant> times = new ArrayList<>();
    double[][] values = new double[rows][];
    for (int i = 0; i < rows; i++) {
      times.add(START.plus(Duration.ofMinutes(i)));
      double climb = Math.max(0, i - until) * 60.0 / CLIMB;
      values[i] =
          new double[] {
            100 + climb + 3 * random.nextGaussian(),
            400 + 20 * random.nextGaussian(),
            50 + random.nextGaussian()
          };
    }
    return KpiHistory.of(KPIS, times, values);
  }

  private static Mild train(KpiHistory history) {
    return MildTrainer.create().goals(GOALS).train(history);
  }

  @Test
  void aClimbTowardsALevelThatWasNeverReachedAlertsBeforeItIs() {
    for (Mild mild : List.of(OF_HOURS, OF_DAYS)) {
      List<Assessment> now = mild.assess(rows(400 + CLIMB, 400)).toList();
      Instant alerted =
          now.stream()
              .filter(each -> !each.alerts().isEmpty())
              .map(Assessment::time)
              .findFirst()
              .orElseThrow();

      assertThat(alerted)
          .isBetween(START.plus(Duration.ofMinutes(400)), START.plus(Duration.ofMinutes(445)));
      assertThat(now.get(now.size() - 1).rootCause()).isEqualTo("api");
    }
  }

  @Test
  void quietRowsAlertNobody() {
    for (Mild mild : List.of(OF_HOURS, OF_DAYS)) {
      assertThat(mild.assess(quiet(1_440)).filter(now -> !now.alerts().isEmpty())).isEmpty();
    }
  }

  @Test
  void theReportSaysWhoSpeaksForWhom() {
    assertThat(OF_HOURS.report().warnings())
        .anyMatch(
            told ->
                told.contains("it learns from no failure, of which there are 0")
                    && told.contains("[api, analytics]")
                    && told.contains("the goal's own KPIs alone"));
    assertThat(OF_DAYS.report().warnings())
        .anyMatch(told -> told.contains("how unusual all KPIs are together"));
  }

  @Test
  void whatCannotBePromisedIsSaid() {
    assertThat(OF_HOURS.report().warnings())
        .anyMatch(told -> told.contains("quiet days can't promise a budget of 1.00"));
  }

  @Test
  void atTheLevelABreakIsLikelyAndOnlyOfItsGoal() {
    Assessment last = replay(rows(400 + CLIMB, 400));

    assertThat(last.intent("api").risk()).isGreaterThan(0.5);
    assertThat(last.intent("analytics").risk()).isLessThan(last.intent("api").risk());
  }

  @Test
  void aClimbIsExplainedByTheKpiThatClimbs() {
    Explanation explanation = replay(rows(400 + CLIMB, 400)).explain("api");

    assertThat(explanation.top(1).get(0).name()).isEqualTo("latency");
  }

  @Test
  void aModelIsTheSameOnceSavedAndLoaded() throws IOException {
    for (Mild mild : List.of(OF_HOURS, OF_DAYS)) {
      Path file = folder.resolve("first.mild");
      mild.save(file);
      Mild loaded = Mild.load(file);

      assertThat(loaded.id()).isEqualTo(mild.id());
      KpiHistory rows = rows(300, 250);
      assertThat(loaded.assess(rows).map(now -> now.intent("api").risk()))
          .containsExactlyElementsOf(
              mild.assess(rows).map(now -> now.intent("api").risk()).toList());
    }
  }

  @Test
  void aResumedStreamGoesOnAsIfNothingHadBeen() {
    KpiHistory rows = rows(300, 250);
    double[] row = new double[KPIS.size()];
    AssuranceStream uninterrupted = OF_DAYS.openStream();
    AssuranceStream resumed = OF_DAYS.openStream();
    for (int i = 0; i < rows.rows(); i++) {
      rows.copyRow(i, row);
      if (i == 40 || i == 280) {
        resumed = OF_DAYS.resumeStream(resumed.snapshot());
      }
      assertThat(resumed.accept(rows.time(i), row).intents())
          .isEqualTo(uninterrupted.accept(rows.time(i), row).intents());
    }
  }

  @Test
  void aTooShortHistoryIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(quiet(100)))
        .withMessageContainingAll("100 rows", "less than a horizon of 120 min");
  }

  private static Assessment replay(KpiHistory history) {
    return OF_DAYS.assess(history).reduce((before, now) -> now).orElseThrow();
  }
}
