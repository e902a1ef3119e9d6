package io.mild.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two services of one KPI each, recorded twice; a failing one's latency doubles. */
class TransferCommandTest {
  private static final int MINUTES = 120;

  @TempDir static Path folder;
  private static Path monday;
  private static Path tuesday;

  @BeforeAll
  static void record() throws IOException {
    monday = recorded("monday", 1);
    tuesday = recorded("tuesday", 2);
  }

  @Test
  void eachRecordingsFailuresAreNamedByWhatWasLearnedOfTheOther() {
    LabRun run = LabRun.of("transfer", monday, tuesday);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("tested on " + tuesday, "tested on " + monday)
        .contains("an expert an intent: ", "experts are shared by 2 intents")
        .contains("shared experts: 8 of 8 named, 8 detected")
        .contains("cart never failed before: 4 of 4 named")
        .contains("pay never failed before: 4 of 4 named");
  }

  @Test
  void ownKpisAreAnIntentAndAPattern() {
    LabRun run = LabRun.of("transfer", monday, tuesday, "--own", "cart.*");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--own must be like cart=cart.*, or alone auto or none, but was cart.*");
  }

  private static Path recorded(String day, long seed) throws IOException {
    Path to = Files.createDirectory(folder.resolve(day));
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder kpis = new StringBuilder("timestamp,cart.ms,pay.ms\n");
    StringBuilder failures =
        new StringBuilder("incident,intent,onset,failure,recovered,role,kind\n");
    for (int minute = 0; minute < MINUTES; minute++) {
      int n = minute / 12;
      boolean fails = n < 8 && minute % 12 >= 6 && minute % 12 < 10;
      double cart = 100 + random.nextDouble(-5, 5) + (fails && n % 2 == 0 ? 100 : 0);
      double pay = 100 + random.nextDouble(-5, 5) + (fails && n % 2 == 1 ? 100 : 0);
      kpis.append("%d,%s,%s\n".formatted(60L * minute, cart, pay));
      if (fails && minute % 12 == 6) {
        failures.append(
            "i%d,%s,%d,%d,,root,latency\n"
                .formatted(n, n % 2 == 0 ? "cart" : "pay", 60 * minute, 60 * (minute + 4)));
      }
    }
    Files.writeString(to.resolve("kpis.csv"), kpis);
    Files.writeString(to.resolve("failures.csv"), failures);
    return to;
  }
}
