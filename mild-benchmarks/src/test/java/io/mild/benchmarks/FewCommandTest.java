package io.mild.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten days of generated telemetry, of which five are for the test. */
class FewCommandTest {
  @TempDir Path out;

  @Test
  void aCurveIsATableTwoFilesAndAPage() throws IOException {
    LabRun run = few("--models", "lr,z", "--failures", "1,3", "--draws", "2", "--days", "2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("generated, 14,400 minutes, seed 101")
        .containsPattern("AUC +1 +3\nlr +0\\.\\d{3} +0\\.\\d{3}\nz +0\\.\\d{3}");
    assertThat(run.err()).contains("8 of 8 trainings");
    List<String> figures = Files.readAllLines(out.resolve("few.csv"));
    assertThat(figures).hasSize(1 + 2 * 2);
    assertThat(figures.get(0))
        .startsWith("model,failures,draws,aucDeviation,auc,detected,falseAlarmsADay,budgetHeld,");
    assertThat(figures.get(1)).startsWith("lr,1,2,");
    assertThat(Files.readAllLines(out.resolve("draws.csv"))).hasSize(1 + 2 * 2 * 2);
    assertThat(Files.readString(out.resolve("few.html")))
        .contains("generated, 14,400 minutes", "2 histories", "<td>lr</td>");
  }

  @Test
  void shiftedLevelsAreTheRuinOfWhoTrustsLevels() throws IOException {
    few("--models", "z", "--failures", "5", "--draws", "2", "--days", "2");
    double level = auc(out.resolve("few.csv"));

    LabRun run =
        few("--models", "z", "--failures", "5", "--draws", "2", "--days", "2", "--shift-levels");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("levels shifted by 3.0 deviations");
    assertThat(auc(out.resolve("few.csv"))).isLessThan(level);
  }

  @Test
  void moreFailuresThanThereAreAreRefusedInALine() {
    LabRun run = few("--failures", "1,50");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines()).hasSize(1);
    assertThat(run.err()).contains("too few for a history of 50");
  }

  @Test
  void dataBringTheirOwnRows() {
    LabRun run = few("--data", out);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("leave out --minutes");
  }

  private LabRun few(Object... options) {
    List<Object> all = new ArrayList<>(List.of("few", "--minutes", "14400", "--out", out));
    all.addAll(List.of(options));
    return LabRun.of(all.toArray());
  }

  /** Of the only model. */
  private static double auc(Path file) throws IOException {
    return Double.parseDouble(Files.readAllLines(file).get(1).split(",")[4]);
  }
}
