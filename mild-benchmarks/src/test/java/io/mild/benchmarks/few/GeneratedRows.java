package io.mild.benchmarks.few;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.synthetic.SyntheticFailure;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Generated telemetry of ten days. */
final class GeneratedRows {
  static final Duration HORIZON = Duration.ofMinutes(120);

  private static final SyntheticTelemetry TELEMETRY =
      SyntheticTelemetry.generate(SyntheticSpec.builder().minutes(14_400).seed(101).build());

  static final KpiHistory HISTORY =
      KpiHistory.of(
          TELEMETRY.kpis(),
          Arrays.stream(TELEMETRY.epochSeconds()).mapToObj(Instant::ofEpochSecond).toList(),
          TELEMETRY.values());

  static final FailureLog FAILURES = new FailureLog(failures());

  private GeneratedRows() {}

  private static List<Failure> failures() {
    List<Failure> failures = new ArrayList<>();
    for (SyntheticFailure failure : TELEMETRY.failures()) {
      failures.add(failure(failure, failure.root()).withRole(Failure.Role.ROOT));
      if (!failure.victim().isEmpty()) {
        failures.add(failure(failure, failure.victim()).withRole(Failure.Role.VICTIM));
      }
    }
    return failures;
  }

  private static Failure failure(SyntheticFailure failure, String intent) {
    return Failure.of("" + failure.incident(), intent, at(failure.failure()))
        .withOnset(at(failure.onset()))
        .withRecovery(at(failure.recovered()));
  }

  private static Instant at(int minute) {
    return Instant.ofEpochSecond(TELEMETRY.epochSecond(minute));
  }
}
