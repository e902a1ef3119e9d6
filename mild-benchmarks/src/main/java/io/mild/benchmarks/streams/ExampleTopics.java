package io.mild.benchmarks.streams;

import io.mild.Mild;
import io.mild.kafka.KeyedSerdes;
import io.mild.kafka.LocalBroker;
import io.mild.keyed.KeyedIncident;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedOutput;
import io.mild.keyed.KeyedRow;
import io.mild.keyed.RefusedMessage;
import io.mild.synthetic.SyntheticTelemetry;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * A broker within this JVM, with a model and three days of rows of a few services in its topics.
 */
final class ExampleTopics implements AutoCloseable {
  static final String ROWS = "kpi-rows";
  static final String MODELS = "mild-models";
  static final String INCIDENTS = "mild-incidents";

  private static final String KIND = "service";
  private static final int SERVICES = 4;
  private static final int MINUTES = 4_320;
  private static final int PARTITIONS = 4;
  private static final int PERIOD = 60_000;
  private static final Duration UNTIL_THE_FIRST = Duration.ofMinutes(2);

  private final LocalBroker broker;

  private ExampleTopics(LocalBroker broker) {
    this.broker = broker;
  }

  static ExampleTopics start(PrintWriter out, @Nullable Path model) throws Exception {
    silence();
    Mild mild = ExampleModel.of(ExampleModel.telemetry(42), model);
    ExampleTopics topics = new ExampleTopics(new LocalBroker(Files.createTempDirectory("broker")));
    topics.broker.topics(PARTITIONS, Map.of(), ROWS, INCIDENTS);
    topics.broker.topics(1, Map.of("cleanup.policy", "compact"), MODELS);
    try (KafkaProducer<String, KeyedModel> producer =
        new KafkaProducer<>(
            topics.client(), Serdes.String().serializer(), KeyedSerdes.models().serializer())) {
      producer.send(new ProducerRecord<>(MODELS, KIND, KeyedModel.of(KIND, mild)));
    }
    topics.send();
    out.printf(
        "a broker at %s has a model, and %,d rows of %d services%n",
        topics.broker.address(), SERVICES * MINUTES, SERVICES);
    out.flush();
    return topics;
  }

  /**
   * Warnings of a broker and an engine of themselves are in the way here, and so is what the broker
   * says of each batch that overtakes another and is sent again. -D brings them back.
   */
  static void silence() {
    String log = "org.slf4j.simpleLogger.log.";
    Map.of("org.apache", "error", "kafka", "error", "kafka.server.ReplicaManager", "off")
        .forEach((name, level) -> System.getProperties().putIfAbsent(log + name, level));
  }

  private void send() {
    double[][][] values = new double[SERVICES][][];
    for (int service = 0; service < SERVICES; service++) {
      values[service] = ExampleModel.telemetry(101 + service).values();
    }
    long start = SyntheticTelemetry.START.toEpochMilli();
    try (KafkaProducer<String, KeyedMessage> producer =
        new KafkaProducer<>(
            client(), Serdes.String().serializer(), KeyedSerdes.messages().serializer())) {
      for (int minute = 0; minute < MINUTES; minute++) {
        for (int service = 0; service < SERVICES; service++) {
          KeyedRow row =
              new KeyedRow(
                  "shop-" + (service + 1),
                  KIND,
                  start + (long) minute * PERIOD,
                  values[service][minute]);
          producer.send(new ProducerRecord<>(ROWS, row.key(), row));
        }
      }
    }
  }

  Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.address());
  }

  String address() {
    return broker.address();
  }

  /** Prints incidents that were committed, until no more come for a while. */
  void printIncidents(PrintWriter out, Duration patience) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", broker.address(),
            "group.id", "reader",
            "auto.offset.reset", "earliest",
            "isolation.level", "read_committed");
    int count = 0;
    int refused = 0;
    try (KafkaConsumer<String, KeyedOutput> consumer =
        new KafkaConsumer<>(
            config, Serdes.String().deserializer(), KeyedSerdes.outputs().deserializer())) {
      consumer.subscribe(List.of(INCIDENTS));
      long quiet = System.nanoTime() + UNTIL_THE_FIRST.toNanos();
      while (System.nanoTime() - quiet < patience.toNanos()) {
        for (ConsumerRecord<String, KeyedOutput> record : consumer.poll(Duration.ofMillis(200))) {
          quiet = System.nanoTime();
          if (record.value() instanceof KeyedIncident incident) {
            count++;
            out.println(incident.key() + " " + incident.event());
          } else if (record.value() instanceof RefusedMessage row && refused++ == 0) {
            out.println("refused: " + row);
          }
        }
        out.flush();
      }
    }
    out.printf("%d steps in the lives of incidents, %d rows refused%n", count, refused);
    out.flush();
  }

  @Override
  public void close() {
    broker.close();
  }
}
