package io.mild;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.KpiHistory;
import io.mild.internal.model.HealthyRows;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthyRowsTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
  private static final int MINUTES = 28 * 1_440;

  /** Four weeks of a row a minute whose one feature is its number. */
  private static HealthyRows fourWeeks() {
    return HealthyRows.choose(
        history(MINUTES),
        1,
        ZoneOffset.UTC,
        MINUTES,
        row -> row % 2 == 1,
        HealthyRowsTest::numbers);
  }

  private static KpiHistory history(int minutes) {
    List<Instant> times = new ArrayList<>();
    for (int minute = 0; minute < minutes; minute++) {
      times.add(MONDAY.plus(Duration.ofMinutes(minute)));
    }
    return KpiHistory.of(List.of("load"), times, new double[minutes][1]);
  }

  private static float[][] numbers(int[] rows) {
    return Arrays.stream(rows).mapToObj(row -> new float[] {row}).toArray(float[][]::new);
  }

  private static Instant time(float[] row) {
    return MONDAY.plus(Duration.ofMinutes((long) row[0]));
  }

  @Test
  void asManyAsAreAllowedAreChosenOfTheHealthyOnes() {
    HealthyRows healthy = fourWeeks();

    assertThat(healthy.rows()).hasNumberOfRows(HealthyRows.MOST_ROWS);
    for (int i = 0; i < HealthyRows.MOST_ROWS; i++) {
      assertThat(healthy.rows()[i][0] % 2).isEqualTo(1);
      assertThat(healthy.epochMillis()[i]).isEqualTo(time(healthy.rows()[i]).toEpochMilli());
    }
  }

  /** Of 1,200 rows an hour's share is 50, of which two sevenths are of weekends: 35.7 and 14.3. */
  @Test
  void allHoursOfWeekdaysAndWeekendsHaveTheirShare() {
    int[][] counts = new int[2][24];
    for (float[] row : fourWeeks().rows()) {
      counts[isWeekend(time(row)) ? 1 : 0][time(row).atZone(ZoneOffset.UTC).getHour()]++;
    }
    assertThat(Arrays.stream(counts[0])).allMatch(count -> count >= 34 && count <= 37);
    assertThat(Arrays.stream(counts[1])).allMatch(count -> count >= 13 && count <= 16);
  }

  @Test
  void aRowIsComparedWithItsTimeOfDayOnTheSameKindOfDay() {
    Instant saturdayNight = MONDAY.plus(Duration.ofDays(5)).plus(Duration.ofMinutes(30));
    float[][] compared = fourWeeks().comparedWith(saturdayNight, ZoneOffset.UTC);

    assertThat(compared.length).isBetween(HealthyRows.FEWEST_COMPARED, HealthyRows.MOST_COMPARED);
    Set<Integer> hours = new HashSet<>();
    for (float[] row : compared) {
      assertThat(isWeekend(time(row))).isTrue();
      hours.add(time(row).atZone(ZoneOffset.UTC).getHour());
    }
    assertThat(hours).containsExactlyInAnyOrder(22, 23, 0, 1, 2);
  }

  /** A day is as long everywhere, but begins at another time. */
  @Test
  void theKindOfDayIsThatOfTheZone() {
    Instant sundayEvening = Instant.parse("2026-03-08T20:00:00Z");

    for (float[] row : fourWeeks().comparedWith(sundayEvening, ZoneOffset.ofHours(5))) {
      assertThat(isWeekend(time(row).plus(Duration.ofHours(5)))).isFalse();
    }
  }

  /** Five days of a week's beginning have no weekend to compare with. */
  @Test
  void whereThereAreTooFewOfATimeOfDayAllAreCompared() {
    int minutes = 5 * 1_440;
    HealthyRows weekdays =
        HealthyRows.choose(
            history(minutes), 1, ZoneOffset.UTC, minutes, row -> true, HealthyRowsTest::numbers);
    Set<Integer> hours = new HashSet<>();
    for (float[] row : weekdays.comparedWith(MONDAY.plus(Duration.ofDays(6)), ZoneOffset.UTC)) {
      hours.add(time(row).atZone(ZoneOffset.UTC).getHour());
    }
    assertThat(hours).hasSize(24);
  }

  @Test
  void rowsOfTimesThatNobodyKnowsAreAllCompared() {
    HealthyRows rows = HealthyRows.of(new float[][] {{1}, {2}});

    assertThat(rows.comparedWith(MONDAY, ZoneOffset.UTC)).isDeepEqualTo(new float[][] {{1}, {2}});
  }

  /** 2^20 values in all, some 4 MB; of 10,000 features 104 rows. */
  @Test
  void rowsOfManyFeaturesAreFewer() {
    int features = 10_000;
    int minutes = 200;
    HealthyRows few =
        HealthyRows.choose(
            history(minutes),
            features,
            ZoneOffset.UTC,
            minutes,
            row -> true,
            rows -> new float[rows.length][features]);

    assertThat(few.rows().length).isEqualTo(104);
  }

  @Test
  void whereNoRowIsHealthyTheFirstStandsIn() {
    assertThat(
            HealthyRows.choose(
                    history(9), 1, ZoneOffset.UTC, 9, row -> false, HealthyRowsTest::numbers)
                .rows())
        .isDeepEqualTo(new float[][] {{0}});
  }

  private static boolean isWeekend(Instant time) {
    DayOfWeek day = time.atZone(ZoneOffset.UTC).getDayOfWeek();
    return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
  }
}
