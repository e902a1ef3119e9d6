package io.mild.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.HandMade;
import io.mild.alerting.health.HealthEvent;
import io.mild.keyed.KeyStatus;
import io.mild.keyed.KeyedHealth;
import io.mild.keyed.KeyedIncident;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedOutput;
import io.mild.keyed.KeyedQuestion;
import io.mild.keyed.KeyedSettings;
import io.mild.keyed.KeyedState;
import io.mild.keyed.ManySystems;
import io.mild.keyed.RefusedMessage;
import io.mild.keyed.RefusedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MildKafkaTest {
  static final String MESSAGES = "messages";
  static final String MODELS = "models";
  static final String OUTPUTS = "outputs";

  @TempDir Path folder;
  private TopologyTestDriver driver;
  private TestInputTopic<String, KeyedMessage> messages;
  private TestInputTopic<String, KeyedModel> models;
  private TestOutputTopic<String, KeyedOutput> outputs;

  static Topology topology(KeyedSettings settings) {
    StreamsBuilder builder = new StreamsBuilder();
    MildKafka.assess(
            builder,
            builder.stream(MESSAGES, Consumed.with(Serdes.String(), KeyedSerdes.messages())),
            MODELS,
            settings)
        .to(OUTPUTS, Produced.with(Serdes.String(), KeyedSerdes.outputs()));
    return builder.build();
  }

  private void start(KeyedSettings settings) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "mild");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver = new TopologyTestDriver(topology(settings), config, ManySystems.time(0));
    messages =
        driver.createInputTopic(
            MESSAGES, Serdes.String().serializer(), KeyedSerdes.messages().serializer());
    models =
        driver.createInputTopic(
            MODELS, Serdes.String().serializer(), KeyedSerdes.models().serializer());
    outputs =
        driver.createOutputTopic(
            OUTPUTS, Serdes.String().deserializer(), KeyedSerdes.outputs().deserializer());
  }

  private void send(KeyedMessage message) {
    messages.pipeInput(message.key(), message);
  }

  private void send(KeyedModel model) {
    models.pipeInput(model.kind(), model);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void rowsAreToldOfAsByAFleet() {
    start(KeyedSettings.DEFAULT.withDisorder(Duration.ofMinutes(4)));
    send(ManySystems.model());
    for (int place = 0; place < 400; place++) {
      for (int system = 0; system < 4; system++) {
        send(ManySystems.row(system, ManySystems.shuffled(place, 4)));
      }
    }
    // What waits at the end goes with the rows of others, at the next look.
    send(ManySystems.row(9, 404));
    driver.advanceWallClockTime(Duration.ofHours(8));

    List<KeyedIncident> told =
        outputs.readValuesToList().stream()
            .filter(KeyedIncident.class::isInstance)
            .map(KeyedIncident.class::cast)
            .toList();
    assertThat(ManySystems.byKey(told)).isEqualTo(ManySystems.expected(4, 400)).isNotEmpty();
  }

  @Test
  void aModelThatComesLateOrIsBad() {
    start(KeyedSettings.DEFAULT);
    send(ManySystems.row(0, 0));
    send(ManySystems.model());
    send(ManySystems.row(0, 1));
    send(KeyedModel.of(ManySystems.KIND, HandMade.simple()));
    send(ManySystems.row(0, 2));
    send(ManySystems.row(0, 2));
    send(new KeyedQuestion(ManySystems.key(0)));

    assertThat(outputs.readValuesToList())
        .hasExactlyElementsOfTypes(RefusedModel.class, RefusedMessage.class, KeyStatus.class);
    assertThat(status().lastRow()).contains(ManySystems.time(2));
  }

  private KeyStatus status() {
    send(new KeyedQuestion(ManySystems.key(0)));
    return (KeyStatus) outputs.readValue();
  }

  @Test
  void silenceIsToldOnceByPunctuation() {
    start(KeyedSettings.DEFAULT.withSilence(Duration.ofMinutes(2)));
    send(ManySystems.model());
    send(ManySystems.row(0, 0));

    driver.advanceWallClockTime(Duration.ofMinutes(1));
    assertThat(outputs.isEmpty()).isTrue();
    driver.advanceWallClockTime(Duration.ofMinutes(1));
    driver.advanceWallClockTime(Duration.ofMinutes(5));
    send(ManySystems.row(0, 7));

    assertThat(outputs.readValuesToList())
        .extracting(health -> ((KeyedHealth) health).event().kind())
        .containsExactly(HealthEvent.Kind.FOUND, HealthEvent.Kind.CLEARED);
  }

  /**
   * The store of a released version goes on: its values are bytes of a resource. The last bits of
   * what it had averaged may be others today.
   */
  @Test
  void aStoreOfTheFirstReleasedVersionGoesOn() throws Exception {
    start(KeyedSettings.DEFAULT.withDisorder(Duration.ofMinutes(2)));
    send(ManySystems.model());
    try (var bytes = ManySystems.class.getResourceAsStream("keyed-1.bin")) {
      driver
          .<String, KeyedState>getKeyValueStore(MildKafka.STREAMS_STORE)
          .put(ManySystems.key(0), KeyedState.ofBytes(bytes.readAllBytes()));
    }
    for (int minute = 300; minute < 500; minute++) {
      send(ManySystems.row(0, minute));
    }
    send(ManySystems.row(9, 502));
    driver.advanceWallClockTime(Duration.ofHours(8).plusMinutes(30));

    List<KeyedIncident> told =
        outputs.readValuesToList().stream()
            .filter(KeyedIncident.class::isInstance)
            .map(KeyedIncident.class::cast)
            .toList();
    assertThat(told)
        .isNotEmpty()
        .usingRecursiveComparison()
        .withComparatorForType(ManySystems.ALMOST_EQUAL, Double.class)
        .isEqualTo(
            ManySystems.expected(1, 500).get(ManySystems.key(0)).stream()
                .filter(event -> !event.event().time().isBefore(ManySystems.time(298)))
                .toList());
  }

  @Test
  void metricsAreAmongThoseOfKafkaStreams() {
    start(KeyedSettings.DEFAULT);
    send(ManySystems.model());
    send(ManySystems.row(0, 0));
    send(ManySystems.row(0, 1));
    driver.advanceWallClockTime(Duration.ofSeconds(30));

    assertThat(driver.metrics())
        .anySatisfy(
            (name, metric) -> {
              assertThat(name.group()).isEqualTo("mild");
              assertThat(name.name()).isEqualTo("rowsScored");
              assertThat(name.tags()).isEqualTo(Map.of("task", "0_0"));
              assertThat(metric.metricValue()).isEqualTo(2.0);
            });
  }
}
