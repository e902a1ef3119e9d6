package io.mild.testbed.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Connections that somebody forgot to give back, until the leak is mended. */
final class PoolLeak {
  private final Store store;
  private final Deque<Connection> held = new ArrayDeque<>();

  PoolLeak(Store store) {
    this.store = store;
  }

  /** Holds so many; runs in the thread that hears the conductor, and never waits for long. */
  void hold(int connections) {
    try {
      while (held.size() > connections) {
        held.pop().close();
      }
      if (held.size() < connections && store.awaited() == 0) {
        held.push(store.borrow());
      }
    } catch (SQLException e) {
      // none was free: in the next row
    }
  }
}
