package io.mild.alerting.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Tells intents that fail much more often, or more seldom, than their risks say.
 *
 * <p>Time is cut into blocks as long as the horizon, for risks of rows that share a horizon say the
 * same thing. Of each block counts the risk at its beginning, and whether the intent failed in it:
 * of calibrated risks both have the same sum. A block has none of an intent that is broken, or was
 * within a horizon; and none is counted before anybody told of a failure or recovery. Older blocks
 * count less, by half after some ten days.
 *
 * <p>Calibration is lost if an intent failed at least {@value #FACTOR} times as often as expected,
 * and {@value #FEWEST} times, or at most so many times less, and that is less probable than {@value
 * #FOUND_BELOW} by Poisson's distribution, which is wider than that of such blocks; until it is
 * more probable than {@value #CLEARED_ABOVE}. So where hardly any failure came or was expected,
 * nothing is told.
 *
 * <p>Time is passed in. Not thread-safe.
 */
public final class CalibrationWatch {
  static final double FACTOR = 2;
  static final int FEWEST = 3;
  static final double FOUND_BELOW = 0.001;
  static final double CLEARED_ABOVE = 0.02;

  private static final int STATE_VERSION = 1;
  private static final int MOST_INTENTS = 1 << 14;

  // Flags of the written state, and of an intent in it.
  private static final int TOLD = 1;
  private static final int RECOVERIES_TOLD = 2;
  private static final int FAILED = 1;
  private static final int FAILED_BEFORE = 2;
  private static final int LOST = 4;

  private static final double MEMORY_MILLIS = Duration.ofDays(14).toMillis();

  /** Where a recovery was forgotten, an intent counts as broken for a day. */
  private static final long BROKEN_MILLIS = Duration.ofDays(1).toMillis();

  private static final long NEVER = Long.MIN_VALUE;

  /** The present block, and the one before, of which failures may yet be told. */
  private static final int OPEN = 2;

  private final long horizonMillis;
  private final double kept; // of a sum, from block to block
  private final long[] starts = new long[OPEN]; // of blocks, the present first
  private final double[][] risks; // [block][intent], NaN where it does not count
  private final boolean[][] failures; // [block][intent]
  private final double[] expected; // [intent]
  private final double[] observed;
  private final boolean[] lost;
  private final long[] failedAt; // [intent], the latest
  private final long[] recoveredAt;
  private boolean isTold;
  private boolean areRecoveriesTold;

  /**
   * A watch that knows of nothing.
   *
   * @param intents how many there are
   * @param horizon of the risks
   */
  public CalibrationWatch(int intents, Duration horizon) {
    horizonMillis = horizon.toMillis();
    kept = Math.exp(-horizonMillis / MEMORY_MILLIS);
    risks = new double[OPEN][intents];
    failures = new boolean[OPEN][intents];
    expected = new double[intents];
    observed = new double[intents];
    lost = new boolean[intents];
    failedAt = new long[intents];
    recoveredAt = new long[intents];
    restart();
  }

  /** Whether a row at a time begins a block, so that {@link #accept} wants its risks. */
  public boolean isDue(long epochMillis) {
    return isTold && (starts[0] == NEVER || (double) epochMillis - starts[0] >= horizonMillis);
  }

  /**
   * Begins a block, and settles the one before the last.
   *
   * @param epochMillis of a row that is {@link #isDue due}
   * @param calibrated {@code [≥ intents]}, probabilities that an intent fails within the horizon;
   *     not kept
   * @param isReliable whether the row stands on data; else the block does not count
   */
  public void accept(long epochMillis, double[] calibrated, boolean isReliable) {
    settle();
    starts[1] = starts[0];
    starts[0] = epochMillis;
    for (int intent = 0; intent < expected.length; intent++) {
      risks[1][intent] = risks[0][intent];
      failures[1][intent] = failures[0][intent];
      boolean counts = isReliable && !isBrokenAt(intent, epochMillis);
      risks[0][intent] = counts ? Math.max(0, Math.min(1, calibrated[intent])) : Double.NaN;
      failures[0][intent] = false;
    }
  }

  private boolean isBrokenAt(int intent, long epochMillis) {
    boolean isBroken = areRecoveriesTold && failedAt[intent] > recoveredAt[intent];
    double since = (double) epochMillis - Math.max(failedAt[intent], recoveredAt[intent]);
    return Math.abs(since) < (isBroken ? Math.max(BROKEN_MILLIS, horizonMillis) : horizonMillis);
  }

  private void settle() {
    for (int intent = 0; intent < expected.length; intent++) {
      double risk = risks[1][intent];
      if (starts[1] != NEVER && !Double.isNaN(risk)) {
        expected[intent] = kept * expected[intent] + risk;
        observed[intent] = kept * observed[intent] + (failures[1][intent] ? 1 : 0);
        lost[intent] = isLost(expected[intent], observed[intent], lost[intent]);
      }
    }
  }

  private static boolean isLost(double expected, double observed, boolean before) {
    double level = before ? CLEARED_ABOVE : FOUND_BELOW;
    long count = Math.round(observed);
    if (observed >= FACTOR * expected) {
      return (before || count >= FEWEST) && PoissonTail.atLeast(count, expected) < level;
    }
    return observed <= expected / FACTOR && PoissonTail.atMost(count, expected) < level;
  }

  /** An intent failed. */
  public void failed(int intent, long epochMillis) {
    isTold = true;
    failedAt[intent] = Math.max(failedAt[intent], epochMillis);
    for (int block = 0; block < OPEN; block++) {
      double since = (double) epochMillis - starts[block];
      if (starts[block] != NEVER && since > 0 && since <= horizonMillis) {
        failures[block][intent] = true;
      }
    }
  }

  /** An intent recovered, or is well. */
  public void recovered(int intent, long epochMillis) {
    isTold = true;
    areRecoveriesTold = true;
    if (epochMillis >= failedAt[intent] && failedAt[intent] > recoveredAt[intent]) {
      recoveredAt[intent] = epochMillis;
    }
  }

  /** Somebody averted a failure, or work is planned: the blocks that are open have no outcome. */
  public void excused() {
    for (double[] block : risks) {
      Arrays.fill(block, Double.NaN);
    }
  }

  /** Whether an intent's risks are no longer calibrated. */
  public boolean isLost(int intent) {
    return lost[intent];
  }

  /** In how many of the latest blocks an intent was expected to fail. */
  public double expected(int intent) {
    return expected[intent];
  }

  /** In how many of them it failed. */
  public double observed(int intent) {
    return observed[intent];
  }

  /** The next row may be of any time: open blocks and times of failures are forgotten. */
  public void restartAtAnyTime() {
    excused();
    Arrays.fill(starts, NEVER);
    Arrays.fill(failedAt, NEVER);
    Arrays.fill(recoveredAt, NEVER);
  }

  /** Forgets all, but not whether anybody tells of failures. */
  public void restart() {
    restartAtAnyTime();
    Arrays.fill(expected, 0);
    Arrays.fill(observed, 0);
    Arrays.fill(lost, false);
    for (boolean[] block : failures) {
      Arrays.fill(block, false);
    }
  }

  /** Writes the state; {@link #resume} goes on from it bit for bit. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    out.writeInt(expected.length);
    out.writeByte((isTold ? TOLD : 0) | (areRecoveriesTold ? RECOVERIES_TOLD : 0));
    if (!isTold) {
      return;
    }
    for (int block = 0; block < OPEN; block++) {
      out.writeLong(starts[block]);
      for (int intent = 0; intent < expected.length; intent++) {
        out.writeDouble(risks[block][intent]);
      }
    }
    for (int intent = 0; intent < expected.length; intent++) {
      out.writeDouble(expected[intent]);
      out.writeDouble(observed[intent]);
      out.writeLong(failedAt[intent]);
      out.writeLong(recoveredAt[intent]);
      out.writeByte(
          (failures[0][intent] ? FAILED : 0)
              | (failures[1][intent] ? FAILED_BEFORE : 0)
              | (lost[intent] ? LOST : 0));
    }
  }

  /**
   * Goes on from a written state; one of another number of intents begins anew.
   *
   * @throws IOException if reading fails, or the state is of another version or contradicts itself;
   *     the watch is then of no use
   */
  public void resume(DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != STATE_VERSION) {
      throw new IOException(
          "calibration must be of version %d, but was of %d".formatted(STATE_VERSION, version));
    }
    int intents = in.readInt();
    if (intents < 0 || intents > MOST_INTENTS) {
      throw new IOException("calibration must not be of %d intents".formatted(intents));
    }
    int flags = in.readUnsignedByte();
    isTold = (flags & TOLD) != 0;
    areRecoveriesTold = (flags & RECOVERIES_TOLD) != 0;
    restart();
    if (isTold && intents == expected.length) {
      read(in);
    } else if (isTold) {
      new CalibrationWatch(intents, Duration.ofMillis(horizonMillis)).read(in);
    }
  }

  private void read(DataInput in) throws IOException {
    boolean isSound = true;
    for (int block = 0; block < OPEN; block++) {
      starts[block] = in.readLong();
      for (int intent = 0; intent < expected.length; intent++) {
        risks[block][intent] = in.readDouble();
        isSound &= !(risks[block][intent] < 0 || risks[block][intent] > 1);
      }
    }
    for (int intent = 0; intent < expected.length; intent++) {
      expected[intent] = in.readDouble();
      observed[intent] = in.readDouble();
      failedAt[intent] = in.readLong();
      recoveredAt[intent] = in.readLong();
      int flags = in.readUnsignedByte();
      failures[0][intent] = (flags & FAILED) != 0;
      failures[1][intent] = (flags & FAILED_BEFORE) != 0;
      lost[intent] = (flags & LOST) != 0;
      isSound &= isCount(expected[intent]) && isCount(observed[intent]);
    }
    if (!isSound) {
      throw new IOException(
          "calibration is corrupt: %s expected and %s observed"
              .formatted(Arrays.toString(expected), Arrays.toString(observed)));
    }
  }

  private static boolean isCount(double sum) {
    return sum >= 0 && sum < Double.POSITIVE_INFINITY;
  }
}
