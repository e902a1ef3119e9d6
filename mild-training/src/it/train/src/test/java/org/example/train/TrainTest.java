package org.example.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mild.Mild;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.training.MildTrainer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int MINUTES = 600;
  private static final int EVERY = 60;

  /** A latency that grows for 20 minutes up to a failure, once an hour. */
  @Test
  void aModelIsTrainedSavedAndFindsTheNextFailure(@TempDir Path folder) throws Exception {
    Random random = new Random(1);
    List<Instant> times = new ArrayList<>();
    double[][] rows = new double[MINUTES][2];
    List<Failure> failures = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      Instant time = START.plus(Duration.ofMinutes(minute));
      times.add(time);
      int left = EVERY - minute % EVERY;
      rows[minute][0] = 80 + random.nextGaussian() + (left <= 20 ? 5 * (20 - left) : 0);
      rows[minute][1] = 40 + random.nextGaussian();
      if (minute > 0 && minute % EVERY == 0) {
        failures.add(Failure.of("INC-" + minute, "api", time).withRole(Failure.Role.ROOT));
      }
    }
    KpiHistory history = KpiHistory.of(List.of("latency", "cpu"), times, rows);

    Mild mild =
        MildTrainer.create()
            .horizons(Duration.ofMinutes(15))
            .maxEpochs(5)
            .falsePositiveBudget(24)
            .train(history, new FailureLog(failures));
    mild.save(folder.resolve("api.mild"));

    Mild loaded = Mild.load(folder.resolve("api.mild"));
    assertEquals(mild.id(), loaded.id());
    double[] risks =
        loaded.assess(history).mapToDouble(now -> now.intent("api").risk()).toArray();
    assertTrue(risks[MINUTES - 2] > risks[MINUTES - 40], "a row that leads up to a failure stands out");
  }
}
