package io.mild.testbed.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The shop's database: SQLite in a file, with a write-ahead log that each commit forces to disk.
 * One process writes, others read at the same time.
 */
final class Store implements AutoCloseable {
  /** Rows of order lines that are kept. */
  static final int KEPT = 60_000;

  private static final int BEST = 20;

  private final HikariDataSource pool;
  private final Occupancy inUse = new Occupancy();

  /**
   * Opens a pool of connections.
   *
   * @param connections at most
   * @param waitMillis how long to wait for one
   */
  Store(Path file, int connections, int waitMillis) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(
        "jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=FULL&busy_timeout=8000");
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(connections);
    config.setConnectionTimeout(waitMillis);
    config.addDataSourceProperty("cache_size", "-1500");
    this.pool = new HikariDataSource(config);
  }

  /** Makes tables, customers and a past of orders. */
  static void create(Path file) throws SQLException {
    try (Store store = new Store(file, 1, 5_000);
        Connection connection = store.pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table customers(id integer primary key, discount real)");
      statement.execute(
          "create table lines(id integer primary key autoincrement, customer integer, product"
              + " integer, quantity integer, price real)");
      connection.setAutoCommit(false);
      Random random = new Random(1);
      try (PreparedStatement insert =
          connection.prepareStatement("insert into customers values(?, ?)")) {
        for (int i = 0; i < Order.CUSTOMERS; i++) {
          insert.setInt(1, i);
          insert.setDouble(2, random.nextInt(20) / 100.0);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      List<Order> past = new ArrayList<>();
      for (int i = 0; i < KEPT / 5; i++) {
        past.add(Order.random(random));
      }
      insert(connection, past);
      connection.commit();
    }
  }

  /** Work on a connection of the pool. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Borrows a connection.
   *
   * @throws SQLException also if none is free in time
   */
  <T> T with(Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      inUse.enter();
      try {
        return work.on(connection);
      } finally {
        inUse.leave();
      }
    }
  }

  /** Borrows a connection that whoever leaks it will not give back. */
  Connection borrow() throws SQLException {
    return pool.getConnection();
  }

  /** Connections in use on average since the last call, by work alone. */
  double inUse() {
    return inUse.mean();
  }

  /** Connections that the pool has given away. */
  int active() {
    return pool.getHikariPoolMXBean().getActiveConnections();
  }

  /** Threads that wait for one. */
  int awaited() {
    return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
  }

  static void insert(Connection connection, List<Order> orders) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into lines(customer, product, quantity, price) values(?, ?, ?, ?)")) {
      for (Order order : orders) {
        for (Order.Line line : order.lines()) {
          insert.setInt(1, order.customer());
          insert.setInt(2, line.product());
          insert.setInt(3, line.quantity());
          insert.setDouble(4, line.price() * (1 - order.discount()));
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  /** Forgets all but the latest lines. */
  static void trim(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "delete from lines where id <= (select max(id) from lines) - " + KEPT);
    }
  }

  static double discount(Connection connection, int customer) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select discount from customers where id = ?")) {
      query.setInt(1, customer);
      try (ResultSet result = query.executeQuery()) {
        return result.next() ? result.getDouble(1) : 0;
      }
    }
  }

  /**
   * The products that sold best, reckoned in Java, as services do that map rows to objects.
   *
   * @param lines how many of the latest to look at
   * @return as JSON
   */
  static String bestSellers(Connection connection, int lines) throws SQLException {
    List<Order.Line> read = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select product, quantity, price from lines where id > (select max(id) from lines)"
                + " - ?")) {
      query.setInt(1, lines);
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          read.add(new Order.Line(result.getInt(1), result.getInt(2), result.getDouble(3)));
        }
      }
    }
    return read.stream()
        .collect(
            Collectors.groupingBy(
                Order.Line::product, Collectors.summingDouble(l -> l.quantity() * l.price())))
        .entrySet()
        .stream()
        .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed())
        .limit(BEST)
        .map(
            best ->
                "{\"product\":%d,\"sold\":%d}"
                    .formatted(best.getKey(), Math.round(best.getValue())))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public void close() {
    pool.close();
  }
}
