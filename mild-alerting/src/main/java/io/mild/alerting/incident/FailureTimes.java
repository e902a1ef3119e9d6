package io.mild.alerting.incident;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** When each intent failed last, and recovered from that. */
final class FailureTimes {
  /** No time. */
  static final long NEVER = Long.MIN_VALUE;

  private final long[] failed; // [intent]
  private final long[] recovered; // [intent]

  FailureTimes(int intents) {
    failed = new long[intents];
    recovered = new long[intents];
    clear();
  }

  void clear() {
    Arrays.fill(failed, NEVER);
    Arrays.fill(recovered, NEVER);
  }

  /** Whether that was news: later than what was known. */
  boolean fail(int intent, long epochMillis) {
    boolean isNews = epochMillis > failed[intent];
    if (isNews) {
      failed[intent] = epochMillis;
      recovered[intent] = NEVER;
    }
    return isNews;
  }

  /** Whether that was news: the intent had failed, not later, and not recovered. */
  boolean recover(int intent, long epochMillis) {
    boolean isNews = isUnrecovered(intent) && epochMillis >= failed[intent];
    recovered[intent] = isNews ? epochMillis : recovered[intent];
    return isNews;
  }

  /** Takes over what another knows of an intent. */
  void copy(int intent, FailureTimes other) {
    failed[intent] = other.failed[intent];
    recovered[intent] = other.recovered[intent];
  }

  boolean hasFailed(int intent) {
    return failed[intent] != NEVER;
  }

  long failed(int intent) {
    return failed[intent];
  }

  long recovered(int intent) {
    return recovered[intent];
  }

  private boolean isUnrecovered(int intent) {
    return failed[intent] != NEVER && recovered[intent] == NEVER;
  }

  boolean isEmpty() {
    for (long time : failed) {
      if (time != NEVER) {
        return false;
      }
    }
    return true;
  }

  boolean hasUnrecovered() {
    for (int intent = 0; intent < failed.length; intent++) {
      if (isUnrecovered(intent)) {
        return true;
      }
    }
    return false;
  }

  List<FailureFact> facts(List<String> intents) {
    List<FailureFact> facts = new ArrayList<>();
    for (int intent = 0; intent < failed.length; intent++) {
      if (hasFailed(intent)) {
        facts.add(
            new FailureFact(
                intents.get(intent),
                Instant.ofEpochMilli(failed[intent]),
                instant(recovered[intent])));
      }
    }
    return facts;
  }

  /** A time, unless it is {@link #NEVER}. */
  static Optional<Instant> instant(long epochMillis) {
    return epochMillis == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(epochMillis));
  }

  void writeTo(DataOutput out) throws IOException {
    for (int intent = 0; intent < failed.length; intent++) {
      out.writeBoolean(hasFailed(intent));
      if (hasFailed(intent)) {
        out.writeLong(failed[intent]);
        out.writeLong(recovered[intent]);
      }
    }
  }

  void resume(DataInput in) throws IOException {
    for (int intent = 0; intent < failed.length; intent++) {
      boolean hasFailed = in.readBoolean();
      failed[intent] = hasFailed ? in.readLong() : NEVER;
      recovered[intent] = hasFailed ? in.readLong() : NEVER;
      if (recovered[intent] != NEVER && recovered[intent] < failed[intent]) {
        throw new IOException(
            "intent %d must recover after it failed at %d ms, but did at %d ms"
                .formatted(intent, failed[intent], recovered[intent]));
      }
    }
  }
}
