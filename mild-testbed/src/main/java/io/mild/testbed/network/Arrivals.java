package io.mild.testbed.network;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** A Poisson process in real time, an open loop: who is late is not early next time. */
final class Arrivals {
  private static final long IDLE_MILLIS = 100;
  private static final long MOST_BEHIND_NANOS = 200_000_000;

  private final Random random;
  private long due = System.nanoTime();

  Arrivals(Random random) {
    this.random = random;
  }

  Random random() {
    return random;
  }

  /** Waits for the next arrival; while none is to come, until one is. */
  void await(DoubleSupplier rate) throws InterruptedException {
    double now = rate.getAsDouble();
    while (now <= 0) {
      TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
      due = System.nanoTime();
      now = rate.getAsDouble();
    }
    due += (long) (-Math.log(1 - random.nextDouble()) / now * 1e9);
    long early = due - System.nanoTime();
    if (early > 0) {
      TimeUnit.NANOSECONDS.sleep(early);
    } else if (early < -MOST_BEHIND_NANOS) {
      due = System.nanoTime();
    }
  }
}
