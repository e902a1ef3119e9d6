package io.mild.testbed.recording;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.testbed.scene.InjectedFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which fault a broken goal came of: the one that is in force, or was until a while ago. */
final class InjectedRoots {
  /** Queues that a fault filled are empty so many rows after it. */
  private static final int AFTERMATH_ROWS = 30;

  private static final String NO_FAULT = "none";

  private InjectedRoots() {}

  static String incident(InjectedFault fault) {
    return "f" + fault.number();
  }

  /**
   * The failures with the faults' number, start, kind and place: of an incident the intent that the
   * fault was injected at is the root, others are victims. What breaks again in the same incident
   * is the same failure. What breaks without any fault has neither root nor onset.
   */
  static FailureLog of(FailureLog broken, List<InjectedFault> faults) {
    Map<String, Failure> failures = new LinkedHashMap<>();
    List<Failure> unexplained = new ArrayList<>();
    for (Failure failure : broken.failures()) {
      Optional<InjectedFault> fault = fault(failure.time(), faults);
      if (fault.isEmpty()) {
        unexplained.add(
            recovered(
                Failure.of("n" + (unexplained.size() + 1), failure.intent(), failure.time())
                    .withKind(NO_FAULT),
                failure));
      } else {
        failures.merge(
            incident(fault.get()) + " " + failure.intent(),
            explained(failure, fault.get()),
            InjectedRoots::recovered);
      }
    }
    List<Failure> all = new ArrayList<>(failures.values());
    all.addAll(unexplained);
    return new FailureLog(all);
  }

  private static Optional<InjectedFault> fault(Instant time, List<InjectedFault> faults) {
    return faults.stream()
        .filter(fault -> !time.isBefore(RecordingFiles.time(fault.start())))
        .filter(fault -> time.isBefore(RecordingFiles.time(fault.end() + AFTERMATH_ROWS)))
        .reduce((earlier, later) -> later);
  }

  private static Failure explained(Failure failure, InjectedFault fault) {
    Failure its =
        Failure.of(incident(fault), failure.intent(), failure.time())
            .withKind(fault.kind().name())
            .withRole(
                failure.intent().equals(fault.kind().place())
                    ? Failure.Role.ROOT
                    : Failure.Role.VICTIM);
    Instant onset = RecordingFiles.time(fault.start());
    return recovered(onset.isBefore(failure.time()) ? its.withOnset(onset) : its, failure);
  }

  /** The first with the recovery of the second. */
  private static Failure recovered(Failure failure, Failure last) {
    return last.recovered().map(failure::withRecovery).orElse(failure);
  }
}
