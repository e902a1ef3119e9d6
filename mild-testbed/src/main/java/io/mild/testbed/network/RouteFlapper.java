package io.mild.testbed.network;

import io.mild.testbed.process.Programs;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Sends what comes from a source over a detour for a share of the time, five times a second. */
final class RouteFlapper implements AutoCloseable {
  private static final int CYCLE_MILLIS = 200;
  private static final int FIRST_TABLE = 101;
  private static final int SOURCES = 3;

  private final Namespaces namespaces;
  private final String router;
  private final String to;
  private final String usual;
  private final String detour;
  private final double[] shares = new double[SOURCES];
  private final Thread thread = new Thread(this::run, "route flapper");

  RouteFlapper(Namespaces namespaces, String router, String to, String usual, String detour) {
    this.namespaces = namespaces;
    this.router = router;
    this.to = to;
    this.usual = usual;
    this.detour = detour;
    thread.setDaemon(true);
    thread.start();
  }

  /** The routing table of a source. */
  static String table(int source) {
    return Integer.toString(FIRST_TABLE + source);
  }

  synchronized void share(int source, double share) {
    shares[source] = share;
  }

  private synchronized int flapping() {
    for (int source = 0; source < SOURCES; source++) {
      if (shares[source] > 0) {
        return source;
      }
    }
    return -1;
  }

  private synchronized double share(int source) {
    return shares[source];
  }

  private void run() {
    try {
      while (true) {
        int source = flapping();
        if (source < 0) {
          TimeUnit.MILLISECONDS.sleep(CYCLE_MILLIS);
          continue;
        }
        long away = Math.round(Math.min(1, share(source)) * CYCLE_MILLIS);
        route(source, detour);
        TimeUnit.MILLISECONDS.sleep(away);
        route(source, usual);
        TimeUnit.MILLISECONDS.sleep(CYCLE_MILLIS - away);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.err.println("routes flap no more: " + e.getMessage());
    }
  }

  private void route(int source, String via) throws IOException {
    Programs.run(
        "ip",
        "-n",
        namespaces.of(router),
        "route",
        "replace",
        to,
        "via",
        via,
        "table",
        table(source));
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
