package io.mild.testbed.shop;

import io.mild.testbed.process.Child;
import io.mild.testbed.shop.HttpExchanges.Answer;
import io.mild.testbed.shop.HttpExchanges.Server;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The API: takes orders, looks up the customer, counts stock, hands the order to ingestion; passes
 * reports on to analytics. One pool of threads for both, so who waits for one keeps the other
 * waiting.
 */
final class Gateway extends Child {
  private static final int THREADS = 9;
  private static final int MOST_WAITING = 250;
  private static final int CONNECTIONS = 4;
  private static final int CONNECTION_WAIT_MILLIS = 400;
  private static final int CACHED = 700;
  private static final int REPORT_TIMEOUT_MILLIS = 500;
  private static final int INGESTION_TIMEOUT_MILLIS = 1_000;
  private static final int[] RETRY_MILLIS = {15, 40, 100};

  /** How long stock is taken under the lock at level 1, in milliseconds. */
  private static final double LOCKED_MILLIS = 95;

  private static final int UNLOCKED_MILLIS = 20;

  private final int ingestionPort;
  private final int analyticsPort;
  private final Store store;
  private final PoolLeak leak;
  private final Server server;
  private final long[] stock = new long[Order.PRODUCTS];
  private final AtomicLong hits = new AtomicLong();
  private final AtomicLong misses = new AtomicLong();
  private double flushed;

  private final Map<Integer, Double> discounts =
      new LinkedHashMap<>(CACHED, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Double> eldest) {
          return size() > CACHED;
        }
      };

  private Gateway(Path database, int ingestionPort, int analyticsPort) throws IOException {
    this.ingestionPort = ingestionPort;
    this.analyticsPort = analyticsPort;
    this.store = new Store(database, CONNECTIONS, CONNECTION_WAIT_MILLIS);
    this.leak = new PoolLeak(store);
    this.server = HttpExchanges.server(THREADS);
    server.on("/orders", MOST_WAITING, this::order);
    server.on("/reports", MOST_WAITING, this::report);
  }

  /** Arguments: the database, the ports of ingestion and of analytics. */
  public static void main(String[] args) throws IOException {
    Gateway gateway =
        new Gateway(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    Thread contention = new Thread(gateway::contend, "stock taking");
    contention.setDaemon(true);
    contention.start();
    gateway.serve(Map.of("port", (double) gateway.server.port()));
  }

  private Answer order(String query, byte[] body) throws IOException {
    Order order = Order.fromJson(body);
    double discount;
    try {
      discount = discount(order.customer());
    } catch (SQLException e) {
      return new Answer(HttpExchanges.UNAVAILABLE, new byte[0]);
    }
    List<Order.Line> sorted =
        order.lines().stream().sorted(Comparator.comparing(Order.Line::product)).toList();
    synchronized (stock) {
      for (Order.Line line : sorted) {
        stock[line.product()] -= line.quantity();
      }
    }
    return hand(new Order(order.customer(), discount, sorted).toJson());
  }

  private double discount(int customer) throws SQLException {
    synchronized (discounts) {
      Double known = discounts.get(customer);
      if (known != null) {
        hits.incrementAndGet();
        return known;
      }
    }
    misses.incrementAndGet();
    double discount = store.with(connection -> Store.discount(connection, customer));
    synchronized (discounts) {
      discounts.put(customer, discount);
    }
    return discount;
  }

  /** Again after a while where ingestion's queue is full: what is slow there is felt here. */
  private Answer hand(byte[] order) throws IOException {
    Answer answer = new Answer(HttpExchanges.UNAVAILABLE, new byte[0]);
    for (int attempt = 0; attempt <= RETRY_MILLIS.length; attempt++) {
      try {
        answer = HttpExchanges.request(ingestionPort, "/events", order, INGESTION_TIMEOUT_MILLIS);
      } catch (SocketTimeoutException e) {
        return new Answer(HttpExchanges.GATEWAY_TIMEOUT, new byte[0]);
      }
      if (answer.code() != HttpExchanges.UNAVAILABLE || attempt == RETRY_MILLIS.length) {
        break;
      }
      pause(RETRY_MILLIS[attempt]);
    }
    return answer;
  }

  private Answer report(String query, byte[] body) throws IOException {
    try {
      return HttpExchanges.request(analyticsPort, "/reports?" + query, body, REPORT_TIMEOUT_MILLIS);
    } catch (SocketTimeoutException e) {
      return new Answer(HttpExchanges.GATEWAY_TIMEOUT, new byte[0]);
    }
  }

  /** Takes stock under the lock that orders need, too, the longer the higher the level. */
  private void contend() {
    while (true) {
      double level = setting("lock-contention", 0);
      if (level > 0) {
        synchronized (stock) {
          pause(Math.round(level * LOCKED_MILLIS));
        }
      }
      pause(UNLOCKED_MILLIS);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void settingsChanged() {
    leak.hold((int) Math.min(CONNECTIONS, Math.ceil(setting("pool-leak", 0) * CONNECTIONS - 0.5)));
    double flush = setting("flush", 0);
    if (flush != flushed) {
      flushed = flush;
      synchronized (discounts) {
        discounts.clear();
      }
    }
  }

  @Override
  protected void report(Map<String, Double> kpis) {
    kpis.put("busy", server.busy().mean());
    kpis.put("waiting", (double) server.waiting());
    kpis.put("pool", (double) store.active());
    kpis.put("pool_wait", (double) store.awaited());
    double hit = hits.getAndSet(0);
    double missed = misses.getAndSet(0);
    kpis.put("cache_hits", hit + missed == 0 ? Double.NaN : 100 * hit / (hit + missed));
  }
}
