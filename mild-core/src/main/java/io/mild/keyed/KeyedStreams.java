package io.mild.keyed;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.StreamWorker;
import io.mild.alerting.health.HealthEvent;
import io.mild.alerting.health.HealthFinding;
import io.mild.alerting.health.HealthKind;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.data.ModelFileException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What each task of an engine of keyed streams does: the engine brings a message and the state of
 * its key, and keeps the state that comes back; what there is to tell goes to the outputs.
 *
 * <p><b>Time.</b> Rows of a key are scored in the order of their times. Each waits until one comes
 * that is newer by the {@link KeyedSettings#disorder disorder}, or until {@link #release} says that
 * it is time; what comes later than that is refused. So what becomes of a row depends on the rows
 * of its key alone, and is the same whenever and wherever it is done again.
 *
 * <p><b>Models</b> are those of the kind of a key's system. Another one is {@link #offer offered}
 * while rows come; each key goes on in it with its next row, as with {@link
 * io.mild.AssuranceFleet#replaceModel}. One that its kind can't go on in is refused. Rows of a kind
 * that has no model yet wait for it.
 *
 * <p><b>Silence</b> is by the processing clock, which the engine shows; nothing else is.
 *
 * <p>Not thread-safe: one for each task.
 */
public final class KeyedStreams {
  /** When nothing needs to be looked for. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long LEAST_DISORDER_STEP = 1_000;

  private final KeyedSettings settings;
  private final long disorderMillis;
  private final Consumer<KeyedOutput> out;
  private final SilenceClock clock;
  private final Map<String, SystemKind> kinds = new HashMap<>();
  private final long[] counts = new long[KeyedCount.values().length];

  /**
   * Streams of no kind yet.
   *
   * @param now the processing clock, in milliseconds since 1970
   * @param out takes what there is to tell, while a method runs that brings it about
   */
  public KeyedStreams(KeyedSettings settings, long now, Consumer<KeyedOutput> out) {
    this.settings = settings;
    this.disorderMillis = settings.disorder().toMillis();
    this.out = out;
    this.clock = new SilenceClock(now);
  }

  /** How often something happened since these were opened. */
  public long count(KeyedCount what) {
    return counts[what.ordinal()];
  }

  private void add(KeyedCount what, int more) {
    counts[what.ordinal()] += more;
  }

  /** Whether there is a model for a kind. */
  public boolean knows(String kind) {
    return kinds.containsKey(kind);
  }

  /**
   * Puts a model in force for its kind, or refuses it: then the one before goes on, and a {@link
   * RefusedModel} goes out.
   *
   * @return what the engine is to keep, and to offer first after a restart; nothing if it was
   *     refused
   */
  public Optional<KeyedModel> offer(KeyedModel model) {
    SystemKind before = kinds.get(model.kind());
    boolean feedback = before == null ? model.feedback() : before.worker().takesFeedback();
    try {
      StreamWorker worker = new StreamWorker(model.load(), feedback);
      if (before != null) {
        worker.requireGoesOnFrom(before.worker());
      }
      kinds.put(model.kind(), new SystemKind(worker));
      add(KeyedCount.MODELS, 1);
      return Optional.of(new KeyedModel(model.kind(), feedback, model.file()));
    } catch (ModelFileException | IllegalArgumentException | IllegalStateException e) {
      add(KeyedCount.MODELS_REFUSED, 1);
      out.accept(new RefusedModel(model.kind(), String.valueOf(e.getMessage())));
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("a model can't be put into a temporary file: " + e, e);
    }
  }

  /**
   * Takes a message.
   *
   * @param state of its key; null if there is none
   * @param now the processing clock, in milliseconds since 1970
   * @return what to keep, which may be the same object; null if there still is none
   * @throws IllegalStateException if the state is not one that these streams can go on from
   */
  public @Nullable KeyedState accept(KeyedMessage message, @Nullable KeyedState state, long now) {
    if (message instanceof KeyedRow row) {
      return accept(row, state == null ? new KeyedState(row.kind()) : state, now);
    }
    if (state == null) {
      refuse(message, RefusedMessage.Reason.NOT_TAKEN, "no row of this key has come");
    } else if (message instanceof KeyedOutcome outcome) {
      tell(outcome, state);
    } else {
      out.accept(status(message.key(), state));
    }
    return state;
  }

  private KeyedState accept(KeyedRow row, KeyedState state, long now) {
    if (!row.kind().equals(state.kind)) {
      refuse(row, RefusedMessage.Reason.OTHER_KIND, "the rows before are of kind " + state.kind);
      return state;
    }
    SystemKind kind = kinds.get(state.kind);
    arrived(row, state, now, silence(kind));
    if (row.epochMillis() <= state.lastRow) {
      refuse(
          row,
          RefusedMessage.Reason.LATE,
          "the row of %s was scored before".formatted(Instant.ofEpochMilli(state.lastRow)));
    } else if (kind != null && disorderMillis == 0 && state.waiting.isEmpty()) {
      score(row, state, kind);
    } else if (waits(row, state) && kind != null) {
      release(row.key(), state, kind, state.newest());
    }
    return state;
  }

  /** Puts a row among those that wait, if it may. */
  private boolean waits(KeyedRow row, KeyedState state) {
    List<KeyedState.Waiting> waiting = state.waiting;
    int place = waiting.size();
    while (place > 0 && waiting.get(place - 1).epochMillis() > row.epochMillis()) {
      place--;
    }
    if (place > 0 && waiting.get(place - 1).epochMillis() == row.epochMillis()) {
      refuse(row, RefusedMessage.Reason.DUPLICATE, "another row of " + row.time() + " waits");
      return false;
    }
    if (waiting.size() >= settings.mostWaiting()) {
      refuse(row, RefusedMessage.Reason.TOO_MANY_WAIT, waiting.size() + " rows wait");
      return false;
    }
    if (waiting.isEmpty()) {
      state.waiting = new ArrayList<>();
    }
    state.waiting.add(place, new KeyedState.Waiting(row.epochMillis(), row.values()));
    return true;
  }

  /**
   * Scores the rows of a key that wait and need no longer: no earlier row is to be expected.
   *
   * @param eventTime up to which rows have come, in milliseconds since 1970; {@link Long#MAX_VALUE}
   *     if no row comes any more
   */
  public void release(String key, KeyedState state, long eventTime) {
    SystemKind kind = kinds.get(state.kind);
    if (kind != null && !state.waiting.isEmpty()) {
      release(key, state, kind, Math.max(state.newest(), eventTime));
    }
  }

  private void release(String key, KeyedState state, SystemKind kind, long eventTime) {
    long until = eventTime == NEVER ? NEVER : eventTime - disorderMillis;
    Iterator<KeyedState.Waiting> waiting = state.waiting.iterator();
    while (waiting.hasNext()) {
      KeyedState.Waiting row = waiting.next();
      if (row.epochMillis() > until) {
        return;
      }
      score(new KeyedRow(key, state.kind, row.epochMillis(), row.values()), state, kind);
      waiting.remove();
    }
    state.waiting = List.of();
  }

  /**
   * The event time from which on {@link #release} has something to do, unless a row does it before;
   * {@link #NEVER} if no row waits. Times are rounded up, so that an engine that keeps a timer for
   * each needs few.
   */
  public long releaseAt(KeyedState state) {
    if (state.waiting.isEmpty()) {
      return NEVER;
    }
    long step = Math.max(disorderMillis, LEAST_DISORDER_STEP);
    return Math.floorDiv(state.newest() + disorderMillis, step) * step + step;
  }

  private void score(KeyedRow row, KeyedState state, SystemKind kind) {
    boolean isMoved = state.stream.length > 0 && !kind.isModelOf(state);
    AssuranceStream stream = kind.streamOf(row.key(), state);
    Assessment assessment;
    try {
      assessment = stream.accept(row.time(), row.values());
    } catch (IllegalArgumentException e) {
      refuse(row, RefusedMessage.Reason.INVALID, String.valueOf(e.getMessage()));
      return;
    }
    kind.keep(state);
    state.lastRow = row.epochMillis();
    add(KeyedCount.SCORED, 1);
    add(KeyedCount.MOVED, isMoved ? 1 : 0);
    for (IncidentEvent event : assessment.incidentEvents()) {
      add(KeyedCount.INCIDENTS, 1);
      out.accept(new KeyedIncident(row.key(), state.kind, event));
    }
    for (HealthEvent event : assessment.healthEvents()) {
      tell(row.key(), state, event);
    }
  }

  private void tell(String key, KeyedState state, HealthEvent event) {
    add(KeyedCount.HEALTH, 1);
    out.accept(new KeyedHealth(key, state.kind, event));
  }

  private void tell(KeyedOutcome outcome, KeyedState state) {
    SystemKind kind = kinds.get(state.kind);
    if (kind == null || state.stream.length == 0) {
      refuse(outcome, RefusedMessage.Reason.NOT_TAKEN, "no row of this key was scored");
      return;
    }
    AssuranceStream stream = kind.streamOf(outcome.key(), state);
    try {
      boolean counts =
          switch (outcome.what()) {
            case FAILED -> stream.failed(outcome.subject(), outcome.time());
            case RECOVERED -> stream.recovered(outcome.subject(), outcome.time());
            case ACTED -> stream.acted(outcome.time());
            case JUDGED_RIGHT -> stream.judge(outcome.time(), false);
            case JUDGED_FALSE -> stream.judge(outcome.time(), true);
            case ACKNOWLEDGED -> stream.acknowledge(outcome.subject());
          };
      if (counts) {
        kind.keep(state);
      } else {
        refuse(
            outcome, RefusedMessage.Reason.NOT_TAKEN, "it is no news, or of nothing that is open");
      }
    } catch (IllegalArgumentException e) {
      refuse(outcome, RefusedMessage.Reason.NOT_TAKEN, String.valueOf(e.getMessage()));
    }
  }

  private void refuse(KeyedMessage message, RefusedMessage.Reason reason, String why) {
    add(reason == RefusedMessage.Reason.LATE ? KeyedCount.LATE : KeyedCount.REFUSED, 1);
    out.accept(new RefusedMessage(message, reason, why));
  }

  /** How a key stands; changes nothing. */
  public KeyStatus status(String key, KeyedState state) {
    SystemKind kind = kinds.get(state.kind);
    AssuranceStream stream =
        kind == null || state.stream.length == 0 ? null : kind.streamOf(key, state);
    return new KeyStatus(
        key,
        state.kind,
        time(state.lastRow),
        time(state.silentSince),
        state.waiting.size(),
        stream == null ? List.of() : stream.intents(),
        stream == null ? List.of() : stream.incidents(),
        stream == null ? List.of() : stream.health());
  }

  private static Optional<Instant> time(long epochMillis) {
    return epochMillis == KeyedState.NEVER
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(epochMillis));
  }

  /** How long a kind may be silent; of one without a model and a setting, for ever. */
  private @Nullable Duration silence(@Nullable SystemKind kind) {
    if (settings.silence().isPresent()) {
      return settings.silence().get();
    }
    return kind == null ? null : kind.overdue();
  }

  private void arrived(KeyedRow row, KeyedState state, long now, @Nullable Duration silence) {
    state.arrival = now;
    if (silence != null) {
      clock.arrived(row.epochMillis(), now, silence);
    }
    if (state.silentSince != KeyedState.NEVER) {
      HealthFinding finding = silent(state.silentSince);
      state.silentSince = KeyedState.NEVER;
      tell(
          row.key(),
          state,
          new HealthEvent(HealthEvent.Kind.CLEARED, Instant.ofEpochMilli(now), finding));
    }
  }

  /**
   * When to {@link #lookForSilence look} at a key by the processing clock; {@link #NEVER} if its
   * silence was told, or its kind has no model.
   */
  public long silentAt(KeyedState state) {
    Duration silence = silence(kinds.get(state.kind));
    return silence == null || state.silentSince != KeyedState.NEVER
        ? NEVER
        : clock.due(state.arrival, silence);
  }

  /**
   * Tells that no row of a key comes, once it is so. Silence is not a key's own for as long after a
   * start, or while rows come that were made long before.
   *
   * @param now the processing clock, in milliseconds since 1970
   * @return whether the state has changed
   */
  public boolean lookForSilence(String key, KeyedState state, long now) {
    if (now < silentAt(state)) {
      return false;
    }
    state.silentSince = state.arrival;
    add(KeyedCount.SILENT, 1);
    tell(
        key,
        state,
        new HealthEvent(HealthEvent.Kind.FOUND, Instant.ofEpochMilli(now), silent(state.arrival)));
    return true;
  }

  private static HealthFinding silent(long since) {
    Instant latest = Instant.ofEpochMilli(since);
    return new HealthFinding(
        HealthKind.NO_DATA, "", latest, "no row has come since " + latest, false);
  }
}
