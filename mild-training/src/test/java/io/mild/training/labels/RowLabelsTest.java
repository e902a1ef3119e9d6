package io.mild.training.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RowLabelsTest {
  private static final List<String> INTENTS = List.of("api", "cart", "orders");
  private static final List<Duration> HORIZONS =
      List.of(Duration.ofMillis(3_000), Duration.ofMillis(1_700));

  /** t_fail − H ≤ t < t_fail, asked of every failure; times of failures have nanoseconds. */
  @Property(tries = 100)
  void aWalkTeachesWhatEachFailureSays(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Failure> failures = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      Instant time = Instant.EPOCH.plusMillis(random.nextInt(60) * 500).plusNanos(n % 3);
      failures.add(Failure.of("", INTENTS.get(random.nextInt(2)), time));
    }
    FailureLog log = new FailureLog(failures);
    RowLabels walk = new RowLabels(log, log, INTENTS, HORIZONS, false);
    float[] labels = new float[walk.labels()];
    for (long now = 0; now < 30_000; now += 100 + random.nextInt(1_500)) { // rows are left out
      walk.accept(now);
      walk.writeLabels(labels, 0);
      for (int horizon = 0; horizon < 2; horizon++) {
        for (int intent = 0; intent < 3; intent++) {
          assertThat(labels[horizon * 3 + intent])
              .isEqualTo(isWithin(failures, intent, horizon, now) ? 1 : 0);
        }
      }
    }
  }

  private static boolean isWithin(List<Failure> failures, int intent, int horizon, long now) {
    return failures.stream()
        .filter(failure -> failure.intent().equals(INTENTS.get(intent)))
        .anyMatch(
            failure ->
                now < failure.time().toEpochMilli()
                    && !Instant.ofEpochMilli(now)
                        .isBefore(failure.time().minus(HORIZONS.get(horizon))));
  }
}
