package io.mild.training.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of each kind that may be wrong with a history or its failures one, and its like that is right.
 */
class ScreenedHistoryTest {
  private final ServiceWeeks weeks = new ServiceWeeks();
  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void ofAHistoryThatIsRightNothingIsTold() {
    KpiHistory history = weeks.history();
    ScreenedHistory screened =
        ScreenedHistory.of(history, weeks.failures(Duration.ZERO), ServiceWeeks.HORIZON);

    assertThat(screened.told()).isEmpty();
    assertThat(screened.history()).isSameAs(history);
  }

  @Test
  void countersAreToldOnceForAll() {
    weeks
        .with("requests_total", row -> 17.0 * row)
        .with("bytes_total", row -> 5.0 * (row % 1500))
        .with("replicas", row -> 3 + row / 1000);

    assertThat(weeks.told())
        .containsExactly(
            "KPIs only ever rise: 'requests_total'; 'bytes_total', but for restarts (of counters"
                + " give the rates: no level of them is usual)");
  }

  /** Ten disks of different age, one after another, with three hours between them. */
  @Test
  void countersOfDevicesThatWereJoinedAreTold() {
    int each = 403;
    KpiHistory history =
        weeks
            .with("hours_on", row -> 5_000 + 700.0 * (7 * (row / each) % 10) + row % each)
            .history();
    KpiHistory joined =
        ServiceWeeks.without(
            history,
            time -> Duration.between(ServiceWeeks.START, time).toMinutes() / 5 % each < 36);

    assertThat(
            ScreenedHistory.of(joined, weeks.failures(Duration.ZERO), ServiceWeeks.HORIZON).told())
        .containsExactly(
            "KPIs only ever rise: 'hours_on' (of counters give the rates: no level of them is"
                + " usual)");
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 0.001, 3000, 1000 times as small",
    "1, 1024, 300, 1000 times as large",
    "1, 60, 2000, 60 times as large",
    "8, 0.125, 2000, 8 times as small"
  })
  void aUnitThatChangesIsToldWithFactorAndTime(
      double unit, double factor, int change, String told) {
    weeks.with(
        "rate", row -> unit * (row < change ? 1 : factor) * (100 + random.nextDouble(-40, 40)));

    assertThat(weeks.told())
        .containsExactly(
            "units seem to change within the history: 'rate' is about "
                + told
                + " from "
                + weeks.time(change)
                + " on (give all rows the units of those to come: what is usual was learned of"
                + " both)");
  }

  @Test
  void aLoadThatTriplesAndOneThatGrowsWithNoStepChangeNoUnit() {
    weeks
        .with("triples", row -> (row < 2000 ? 1 : 3) * (100 + random.nextDouble(-40, 40)))
        .with("grows", row -> Math.exp(row / 500.0) * random.nextDouble(0.5, 1.5));

    assertThat(weeks.told()).isEmpty();
  }

  @Test
  void aSensorThatStandsStillIsToldAndErrorsThatAreNearlyAlways0AreNot() {
    weeks
        .with("fan", row -> row < 1800 ? 900 + random.nextDouble(-9, 9) : 912.5)
        .with("errors", row -> row < 1500 && row % 100 == 0 ? 1 : 0)
        .with("limit", row -> 4096);

    assertThat(weeks.told())
        .containsExactly(
            "KPIs stand still for more than half of the history, although they moved before: 'fan'"
                + " is 912.5 from 2026-03-08T06:00:00Z on (are their sources dead?)");
  }

  @Test
  void oneColumnUnderTwoNamesIsTold() {
    weeks.with("cpu", row -> weeks.load[row]);

    assertThat(weeks.told())
        .containsExactly(
            "KPIs are the same in each row: 'load' and 'cpu' (is it one column under several"
                + " names?)");
  }

  /** 2026-03-08 is the second Sunday of March, 2026-03-15 the third. */
  @Test
  void theHourThatClocksSkipTellsOfLocalTimes() {
    assertThat(toldWithout(hour("2026-03-08", 2)))
        .containsExactly(
            "there is no row of an hour from 2026-03-08T02:00:00Z on, in the night on which clocks"
                + " are put forward: are the times local? give UTC");
    assertThat(toldWithout(hour("2026-03-15", 2))).isEmpty();
    assertThat(toldWithout(hour("2026-03-08", 2).or(hour("2026-03-10", 14)))).isEmpty();
  }

  @Test
  void anHourOfTwiceAsManyRowsInOctoberTellsOfLocalTimes() {
    List<Instant> times = new ArrayList<>();
    Instant night = Instant.parse("2026-10-25T02:00:00Z");
    for (int minute = -600; minute < 600; minute += 5) {
      times.add(night.plus(Duration.ofMinutes(minute)));
      if (minute >= 0 && minute < 60) {
        times.add(night.plus(Duration.ofMinutes(minute)).plusSeconds(30));
      }
    }
    double[][] rows = new double[times.size()][1];
    KpiHistory history = KpiHistory.of(List.of("cpu"), times, rows);

    assertThat(ScreenedHistory.of(history, ServiceWeeks.none(), ServiceWeeks.HORIZON).told())
        .containsExactly(
            "there are twice as many rows as there should be in the hour from"
                + " 2026-10-25T02:00:00Z on, in the night on which clocks are put back: are the"
                + " times local? give UTC");
  }

  @Test
  void anHourThatIsMissingEachNightIsTold() {
    Predicate<Instant> night = time -> time.atOffset(ZoneOffset.UTC).getHour() == 3;

    assertThat(toldWithout(night.and(hour("2026-03-04", 3).negate())))
        .containsExactly(
            "the same hours are missing again and again: 03:00 to 04:00 UTC on 13 of 14 days (what"
                + " happens in them is not learned)");
  }

  /** Six days with a recording of some minutes now and then: most hours have none on most days. */
  @ParameterizedTest
  @ValueSource(ints = {11, 5})
  void recordingsApartAreNoHoursThatAreMissing(int mostHoursApart) {
    List<Instant> times = new ArrayList<>();
    Instant begin = Instant.parse("2026-03-02T00:00:00Z");
    int hour = 0;
    while (hour < 6 * 24) {
      for (int minute = 0; minute < 20; minute += 5) {
        times.add(begin.plus(Duration.ofMinutes(60L * hour + minute)));
      }
      hour += 2 + random.nextInt(mostHoursApart - 1);
    }
    double[][] rows = new double[times.size()][1];
    KpiHistory history = KpiHistory.of(List.of("cpu"), times, rows);

    assertThat(ScreenedHistory.of(history, ServiceWeeks.none(), ServiceWeeks.HORIZON).told())
        .noneMatch(told -> told.contains("the same hours"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1, 2, -2, 5, -5})
  void failuresThatWereLoggedHoursOffAreTold(int hours) {
    List<String> told =
        ScreenedHistory.of(
                weeks.history(), weeks.failures(Duration.ofHours(hours)), ServiceWeeks.HORIZON)
            .told();

    assertThat(told)
        .singleElement()
        .asString()
        .startsWith(
            "the failures fit the KPIs much better %d h %s (in the last 15 min"
                .formatted(Math.abs(hours), hours > 0 ? "earlier" : "later"))
        .endsWith("do the times of the two files differ by " + Math.abs(hours) + " h?");
  }

  /** What nothing announces and lasts for two hours: its log is right. */
  @Test
  void failuresThatBeginWhereTheyAreLoggedAreNotLate() {
    ServiceWeeks sudden = new ServiceWeeks();
    sudden.with(
        "errors",
        row ->
            random.nextDouble()
                + (sudden.failureRows.stream().anyMatch(f -> row >= f && row < f + 24) ? 9 : 0));
    for (int failure : sudden.failureRows) {
      for (int row = failure - 12; row <= failure; row++) {
        sudden.load[row] = 50;
      }
    }

    assertThat(sudden.told()).isEmpty();
  }

  @Test
  void fourFailuresTellNothingOfTheirTimes() {
    List<Failure> four = weeks.failures(Duration.ofHours(2)).failures().subList(0, 4);

    assertThat(
            ScreenedHistory.of(weeks.history(), new FailureLog(four), ServiceWeeks.HORIZON).told())
        .isEmpty();
  }

  @Test
  void failuresThatAllLieBeforeOrAfterTheRowsAreToldSo() {
    KpiHistory history = weeks.history();
    FailureLog early = weeks.failures(Duration.ofDays(-30));
    FailureLog late = weeks.failures(Duration.ofDays(30));

    assertThat(ScreenedHistory.apart(history, early, ServiceWeeks.HORIZON))
        .hasValueSatisfying(
            told ->
                assertThat(told)
                    .startsWith(
                        "every failure of [api] is earlier than every row: failures are of 2026-02")
                    .endsWith(", the 4032 rows of 2026-03-02T00:00:00Z to 2026-03-15T23:55:00Z"));
    assertThat(ScreenedHistory.apart(history, late, ServiceWeeks.HORIZON))
        .hasValueSatisfying(
            told -> assertThat(told).startsWith("every failure of [api] is later than every row"));
    assertThat(
            ScreenedHistory.apart(
                history, weeks.failures(Duration.ofDays(-6)), ServiceWeeks.HORIZON))
        .isEmpty();
  }

  private List<String> toldWithout(Predicate<Instant> gone) {
    return ScreenedHistory.of(
            ServiceWeeks.without(weeks.history(), gone),
            weeks.failures(Duration.ZERO),
            ServiceWeeks.HORIZON)
        .told();
  }

  private static Predicate<Instant> hour(String day, int hour) {
    Instant from = LocalDate.parse(day).atTime(hour, 0).toInstant(ZoneOffset.UTC);
    return time -> !time.isBefore(from) && time.isBefore(from.plus(Duration.ofHours(1)));
  }
}
