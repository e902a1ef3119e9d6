package io.mild.goals;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where one goal stands, row after row. */
final class GoalState {
  private static final long NEVER = Long.MIN_VALUE;

  /** Longs of a state without an error budget, after three bytes. */
  private static final int TIMES = 4;

  private static final int BYTES = 3 + TIMES * Long.BYTES;

  /** Is added to the third byte of a state with an error budget, so that who skips it knows. */
  private static final int WITH_BUDGET = 4;

  /** What a row says of a goal. */
  private enum Row {
    AGAINST,
    KEPT,
    UNKNOWN
  }

  private final Goal goal;
  private final int[] kpis; // [condition]
  private final long periodMillis;
  private final long brokenAfterMillis;
  private final long metAfterMillis;
  private final @Nullable SpentBudget spent;

  private boolean broken;
  private boolean everKept;
  private Row latest = Row.UNKNOWN;
  private long lastKnown = NEVER;
  private long since = NEVER; // broken
  private long runStart = NEVER; // of rows that would change what it is
  private long runMillis;

  GoalState(Goal goal, List<String> kpis, Duration period) {
    this.goal = goal;
    this.kpis = goal.conditions().stream().mapToInt(c -> kpis.indexOf(c.kpi())).toArray();
    this.periodMillis = period.toMillis();
    this.brokenAfterMillis =
        rounded(goal.brokenAfter(), Goal.DEFAULT_BROKEN_AFTER_ROWS, periodMillis);
    this.metAfterMillis = rounded(goal.metAfter(), Goal.DEFAULT_MET_AFTER_ROWS, periodMillis);
    this.spent = goal.errorBudget().map(SpentBudget::new).orElse(null);
  }

  /** Less half a period, so that rows that jitter are enough of them. */
  private static long rounded(Optional<Duration> time, int rows, long periodMillis) {
    long millis = time.map(Duration::toMillis).orElse(rows * periodMillis);
    return Math.max(1, millis - periodMillis / 2);
  }

  /**
   * Takes a row in.
   *
   * @param stoodForMillis the time that the row tells of: a period, or less where rows come sooner
   * @return whether its compliance has changed, but for an error budget
   */
  boolean accept(
      long epochMillis, long stoodForMillis, double[] values, GoalWatch.Changes changes) {
    Row row = row(values);
    boolean changed = row != latest;
    latest = row;
    if (row == Row.UNKNOWN) {
      return changed;
    }
    boolean against = row == Row.AGAINST;
    if (spent != null) {
      spent.accept(epochMillis, stoodForMillis, against);
    }
    boolean turned = against != broken && runIsLongEnough(epochMillis, stoodForMillis);
    if (turned) {
      turn(changes);
    } else if (against == broken) {
      runStart = NEVER;
    }
    if (!against && !everKept) {
      everKept = true;
      if (!broken && !turned) {
        changes.met(goal, epochMillis);
      }
    }
    lastKnown = epochMillis;
    return changed || turned;
  }

  /** Whether rows that would change what it is have lasted for long enough, with this one. */
  private boolean runIsLongEnough(long epochMillis, long stoodForMillis) {
    long enough = broken ? metAfterMillis : brokenAfterMillis;
    // Rows before a time of which nothing is known, as long as what is asked for, don't count.
    if (runStart == NEVER || isDark(epochMillis, enough)) {
      runStart = epochMillis;
      runMillis = 0;
    }
    runMillis += stoodForMillis;
    return runMillis >= enough;
  }

  private boolean isDark(long epochMillis, long enough) {
    return epochMillis - lastKnown > enough + periodMillis; // a run that goes on has a last row
  }

  private void turn(GoalWatch.Changes changes) {
    long start = runStart;
    broken = !broken;
    since = broken ? start : NEVER;
    runStart = NEVER;
    if (broken) {
      changes.broke(goal, start, everKept);
    } else {
      changes.recovered(goal, start);
    }
  }

  private Row row(double[] values) {
    boolean any = goal.rule() == Goal.Rule.ANY;
    boolean unknown = false;
    for (int c = 0; c < kpis.length; c++) {
      double value = values[kpis[c]];
      if (Double.isNaN(value)) {
        unknown = true;
      } else if (goal.conditions().get(c).isAgainst(value) == any) {
        return any ? Row.AGAINST : Row.KEPT;
      }
    }
    return unknown ? Row.UNKNOWN : any ? Row.KEPT : Row.AGAINST;
  }

  Compliance compliance(long epochMillis) {
    Compliance.Status status =
        broken
            ? Compliance.Status.BROKEN
            : latest == Row.UNKNOWN ? Compliance.Status.UNKNOWN : Compliance.Status.MET;
    return new Compliance(
        goal.intent(),
        status,
        broken ? Optional.of(Instant.ofEpochMilli(since)) : Optional.empty(),
        Optional.ofNullable(spent).map(budget -> budget.state(epochMillis)));
  }

  boolean hasErrorBudget() {
    return spent != null;
  }

  /** Nothing is known. */
  void restart() {
    broken = false;
    everKept = false;
    latest = Row.UNKNOWN;
    lastKnown = NEVER;
    since = NEVER;
    runStart = NEVER;
    runMillis = 0;
  }

  /** How many bytes a state has in which each value has those of its type. */
  int bytes() {
    return BYTES + (spent == null ? 0 : SpentBudget.BYTES);
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeBoolean(broken);
    out.writeBoolean(everKept);
    out.writeByte(latest.ordinal() + (spent == null ? 0 : WITH_BUDGET));
    out.writeLong(lastKnown);
    out.writeLong(since);
    out.writeLong(runStart);
    out.writeLong(runMillis);
    if (spent != null) {
      spent.writeTo(out);
    }
  }

  /**
   * Goes on from a written state of the same goal.
   *
   * @throws IOException if it contradicts itself
   */
  void resume(DataInput in) throws IOException {
    broken = in.readBoolean();
    everKept = in.readBoolean();
    int row = in.readUnsignedByte() & ~WITH_BUDGET; // of which earlier versions wrote nothing
    lastKnown = in.readLong();
    since = in.readLong();
    runStart = in.readLong();
    runMillis = in.readLong();
    if (row >= Row.values().length || broken != (since != NEVER) || runMillis < 0) {
      throw new IOException("the state of goal '" + goal.intent() + "' contradicts itself");
    }
    latest = Row.values()[row];
    if (spent != null) {
      spent.resume(in);
    }
  }

  /** Passes over a written state, of whatever goal. */
  static void skip(DataInput in) throws IOException {
    in.readBoolean();
    in.readBoolean();
    boolean withBudget = (in.readUnsignedByte() & WITH_BUDGET) != 0;
    int longs = TIMES + (withBudget ? SpentBudget.BYTES / Long.BYTES : 0);
    for (int i = 0; i < longs; i++) {
      in.readLong();
    }
  }
}
