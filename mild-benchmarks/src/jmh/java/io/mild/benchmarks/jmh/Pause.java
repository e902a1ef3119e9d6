package io.mild.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * What lies between two rows of a service that gets one a minute, made short: the thread sleeps for
 * {@value #SLEEP_MILLIS} ms, so that core and operating system turn to something else, and then
 * {@value #MEGABYTES} MB of memory are written, more than a processor's last cache holds, so that
 * code and data of the row before are in none.
 *
 * <p>How far the JIT has got depends on how many rows there were: as many as are asked for come
 * without pauses, while JMH warms up.
 */
final class Pause {
  private static final int SLEEP_MILLIS = 20;
  private static final int MEGABYTES = 128;
  private static final int CACHE_LINE = 64;

  private final byte[] memory = new byte[MEGABYTES << 20];
  private final int rowsBefore;
  private int rows;
  private boolean measuring;

  Pause(int rowsBefore) {
    this.rowsBefore = rowsBefore;
  }

  void iteration(IterationParams iteration) {
    measuring = iteration.getType() == IterationType.MEASUREMENT;
    if (measuring && rows < rowsBefore) {
      throw new IllegalStateException(
          "only %d of %d rows came while warming up".formatted(rows, rowsBefore));
    }
  }

  /** To be called before each row. */
  void beforeRow() throws InterruptedException {
    if (rows++ < rowsBefore) {
      return;
    }
    TimeUnit.MILLISECONDS.sleep(SLEEP_MILLIS);
    for (int i = 0; i < memory.length; i += CACHE_LINE) {
      memory[i]++;
    }
  }
}
