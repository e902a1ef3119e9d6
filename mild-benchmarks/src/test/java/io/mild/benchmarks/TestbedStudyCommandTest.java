package io.mild.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two recordings of two services whose queues fill for 40 minutes before their goals break. */
class TestbedStudyCommandTest {
  private static final int ROWS = 1_500;
  private static final int CYCLE = 150;

  @TempDir static Path folder;
  private static Path monday;
  private static Path tuesday;

  @BeforeAll
  static void record() throws IOException {
    monday = recorded("monday", 1);
    tuesday = recorded("tuesday", 2);
  }

  @Test
  void bothWaysAreInOneTableWithRivalsThatNeedNoFailure() throws IOException {
    Path out = folder.resolve("out");

    LabRun run =
        LabRun.of(
            "testbed",
            monday,
            tuesday,
            "--models",
            "z,predict-linear-15,forest,mild",
            "--out",
            out);

    assertThat(run.exitCode()).as(run.err()).isZero();
    String tables = Files.readString(out.resolve("testbed.md"));
    // ten failures in each recording, but those whose onset is in the other's rows
    assertThat(tables)
        .contains("| model | failures | detected |")
        .containsPattern("\\| z \\| (19|20) \\| 1\\.00 \\|")
        .contains("| forest |", "| predict-linear-15 |", "| mild |")
        .containsPattern("\\| correlation \\| [01]\\.\\d\\d \\[")
        .contains("| cart, slow | 10 |", "| pay, slow | 10 |");
    assertThat(out.resolve("forth/results.json")).exists();
    assertThat(out.resolve("back/results.json")).exists();
  }

  @Test
  void aModelThatThereIsNotIsRefusedWithThoseThereAre() {
    LabRun run =
        LabRun.of(
            "testbed", monday, tuesday, "--models", "oracle", "--out", folder.resolve("none"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no 'oracle'").contains("mild-first-day");
  }

  private static Path recorded(String day, long seed) throws IOException {
    Path to = Files.createDirectory(folder.resolve(day));
    Random random = new Random(seed);
    StringBuilder kpis = new StringBuilder("timestamp,cart_queue,cart_cpu,pay_queue,pay_cpu\n");
    StringBuilder failures =
        new StringBuilder("incident,intent,onset,failure,recovered,role,kind\n");
    for (int minute = 0; minute < ROWS; minute++) {
      int n = minute / CYCLE;
      int since = minute % CYCLE;
      double ramp = since >= 80 && since < 130 ? (since - 80) * 2.0 : 0;
      double cart = 10 + random.nextGaussian() + (n % 2 == 0 ? ramp : 0);
      double pay = 10 + random.nextGaussian() + (n % 2 == 1 ? ramp : 0);
      kpis.append(
          "%d,%s,%s,%s,%s\n"
              .formatted(60L * minute, cart, random.nextGaussian(), pay, random.nextGaussian()));
      if (since == 120) {
        failures.append(
            "i%d,%s,%d,%d,%d,root,slow\n"
                .formatted(
                    n,
                    n % 2 == 0 ? "cart" : "pay",
                    60 * (minute - 40),
                    60 * minute,
                    60 * (minute + 10)));
      }
    }
    Files.writeString(to.resolve("kpis.csv"), kpis);
    Files.writeString(to.resolve("failures.csv"), failures);
    Files.writeString(
        to.resolve("goals.yaml"),
        "goals:\n  cart:\n    holds: [cart_queue <= 90]\n  pay:\n    holds: [pay_queue <= 90]\n");
    return to;
  }
}
