package io.mild.alerting.health;

import static io.mild.alerting.health.HealthCondition.NEVER;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The findings about a detector, each from when it is told to when it is over.
 *
 * <p>A condition that {@link #observe holds} is <i>pending</i> until it has lasted without a pause
 * for as long as its kind must, then it is <i>found</i> and told once, however long it lasts. What
 * is found may pause: it is over, and that is told, once it was gone for {@link
 * HealthSettings#clearedAfter}. What comes back after that is a new finding. Of a kind that must
 * last to be found, single rows are not what was found: while it pauses, a row for which it holds
 * takes back only as much of the pause as it lasts. So it is over once the time without it exceeds
 * that with it by {@code clearedAfter}, be 15 % of the values missing for good. A kind that is
 * found at once has to pause in one piece, else it would be told again and again.
 *
 * <pre>{@code
 * life.advanceTo(row);
 * life.observe(HealthKind.STALE, "cpu", true, () -> "cpu stands still at 41.2");
 * life.takeEvents().forEach(System.out::println);
 * }</pre>
 *
 * <p>Time is passed in. Not thread-safe: one belongs to one thread at a time.
 */
public final class HealthLife {
  private static final int STATE_VERSION = 1;
  private static final int MOST_CONDITIONS = 1 << 20;
  private static final long EVIDENCE_MILLIS = Duration.ofHours(1).toMillis();

  private final HealthSettings settings;
  private final List<HealthCondition> conditions = new ArrayList<>();
  private List<HealthEvent> events = List.of();
  private long now = NEVER;
  private long before = NEVER; // the time that was advanced to before

  /** A life in which nothing is wrong. */
  public HealthLife(HealthSettings settings) {
    this.settings = settings;
  }

  /**
   * Goes on to a time. What was acknowledged or belongs to a replaced model is told.
   *
   * @throws IllegalArgumentException if time does not advance; nothing is changed
   */
  public void advanceTo(long epochMillis) {
    if (epochMillis <= now) {
      throw new IllegalArgumentException(
          "time must advance, but %d ms came after %d ms".formatted(epochMillis, now));
    }
    before = now;
    now = epochMillis;
    for (HealthCondition condition : conditions) {
      if (condition.isAcknowledgementUntold) {
        condition.isAcknowledgementUntold = false;
        tell(HealthEvent.Kind.ACKNOWLEDGED, condition);
      }
      if (condition.isObsolete) {
        tell(HealthEvent.Kind.CLEARED, condition);
      }
    }
    conditions.removeIf(condition -> condition.isObsolete);
  }

  /**
   * Takes whether something is wrong at the time that was advanced to.
   *
   * @param subject the KPI or intent that it is of; empty for all
   * @param evidence in words and numbers; asked when it is needed only
   * @throws IllegalStateException if no time was advanced to
   */
  public void observe(HealthKind kind, String subject, boolean holds, Supplier<String> evidence) {
    if (now == NEVER) {
      throw new IllegalStateException("advance to a time first");
    }
    int index = indexOf(kind, subject);
    if (holds) {
      lasts(index >= 0 ? conditions.get(index) : begin(kind, subject, evidence), evidence);
    } else if (index >= 0) {
      pauses(index);
    }
  }

  private int indexOf(HealthKind kind, String subject) {
    for (int i = 0; i < conditions.size(); i++) {
      if (conditions.get(i).isOf(kind, subject)) {
        return i;
      }
    }
    return -1;
  }

  private HealthCondition begin(HealthKind kind, String subject, Supplier<String> evidence) {
    HealthCondition condition = new HealthCondition(kind, subject, now, evidence.get());
    conditions.add(condition);
    return condition;
  }

  private void lasts(HealthCondition condition, Supplier<String> evidence) {
    condition.goneSince = heldSince(condition);
    // As doubles, for the difference of two longs may overflow.
    boolean isDue =
        !condition.isFound
            && (double) now - condition.since >= settings.foundAfterMillis(condition.kind);
    if (isDue || (double) now - condition.evidenceAt >= EVIDENCE_MILLIS) {
      condition.evidence = evidence.get();
      condition.evidenceAt = now;
    }
    if (isDue) {
      condition.isFound = true;
      tell(HealthEvent.Kind.FOUND, condition);
    }
  }

  /** When the pause began, less what is taken back of it now that the condition holds again. */
  private long heldSince(HealthCondition condition) {
    if (condition.goneSince == NEVER || settings.foundAfterMillis(condition.kind) == 0) {
      return NEVER;
    }
    double gone = (double) before - condition.goneSince - ((double) now - before);
    return gone > 0 ? now - (long) gone : NEVER;
  }

  private void pauses(int index) {
    HealthCondition condition = conditions.get(index);
    if (!condition.isFound) {
      conditions.remove(index);
      return;
    }
    if (condition.goneSince == NEVER) {
      condition.goneSince = now;
    }
    if ((double) now - condition.goneSince >= settings.clearedAfter().toMillis()) {
      conditions.remove(index);
      tell(HealthEvent.Kind.CLEARED, condition);
    }
  }

  private void tell(HealthEvent.Kind kind, HealthCondition condition) {
    events = events.isEmpty() ? new ArrayList<>() : events;
    events.add(new HealthEvent(kind, Instant.ofEpochMilli(now), condition.finding()));
  }

  /** What was told since this was asked last; mostly nothing. */
  public List<HealthEvent> takeEvents() {
    List<HealthEvent> taken = List.copyOf(events);
    events = List.of();
    return taken;
  }

  /** Whether nothing is wrong. */
  public boolean isQuiet() {
    return conditions.isEmpty();
  }

  /**
   * Whether the next row must be advanced to, be its data fine: something of data is pending or
   * found, or there is something to tell.
   */
  public boolean awaitsRow() {
    for (HealthCondition condition : conditions) {
      if (condition.kind.isOfData() || condition.isAcknowledgementUntold || condition.isObsolete) {
        return true;
      }
    }
    return false;
  }

  /** What was found and is not over, in the order in which it began. */
  public List<HealthFinding> findings() {
    return conditions.stream()
        .filter(condition -> condition.isFound)
        .map(HealthCondition::finding)
        .toList();
  }

  /**
   * An operator knows of a finding. The next advance tells the event.
   *
   * @return whether it is open and was not acknowledged before
   */
  public boolean acknowledged(HealthFinding finding) {
    for (HealthCondition condition : conditions) {
      if (condition.isFound && !condition.isAcknowledged && condition.finding().isSameAs(finding)) {
        condition.isAcknowledged = true;
        condition.isAcknowledgementUntold = true;
        return true;
      }
    }
    return false;
  }

  /** Another model is in use: findings about the one before are told to be over with the next. */
  public void modelReplaced() {
    conditions.removeIf(condition -> !condition.isFound && condition.kind.isOfModel());
    for (HealthCondition condition : conditions) {
      condition.isObsolete |= condition.kind.isOfModel();
    }
  }

  /** The time that was advanced to last; {@link Long#MIN_VALUE} if there was none. */
  public long lastEpochMillis() {
    return now;
  }

  /**
   * The next time may be any, also an earlier one. Findings stay; what was pending or about to be
   * over begins anew.
   */
  public void restartAtAnyTime() {
    now = NEVER;
    conditions.removeIf(condition -> !condition.isFound);
    for (HealthCondition condition : conditions) {
      condition.goneSince = NEVER;
      condition.evidenceAt = NEVER;
    }
  }

  /** Forgets all: the next time may be any. */
  public void restart() {
    conditions.clear();
    events = List.of();
    now = NEVER;
  }

  /** Writes the state; {@link #resume} goes on from it bit for bit. Events must have been taken. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    out.writeLong(now);
    out.writeInt(conditions.size());
    for (HealthCondition condition : conditions) {
      condition.writeTo(out);
    }
  }

  /**
   * Goes on from a written state.
   *
   * @throws IOException if reading fails, or the state is of another version or contradicts itself;
   *     the life is then of no use
   */
  public void resume(DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != STATE_VERSION) {
      throw new IOException(
          "health must be of version %d, but was of %d".formatted(STATE_VERSION, version));
    }
    restart();
    now = in.readLong();
    int count = in.readInt();
    if (count < 0 || count > MOST_CONDITIONS) {
      throw new IOException("conditions must not be " + count);
    }
    for (int i = 0; i < count; i++) {
      HealthCondition condition = HealthCondition.read(in);
      if (indexOf(condition.kind, condition.subject) >= 0) {
        throw new IOException(
            "two conditions are of %s %s".formatted(condition.kind, condition.subject));
      }
      conditions.add(condition);
    }
  }
}
