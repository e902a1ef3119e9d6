package io.mild.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Verdict;
import io.mild.data.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One failure that was announced half a horizon before, and one of which nothing was said. */
class FigureTableTest {
  @ParameterizedTest
  @CsvSource({
    "PT2H, 60, minute, lead120 (min), 60.0, 30 minutes, 60 minutes",
    "PT30S, 0.25, row, lead30 (s), 15.0, 7.5 seconds, 15 seconds",
    "PT10M, 5, minute, lead10 (min), 5.0, 150 seconds, 5 minutes",
    "PT30H, 900, row, lead30 (h), 15.0, 7.5 hours, 15 hours",
    "P30D, 21600, row, lead30 (days), 15.0, 7.5 days, 15 days"
  })
  void timesAreInTheUnitOfTheHorizon(
      Duration horizon,
      double leadMinutes,
      String row,
      String capped,
      String lead,
      String quarter,
      String half) {
    String name = capped.replaceFirst(" .*", "");
    String unit = capped.substring(name.length());
    Verdict right = new Verdict(List.of("a"), 0.9);
    FailureOutcome announced =
        new FailureOutcome(
            Failure.of("1", "a", Instant.EPOCH),
            false,
            leadMinutes,
            4 * leadMinutes, // two horizons
            Map.of(VerdictTime.QUARTER, right, VerdictTime.HALF, right),
            0,
            0,
            List.of());
    FailureOutcome missed =
        new FailureOutcome(
            Failure.of("2", "a", Instant.EPOCH),
            false,
            Double.NaN,
            Double.NaN,
            Map.of(),
            Double.NaN,
            Double.NaN,
            List.of());

    String[] lines =
        FigureTable.of(
                new AlertEvaluation(
                    horizon, 1, 0.5, List.of(announced, missed), Map.of("a", 0.0), 0, List.of()))
            .lines()
            .toArray(String[]::new);

    double half120 = Double.parseDouble(lead) / 2;
    assertThat(Arrays.stream(lines).map(line -> line.replaceAll(" +-?$| {2,}", "|")))
        .contains(
            "lead, mean over detected" + unit + "|" + lead + "|",
            name + ", missed as 0" + unit + "|" + half120 + "|", // (lead + 0) / 2
            "incident " + name + ", missed as 0" + unit + "|" + lead + "|", // (horizon + 0) / 2
            "root cause right " + quarter + " later|1.000 (1/1)|",
            "root cause right " + half + " later|1.000 (1/1)|",
            "root cause right in the last " + row + "|-|",
            "time left held in all " + row + "s|-|");
  }
}
