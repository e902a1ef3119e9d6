package io.mild.flink;

import io.mild.keyed.KeyedCount;
import io.mild.keyed.KeyedStreams;
import org.apache.flink.metrics.Counter;

/** A count of streams, as a counter of Flink's that nobody else moves. */
final class CountOf implements Counter {
  private final KeyedStreams streams;
  private final KeyedCount what;

  CountOf(KeyedStreams streams, KeyedCount what) {
    this.streams = streams;
    this.what = what;
  }

  @Override
  public long getCount() {
    return streams.count(what);
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
