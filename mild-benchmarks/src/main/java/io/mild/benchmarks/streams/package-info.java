/**
 * Streams by key on Flink and Kafka Streams: examples that run by themselves, and what a row, a
 * checkpoint and another model cost. Start reading at {@link
 * io.mild.benchmarks.streams.StreamsCommand}.
 */
@NullMarked
package io.mild.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
