package io.mild.testbed.shop;

import io.mild.testbed.process.Child;
import io.mild.testbed.process.LatencyMeter;
import io.mild.testbed.shop.HttpExchanges.Answer;
import io.mild.testbed.shop.HttpExchanges.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Takes orders into a bounded queue, from which one worker stores them, a few a commit. */
final class Ingestion extends Child {
  private static final int THREADS = 4;
  private static final int QUEUE = 500;
  private static final int ORDERS_A_COMMIT = 3;
  private static final int COMMITS_A_TRIM = 400;

  /** What the worker waits for each order at level 1, in milliseconds: a slow check of fraud. */
  private static final double CHECK_MILLIS = 13;

  /** How long the store's write lock is held at level 1, in milliseconds. */
  private static final double LOCKED_MILLIS = 650;

  private static final int UNLOCKED_MILLIS = 60;

  private final ArrayBlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Path database;
  private final Server server;
  private final LatencyMeter commits = new LatencyMeter();
  private final LatencyMeter stored = new LatencyMeter();
  private final Occupancy working = new Occupancy();
  private final AtomicLong oldest = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  private record Event(byte[] order, long arrived) {}

  private Ingestion(Path database) throws IOException {
    this.database = database;
    this.server = HttpExchanges.server(THREADS);
    server.on("/events", QUEUE, this::take);
  }

  /** Argument: the database. */
  public static void main(String[] args) throws IOException {
    Ingestion ingestion = new Ingestion(Path.of(args[0]));
    start(ingestion::work, "worker");
    start(ingestion::contend, "maintenance");
    ingestion.serve(Map.of("port", (double) ingestion.server.port()));
  }

  private static void start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private Answer take(String query, byte[] body) {
    if (queue.offer(new Event(body, System.nanoTime()))) {
      return new Answer(HttpExchanges.ACCEPTED, new byte[0]);
    }
    refused.incrementAndGet();
    return new Answer(HttpExchanges.UNAVAILABLE, new byte[0]);
  }

  private void work() {
    try (Store store = new Store(database, 1, 10_000)) {
      for (int commit = 0; true; commit++) {
        List<Event> events = new ArrayList<>();
        events.add(queue.take());
        working.enter();
        queue.drainTo(events, ORDERS_A_COMMIT - 1);
        store(store, events, commit % COMMITS_A_TRIM == 0);
        working.leave();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | SQLException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(3);
    }
  }

  private void store(Store store, List<Event> events, boolean trim)
      throws IOException, SQLException, InterruptedException {
    List<Order> orders = new ArrayList<>();
    for (Event event : events) {
      Order order = Order.fromJson(event.order);
      orders.add(
          new Order(
              order.customer(),
              order.discount(),
              order.lines().stream().sorted(Comparator.comparing(Order.Line::price)).toList()));
      double check = setting("slow-consumer", 0) * CHECK_MILLIS;
      if (check > 0) {
        Thread.sleep((long) check, (int) (check % 1 * 1e6));
      }
    }
    long begun = System.nanoTime();
    store.with(
        connection -> {
          connection.setAutoCommit(false);
          Store.insert(connection, orders);
          if (trim) {
            Store.trim(connection);
          }
          connection.commit();
          return true;
        });
    long now = System.nanoTime();
    commits.record(now - begun);
    for (Event event : events) {
      stored.record(now - event.arrived);
      oldest.accumulateAndGet(now - event.arrived, Math::max);
    }
  }

  /** Holds the store's write lock, as maintenance does that is not done in small steps. */
  private void contend() {
    try (Store store = new Store(database, 1, 10_000)) {
      while (true) {
        double level = setting("lock-contention", 0);
        if (level > 0) {
          store.with(connection -> hold(connection, Math.round(level * LOCKED_MILLIS)));
        }
        Thread.sleep(UNLOCKED_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(4);
    }
  }

  private static boolean hold(Connection connection, long millis) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin immediate");
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      statement.execute("rollback");
    }
    return true;
  }

  @Override
  protected void report(Map<String, Double> kpis) {
    Event first = queue.peek();
    long waiting = first == null ? 0 : System.nanoTime() - first.arrived;
    commits.turn();
    stored.turn();
    kpis.put("queue", (double) queue.size());
    kpis.put("age", Math.max(waiting, oldest.getAndSet(0)) / 1e6);
    kpis.put("commit", commits.percentile(95));
    kpis.put("rate", stored.rate());
    kpis.put("busy", working.mean());
    kpis.put("refused", (double) refused.getAndSet(0));
  }
}
