package io.mild.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mild.data.KpiHistory;
import io.mild.goals.Goals;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Records with real processes: some seconds each. */
final class RecordCommandTest {
  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();

  @Test
  void theShopServesItsUsersAndAllOfItIsSeen() throws IOException {
    assertThat(record("--scene", "shop", "--rows", "8", "--minute", "500ms", "--warm-up", "10"))
        .as(said.toString())
        .isZero();

    KpiHistory kpis = KpiHistory.readCsv(folder.resolve("kpis.csv"));
    assertThat(kpis.rows()).isEqualTo(8);
    assertThat(kpis.kpis()).hasSizeBetween(24, 40);
    // how many a second a busy machine answers in these few is its own matter
    assertThat(mean(kpis, "api_rate")).isBetween(2.0, 300.0);
    assertThat(mean(kpis, "ingestion_rate")).isBetween(2.0, 300.0);
    // how many in time depends on the machine, which may be busy
    assertThat(mean(kpis, "analytics_served")).isBetween(0.0, 100.0);
    assertThat(mean(kpis, "analytics_rate")).isPositive();
    assertThat(mean(kpis, "api_p95")).isGreaterThan(0.5);
    assertThat(mean(kpis, "ingestion_commit")).isPositive();
    assertThat(mean(kpis, "ingestion_disk")).isPositive();
    for (String service : List.of("api", "ingestion", "analytics")) {
      assertThat(mean(kpis, service + "_cpu")).isPositive();
      assertThat(mean(kpis, service + "_rss")).isBetween(20.0, 400.0);
      assertThat(mean(kpis, service + "_heap")).isBetween(1.0, 64.0);
    }
    Goals.readYaml(folder.resolve("goals.yaml")).requireWatchable(kpis.kpis());
    JsonNode meta = new ObjectMapper().readTree(folder.resolve("meta.json").toFile());
    assertThat(meta.path("rows").asInt()).isEqualTo(8);
    assertThat(meta.path("sampler lag ms").path("p50").asDouble()).isLessThan(50);
  }

  @Test
  void theNetworkCarriesItsFlowsAndAllOfItIsSeen() throws IOException {
    NetworkHere.orLeaveOut();

    assertThat(record("--scene", "network", "--rows", "6", "--minute", "500ms", "--warm-up", "3"))
        .as(said.toString())
        .isZero();

    KpiHistory kpis = KpiHistory.readCsv(folder.resolve("kpis.csv"));
    assertThat(kpis.kpis()).hasSizeBetween(24, 40);
    assertThat(mean(kpis, "voice_rate")).isGreaterThan(50);
    assertThat(mean(kpis, "video_mbit")).isBetween(0.2, 14.0);
    assertThat(mean(kpis, "core_mbit")).isBetween(0.5, 18.0);
    assertThat(mean(kpis, "detour_mbit")).isBetween(1.0, 5.1);
    assertThat(mean(kpis, "voice_p95")).isPositive();
    assertThat(mean(kpis, "bulk_goodput")).isBetween(0.1, 12.0);
    assertThat(mean(kpis, "voice_loss")).isLessThan(5);
  }

  @Test
  void aFaultThatThereIsNotIsRefusedWithThoseThereAre() throws IOException {
    assertThat(record("--scene", "shop", "--rows", "2", "--only", "api/flood")).isEqualTo(2);

    assertThat(said.toString()).contains("no fault 'api/flood'").contains("api/memory-leak");
    assertThat(folder.resolve("kpis.csv")).doesNotExist();
  }

  private int record(String... arguments) throws IOException {
    String[] all = Arrays.copyOf(arguments, arguments.length + 3);
    all[arguments.length] = "--out=" + folder;
    all[arguments.length + 1] = "--seed=3";
    all[arguments.length + 2] = "--core=0";
    String[] command = new String[all.length + 1];
    command[0] = "record";
    System.arraycopy(all, 0, command, 1, all.length);
    CommandLine line = TestbedCommand.root().newCommandLine();
    line.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
    return line.execute(command);
  }

  private static double mean(KpiHistory kpis, String kpi) {
    int column = kpis.kpis().indexOf(kpi);
    double sum = 0;
    int count = 0;
    for (int row = 0; row < kpis.rows(); row++) {
      double value = kpis.values(row)[column];
      if (!Double.isNaN(value)) {
        sum += value;
        count++;
      }
    }
    return sum / count;
  }
}
