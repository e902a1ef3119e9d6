package io.mild.shadow;

import io.mild.Assessment;
import io.mild.Incident;
import io.mild.PredictedFailure;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes the times at which one model alerts and the other does not: the latest ones. */
final class Differences {
  private static final int MOST = 32;
  private static final long RUNS = Long.MIN_VALUE;

  private final List<Difference> past = new ArrayList<>();
  private @Nullable Difference running;

  void accept(Assessment live, Assessment candidate) {
    boolean isLiveOn = isOn(live);
    boolean isCandidateOn = isOn(candidate);
    boolean differs = isLiveOn != isCandidateOn;
    if (running != null && !(differs && running.isOfCandidate() == isCandidateOn)) {
      end(running, live.time());
      running = null;
    }
    if (differs && running == null) {
      String named = (isCandidateOn ? candidate : live).rootCause();
      running = new Difference(isCandidateOn, live.time(), Optional.empty(), named);
    }
  }

  private void end(Difference difference, Instant until) {
    if (past.size() == MOST) {
      past.remove(0);
    }
    past.add(
        new Difference(
            difference.isOfCandidate(),
            difference.from(),
            Optional.of(until),
            difference.rootCause()));
  }

  private static boolean isOn(Assessment assessment) {
    return assessment
        .incident()
        .map(Incident::phase)
        .filter(phase -> phase != PredictedFailure.Phase.ENDED)
        .isPresent();
  }

  /** The oldest first. */
  List<Difference> latest() {
    List<Difference> latest = new ArrayList<>(past);
    if (running != null) {
      latest.add(running);
    }
    return latest;
  }

  void writeTo(DataOutput out) throws IOException {
    List<Difference> latest = latest();
    out.writeInt(latest.size());
    for (Difference difference : latest) {
      out.writeBoolean(difference.isOfCandidate());
      out.writeLong(difference.from().toEpochMilli());
      out.writeLong(difference.until().map(Instant::toEpochMilli).orElse(RUNS));
      out.writeUTF(difference.rootCause());
    }
  }

  void resume(DataInput in) throws IOException {
    past.clear();
    running = null;
    for (int left = in.readInt(); left > 0; left--) {
      boolean isOfCandidate = in.readBoolean();
      Instant from = Instant.ofEpochMilli(in.readLong());
      long until = in.readLong();
      String rootCause = in.readUTF();
      Difference read = new Difference(isOfCandidate, from, Optional.empty(), rootCause);
      if (until == RUNS) {
        running = read;
      } else {
        end(read, Instant.ofEpochMilli(until));
      }
    }
  }
}
