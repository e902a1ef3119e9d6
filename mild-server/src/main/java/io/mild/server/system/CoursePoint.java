package io.mild.server.system;

import io.mild.Assessment;
import io.mild.IntentRisk;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a system's intents stood at a row. There are many of them, so they are small.
 *
 * @param epochMillis the time of the row
 * @param risks the smoothed risk of each intent, in the order of the intents; not copied
 * @param thresholds from which on each alerts; above 1 if never; not copied
 * @param rootCause the intent that was named
 */
public record CoursePoint(long epochMillis, float[] risks, float[] thresholds, String rootCause) {
  static CoursePoint of(Assessment assessment) {
    List<IntentRisk> intents = assessment.intents();
    float[] risks = new float[intents.size()];
    float[] thresholds = new float[intents.size()];
    for (int i = 0; i < risks.length; i++) {
      risks[i] = (float) intents.get(i).smoothedRisk();
      thresholds[i] = (float) intents.get(i).threshold();
    }
    return new CoursePoint(
        assessment.time().toEpochMilli(), risks, thresholds, assessment.rootCause());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CoursePoint that
        && epochMillis == that.epochMillis
        && Arrays.equals(risks, that.risks)
        && Arrays.equals(thresholds, that.thresholds)
        && rootCause.equals(that.rootCause);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(epochMillis) + 31 * Arrays.hashCode(risks);
  }

  @Override
  public String toString() {
    return "CoursePoint[%s, %s, %s]"
        .formatted(Instant.ofEpochMilli(epochMillis), Arrays.toString(risks), rootCause);
  }
}
