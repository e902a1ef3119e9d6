package io.mild.benchmarks.experiment;

import static io.mild.benchmarks.experiment.HandMadeResults.fold;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTableTest {
  @Test
  void aModelHasTheMeansOfItsFolds() {
    Results results =
        HandMadeResults.of(Map.of("lr", List.of(fold("lr", 1, 1, 90), fold("lr", 2, 0, 40))));

    assertThat(ResultsTable.of(results).lines().skip(1).findFirst())
        .hasValueSatisfying(
            line ->
                assertThat(line.split(" +"))
                    .containsExactly(
                        "lr", "1.000", "65.0", "65.0", "65.0", "1.50", "1.00", "2/2", ".500",
                        ".500", ".500", ".020", ".045"));
  }

  @Test
  void whatAFoldDoesNotHaveIsADash() {
    assertThat(ResultsTable.line(fold("lr", 3, 0)))
        .isEqualTo(
            "lr fold 3: 0 failures, detection -, incident lead - min, false positives a day 1.50"
                + " (incidents 1.00), 13 s"); // 12.5 rounded half up
  }
}
