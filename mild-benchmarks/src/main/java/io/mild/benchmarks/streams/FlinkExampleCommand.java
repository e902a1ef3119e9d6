package io.mild.benchmarks.streams;

import io.mild.flink.AssuredStreams;
import io.mild.flink.KeyedTypes;
import io.mild.flink.MildFlink;
import io.mild.kafka.KeyedSerdes;
import io.mild.keyed.KeyedIncident;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedOutput;
import io.mild.keyed.KeyedRow;
import io.mild.keyed.KeyedSettings;
import io.mild.keyed.RefusedMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Rows from a topic, incidents to another, by Flink. */
@Command(
    name = "flink",
    description =
        "Rows of four services from a topic through Flink, incidents to another topic; broker and"
            + " cluster run in this JVM.")
final class FlinkExampleCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Its model: trained and written where it is not there (default: not kept).")
  private @Nullable Path model;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var out = command.commandLine().getOut();
    try (ExampleTopics topics = ExampleTopics.start(out, model)) {
      StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
      env.setParallelism(2);
      env.enableCheckpointing(1_000);
      build(env, topics.address());
      env.execute("mild");
      topics.printIncidents(out, Duration.ofSeconds(5));
    }
    return 0;
  }

  private static void build(StreamExecutionEnvironment env, String broker) {
    // A job that never ends leaves out setBounded.
    KafkaSource<KeyedMessage> rows =
        KafkaSource.<KeyedMessage>builder()
            .setBootstrapServers(broker)
            .setTopics(ExampleTopics.ROWS)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.latest())
            .setValueOnlyDeserializer(new Values<>(Values.Kind.MESSAGE, KeyedTypes.MESSAGE))
            .build();
    KafkaSource<KeyedModel> models =
        KafkaSource.<KeyedModel>builder()
            .setBootstrapServers(broker)
            .setTopics(ExampleTopics.MODELS)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.latest())
            .setValueOnlyDeserializer(new Values<>(Values.Kind.MODEL, KeyedTypes.MODEL))
            .build();
    WatermarkStrategy<KeyedMessage> times =
        WatermarkStrategy.<KeyedMessage>forBoundedOutOfOrderness(Duration.ofMinutes(2))
            .withTimestampAssigner(
                (message, record) -> message instanceof KeyedRow row ? row.epochMillis() : record);
    AssuredStreams assured =
        MildFlink.assess(
            env.fromSource(rows, times, "rows", KeyedTypes.MESSAGE).uid("rows"),
            env.fromSource(models, WatermarkStrategy.noWatermarks(), "models", KeyedTypes.MODEL)
                .uid("models"),
            KeyedSettings.DEFAULT.withDisorder(Duration.ofMinutes(2)));
    assured.incidents().sinkTo(sink(broker)).uid("incidents");
    assured.refusedMessages().sinkTo(sink(broker)).uid("refused");
  }

  /**
   * At least once. Exactly once would be {@code EXACTLY_ONCE} and a prefix of transactions, with
   * the kafka-clients that the connector was made for, which does not go with the broker's here.
   */
  private static <T extends KeyedOutput> KafkaSink<T> sink(String broker) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(broker)
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new Outputs<T>())
        .build();
  }

  /** What a topic holds, by the serdes of Kafka Streams. */
  private static final class Values<T> implements DeserializationSchema<T> {
    private static final long serialVersionUID = 1;

    enum Kind {
      MESSAGE,
      MODEL
    }

    private final Kind kind;
    private final TypeInformation<T> type;

    Values(Kind kind, TypeInformation<T> type) {
      this.kind = kind;
      this.type = type;
    }

    @Override
    @SuppressWarnings("unchecked") // the kind is that of the type
    public T deserialize(byte[] bytes) {
      Serde<?> serde = kind == Kind.MESSAGE ? KeyedSerdes.messages() : KeyedSerdes.models();
      return (T) serde.deserializer().deserialize("", bytes);
    }

    @Override
    public boolean isEndOfStream(T value) {
      return false;
    }

    @Override
    public TypeInformation<T> getProducedType() {
      return type;
    }
  }

  private static final class Outputs<T extends KeyedOutput>
      implements KafkaRecordSerializationSchema<T> {
    private static final long serialVersionUID = 1;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        T output, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(
          ExampleTopics.INCIDENTS,
          key(output).getBytes(StandardCharsets.UTF_8),
          KeyedSerdes.outputs().serializer().serialize("", output));
    }

    private static String key(KeyedOutput output) {
      return output instanceof KeyedIncident incident
          ? incident.key()
          : ((RefusedMessage) output).message().key();
    }
  }
}
