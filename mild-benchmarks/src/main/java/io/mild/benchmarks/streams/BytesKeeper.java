package io.mild.benchmarks.streams;

import io.mild.flink.KeyedStateSerializer;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedState;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps as many bytes a key as MILD does, in the same type of state, reads and updates them with
 * each row and does nothing else: what Flink costs.
 */
final class BytesKeeper extends KeyedProcessFunction<String, KeyedMessage, KeyedMessage> {
  private static final long serialVersionUID = 1;

  private final byte[] state;
  private transient ValueState<KeyedState> states;

  @SuppressWarnings("NullAway") // open comes before all else
  BytesKeeper(byte[] state) {
    this.state = state;
  }

  @Override
  public void open(OpenContext context) {
    states =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("stream", new KeyedStateSerializer()));
  }

  @Override
  public void processElement(KeyedMessage message, Context context, Collector<KeyedMessage> out)
      throws Exception {
    KeyedState kept = states.value();
    states.update(kept == null ? first() : kept);
  }

  private KeyedState first() {
    try {
      return KeyedState.ofBytes(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
