package io.mild.benchmarks.experiment;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.synthetic.SyntheticFailure;
import io.mild.synthetic.SyntheticTelemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Generated telemetry as what is learned from, without a detour by files. */
public final class Generated {
  private Generated() {}

  /** The rows. */
  public static KpiHistory history(SyntheticTelemetry telemetry) {
    List<Instant> times =
        Arrays.stream(telemetry.epochSeconds()).mapToObj(Instant::ofEpochSecond).toList();
    return KpiHistory.of(telemetry.kpis(), times, telemetry.values());
  }

  /** The failures, victims' rows among them. */
  public static FailureLog failures(SyntheticTelemetry telemetry) {
    List<Failure> failures = new ArrayList<>();
    for (SyntheticFailure failure : telemetry.failures()) {
      failures.add(failure(telemetry, failure, failure.root(), Failure.Role.ROOT));
      if (!failure.victim().isEmpty()) {
        failures.add(failure(telemetry, failure, failure.victim(), Failure.Role.VICTIM));
      }
    }
    return new FailureLog(failures);
  }

  private static Failure failure(
      SyntheticTelemetry telemetry, SyntheticFailure failure, String intent, Failure.Role role) {
    return Failure.of("" + failure.incident(), intent, at(telemetry, failure.failure()))
        .withOnset(at(telemetry, failure.onset()))
        .withRecovery(at(telemetry, failure.recovered()))
        .withRole(role)
        .withKind(failure.kind().toString());
  }

  private static Instant at(SyntheticTelemetry telemetry, int minute) {
    return Instant.ofEpochSecond(telemetry.epochSecond(minute));
  }
}
