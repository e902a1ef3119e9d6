package io.mild.testbed.shop;

import io.mild.testbed.process.Child;
import io.mild.testbed.process.LatencyMeter;
import io.mild.testbed.shop.HttpExchanges.Answer;
import io.mild.testbed.shop.HttpExchanges.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** Answers reports from the store, while others write to it. */
final class Analytics extends Child {
  private static final int THREADS = 5;
  private static final int MOST_WAITING = 100;
  private static final int CONNECTIONS = 4;
  private static final int CONNECTION_WAIT_MILLIS = 600;

  /** Lines that are read for nothing at level 1. */
  private static final int SLOW_LINES = 24_000;

  private static final int BATCH_QUERIES = 40;
  private static final int BATCH_PAUSE_MILLIS = 120;

  private final Store store;
  private final PoolLeak leak;
  private final Server server;
  private final LatencyMeter answered = new LatencyMeter();
  private double batch;

  private Analytics(Path database) throws IOException {
    this.store = new Store(database, CONNECTIONS, CONNECTION_WAIT_MILLIS);
    this.leak = new PoolLeak(store);
    this.server = HttpExchanges.server(THREADS);
    server.on("/reports", MOST_WAITING, this::answer);
  }

  /** Argument: the database. */
  public static void main(String[] args) throws IOException {
    Analytics analytics = new Analytics(Path.of(args[0]));
    analytics.serve(Map.of("port", (double) analytics.server.port()));
  }

  private Answer answer(String query, byte[] body) {
    long begun = System.nanoTime();
    int lines = Integer.parseInt(query.substring(query.indexOf('=') + 1));
    // an index that has gone bad: ever more lines are read for the same answer
    int read = lines + (int) (setting("slow-query", 0) * SLOW_LINES);
    try {
      String report = store.with(connection -> Store.bestSellers(connection, read));
      return new Answer(HttpExchanges.OK, report.getBytes(StandardCharsets.US_ASCII));
    } catch (SQLException e) {
      return new Answer(HttpExchanges.UNAVAILABLE, new byte[0]);
    } finally {
      answered.record(System.nanoTime() - begun);
    }
  }

  @Override
  protected void settingsChanged() {
    leak.hold((int) Math.min(CONNECTIONS, Math.ceil(setting("pool-leak", 0) * CONNECTIONS - 0.5)));
    double asked = setting("batch", 0);
    if (asked != batch) {
      batch = asked;
      Thread job = new Thread(this::runBatch, "batch");
      job.setDaemon(true);
      job.start();
    }
  }

  /** The day's totals: harmless, since it takes its time. */
  private void runBatch() {
    try {
      for (int i = 0; i < BATCH_QUERIES; i++) {
        store.with(connection -> Store.bestSellers(connection, Store.KEPT));
        Thread.sleep(BATCH_PAUSE_MILLIS);
      }
    } catch (SQLException e) {
      System.err.println("batch: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void report(Map<String, Double> kpis) {
    answered.turn();
    kpis.put("rate", answered.rate());
    kpis.put("query", answered.percentile(95));
    kpis.put("busy", server.busy().mean());
    kpis.put("waiting", (double) server.waiting());
    kpis.put("pool", (double) store.active());
    kpis.put("pool_wait", (double) store.awaited());
  }
}
