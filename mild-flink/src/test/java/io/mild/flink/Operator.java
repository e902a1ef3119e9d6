package io.mild.flink;

import io.mild.keyed.KeyedIncident;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedRow;
import io.mild.keyed.KeyedSettings;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** The operator without a cluster, with clocks that a test sets. */
final class Operator implements AutoCloseable {
  private final KeyedBroadcastOperatorTestHarness<String, KeyedMessage, KeyedModel, KeyedIncident>
      harness;

  private Operator(KeyedSettings settings) throws Exception {
    List<MapStateDescriptor<?, ?>> broadcast = List.of(AssuranceFunction.MODELS);
    harness =
        new KeyedBroadcastOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(new AssuranceFunction(settings), broadcast),
            KeyedMessage::key,
            Types.STRING,
            1,
            1,
            0);
    harness.setup(KeyedTypes.INCIDENT.createSerializer(config()));
  }

  /** One that has seen nothing; the processing clock shows the present. */
  static Operator open(KeyedSettings settings) throws Exception {
    Operator operator = new Operator(settings);
    operator.clock(System.currentTimeMillis());
    operator.harness.open();
    return operator;
  }

  /** One that goes on, as the processing clock shows a time. */
  static Operator restore(KeyedSettings settings, OperatorSubtaskState state, long now)
      throws Exception {
    Operator operator = new Operator(settings);
    operator.clock(now);
    operator.harness.initializeState(state);
    operator.harness.open();
    return operator;
  }

  private SerializerConfig config() {
    return harness.getExecutionConfig().getSerializerConfig();
  }

  void row(KeyedRow row) throws Exception {
    message(row);
  }

  void message(KeyedMessage message) throws Exception {
    harness.processElement(message, 0);
  }

  void model(KeyedModel model) throws Exception {
    harness.processBroadcastElement(model, 0);
  }

  void watermark(long epochMillis) throws Exception {
    harness.processBroadcastWatermark(Long.MAX_VALUE);
    harness.processWatermark(epochMillis);
  }

  long clock() {
    return harness.getProcessingTime();
  }

  void clock(long epochMillis) throws Exception {
    harness.setProcessingTime(epochMillis);
  }

  int processingTimers() {
    return harness.numProcessingTimeTimers();
  }

  OperatorSubtaskState snapshot() throws Exception {
    return harness.snapshot(1, 1);
  }

  List<KeyedIncident> incidents() {
    return harness.extractOutputValues();
  }

  <T> List<T> side(OutputTag<T> tag) {
    var records = harness.getSideOutput(tag);
    return records == null
        ? List.of()
        : records.stream().map(record -> record.getValue()).collect(Collectors.toList());
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new AssertionError("it does not end", e);
    }
  }
}
