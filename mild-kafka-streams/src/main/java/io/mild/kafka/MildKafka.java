package io.mild.kafka;

import io.mild.keyed.KeyStatus;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedOutput;
import io.mild.keyed.KeyedSettings;
import io.mild.keyed.KeyedState;
import io.mild.keyed.KeyedStreams;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Any number of monitored systems as a processor of Kafka Streams.
 *
 * <pre>{@code
 * StreamsBuilder builder = new StreamsBuilder();
 * KStream<String, KeyedMessage> rows = builder.stream("rows", Consumed.with(Serdes.String(), KeyedSerdes.messages()));
 * MildKafka.assess(builder, rows, "models", KeyedSettings.DEFAULT)
 *     .to("incidents", Produced.with(Serdes.String(), KeyedSerdes.outputs()));
 * }</pre>
 *
 * <p>With {@code processing.guarantee=exactly_once_v2} each key is to the bit what an {@link
 * io.mild.AssuranceStream} of its own would be, over instances that fail, go and come.
 */
public final class MildKafka {
  /** The store of the states of keys. */
  public static final String STREAMS_STORE = "mild-streams";

  /** The global store of the models that were sent, by kind. */
  public static final String MODELS_STORE = "mild-models";

  /** The store of the models that a task has in force, by kind. */
  static final String IN_FORCE_STORE = "mild-models-in-force";

  private static final String PROCESSOR = "mild-assurance";

  private MildKafka() {}

  /**
   * Adds the processor to a topology, with its stores.
   *
   * @param messages whose records have the key of the message, so that all of a system are in one
   *     partition; their own times count, not those of the records
   * @param models a compacted topic of models by kind
   * @param settings of order and silence
   * @return what comes of them, by key (of a {@link io.mild.keyed.RefusedModel}, the kind)
   */
  public static KStream<String, KeyedOutput> assess(
      StreamsBuilder builder,
      KStream<String, KeyedMessage> messages,
      String models,
      KeyedSettings settings) {
    AtomicLong sent = new AtomicLong();
    builder.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(MODELS_STORE), Serdes.String(), KeyedSerdes.models())
            .withLoggingDisabled(),
        models,
        Consumed.with(Serdes.String(), KeyedSerdes.models()),
        () -> new SentModels(sent));
    return messages.process(new AssuranceProcessor.Supplier(settings, sent), Named.as(PROCESSOR));
  }

  /**
   * How a system stands, of those whose state this instance has; {@link
   * KafkaStreams#queryMetadataForKey} tells which instance that is.
   *
   * @return nothing if no row of the key has come, or another instance has it
   * @throws InvalidStateStoreException if the state is just on its way from or to another instance:
   *     to be tried again
   */
  public static Optional<KeyStatus> status(KafkaStreams streams, String key) {
    ReadOnlyKeyValueStore<String, KeyedState> states =
        streams.store(
            StoreQueryParameters.fromNameAndType(
                STREAMS_STORE, QueryableStoreTypes.<String, KeyedState>keyValueStore()));
    KeyedState state = states.get(key);
    if (state == null) {
      return Optional.empty();
    }
    ReadOnlyKeyValueStore<String, KeyedModel> models =
        streams.store(
            StoreQueryParameters.fromNameAndType(
                IN_FORCE_STORE, QueryableStoreTypes.<String, KeyedModel>keyValueStore()));
    KeyedStreams reader = new KeyedStreams(KeyedSettings.DEFAULT, 0, output -> {});
    KeyedModel model = models.get(state.kind());
    if (model != null) {
      reader.offer(model);
    }
    return Optional.of(reader.status(key, state));
  }

  /** How often a task looks for silence, and for rows that need not wait any more. */
  static Duration lookEvery(KeyedSettings settings) {
    Duration most = Duration.ofSeconds(30);
    Duration silence = settings.silence().orElse(most).dividedBy(2);
    return silence.compareTo(most) < 0 ? silence : most;
  }
}
