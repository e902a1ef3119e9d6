package io.mild.flink;

import io.mild.keyed.KeyStatus;
import io.mild.keyed.KeyedCount;
import io.mild.keyed.KeyedHealth;
import io.mild.keyed.KeyedIncident;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedOutput;
import io.mild.keyed.KeyedSettings;
import io.mild.keyed.KeyedState;
import io.mild.keyed.KeyedStreams;
import io.mild.keyed.RefusedMessage;
import io.mild.keyed.RefusedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** {@link KeyedStreams} in the hands of Flink. */
final class AssuranceFunction
    extends KeyedBroadcastProcessFunction<String, KeyedMessage, KeyedModel, KeyedIncident> {
  private static final long serialVersionUID = 1;

  static final OutputTag<KeyedHealth> HEALTH = new OutputTag<>("health", KeyedTypes.HEALTH);
  static final OutputTag<KeyStatus> STATUSES = new OutputTag<>("statuses", KeyedTypes.STATUS);
  static final OutputTag<RefusedMessage> REFUSED_MESSAGES =
      new OutputTag<>("refused-messages", KeyedTypes.REFUSED_MESSAGE);
  static final OutputTag<RefusedModel> REFUSED_MODELS =
      new OutputTag<>("refused-models", KeyedTypes.REFUSED_MODEL);

  /** The models in force by kind; these names are part of each savepoint. */
  static final MapStateDescriptor<String, KeyedModel> MODELS =
      new MapStateDescriptor<>("models", Types.STRING, KeyedTypes.MODEL);

  private static final ValueStateDescriptor<KeyedState> STREAM =
      new ValueStateDescriptor<>("stream", new KeyedStateSerializer());

  // KeyedSettings in parts: Flink sends functions by Java's serialization.
  private final Duration disorder;
  private final @Nullable Duration silence;
  private final int mostWaiting;

  private transient @Nullable KeyedStreams streams; // from the first message or timer on
  private transient @Nullable ValueState<KeyedState> states;
  private transient List<KeyedOutput> told = new ArrayList<>();

  AssuranceFunction(KeyedSettings settings) {
    this.disorder = settings.disorder();
    this.silence = settings.silence().orElse(null);
    this.mostWaiting = settings.mostWaiting();
  }

  @Override
  public void open(OpenContext context) {
    told = new ArrayList<>();
    states = getRuntimeContext().getState(STREAM);
    MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("mild");
    for (KeyedCount count : KeyedCount.values()) {
      metrics.counter(count.metric(), new CountOf(() -> count(count)));
    }
  }

  private long count(KeyedCount what) {
    KeyedStreams engine = streams;
    return engine == null ? 0 : engine.count(what);
  }

  @Override
  public void processElement(
      KeyedMessage message, ReadOnlyContext context, Collector<KeyedIncident> out)
      throws Exception {
    TimerService timers = context.timerService();
    KeyedStreams engine =
        streams(context.getBroadcastState(MODELS), timers.currentProcessingTime());
    ValueState<KeyedState> kept = states();
    KeyedState state = engine.accept(message, kept.value(), timers.currentProcessingTime());
    if (state != null) {
      long release = engine.releaseAt(state);
      if (release != KeyedStreams.NEVER) {
        timers.registerEventTimeTimer(release);
      }
      if (!state.isWatched()) {
        watch(engine, state, timers);
      }
      kept.update(state);
    }
    tell(context::output, out);
  }

  /** One timer a key, which is set anew when it fires: a row costs none. */
  private static void watch(KeyedStreams engine, KeyedState state, TimerService timers) {
    long silent = engine.silentAt(state);
    state.watched(silent != KeyedStreams.NEVER);
    if (silent != KeyedStreams.NEVER) {
      timers.registerProcessingTimeTimer(silent);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<KeyedIncident> out)
      throws Exception {
    TimerService timers = context.timerService();
    KeyedStreams engine =
        streams(context.getBroadcastState(MODELS), timers.currentProcessingTime());
    ValueState<KeyedState> kept = states();
    KeyedState state = kept.value();
    if (state == null) {
      return;
    }
    switch (context.timeDomain()) {
      case EVENT_TIME -> {
        engine.release(context.getCurrentKey(), state, timers.currentWatermark());
        long more = engine.releaseAt(state);
        if (more > timers.currentWatermark() && more != KeyedStreams.NEVER) {
          timers.registerEventTimeTimer(more); // else they wait for a model
        }
      }
      case PROCESSING_TIME -> {
        engine.lookForSilence(context.getCurrentKey(), state, timers.currentProcessingTime());
        watch(engine, state, timers);
      }
    }
    kept.update(state);
    tell(context::output, out);
  }

  @Override
  public void processBroadcastElement(
      KeyedModel model, Context context, Collector<KeyedIncident> out) throws Exception {
    BroadcastState<String, KeyedModel> models = context.getBroadcastState(MODELS);
    KeyedStreams engine = streams(models, context.currentProcessingTime());
    boolean isFirst = !engine.knows(model.kind());
    Optional<KeyedModel> inForce = engine.offer(model);
    if (inForce.isPresent()) {
      models.put(model.kind(), inForce.get());
    }
    if (inForce.isPresent() && isFirst) {
      long eventTime = context.currentWatermark();
      context.applyToKeyedState(
          STREAM,
          (key, kept) -> {
            KeyedState state = kept.value();
            if (state != null && state.kind().equals(model.kind())) {
              engine.release(key, state, eventTime);
              kept.update(state);
            }
          });
    }
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() > 0) {
      told.removeIf(RefusedModel.class::isInstance); // which the first tells of all
    }
    tell(context::output, out);
  }

  /** With the models that were in force when the task was restored, and from then on. */
  private KeyedStreams streams(ReadOnlyBroadcastState<String, KeyedModel> models, long now)
      throws Exception {
    KeyedStreams engine = streams;
    if (engine == null) {
      engine =
          new KeyedStreams(
              new KeyedSettings(disorder, Optional.ofNullable(silence), mostWaiting),
              now,
              told::add);
      for (Map.Entry<String, KeyedModel> model : models.immutableEntries()) {
        if (engine.offer(model.getValue()).isEmpty()) {
          throw new IllegalStateException(
              "the model that was in force for '%s' does not load: %s"
                  .formatted(model.getKey(), told));
        }
      }
      streams = engine;
    }
    return engine;
  }

  private ValueState<KeyedState> states() {
    ValueState<KeyedState> kept = states;
    if (kept == null) {
      throw new IllegalStateException("the function was not opened");
    }
    return kept;
  }

  /** Each context of Flink's has it, under no name that others may use. */
  private interface SideOutputs {
    <T> void output(OutputTag<T> tag, T value);
  }

  private void tell(SideOutputs context, Collector<KeyedIncident> out) {
    if (told.isEmpty()) {
      return;
    }
    for (KeyedOutput output : told) {
      if (output instanceof KeyedIncident incident) {
        out.collect(incident);
      } else if (output instanceof KeyedHealth health) {
        context.output(HEALTH, health);
      } else if (output instanceof KeyStatus status) {
        context.output(STATUSES, status);
      } else if (output instanceof RefusedMessage refused) {
        context.output(REFUSED_MESSAGES, refused);
      } else if (output instanceof RefusedModel refused) {
        context.output(REFUSED_MODELS, refused);
      }
    }
    told.clear();
  }
}
