package io.mild.benchmarks.streams;

import io.mild.kafka.KeyedSerdes;
import io.mild.kafka.MildKafka;
import io.mild.keyed.KeyStatus;
import io.mild.keyed.KeyedSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Rows from a topic, incidents to another, by Kafka Streams. */
@Command(
    name = "kafka",
    description =
        "Rows of four services from a topic through Kafka Streams, incidents to another topic,"
            + " exactly once; the broker runs in this JVM, too.")
final class KafkaExampleCommand implements Callable<Integer> {
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
      StreamsBuilder builder = new StreamsBuilder();
      MildKafka.assess(
              builder,
              builder.stream(
                  ExampleTopics.ROWS, Consumed.with(Serdes.String(), KeyedSerdes.messages())),
              ExampleTopics.MODELS,
              KeyedSettings.DEFAULT.withDisorder(Duration.ofMinutes(2)))
          .to(ExampleTopics.INCIDENTS, Produced.with(Serdes.String(), KeyedSerdes.outputs()));
      Properties config = new Properties();
      config.putAll(topics.client());
      config.put(StreamsConfig.APPLICATION_ID_CONFIG, "mild-example");
      config.put(
          StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("mild-example").toString());
      config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
      config.put("auto.offset.reset", "earliest");
      try (KafkaStreams streams = new KafkaStreams(builder.build(), config)) {
        streams.start();
        topics.printIncidents(out, Duration.ofSeconds(10));
        KeyStatus status = MildKafka.status(streams, "shop-1").orElseThrow();
        out.printf("shop-1 now: row of %s, %s%n", status.lastRow().orElseThrow(), status.intents());
        out.flush();
      }
    }
    return 0;
  }
}
