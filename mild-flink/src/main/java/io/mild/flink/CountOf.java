package io.mild.flink;

import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;

/** A counter of Flink's that shows what is counted elsewhere. */
final class CountOf implements Counter {
  private final LongSupplier count;

  CountOf(LongSupplier count) {
    this.count = count;
  }

  @Override
  public long getCount() {
    return count.getAsLong();
  }

  @Override
  public void inc() {
    throw new UnsupportedOperationException("streams count themselves");
  }

  @Override
  public void inc(long more) {
    inc();
  }

  @Override
  public void dec() {
    inc();
  }

  @Override
  public void dec(long less) {
    inc();
  }
}
