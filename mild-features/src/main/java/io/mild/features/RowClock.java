package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which slot a row falls into.
 *
 * <p>Slots are a period long and lie side by side from the first row's on, which is in the middle
 * of its own. A row falls into the slot that its time is in, so that as many slots pass as time
 * says. Two things keep one row a slot where rows come about once a period:
 *
 * <ul>
 *   <li>the slots follow: each row that comes a period after the one before, give or take a
 *       quarter, moves them by {@value #FOLLOWED} of its distance from the middle of its slot, so
 *       that a clock that is a little fast or slow never leaves its slots;
 *   <li>a row that comes half to one and a half periods after the one that took the latest slot
 *       takes the next, even where it is up to a quarter of a period outside of it, so that rows at
 *       the border between two slots do not fall to and fro.
 * </ul>
 *
 * <p>What is kept is how far the latest row is from the middle of its slot: rows that are exactly
 * periods apart are exactly slots apart.
 */
final class RowClock {
  private static final double FOLLOWED = 1 / 64.0;

  /** Distances that are a period, give or take: as a share of it. */
  private static final double NEAR = 0.25;

  /** How far outside of the next slot a row still takes it, in periods. */
  private static final double SLACK = 0.25;

  private static final double HALF = 0.5;

  private final Duration period;
  private final long periodMillis;
  private final PeriodWatch watch;

  private long lastEpochMillis;

  /** When the row came that took the latest slot. */
  private long slotEpochMillis;

  /** How long after the middle of its slot the latest row came, in milliseconds. */
  private double late;

  RowClock(Duration period) {
    this.period = period;
    this.periodMillis = period.toMillis();
    this.watch = new PeriodWatch(periodMillis);
  }

  /**
   * Slots from the latest row's to that of a later time; 0 if it is the same.
   *
   * @throws IllegalArgumentException if the time is not later
   */
  long slotsTo(long epochMillis) {
    requireLater(epochMillis);
    double position = (late + between(lastEpochMillis, epochMillis)) / periodMillis;
    double sinceSlot = between(slotEpochMillis, epochMillis) / periodMillis;
    if (Math.abs(sinceSlot - 1) < HALF && Math.abs(position - 1) < HALF + SLACK) {
      return 1;
    }
    return Math.max(0, (long) Math.ceil(position - HALF));
  }

  /**
   * Requires that a time is after the latest row's.
   *
   * @throws IllegalArgumentException if it is not
   */
  void requireLater(long epochMillis) {
    if (epochMillis <= lastEpochMillis) {
      throw new IllegalArgumentException(
          "time must advance from row to row, but %s is not after %s"
              .formatted(Instant.ofEpochMilli(epochMillis), Instant.ofEpochMilli(lastEpochMillis)));
    }
  }

  /**
   * Requires that a row at a time would not fall into the slot of the latest.
   *
   * @throws IllegalArgumentException if it would, or the time is not later
   */
  void requireNewSlot(long epochMillis) {
    if (slotsTo(epochMillis) == 0) {
      throw new IllegalArgumentException(
          "one row is expected every %s, but %s falls into the slot of %s"
              .formatted(
                  FeatureSpec.shortest(period),
                  Instant.ofEpochMilli(epochMillis),
                  Instant.ofEpochMilli(slotEpochMillis)));
    }
  }

  /** Takes the first row, or the first after a restart. */
  void start(long epochMillis) {
    lastEpochMillis = epochMillis;
    slotEpochMillis = epochMillis;
    late = 0;
  }

  /** Takes a row that is so many slots from the latest; a restart may follow. */
  void advance(long epochMillis, long slots) {
    double distance = between(lastEpochMillis, epochMillis);
    watch.accept(distance);
    late += distance - (double) slots * periodMillis;
    if (Math.abs(distance - periodMillis) <= NEAR * periodMillis) {
      late -= FOLLOWED * late;
    }
    lastEpochMillis = epochMillis;
    if (slots > 0) {
      slotEpochMillis = epochMillis;
    }
  }

  long lastEpochMillis() {
    return lastEpochMillis;
  }

  long slotEpochMillis() {
    return slotEpochMillis;
  }

  Optional<Duration> changedPeriod() {
    return watch.changedPeriod();
  }

  /** Writes 8 bytes: the time that all versions of the state have. */
  void writeSlotTo(DataOutput out) throws IOException {
    out.writeLong(slotEpochMillis);
  }

  /** Writes the rest: 26 bytes. */
  void writeTo(DataOutput out) throws IOException {
    out.writeLong(lastEpochMillis);
    out.writeDouble(late);
    watch.writeTo(out);
  }

  /** Goes on from what {@link #writeSlotTo} wrote, as if that row had been the first. */
  void resumeSlot(DataInput in) throws IOException {
    start(in.readLong());
    watch.restart();
  }

  /** Goes on from what {@link #writeTo} wrote, after {@link #resumeSlot}. */
  void resume(DataInput in) throws IOException {
    lastEpochMillis = in.readLong();
    late = in.readDouble();
    if (lastEpochMillis < slotEpochMillis) {
      throw new IOException(
          "feature state is corrupt: the latest row is of %d ms, but its slot's first of %d ms"
              .formatted(lastEpochMillis, slotEpochMillis));
    }
    if (!(Math.abs(late) <= periodMillis)) {
      throw new IOException(
          "feature state is corrupt: the latest row is %s ms from the middle of its slot"
              .formatted(late));
    }
    watch.resume(in);
  }

  /** As a double, for the difference of two longs may overflow. */
  private static double between(long from, long to) {
    return (double) to - from;
  }
}
