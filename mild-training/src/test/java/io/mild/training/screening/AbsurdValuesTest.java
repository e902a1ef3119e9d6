package io.mild.training.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.features.SeasonalProfile;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no measurement is taken for missing and told; what may be a failure stays. */
class AbsurdValuesTest {
  private static final int ROW = 1000; // of no failure

  private final ServiceWeeks weeks = new ServiceWeeks();

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0x1p64,
        1.84467e19,
        0x1p63,
        0x1p31 - 1,
        -0x1p31,
        0x1p32 - 1,
        Float.MAX_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1e200,
        -1,
        -999,
        1e9
      })
  void oneAbsurdRowIsMissingAndToldAndMovesNeitherScaleNorRhythm(double absurd) {
    SeasonalProfile without = profile(weeks);
    weeks.load[ROW] = absurd;

    ScreenedHistory screened = weeks.screened();

    assertThat(screened.history().values(ROW)).containsExactly(Double.NaN);
    assertThat(screened.told())
        .singleElement()
        .asString()
        .startsWith(
            "absurd values are taken for missing: 'load' is "
                + absurd
                + " at "
                + weeks.time(ROW)
                + ", but usually ");
    SeasonalProfile with = profile(weeks);
    assertThat(with.scales()[0]).isCloseTo(without.scales()[0], Percentage.withPercentage(1));
    for (int row = 0; row < 288; row++) {
      long time = weeks.time(row).toEpochMilli();
      assertThat(expected(with, time))
          .isCloseTo(expected(without, time), Percentage.withPercentage(1));
    }
  }

  @Test
  void theSentenceHasValueTimeUsualDistanceAndHowManyMore() {
    weeks.with("queue", row -> row == 20 || row == 500 ? -1 : 100 + row % 11);

    assertThat(weeks.told())
        .containsExactly(
            "absurd values are taken for missing: 'queue' is -1.0 at 2026-03-02T01:40:00Z, but"
                + " usually 100 to 110, 10.1 times that range away, and in 1 row more (mend them"
                + " where they come from, or leave them empty)");
  }

  @Test
  void aThirdOfTheRowsMayBeASentinel() {
    weeks.with("free", row -> row % 3 == 0 ? 0x1p64 : 100 + row % 7);

    assertThat(weeks.screened().history().values(3)[1]).isNaN();
  }

  @Test
  void aSentinelWithinAFailureIsNoMeasurementEither() {
    weeks.load[weeks.failureRows.get(0)] = 0x1p64;

    assertThat(weeks.told()).hasSize(1);
  }

  @Test
  void minusOneForARowIsNoMeasurementWithinAFailureEither() {
    int failure = weeks.failureRows.get(0);
    weeks.with("latency", row -> row == failure - 3 ? -1 : 50.5 + row % 13);

    assertThat(weeks.screened().history().values(failure - 3)[1]).isNaN();
  }

  @Test
  void aKpiThatComesNearASentinelKeepsIt() {
    weeks.with("bytes", row -> row == ROW ? 0x1p31 : 1e9 + 1e8 * (row % 12));

    assertThat(weeks.told()).isEmpty();
  }

  @Test
  void aBurstOfErrorsThatAreNearlyAlways0Stays() {
    weeks.with("errors", row -> row > ROW && row < ROW + 4 ? 50_000 : row % 400 == 0 ? 1 : 0);

    assertThat(weeks.told()).isEmpty();
  }

  @Test
  void aLatencyFiftyTimesAsHighForTwoRowsStaysWhetherOrNotAnythingIsLogged() {
    weeks.with("latency", row -> row == ROW || row == ROW + 1 ? 2500 : 50 + row % 13);

    assertThat(weeks.told()).isEmpty();
  }

  @Test
  void aValueFarOutStaysWithinAFailureAndSoDoesOneOfALongerRun() {
    int failure = weeks.failureRows.get(0);
    weeks.with(
        "latency",
        row -> row == failure - 3 || row > ROW && row <= ROW + 4 ? 200_000 : 50 + row % 13);

    assertThat(weeks.told()).isEmpty();
  }

  @Test
  void anAvailabilityThatFallsTo0Stays() {
    weeks.with("availability", row -> row == ROW ? 0 : 99.99 + row % 10 / 1e3);

    assertThat(weeks.told()).isEmpty();
  }

  @Test
  void minusOneForAllOfAnOutageStays() {
    int failure = weeks.failureRows.get(0);
    weeks.with("latency", row -> row > failure && row < failure + 6 ? -1 : 50.5 + row % 13);

    assertThat(weeks.told()).isEmpty();
  }

  @Test
  void aTemperatureThatCrosses0Stays() {
    weeks.with("temperature", row -> Math.rint(100 * (5 - 6 * Math.sin(row / 45.0))) / 100);

    assertThat(weeks.told()).isEmpty();
  }

  @Test
  void aCountNear0KeepsItsMinusOne() {
    weeks.with("balance", row -> row == ROW ? -1 : row % 3);

    assertThat(weeks.told()).isEmpty();
  }

  @Test
  void fiveKpisAreNamedAndTheOthersCounted() {
    for (int i = 0; i < 7; i++) {
      int shift = i;
      weeks.with("kpi" + i, row -> row == ROW + shift ? -1 : 50.5 + (row + shift) % 9);
    }

    assertThat(weeks.told())
        .singleElement()
        .asString()
        .contains("'kpi4' is", "; and 2 more (mend")
        .doesNotContain("'kpi5'");
  }

  private static double expected(SeasonalProfile profile, long time) {
    double[] expected = new double[1];
    profile.expected(time, expected);
    return expected[0];
  }

  private static SeasonalProfile profile(ServiceWeeks weeks) {
    KpiColumns columns =
        KpiColumns.of(
            ScreenedHistory.of(
                    weeks.history(), new FailureLog(List.<Failure>of()), ServiceWeeks.HORIZON)
                .history());
    return SeasonalProfile.fit(columns.epochMillis(), columns.values()[0]);
  }
}
