package io.mild.goals;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Counts the time against a goal over a rolling span, in thirtieths of it. */
final class SpentBudget {
  private static final int PARTS = 30;

  /** The bytes of a state. */
  static final int BYTES = Long.BYTES * (1 + 2 * PARTS);

  private final double allowedShare;
  private final double allowedMillis;
  private final long partMillis;
  private final long[] against = new long[PARTS]; // a ring by part, milliseconds
  private final long[] known = new long[PARTS];
  private long part = Long.MIN_VALUE; // the latest

  SpentBudget(ErrorBudget budget) {
    this.allowedShare = 1 - budget.objective();
    this.allowedMillis = allowedShare * budget.over().toMillis();
    this.partMillis = Math.max(1, budget.over().toMillis() / PARTS);
  }

  void accept(long epochMillis, long millis, boolean isAgainst) {
    goOnTo(Math.floorDiv(epochMillis, partMillis));
    int index = Math.floorMod(part, PARTS);
    known[index] += millis;
    against[index] += isAgainst ? millis : 0;
  }

  private void goOnTo(long next) {
    if (part == Long.MIN_VALUE || next - part >= PARTS || next < part) {
      restart();
      part = next;
    }
    while (part < next) {
      part++;
      known[Math.floorMod(part, PARTS)] = 0;
      against[Math.floorMod(part, PARTS)] = 0;
    }
  }

  ErrorBudget.State state(long epochMillis) {
    long now = Math.floorDiv(epochMillis, partMillis);
    double spent = 0;
    double lately = 0;
    double knownLately = 0;
    for (long p = part == Long.MIN_VALUE ? now : part; p > now - PARTS && p > part - PARTS; p--) {
      int index = Math.floorMod(p, PARTS);
      spent += against[index];
      if (p >= now - 1) { // the latest may have just begun
        lately += against[index];
        knownLately += known[index];
      }
    }
    return new ErrorBudget.State(
        spent / allowedMillis, knownLately == 0 ? 0 : lately / knownLately / allowedShare);
  }

  void restart() {
    Arrays.fill(known, 0);
    Arrays.fill(against, 0);
    part = Long.MIN_VALUE;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeLong(part);
    for (int i = 0; i < PARTS; i++) {
      out.writeLong(against[i]);
      out.writeLong(known[i]);
    }
  }

  void resume(DataInput in) throws IOException {
    part = in.readLong();
    for (int i = 0; i < PARTS; i++) {
      against[i] = in.readLong();
      known[i] = in.readLong();
      if (against[i] < 0 || against[i] > known[i]) {
        throw new IOException("an error budget's state contradicts itself");
      }
    }
  }
}
