package io.mild.goals;

import io.mild.data.KpiSchema;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Says of each row whether the goals are met: the one state machine that a history's failures and a
 * stream's {@link Compliance} come from. It counts time, not rows: a row stands for one sampling
 * period, or for the time since the row before where that is less.
 *
 * <p>Not thread-safe: one watch belongs to one thread at a time.
 */
public final class GoalWatch {
  private static final int MOST_BYTES = 1 << 24;

  private final GoalState[] states;
  private final long periodMillis;
  private final long fingerprint;
  private long last = Long.MIN_VALUE;
  private List<Compliance> compliance = List.of();
  private boolean isCurrent;

  /** Is told when goals break and recover. */
  public interface Changes {
    /** Nobody wants to know. */
    Changes IGNORED =
        new Changes() {
          @Override
          public void broke(Goal goal, long epochMillis, boolean seen) {
            // as said
          }

          @Override
          public void recovered(Goal goal, long epochMillis) {
            // as said
          }
        };

    /**
     * A goal is broken.
     *
     * @param epochMillis of the first row of those against it, which is when it failed
     * @param seen whether it was kept before; false where the first rows known are against it
     */
    void broke(Goal goal, long epochMillis, boolean seen);

    /**
     * A goal is met again.
     *
     * @param epochMillis of the first row of those that keep it
     */
    void recovered(Goal goal, long epochMillis);

    /**
     * A goal was seen to be met for the first time; nobody need know.
     *
     * @param epochMillis of the row
     */
    default void met(Goal goal, long epochMillis) {}
  }

  /**
   * A watch that has seen no row.
   *
   * @throws IllegalArgumentException if a goal is on a KPI that is none of the schema's, has no
   *     condition, or one without a level; the message names it
   */
  public GoalWatch(Goals goals, KpiSchema schema) {
    goals.requireWatchable(schema.kpis());
    this.states =
        goals.goals().stream()
            .map(goal -> new GoalState(goal, schema.kpis(), schema.samplingPeriod()))
            .toArray(GoalState[]::new);
    this.periodMillis = schema.samplingPeriod().toMillis();
    this.fingerprint = goals.fingerprint() + periodMillis;
  }

  /**
   * Takes the next row.
   *
   * @param epochMillis its time, after that of the row before
   * @param values one a KPI of the schema, in its order; NaN where missing
   * @param changes is told what broke and recovered by this row
   */
  public void accept(long epochMillis, double[] values, Changes changes) {
    long stoodFor =
        last == Long.MIN_VALUE ? periodMillis : Math.min(epochMillis - last, periodMillis);
    last = epochMillis;
    for (GoalState state : states) {
      boolean changed = state.accept(epochMillis, stoodFor, values, changes);
      isCurrent &= !changed && !state.hasErrorBudget();
    }
  }

  /** Where the goals stand after the latest row, in their order. */
  public List<Compliance> compliance() {
    if (!isCurrent) {
      compliance = Arrays.stream(states).map(state -> state.compliance(last)).toList();
      isCurrent = true;
    }
    return compliance;
  }

  /** The time of the latest row; {@link Long#MIN_VALUE} before the first. */
  public long lastEpochMillis() {
    return last;
  }

  /** Begins anew: the next row may be of any time, and nothing is known before it. */
  public void restartAtAnyTime() {
    last = Long.MIN_VALUE;
    isCurrent = false;
    for (GoalState state : states) {
      state.restart();
    }
  }

  /**
   * Writes the state, from which {@link #resume} goes on bit for bit: what the goals are, their
   * number, negative, and how each stands. In place of the number earlier versions told the bytes
   * that follow, which are others where values are packed.
   */
  public void writeTo(DataOutput out) throws IOException {
    out.writeLong(fingerprint);
    out.writeInt(-states.length);
    out.writeLong(last);
    for (GoalState state : states) {
      state.writeTo(out);
    }
  }

  private int bytes() {
    return Long.BYTES + Arrays.stream(states).mapToInt(GoalState::bytes).sum();
  }

  /**
   * Goes on from a written state; where that is of other goals, as after a change of them, begins
   * anew.
   *
   * @throws IOException if reading fails or the state contradicts itself; the watch is then of no
   *     use
   */
  public void resume(DataInput in) throws IOException {
    if (in.readLong() != fingerprint) {
      skipRest(in);
      restartAtAnyTime();
      return;
    }
    int size = in.readInt();
    if (size != -states.length && size != bytes()) {
      throw new IOException(
          "the state must be of %d goals or %d bytes, but is of %d"
              .formatted(states.length, bytes(), Math.abs(size)));
    }
    last = in.readLong();
    for (GoalState state : states) {
      state.resume(in);
    }
    isCurrent = false;
  }

  /**
   * Passes over a written state, of whatever goals.
   *
   * @throws IOException if reading fails or the state can't be one
   */
  public static void skip(DataInput in) throws IOException {
    in.readLong(); // fingerprint
    skipRest(in);
  }

  private static void skipRest(DataInput in) throws IOException {
    int size = in.readInt();
    if (size < 0) {
      in.readLong(); // of the latest row
      for (int left = size; left < 0; left++) {
        GoalState.skip(in);
      }
    } else if (size > MOST_BYTES || in.skipBytes(size) < size) {
      throw new IOException(
          "the state of goals ends too early: %d bytes were announced".formatted(size));
    }
  }
}
