package io.mild.testbed.recording;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.testbed.scene.FaultKind;
import io.mild.testbed.scene.FaultPlan;
import io.mild.testbed.scene.HarmlessEvent;
import io.mild.testbed.scene.InjectedFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingFilesTest {
  private static final Goals GOALS = Goals.of(Goal.of("api").holds(kpi("api_p95").atMost(50)));
  private static final FaultPlan PLAN =
      new FaultPlan(
          List.of(new InjectedFault(1, new FaultKind("api", "leak"), 100, 40, 10, 5, 1, 1, false)),
          List.of(new HarmlessEvent(20, "deploy", "api")));

  @TempDir private Path folder;

  @Test
  void ourOwnReadersReadWhatIsWritten() throws IOException {
    record(folder, true, 1, 20);

    KpiHistory kpis = KpiHistory.readCsv(folder.resolve("kpis.csv.gz"));
    assertThat(kpis.rows()).isEqualTo(400);
    assertThat(kpis.samplingPeriod()).hasMinutes(1);
    assertThat(kpis.values(7)[1]).isNaN();
    assertThat(Goals.readYaml(folder.resolve("goals.yaml"))).isEqualTo(GOALS);
    assertThat(FailureLog.readCsv(folder.resolve("failures.csv")).failures())
        .singleElement()
        .isEqualTo(
            Failure.of("f1", "api", RecordingFiles.time(130))
                .withOnset(RecordingFiles.time(100))
                .withRecovery(RecordingFiles.time(150))
                .withRole(Failure.Role.ROOT)
                .withKind("leak"));
    assertThat(Files.readAllLines(folder.resolve("events.csv")))
        .containsExactly(
            "incident,type,name,place,start,end,strength,rise,gamma,broke",
            "f1,fault,leak,api,2024-01-01T01:40:00Z,2024-01-01T02:35:00Z,1,40,1,api",
            ",event,deploy,api,2024-01-01T00:20:00Z,,,,,");
    assertThat(folder.resolve("meta.json")).hasContent("{\n  \"seed\" : 1\n}");
  }

  @Test
  void twoRecordingsOfOneSceneHaveTheSameStatistics(@TempDir Path other) throws IOException {
    record(folder, false, 1, 20);
    record(other, true, 2, 20);

    assertThat(RecordingComparison.of(folder, other).findings()).isEmpty();
  }

  @Test
  void aKpiOfAnotherLevelIsNamed(@TempDir Path other) throws IOException {
    record(folder, false, 1, 20);
    record(other, false, 2, 45);

    assertThat(RecordingComparison.of(folder, other).findings())
        .singleElement()
        .asString()
        .startsWith("api_p95 is ")
        .contains("at 50 %");
  }

  @Test
  void aGoalThatBreaksTenTimesAsOftenIsTold(@TempDir Path other) throws IOException {
    record(folder, false, 1, 20);
    record(other, false, 2, 20);
    Files.writeString(
        other.resolve("failures.csv"),
        "incident,intent,failure\n"
            + "a,api,2024-01-01T01:00:00Z\n".repeat(1)
            + "b,api,2024-01-01T02:00:00Z\n"
            + "c,api,2024-01-01T03:00:00Z\n"
            + "d,api,2024-01-01T03:10:00Z\n"
            + "e,api,2024-01-01T03:20:00Z\n"
            + "f,api,2024-01-01T03:30:00Z\n"
            + "g,api,2024-01-01T03:40:00Z\n"
            + "h,api,2024-01-01T03:50:00Z\n"
            + "i,api,2024-01-01T04:00:00Z\n");

    assertThat(RecordingComparison.of(folder, other).findings())
        .containsExactly("9 failures in 400 rows, where 1.0 are due");
  }

  /** The API is too slow from row 130 to 149. */
  private static void record(Path folder, boolean gzipped, long seed, double level)
      throws IOException {
    Random random = new Random(seed);
    try (RecordingFiles files =
        new RecordingFiles(folder, List.of("api_p95", "api_heap"), gzipped)) {
      for (int row = 0; row < 400; row++) {
        boolean broken = row >= 130 && row < 150;
        files.row(
            new double[] {
              (broken ? 90 : level) + random.nextGaussian(),
              row == 7 ? Double.NaN : 30 + 3 * random.nextGaussian()
            });
      }
      files.finish(GOALS, PLAN, Map.of("seed", seed));
    }
  }
}
