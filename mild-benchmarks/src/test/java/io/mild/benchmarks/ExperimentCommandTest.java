package io.mild.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment as a command, on small data sets. */
class ExperimentCommandTest {
  @TempDir Path temporary;

  @Test
  void anExperimentOfOtherDataEndsWithATableResultsAndAReport() throws IOException {
    Path data = temporary.resolve("data");
    SyntheticTelemetry.generate(SyntheticSpec.builder().minutes(8_000).build()).writeTo(data);
    Path out = temporary.resolve("experiment");
    LabRun run =
        LabRun.of("experiment", "--data", data, "--folds", 2, "--models", "dist,lr", "--out", out);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .anyMatch(
            line -> line.matches("dist fold 2: \\d+ failures, detection .*; about \\d+ min left"))
        .anyMatch(line -> line.startsWith("lr "))
        .anyMatch(line -> line.endsWith("report.html"));
    assertThat(out.resolve("results.json")).isNotEmptyFile();
    assertThat(out.resolve("report.html")).isNotEmptyFile();
  }

  /** As of train: who looks four hours ahead can't take more than one in two days. */
  @Test
  void aLongHorizonHasASmallBudget() throws IOException {
    Path out = temporary.resolve("far");
    LabRun run =
        LabRun.of(
            "experiment",
            "--minutes",
            8_000,
            "--folds",
            1,
            "--models",
            "dist",
            "--horizon",
            "4h",
            "--out",
            out);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readString(out.resolve("results.json")))
        .containsPattern("\"budget\" ?: ?0\\.5\\b");
  }

  @Test
  void anExperimentOnTheStressSetIsOneCommand() throws IOException {
    Path out = temporary.resolve("stress");
    LabRun run =
        LabRun.of(
            "experiment",
            "--minutes",
            6_000,
            "--seed",
            9,
            "--pairs",
            2,
            "--victim-overt",
            1,
            "--folds",
            1,
            "--models",
            "dist",
            "--out",
            out);

    assertThat(run.exitCode()).as(run.err()).isZero();
    Path data = out.resolve("data-6000-seed-9-pairs-2-victim-overt-1");
    SyntheticTelemetry.generate(
            SyntheticSpec.builder().minutes(6_000).seed(9).pairs(2).victimOvert(true).build())
        .writeTo(temporary.resolve("same"));
    assertThat(data.resolve("kpis.csv")).hasSameBinaryContentAs(temporary.resolve("same/kpis.csv"));
    assertThat(Files.readString(out.resolve("results.json")))
        .contains("6,000 minutes, seed 9, pairs 2, victim-overt 1");
  }

  @Test
  void recordingsAtLevelsOfTheirOwnAreMeasuredBesideTheUncut() throws IOException {
    Path out = temporary.resolve("levels");
    LabRun run =
        LabRun.of(
            "experiment",
            "--minutes",
            8_000,
            "--shift-levels",
            "--folds",
            1,
            "--models",
            "z",
            "--out",
            out);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("z "))).hasSizeGreaterThan(1);
    String uncut = Files.readString(out.resolve("uncut/results.json"));
    String cut = Files.readString(out.resolve("cut/results.json"));
    assertThat(uncut).contains("8,000 minutes, seed 42\"");
    assertThat(cut)
        .contains("8,000 minutes, seed 42, cut at 1440 rows, levels shifted by 3.0 deviations\"");
    assertThat(lead(cut)).isLessThan(lead(uncut));
  }

  @Test
  void dataHaveNoSeedUnlessTheirLevelsAreShifted() {
    LabRun run = LabRun.of("experiment", "--data", temporary, "--seed", 3, "--out", temporary);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("leave out --seed");
  }

  /** At one false alarm a day. */
  private static double lead(String results) {
    Matcher lead =
        Pattern.compile("\"incidentLeadAtOnePerDay\"\\s*:\\s*([0-9.]+)").matcher(results);
    assertThat(lead.find()).isTrue();
    return Double.parseDouble(lead.group(1));
  }
}
