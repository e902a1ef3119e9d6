package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether rows stay off the period that they are due at.
 *
 * <p>A row that comes less than three quarters of a period after the one before counts as early,
 * one that comes more than one and a quarter after it as late. Early rows and late ones are held
 * against each other and against those in time: the period has changed once one kind is {@value
 * #ROWS} ahead, and is the old one again once it has lost all of that lead. So a gap of any length
 * is one late row, and rows that jitter are early as often as late.
 */
final class PeriodWatch {
  static final int ROWS = 30;

  private static final double EARLY = 0.75;
  private static final double LATE = 1.25;

  /** How much of a row's distance the usual one takes on. */
  private static final double WEIGHT = 1 / 8.0;

  /** A distance counts as at most so much more or less than the usual one, as a share of it. */
  private static final double MOST = 0.5;

  private static final long WHOLE_SECONDS_FROM = 10_000;
  private static final double MILLIS_PER_SECOND = 1000;

  private final long periodMillis;

  /** By how many rows the late ones are ahead; negative if the early ones are. */
  private int lead;

  private boolean changed;

  /** The usual distance of rows of the kind that is ahead, in milliseconds; 0 while none is. */
  private double usual;

  PeriodWatch(long periodMillis) {
    this.periodMillis = periodMillis;
  }

  /** Takes the distance of a row from the one before, in milliseconds, above 0. */
  void accept(double distance) {
    int kind = distance < EARLY * periodMillis ? -1 : distance > LATE * periodMillis ? 1 : 0;
    lead = Math.max(-ROWS, Math.min(ROWS, lead + (kind == 0 ? -Integer.signum(lead) : kind)));
    if (lead == 0) {
      restart();
    } else if (usual == 0) {
      usual = distance;
    } else if (kind == Integer.signum(lead)) {
      double most = MOST * usual;
      usual += WEIGHT * Math.max(-most, Math.min(most, distance - usual));
    }
    changed |= Math.abs(lead) == ROWS;
  }

  /** The usual distance of early or late rows if the period changed, in seconds from ten on. */
  Optional<Duration> changedPeriod() {
    if (!changed) {
      return Optional.empty();
    }
    return Optional.of(
        usual < WHOLE_SECONDS_FROM
            ? Duration.ofMillis(Math.max(1, Math.round(usual)))
            : Duration.ofSeconds(Math.round(usual / MILLIS_PER_SECOND)));
  }

  /** Forgets all rows. */
  void restart() {
    lead = 0;
    changed = false;
    usual = 0;
  }

  /** Writes 10 bytes. */
  void writeTo(DataOutput out) throws IOException {
    out.writeByte(lead);
    out.writeBoolean(changed);
    out.writeDouble(usual);
  }

  void resume(DataInput in) throws IOException {
    lead = in.readByte();
    changed = in.readBoolean();
    usual = in.readDouble();
    FeatureState.requireBetween("lead of rows off the period", lead, -ROWS, ROWS);
    boolean sound = lead == 0 ? usual == 0 && !changed : usual > 0 && usual <= Long.MAX_VALUE * 2.0;
    if (!sound) {
      throw new IOException(
          "feature state is corrupt: a usual distance of rows of %s ms".formatted(usual));
    }
  }
}
