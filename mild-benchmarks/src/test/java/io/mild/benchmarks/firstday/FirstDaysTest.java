package io.mild.benchmarks.firstday;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstDaysTest {
  @Test
  void fromThreeHoursBreaksOfTheNextDaysAreWarnedOfBesideTheRivals() {
    List<FirstDayResult> results = new ArrayList<>();
    new FirstDays(List.of(101L), 1, 2, 1).run(3, results::add);

    assertThat(results)
        .extracting(FirstDayResult::model)
        .containsExactly(
            "MILD, own threshold",
            "MILD",
            "predict_linear 15m",
            "predict_linear 30m",
            "predict_linear 60m",
            "random-cut-forest");
    assertThat(results.get(0).figures().recall()).isGreaterThan(0.5);
    assertThat(FirstDayMean.of(results)).allMatch(mean -> mean.starts() == 1);
  }

  @Test
  void afterFiveBreaksWhatWasChosenStandsBesideAForecastThatLearnedOfNone() {
    List<FirstDayResult> results = new ArrayList<>();
    new FirstDays(List.of(101L), 1, 2, 1).runAfterBreaks(5, results::add);

    assertThat(results)
        .extracting(FirstDayResult::model)
        .containsExactly("MILD, own threshold", "MILD", "forecast, own threshold", "forecast");
    assertThat(results).allMatch(result -> result.failures() >= 5);
    assertThat(results.get(3).figures().recall()).isGreaterThan(0.5);
  }
}
