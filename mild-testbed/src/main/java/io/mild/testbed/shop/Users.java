package io.mild.testbed.shop;

import io.mild.testbed.process.Child;
import io.mild.testbed.process.LatencyMeter;
import io.mild.testbed.shop.HttpExchanges.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The users: orders and reports at random times whether or not others were answered, an open loop.
 * Latency counts from when a request was due.
 */
final class Users extends Child {
  private static final int THREADS = 128;
  private static final int MOST_UNANSWERED = 1_000;
  private static final int TIMEOUT_MILLIS = 1_500;
  private static final int REPORT_LINES = 1_500;

  private final int port;
  private final Random random;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>());
  private final LatencyMeter orders = new LatencyMeter();
  private final AtomicLong failedOrders = new AtomicLong();
  private final AtomicLong reports = new AtomicLong();
  private final AtomicLong served = new AtomicLong();

  private Users(int port, long seed) {
    this.port = port;
    this.random = new Random(seed);
  }

  /** Arguments: the gateway's port, a seed. */
  public static void main(String[] args) {
    Users users = new Users(Integer.parseInt(args[0]), Long.parseLong(args[1]));
    Thread arrivals = new Thread(users::arrive, "arrivals");
    arrivals.setDaemon(true);
    arrivals.start();
    users.serve(Map.of());
  }

  private void arrive() {
    long due = System.nanoTime();
    try {
      while (true) {
        double orderRate = setting("orders", 0);
        double reportRate = setting("reports", 0);
        double rate = orderRate + reportRate;
        if (rate <= 0) {
          Thread.sleep(50);
          due = System.nanoTime();
          continue;
        }
        due += (long) (-Math.log(1 - random.nextDouble()) / rate * 1e9);
        long early = due - System.nanoTime();
        if (early > 0) {
          TimeUnit.NANOSECONDS.sleep(early);
        }
        boolean isOrder = random.nextDouble() * rate < orderRate;
        Order order = Order.random(random);
        int lines = REPORT_LINES / 2 + random.nextInt(REPORT_LINES);
        long at = due;
        if (threads.getQueue().size() > MOST_UNANSWERED) {
          (isOrder ? failedOrders : reports).incrementAndGet();
        } else if (isOrder) {
          threads.execute(() -> order(order, at));
        } else {
          threads.execute(() -> report(lines, at));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void order(Order order, long due) {
    if (ask("/orders", bytes(order)).code() != HttpExchanges.ACCEPTED) {
      failedOrders.incrementAndGet();
    }
    orders.record(System.nanoTime() - due);
  }

  private static byte[] bytes(Order order) {
    try {
      return order.toJson();
    } catch (IOException e) {
      throw new IllegalStateException("an order is always JSON", e);
    }
  }

  private void report(int lines, long due) {
    boolean good = ask("/reports?lines=" + lines, new byte[0]).code() == HttpExchanges.OK;
    reports.incrementAndGet();
    if (good && System.nanoTime() - due < 1_000_000L * TIMEOUT_MILLIS) {
      served.incrementAndGet();
    }
  }

  private Answer ask(String path, byte[] body) {
    try {
      return HttpExchanges.request(port, path, body, TIMEOUT_MILLIS);
    } catch (IOException e) {
      return new Answer(HttpExchanges.GATEWAY_TIMEOUT, new byte[0]);
    }
  }

  @Override
  protected void report(Map<String, Double> kpis) {
    orders.turn();
    kpis.put("rate", orders.rate());
    kpis.put("p50", orders.percentile(50));
    kpis.put("p95", orders.percentile(95));
    kpis.put("errors", (double) failedOrders.getAndSet(0));
    double good = served.getAndSet(0);
    double asked = reports.getAndSet(0);
    kpis.put("served", asked == 0 ? Double.NaN : 100 * good / asked);
  }
}
