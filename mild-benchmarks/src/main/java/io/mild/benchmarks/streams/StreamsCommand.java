package io.mild.benchmarks.streams;

import picocli.CommandLine.Command;

/** Streams by key on Flink and Kafka Streams. */
@Command(
    name = "streams",
    description = "Streams by key on Flink and Kafka Streams: examples, and what they cost.",
    subcommands = {FlinkExampleCommand.class, KafkaExampleCommand.class, StreamsSpeedCommand.class})
public final class StreamsCommand {}
