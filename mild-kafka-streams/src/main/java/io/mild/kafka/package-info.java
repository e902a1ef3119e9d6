/**
 * Streams by key as a processor of Kafka Streams. Start reading at {@link io.mild.kafka.MildKafka}.
 */
@NullMarked
package io.mild.kafka;

import org.jspecify.annotations.NullMarked;
