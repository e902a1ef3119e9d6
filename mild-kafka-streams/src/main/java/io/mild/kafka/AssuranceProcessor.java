package io.mild.kafka;

import io.mild.keyed.KeyStatus;
import io.mild.keyed.KeyedCount;
import io.mild.keyed.KeyedHealth;
import io.mild.keyed.KeyedIncident;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedOutput;
import io.mild.keyed.KeyedRow;
import io.mild.keyed.KeyedSettings;
import io.mild.keyed.KeyedState;
import io.mild.keyed.KeyedStreams;
import io.mild.keyed.RefusedMessage;
import io.mild.keyed.RefusedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** {@link KeyedStreams} in the hands of a task of Kafka Streams. */
final class AssuranceProcessor implements Processor<String, KeyedMessage, String, KeyedOutput> {
  /** One for each task, with the stores that it has. */
  record Supplier(KeyedSettings settings, AtomicLong sent)
      implements ProcessorSupplier<String, KeyedMessage, String, KeyedOutput> {
    @Override
    public Processor<String, KeyedMessage, String, KeyedOutput> get() {
      return new AssuranceProcessor(settings, sent);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore(MildKafka.STREAMS_STORE),
              Serdes.String(),
              KeyedSerdes.states()),
          Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore(MildKafka.IN_FORCE_STORE),
              Serdes.String(),
              KeyedSerdes.models()));
    }
  }

  /** What a task has from when it is begun. */
  private record Task(
      ProcessorContext<String, KeyedOutput> context,
      KeyValueStore<String, KeyedState> states,
      KeyValueStore<String, KeyedModel> inForce,
      KeyValueStore<String, KeyedModel> sentModels,
      KeyedStreams streams) {}

  private static final String GROUP = "mild";

  private final KeyedSettings settings;
  private final AtomicLong sent;
  private final List<KeyedOutput> told = new ArrayList<>();
  private final Map<String, KeyedModel> offered = new HashMap<>();
  private final Map<KeyedCount, Sensor> sensors = new EnumMap<>(KeyedCount.class);
  private final Map<KeyedCount, Long> recorded = new EnumMap<>(KeyedCount.class);
  private long seen = -1;
  private long newestRow = Long.MIN_VALUE;
  private @Nullable Task task;

  AssuranceProcessor(KeyedSettings settings, AtomicLong sent) {
    this.settings = settings;
    this.sent = sent;
  }

  @Override
  public void init(ProcessorContext<String, KeyedOutput> context) {
    Task begun =
        new Task(
            context,
            context.getStateStore(MildKafka.STREAMS_STORE),
            context.getStateStore(MildKafka.IN_FORCE_STORE),
            context.getStateStore(MildKafka.MODELS_STORE),
            new KeyedStreams(settings, context.currentSystemTimeMs(), told::add));
    restoreModels(begun);
    context.schedule(
        MildKafka.lookEvery(settings),
        PunctuationType.WALL_CLOCK_TIME,
        now -> lookAtAll(begun, now));
    addSensors(begun);
    task = begun;
  }

  private void restoreModels(Task begun) {
    try (KeyValueIterator<String, KeyedModel> models = begun.inForce.all()) {
      while (models.hasNext()) {
        KeyedModel model = models.next().value;
        if (begun.streams.offer(model).isEmpty()) {
          throw new IllegalStateException(
              "the model that was in force for '%s' does not load: %s"
                  .formatted(model.kind(), told));
        }
        offered.put(model.kind(), model);
      }
    }
  }

  @Override
  public void process(Record<String, KeyedMessage> message) {
    Task current = Objects.requireNonNull(task, "process before init");
    offerSent(current);
    KeyedMessage value = message.value();
    if (value == null) {
      return;
    }
    if (value instanceof KeyedRow row
        && row.epochMillis() <= current.context.currentSystemTimeMs()) {
      newestRow = Math.max(newestRow, row.epochMillis());
    }
    KeyedState before = current.states.get(value.key());
    KeyedState state = current.streams.accept(value, before, current.context.currentSystemTimeMs());
    if (state != null) {
      current.states.put(value.key(), state);
    }
    tell(current, message.timestamp());
  }

  /** Puts in force what was sent since the last look; what was refused is not tried again. */
  private void offerSent(Task current) {
    long now = sent.get();
    if (now == seen) {
      return;
    }
    try (KeyValueIterator<String, KeyedModel> models = current.sentModels.all()) {
      while (models.hasNext()) {
        KeyedModel model = models.next().value;
        KeyedModel latest = offered.put(model.kind(), model);
        if (latest == null || !Arrays.equals(latest.file(), model.file())) {
          current
              .streams
              .offer(model)
              .ifPresent(inForce -> current.inForce.put(inForce.kind(), inForce));
        }
      }
    }
    seen = now;
    if (current.context.taskId().partition() > 0) {
      told.removeIf(RefusedModel.class::isInstance); // which the first tells of all
    }
  }

  /** Tells of keys that are silent, and scores what need not wait any more. */
  private void lookAtAll(Task current, long now) {
    offerSent(current);
    List<KeyValue<String, KeyedState>> changed = new ArrayList<>();
    try (KeyValueIterator<String, KeyedState> states = current.states.all()) {
      while (states.hasNext()) {
        KeyValue<String, KeyedState> entry = states.next();
        boolean isSilent = current.streams.lookForSilence(entry.key, entry.value, now);
        boolean waits = current.streams.releaseAt(entry.value) != KeyedStreams.NEVER;
        if (waits) {
          current.streams.release(
              entry.key, entry.value, isSilent ? KeyedStreams.NEVER : newestRow);
        }
        if (isSilent || waits) {
          changed.add(entry);
        }
      }
    }
    for (KeyValue<String, KeyedState> entry : changed) {
      current.states.put(entry.key, entry.value);
    }
    tell(current, now);
    sensors.forEach((count, sensor) -> record(current, count, sensor));
  }

  private void record(Task current, KeyedCount count, Sensor sensor) {
    long now = current.streams.count(count);
    sensor.record(now - recorded.getOrDefault(count, 0L));
    recorded.put(count, now);
  }

  private void addSensors(Task begun) {
    String id = begun.context.taskId().toString();
    for (KeyedCount count : KeyedCount.values()) {
      Sensor sensor =
          begun
              .context
              .metrics()
              .addSensor(GROUP + "." + id + "." + count.metric(), Sensor.RecordingLevel.INFO);
      sensor.add(
          new MetricName(count.metric(), GROUP, "since the task was begun", Map.of("task", id)),
          new CumulativeSum());
      sensors.put(count, sensor);
    }
  }

  @Override
  public void close() {
    if (task != null) {
      sensors.values().forEach(task.context.metrics()::removeSensor);
    }
  }

  private void tell(Task current, long time) {
    for (KeyedOutput output : told) {
      current.context.forward(new Record<>(keyOf(output), output, Math.max(0, time)));
    }
    told.clear();
  }

  private static String keyOf(KeyedOutput output) {
    if (output instanceof KeyedIncident incident) {
      return incident.key();
    }
    if (output instanceof KeyedHealth health) {
      return health.key();
    }
    if (output instanceof KeyStatus status) {
      return status.key();
    }
    if (output instanceof RefusedMessage refused) {
      return refused.message().key();
    }
    return ((RefusedModel) output).kind();
  }
}
