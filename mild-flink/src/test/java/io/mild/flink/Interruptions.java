package io.mild.flink;

import io.mild.keyed.KeyedMessage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts the rows that pass, in all tasks and all tries of a test, and throws at some of them. */
final class Interruptions extends RichMapFunction<KeyedMessage, KeyedMessage> {
  private static final long serialVersionUID = 1;
  private static final long MOST_MILLIS = 300_000;

  private record Plan(long[] at, AtomicInteger next, AtomicLong passed) {}

  private static final Map<String, Plan> PLANS = new ConcurrentHashMap<>();

  private final String test;
  private transient Plan plan;

  Interruptions(String test) {
    this.test = test;
  }

  static void failAt(String test, long... rows) {
    PLANS.put(test, new Plan(rows, new AtomicInteger(), new AtomicLong()));
  }

  /** How many are still to come. */
  static int left(String test) {
    Plan plan = PLANS.get(test);
    return plan.at.length - plan.next.get();
  }

  /** How many rows have passed, those that passed again included. */
  static long passed(String test) {
    return plan(test).passed.get();
  }

  /** Waits until so many rows have passed. */
  static void await(String test, long rows) throws InterruptedException {
    long end = System.currentTimeMillis() + MOST_MILLIS;
    while (plan(test).passed.get() < rows) {
      if (System.currentTimeMillis() > end) {
        throw new AssertionError("only " + plan(test).passed + " of " + rows + " rows passed");
      }
      Thread.sleep(1);
    }
  }

  private static Plan plan(String test) {
    return PLANS.computeIfAbsent(
        test, name -> new Plan(new long[0], new AtomicInteger(), new AtomicLong()));
  }

  @Override
  public KeyedMessage map(KeyedMessage message) {
    if (plan == null) {
      plan = plan(test);
    }
    long row = plan.passed.incrementAndGet();
    int next = plan.next.get();
    if (next < plan.at.length && row >= plan.at[next] && plan.next.compareAndSet(next, next + 1)) {
      throw new IllegalStateException("as the test asks, at row " + row);
    }
    return message;
  }
}
