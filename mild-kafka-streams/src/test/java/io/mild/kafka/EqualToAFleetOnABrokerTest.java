package io.mild.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.keyed.KeyStatus;
import io.mild.keyed.KeyedIncident;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedOutput;
import io.mild.keyed.KeyedSettings;
import io.mild.keyed.ManySystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances on a real broker, of which one is killed and another added: what is told is what a
 * fleet tells that is fed in order, nothing twice and nothing left out.
 */
class EqualToAFleetOnABrokerTest {
  private static final int PARTITIONS = 4;
  private static final int WITHIN = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir static Path folder;
  private static LocalBroker broker;

  private final AtomicLong rows = new AtomicLong();

  @BeforeAll
  static void start() throws Exception {
    broker = new LocalBroker(Files.createDirectory(folder.resolve("broker")));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void whereAnInstanceIsKilledAndOneAdded() throws Exception {
    killedAndAdded("small", 12, 240);
  }

  @Test
  @Tag("experiment")
  void manyWhereAnInstanceIsKilledAndOneAdded() throws Exception {
    killedAndAdded("large", 1_000, 2_000);
  }

  private void killedAndAdded(String test, int systems, int minutes) throws Exception {
    broker.topics(PARTITIONS, Map.of(), test + "-messages", test + "-outputs");
    broker.topics(1, Map.of("cleanup.policy", "compact"), test + "-models");
    try (KafkaProducer<String, KeyedModel> producer =
        new KafkaProducer<>(
            client(), Serdes.String().serializer(), KeyedSerdes.models().serializer())) {
      producer.send(new ProducerRecord<>(test + "-models", ManySystems.KIND, ManySystems.model()));
    }
    long all = (long) systems * minutes;
    try (KafkaStreams first = instance(test, "first", all / 4);
        KafkaStreams second = instance(test, "second", Long.MAX_VALUE)) {
      first.start();
      second.start();
      send(test, systems, 0, minutes / 2);
      awaitTerminated(first); // by the row at which it fails
      try (KafkaStreams third = instance(test, "third", Long.MAX_VALUE)) {
        third.start();
        send(test, systems, minutes / 2, minutes);
        sendLast(test, systems, minutes);
        Map<String, List<KeyedIncident>> expected = ManySystems.expected(systems, minutes);
        long events = expected.values().stream().mapToLong(List::size).sum();

        assertThat(ManySystems.byKey(told(test, events))).isEqualTo(expected);
        KeyStatus status = status(ManySystems.key(0), second, third);
        assertThat(status.lastRow()).contains(ManySystems.time(minutes - 1));
        assertThat(status.waiting()).isEqualTo(WITHIN);
      }
    }
  }

  private KafkaStreams instance(String test, String name, long failsAtRow) throws Exception {
    StreamsBuilder builder = new StreamsBuilder();
    MildKafka.assess(
            builder,
            builder.stream(
                    test + "-messages", Consumed.with(Serdes.String(), KeyedSerdes.messages()))
                .peek(
                    (key, message) -> {
                      if (rows.incrementAndGet() >= failsAtRow) {
                        throw new IllegalStateException("as the test asks");
                      }
                    }),
            test + "-models",
            KeyedSettings.DEFAULT
                .withDisorder(Duration.ofMinutes(WITHIN))
                .withSilence(Duration.ofHours(1)))
        .to(test + "-outputs", Produced.with(Serdes.String(), KeyedSerdes.outputs()));
    Properties config = new Properties();
    config.putAll(client());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, test);
    config.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve(test + name).toString());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 2_000);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 200);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    KafkaStreams streams = new KafkaStreams(builder.build(), config);
    streams.setUncaughtExceptionHandler(failure -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    return streams;
  }

  private static void awaitTerminated(KafkaStreams streams) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!streams.state().hasCompletedShutdown() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(streams.state()).isEqualTo(KafkaStreams.State.ERROR);
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.address());
  }

  private static void send(String test, int systems, int from, int until) {
    try (KafkaProducer<String, KeyedMessage> producer = producer()) {
      for (int place = from; place < until; place++) {
        for (int system = 0; system < systems; system++) {
          KeyedMessage row = ManySystems.row(system, ManySystems.shuffled(place, WITHIN));
          producer.send(new ProducerRecord<>(test + "-messages", row.key(), row));
        }
      }
    }
  }

  /** Rows that are newer by the disorder, for which those before wait; they wait themselves. */
  private static void sendLast(String test, int systems, int minutes) {
    try (KafkaProducer<String, KeyedMessage> producer = producer()) {
      for (int system = 0; system < systems; system++) {
        for (int more = 0; more < WITHIN; more++) {
          KeyedMessage row = ManySystems.row(system, minutes + more);
          producer.send(new ProducerRecord<>(test + "-messages", row.key(), row));
        }
      }
    }
  }

  private static KafkaProducer<String, KeyedMessage> producer() {
    return new KafkaProducer<>(
        client(), Serdes.String().serializer(), KeyedSerdes.messages().serializer());
  }

  /** All that was committed, until as many as expected have come and no more come. */
  private static List<KeyedIncident> told(String test, long expected) {
    Map<String, Object> config = new HashMap<>(client());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, test + "-reader");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    List<KeyedIncident> told = new ArrayList<>();
    try (KafkaConsumer<String, KeyedOutput> consumer =
        new KafkaConsumer<>(
            config, Serdes.String().deserializer(), KeyedSerdes.outputs().deserializer())) {
      consumer.subscribe(List.of(test + "-outputs"));
      long end = System.nanoTime() + PATIENCE.toNanos();
      long quiet = System.nanoTime();
      while (System.nanoTime() < end
          && (told.size() < expected
              || System.nanoTime() - quiet < Duration.ofSeconds(2).toNanos())) {
        for (ConsumerRecord<String, KeyedOutput> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.value() instanceof KeyedIncident incident) {
            told.add(incident);
            quiet = System.nanoTime();
          }
        }
      }
    }
    return told;
  }

  private static KeyStatus status(String key, KafkaStreams... instances) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      for (KafkaStreams instance : instances) {
        try {
          Optional<KeyStatus> status = MildKafka.status(instance, key);
          if (status.isPresent()) {
            return status.get();
          }
        } catch (InvalidStateStoreException e) {
          Thread.sleep(50); // it is on its way
        }
      }
    }
    throw new AssertionError("no instance has " + key);
  }
}
