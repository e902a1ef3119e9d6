package io.mild.shadow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How much earlier than the live model the candidate warned, failure by failure, in minutes. */
final class PairedLeads {
  private static final double MILLIS_PER_MINUTE = 60_000;

  private int failures;
  private double sum;
  private double sumOfSquares;

  void accept(long liveMillis, long candidateMillis) {
    double minutes = (candidateMillis - liveMillis) / MILLIS_PER_MINUTE;
    failures++;
    sum += minutes;
    sumOfSquares += minutes * minutes;
  }

  int failures() {
    return failures;
  }

  /** Minutes by which the candidate warned earlier, on average; below 0 if later. */
  double mean() {
    return failures == 0 ? 0 : sum / failures;
  }

  /** Of the mean, in minutes; infinite for fewer than two failures. */
  double standardError() {
    if (failures < 2) {
      return Double.POSITIVE_INFINITY;
    }
    double variance = Math.max(0, sumOfSquares - sum * sum / failures) / (failures - 1);
    return Math.sqrt(variance / failures);
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(failures);
    out.writeDouble(sum);
    out.writeDouble(sumOfSquares);
  }

  void resume(DataInput in) throws IOException {
    failures = in.readInt();
    sum = in.readDouble();
    sumOfSquares = in.readDouble();
  }
}
