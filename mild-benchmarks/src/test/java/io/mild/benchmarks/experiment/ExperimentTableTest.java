package io.mild.benchmarks.experiment;

import static io.mild.benchmarks.experiment.HandMadeResults.fold;
import static io.mild.benchmarks.experiment.HandMadeResults.learning;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTableTest {
  @Test
  void aModelHasTheMeansOfItsFoldsInEachTable() {
    ExperimentResults results =
        HandMadeResults.of(Map.of("lr", List.of(fold("lr", 1, 1, 90), fold("lr", 2, 0, 40))));

    assertThat(ExperimentTable.of(results).lines().filter(line -> line.startsWith("lr")))
        .extracting(line -> line.replaceAll(" +", " "))
        .containsExactly(
            "lr 1.000 65.0 65.0 65.0 1.50 1.00 2/2 .020 .045",
            "lr .500 .500 .500 .500 .500 2.00 15.0 - - -");
  }

  @Test
  void columnsStandBelowTheirNamesHoweverLongAModelsName() {
    String name = "mild-with-a-long-name";
    ExperimentResults results = HandMadeResults.of(Map.of(name, List.of(fold(name, 1, 1, 90))));

    assertThat(ExperimentTable.of(results).lines())
        .contains(
            "root cause               own  first    +30    +60   last  flips settled  alone  right"
                + " either",
            "mild-with-a-long-name  1.000  1.000  1.000  1.000  1.000   2.00    15.0      -      - "
                + "     -");
  }

  /** 90 minutes are 1.5 hours, and 65 in the mean 1.1. */
  @Test
  void timesAreInTheUnitOfTheHorizon() {
    ExperimentResults results =
        HandMadeResults.of(
            30 * 60, Map.of("lr", List.of(fold("lr", 1, 1, 90), fold("lr", 2, 0, 40))));

    assertThat(ExperimentTable.of(results).lines().map(line -> line.replaceAll(" +", " ")))
        .contains("lr 1.000 1.1 1.1 1.1 1.50 1.00 2/2 .020 .045")
        .contains("root cause own first +7.5 h +15 h last flips settled alone right either")
        .anyMatch(line -> line.contains("lead: hours, own alert"))
        .anyMatch(line -> line.contains("capped at 30, missed as 0"));
    assertThat(ExperimentTable.line(fold("lr", 3, 1, 90), Duration.ofHours(8)))
        .contains(", incident lead 1.5 h, ");
  }

  @Test
  void tablesThatNobodyHasFiguresForAreLeftOut() {
    ExperimentResults results = HandMadeResults.of(Map.of("lr", List.of(fold("lr", 1, 1, 90))));

    assertThat(ExperimentTable.of(results)).doesNotContain("time left", "feedback");
  }

  @Test
  void aModelThatLearnsFromWhatItIsToldHasALineForEachWhoTells() {
    FoldResult learning = learning(fold("mild", 1, 1, 40), fold("mild", 1, 1, 90));
    ExperimentResults results =
        HandMadeResults.of(Map.of("mild", List.of(learning), "lr", List.of(fold("lr", 1, 1, 90))));

    assertThat(ExperimentTable.of(results).lines().map(line -> line.replaceAll(" +", " ")))
        .containsSubsequence(
            "feedback announced incident FP inc. held",
            "mild 1.000 40.0 1.00 1/1",
            "mild, verdicts 1.000 90.0 1.00 1/1",
            "mild, outcomes 1.000 90.0 1.00 1/1",
            "mild, half averted, told 1.000 90.0 1.00 1/1",
            "mild, half averted, untold 1.000 90.0 1.00 1/1",
            "mild, 30 % unlogged 1.000 90.0 1.00 1/1",
            "The same alerts, and those with a threshold that moves: with an operator's verdicts,"
                + " or");
  }

  @Test
  void whatItWasToldIsKeptInTheFile(@TempDir Path folder) throws IOException {
    FoldResult learning = learning(fold("mild", 1, 1, 40), fold("mild", 1, 1, 90));
    Path file = folder.resolve("fold.json");
    ExperimentJson.write(file, learning);

    FoldResult read = ExperimentJson.read(file, FoldResult.class);
    assertThat(read.feedback()).isEqualTo(learning.feedback());
    assertThat(Files.readString(file)).contains("\"feedback\":{\"verdicts\":{");
  }

  @Test
  void whatAFoldDoesNotHaveIsADash() {
    assertThat(ExperimentTable.line(fold("lr", 3, 0), Duration.ofMinutes(120)))
        .isEqualTo(
            "lr fold 3: 0 failures, detection -, incident lead - min, false positives a day 1.50"
                + " (incidents 1.00), 13 s"); // 12.5 rounded half up
  }
}
