package io.mild.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * When intents failed and recovered lately, told in any order and, it may be, more than once.
 *
 * <p>A failure lasts until the next recovery of its intent, or to no end that is known yet. Where
 * another failure comes first, or nobody tells of recoveries at all, it is over at once. Of an
 * intent at most {@value #MOST} times of either kind are kept, the latest.
 */
final class OutageLog {
  static final int MOST = 16;

  private static final long NO_END = Long.MAX_VALUE;

  private final List<NavigableSet<Long>> failures = new ArrayList<>(); // [intent]
  private final List<NavigableSet<Long>> recoveries = new ArrayList<>(); // [intent]
  private boolean told;
  private boolean tellsRecoveries;

  OutageLog(int intents) {
    for (int intent = 0; intent < intents; intent++) {
      failures.add(new TreeSet<>());
      recoveries.add(new TreeSet<>());
    }
  }

  /** Whether anything was ever told. */
  boolean isTold() {
    return told;
  }

  /** An intent failed. Returns whether that is news. */
  boolean failed(int intent, long epochMillis) {
    told = true;
    return add(failures.get(intent), epochMillis);
  }

  /** An intent recovered, or was well. Returns whether that is news. */
  boolean recovered(int intent, long epochMillis) {
    told = true;
    tellsRecoveries = true;
    return add(recoveries.get(intent), epochMillis);
  }

  /** What can't be kept is taken for known. */
  private static boolean add(NavigableSet<Long> times, long time) {
    if (times.size() == MOST && !times.contains(time)) {
      if (time < times.first()) {
        return false;
      }
      times.pollFirst();
    }
    return times.add(time);
  }

  /** Whether any intent was broken at any of these times, both included. */
  boolean anyBroken(long from, long until) {
    for (int intent = 0; intent < failures.size(); intent++) {
      for (long failure : failures.get(intent).headSet(until, true)) {
        if (end(intent, failure) >= from) {
          return true;
        }
      }
    }
    return false;
  }

  private long end(int intent, long failure) {
    Long next = failures.get(intent).higher(failure);
    Long recovery = recoveries.get(intent).ceiling(failure);
    if (recovery == null) {
      return tellsRecoveries && next == null ? NO_END : failure;
    }
    return next != null && next < recovery ? failure : recovery;
  }

  /** Forgets times before one; so a failure that nobody ends is over some time. */
  void forgetBefore(long epochMillis) {
    for (int intent = 0; intent < failures.size(); intent++) {
      forgetBefore(failures.get(intent), epochMillis);
      forgetBefore(recoveries.get(intent), epochMillis);
    }
  }

  private static void forgetBefore(NavigableSet<Long> times, long epochMillis) {
    while (!times.isEmpty() && times.first() < epochMillis) {
      times.pollFirst();
    }
  }

  /** Forgets all times; not that somebody tells of them. */
  void forgetTimes() {
    failures.forEach(NavigableSet::clear);
    recoveries.forEach(NavigableSet::clear);
  }

  /** Forgets all. */
  void clear() {
    forgetTimes();
    told = false;
    tellsRecoveries = false;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeBoolean(told);
    out.writeBoolean(tellsRecoveries);
    for (int intent = 0; intent < failures.size(); intent++) {
      write(out, failures.get(intent));
      write(out, recoveries.get(intent));
    }
  }

  void resume(DataInput in) throws IOException {
    told = in.readBoolean();
    tellsRecoveries = in.readBoolean();
    for (int intent = 0; intent < failures.size(); intent++) {
      read(in, failures.get(intent));
      read(in, recoveries.get(intent));
    }
  }

  private static void write(DataOutput out, NavigableSet<Long> times) throws IOException {
    out.writeByte(times.size());
    for (long time : times) {
      out.writeLong(time);
    }
  }

  private static void read(DataInput in, NavigableSet<Long> times) throws IOException {
    times.clear();
    int count = in.readUnsignedByte();
    if (count > MOST) {
      throw new IOException("times of an intent must be at most " + MOST + ", but were " + count);
    }
    for (int i = 0; i < count; i++) {
      times.add(in.readLong());
    }
    if (times.size() < count) {
      throw new IOException(
          "times of an intent must differ, but of %d were %s".formatted(count, times));
    }
  }
}
