package io.mild.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue on disk between a stream and those who are told, so that a dead receiver never
 * stops scoring.
 *
 * <p>What {@link #append} returned from is on disk and survives a killed process and a power
 * failure. Each sink gets it in order, at least once, from a thread of its own that tries again,
 * ever more slowly, until the sink takes it; one sink does not wait for another. Where the queue is
 * full, the oldest messages go, a sixteenth of the queue at a time: what is new matters more, and a
 * receiver that is dead for that long has missed them. How many a sink missed so, its {@link
 * #states state} and the log tell.
 *
 * <p>Thread-safe. One process at a time may have a folder's queue open.
 *
 * <pre>{@code
 * try (Outbox outbox = Outbox.open(folder, OutboxSettings.DEFAULT, Map.of("pager", sink))) {
 *   outbox.append(IncidentMessage.allOf("shop", assessment));
 * }
 * }</pre>
 */
public final class Outbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final long CLOSING_MILLIS = 5000;
  private static final long POLL_MILLIS = 10;
  private static final int MOST_RECENT = 1000;

  private final QueueLog log;
  private final Set<String> recent; // ids of what was kept last
  private final List<SinkCursor> cursors = new ArrayList<>();
  private final List<SinkDelivery> deliveries = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private Outbox(QueueLog log) throws IOException {
    this.log = log;
    this.recent = Collections.newSetFromMap(new RecentIds());
    long end = log.end();
    for (long number = Math.max(log.start(), end - MOST_RECENT); number < end; number++) {
      byte[] kept = log.from(number).orElseThrow().payload();
      recent.add(IncidentMessage.ofJson(new String(kept, UTF_8)).id());
    }
  }

  /** Forgets the eldest. */
  private static final class RecentIds extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > MOST_RECENT;
    }
  }

  /**
   * Opens a queue, and begins to deliver what it has.
   *
   * @param folder of its files; made if it is not there
   * @param sinks by name: letters, digits, {@code _} and {@code -}. A sink of a name that was there
   *     before goes on where that was; a new one begins with the next message.
   * @throws IOException if the files can't be read or written, or another process has them open
   * @throws IllegalArgumentException if a name is none
   */
  public static Outbox open(
      Path folder, OutboxSettings settings, Map<String, ? extends EventSink> sinks)
      throws IOException {
    for (String name : sinks.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "a sink's name has letters, digits, _ and -, 64 at most, but was '%s'".formatted(name));
      }
    }
    QueueLog log = QueueLog.open(folder, settings.mostBytes());
    Outbox outbox;
    try {
      outbox = new Outbox(log);
    } catch (IOException e) {
      log.close();
      throw e;
    }
    try {
      for (Map.Entry<String, ? extends EventSink> sink : sinks.entrySet()) {
        outbox.add(folder, settings, sink.getKey(), sink.getValue());
      }
    } catch (IOException e) {
      outbox.close();
      throw e;
    }
    outbox.threads.forEach(Thread::start);
    return outbox;
  }

  private void add(Path folder, OutboxSettings settings, String name, EventSink sink)
      throws IOException {
    SinkCursor cursor = SinkCursor.open(folder.resolve(name + ".cursor"), log.start(), log.end());
    cursors.add(cursor);
    SinkDelivery delivery =
        new SinkDelivery(name, sink, log, cursor, settings, this::forgetDelivered);
    deliveries.add(delivery);
    Thread thread = new Thread(delivery, "mild-outbox-" + name);
    thread.setDaemon(true);
    threads.add(thread);
  }

  private void forgetDelivered() {
    long all = deliveries.stream().mapToLong(SinkDelivery::position).min().orElseThrow();
    try {
      log.forgetBefore(all);
    } catch (IOException e) {
      LOG.warn("A file of the queue can't be deleted: {}", e.getMessage());
    }
  }

  /**
   * Keeps a message until all sinks have taken it. Takes the time that the disk needs.
   *
   * @throws IOException if it can't be written; it is not kept then
   */
  public void append(IncidentMessage message) throws IOException {
    append(List.of(message));
  }

  /**
   * Keeps messages, all or none, until all sinks have taken them. Takes the time that the disk
   * needs; none if there are none.
   *
   * <p>One whose id is among those of the latest thousand is left out: it is kept already, as where
   * a process was killed before it noted that it had handed it over, and hands it over again.
   *
   * @throws IOException if they can't be written; none is kept then
   */
  public void append(List<IncidentMessage> messages) throws IOException {
    synchronized (recent) {
      List<IncidentMessage> fresh =
          messages.stream().filter(message -> !recent.contains(message.id())).toList();
      if (!fresh.isEmpty()) {
        log.append(fresh.stream().map(message -> message.toJson().getBytes(UTF_8)).toList());
        fresh.forEach(message -> recent.add(message.id()));
      }
    }
  }

  /** How each sink stands, in the order of their adding. */
  public List<SinkState> states() {
    return deliveries.stream().map(SinkDelivery::state).toList();
  }

  /**
   * Waits until all sinks have taken all that was appended.
   *
   * @param most how long
   * @return whether they have
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitDelivered(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (states().stream().anyMatch(state -> state.waiting() > 0)) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }

  /** Stops delivering, within five seconds; what waits is kept. */
  @Override
  public void close() throws IOException {
    threads.forEach(Thread::interrupt);
    long end = System.nanoTime() + Duration.ofMillis(CLOSING_MILLIS).toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SinkCursor cursor : cursors) {
      cursor.close();
    }
    log.close();
  }
}
