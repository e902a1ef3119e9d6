/**
 * Streams by key on engines of others, such as Flink and Kafka Streams, which keep the state of
 * each key, spread keys over machines and let nothing happen twice. What all of them share is here:
 * rows in, events out, and a key's state as bytes that load for ever. Start reading at {@link
 * io.mild.keyed.KeyedStreams}.
 */
@NullMarked
package io.mild.keyed;

import org.jspecify.annotations.NullMarked;
