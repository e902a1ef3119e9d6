package io.mild.server.run;

import io.mild.server.config.SystemConfig;
import io.mild.server.state.StateFolder;
import io.mild.server.system.Audience;
import io.mild.server.system.LogText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All systems of a process: one clock, a bounded number of threads that ask sources and score, and
 * one that trains, one model at a time and only while nobody else needs the processor.
 */
public final class Systems implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Systems.class);
  private static final int MOST_POLLERS = 16;
  private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final Map<String, WatchedSystem> systems = new LinkedHashMap<>();
  private final List<TimedSource> sources = new ArrayList<>();
  private final PrometheusSources prometheus = new PrometheusSources();
  private final Consumer<String> onChange;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> thread("mild-clock", work, Thread.NORM_PRIORITY));
  private final ExecutorService pollers =
      Executors.newFixedThreadPool(
          Math.min(MOST_POLLERS, 2 * Runtime.getRuntime().availableProcessors()),
          work -> thread("mild-poller", work, Thread.NORM_PRIORITY));
  private final ExecutorService trainer =
      Executors.newSingleThreadExecutor(work -> thread("mild-trainer", work, Thread.MIN_PRIORITY));

  /**
   * No systems yet.
   *
   * @param onChange told the name of a system of which there is something new to see
   */
  public Systems(Consumer<String> onChange) {
    this.onChange = onChange;
  }

  private static Thread thread(String name, Runnable work, int priority) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setPriority(priority);
    return thread;
  }

  /**
   * Adds a system, which goes on where it was once all are started.
   *
   * @param folder of its state
   * @param audience who hears of it
   * @throws IOException if its source or its state can't be read
   */
  public void add(SystemConfig config, Path folder, Audience audience) throws IOException {
    TimedSource source = TimedSource.of(config.source(), prometheus);
    WatchedSystem system = new WatchedSystem(config, source, StateFolder.open(folder), audience);
    systems.put(config.key(), system);
    sources.add(source);
  }

  /** Begins to watch. */
  public void start() {
    int index = 0;
    for (WatchedSystem system : systems.values()) {
      TimedSource source = sources.get(index++);
      pollers.execute(() -> begin(system, source));
    }
    clock.scheduleWithFixedDelay(
        this::keepHouse, HOUSEKEEPING.toMillis(), HOUSEKEEPING.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts a system: not before the page is there, since its source may take long to answer. */
  private void begin(WatchedSystem system, TimedSource source) {
    try {
      if (!system.start()) {
        train(system);
      }
      onChange.accept(system.key());
      schedule(system, source, Instant.now());
    } catch (IOException e) {
      system.couldNotStart(e);
    }
  }

  /**
   * The next poll.
   *
   * @param asked when it was polled before, or at the latest
   */
  private void schedule(WatchedSystem system, TimedSource source, Instant asked) {
    try {
      clock.schedule(
          () -> pollers.execute(() -> poll(system, source)),
          source.pause(asked, Instant.now()).toNanos(),
          TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed", e);
    }
  }

  private void poll(WatchedSystem system, TimedSource source) {
    Instant asked = Instant.now();
    try {
      if (system.poll()) {
        onChange.accept(system.key());
      }
    } catch (RuntimeException | Error e) { // the other systems go on, and this one at the next row
      LOG.error("{} could not be scored: {}", system.key(), LogText.of(e.toString()), e);
    } finally {
      schedule(system, source, asked);
    }
  }

  private void keepHouse() {
    for (WatchedSystem system : systems.values()) {
      if (system.isTrainingDue(Instant.now())) {
        train(system);
      }
      system.forget();
    }
  }

  /** Trains a model for a system, when its turn comes. */
  public void train(WatchedSystem system) {
    system.awaitsTraining();
    onChange.accept(system.key());
    trainer.execute(
        () -> {
          system.train();
          onChange.accept(system.key());
        });
  }

  /** All of them, in the order in which they were added. */
  public List<WatchedSystem> all() {
    return List.copyOf(systems.values());
  }

  /** One of them. */
  public Optional<WatchedSystem> of(String key) {
    return Optional.ofNullable(systems.get(key));
  }

  /** Stops watching; what is remembered is on disk then. */
  @Override
  public void close() throws IOException {
    clock.shutdownNow();
    pollers.shutdown();
    trainer.shutdownNow();
    try {
      if (!pollers.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        pollers.shutdownNow();
      }
      trainer.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS); // it writes files, too
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (WatchedSystem system : systems.values()) {
      system.close();
    }
  }
}
