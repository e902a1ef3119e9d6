package io.mild.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes entries from the queue to one sink, on a thread of its own, in order. */
final class SinkDelivery implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkDelivery.class);
  private static final long IDLE_MILLIS = 1000;

  private final String name;
  private final EventSink sink;
  private final QueueLog log;
  private final SinkCursor cursor;
  private final OutboxSettings settings;
  private final Runnable advanced;

  // Of the thread that delivers, and read by others under the lock.
  private long position;
  private long delivered;
  private long failures;
  private long refused;
  private long dropped;
  private @Nullable String lastError;

  /**
   * Of one sink.
   *
   * @param advanced is called after each entry that is done with
   */
  SinkDelivery(
      String name,
      EventSink sink,
      QueueLog log,
      SinkCursor cursor,
      OutboxSettings settings,
      Runnable advanced) {
    this.name = name;
    this.sink = sink;
    this.log = log;
    this.cursor = cursor;
    this.settings = settings;
    this.advanced = advanced;
    this.position = cursor.number();
  }

  @Override
  public void run() {
    int inRow = 0;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        step();
        inRow = 0;
        recovered();
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) { // a sink of somebody's own may throw anything
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        failed(e);
        if (!paused(inRow++)) {
          return;
        }
      }
    }
  }

  private void step() throws IOException, InterruptedException {
    sink.refresh();
    Optional<QueueLog.Entry> entry = log.from(position);
    if (entry.isEmpty()) {
      recovered();
      log.await(position, IDLE_MILLIS);
      return;
    }
    deliver(entry.get());
  }

  private void deliver(QueueLog.Entry entry) throws IOException {
    long missed = entry.number() - position;
    if (missed > 0) {
      LOG.warn("{}: {} messages were dropped, for the queue was full", name, missed);
    }
    boolean taken = true;
    try {
      sink.deliver(IncidentMessage.ofJson(new String(entry.payload(), UTF_8)));
    } catch (RefusedException e) {
      taken = false;
      LOG.error("{}: a message is left out: {}", name, OneLine.of(String.valueOf(e.getMessage())));
    }
    cursor.advanceTo(entry.number() + 1);
    synchronized (this) {
      position = entry.number() + 1;
      dropped += missed;
      delivered += taken ? 1 : 0;
      refused += taken ? 0 : 1;
    }
    advanced.run();
  }

  private synchronized void recovered() {
    if (lastError != null) {
      lastError = null;
      LOG.info("{}: takes messages again", name);
    }
  }

  private synchronized void failed(Exception e) {
    failures++;
    String error = OneLine.of(e.getMessage() == null ? e.getClass().getName() : e.getMessage());
    if (lastError == null) {
      LOG.warn("{}: {}; it is tried again", name, error);
    }
    lastError = error;
  }

  private boolean paused(int failuresInRow) {
    try {
      Thread.sleep(pause(failuresInRow).toMillis());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private Duration pause(int failuresInRow) {
    double longest = settings.longestRetry().toMillis();
    double doubled = settings.firstRetry().toMillis() * Math.pow(2, failuresInRow);
    double part = ThreadLocalRandom.current().nextDouble(0.5, 1);
    return Duration.ofMillis((long) Math.ceil(Math.min(longest, doubled) * part));
  }

  /** The number of the next entry to deliver. */
  synchronized long position() {
    return position;
  }

  synchronized SinkState state() {
    long lost = Math.max(0, log.start() - position);
    return new SinkState(
        name,
        log.end() - position - lost,
        delivered,
        failures,
        refused,
        dropped + lost,
        Optional.ofNullable(lastError));
  }
}
