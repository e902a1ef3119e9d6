package io.mild.testbed.shop;

import java.io.IOException;
import java.util.Random;

/** A new version of a service that warms up beside the old one, as when it is deployed. */
final class Release {
  private static final int ORDERS = 30_000;

  private Release() {}

  /** Parses orders, and ends. */
  public static void main(String[] args) throws IOException {
    Random random = new Random(7);
    long lines = 0;
    for (int i = 0; i < ORDERS; i++) {
      lines += Order.fromJson(Order.random(random).toJson()).lines().size();
    }
    System.exit(lines > 0 ? 0 : 1);
  }
}
