package io.mild.kafka;

import io.mild.keyed.KeyedBytes;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedOutput;
import io.mild.keyed.KeyedState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How messages, models, outputs and states of keys are written to topics and stores. */
public final class KeyedSerdes {
  private KeyedSerdes() {}

  private interface Writer<T> {
    void write(T value, DataOutput out) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  /** Rows, outcomes and questions. */
  public static Serde<KeyedMessage> messages() {
    return serde(KeyedBytes::write, KeyedBytes::readMessage);
  }

  /** Models. */
  public static Serde<KeyedModel> models() {
    return serde(KeyedBytes::write, KeyedBytes::readModel);
  }

  /** What comes of rows, models and silence. */
  public static Serde<KeyedOutput> outputs() {
    return serde(KeyedBytes::write, KeyedBytes::readOutput);
  }

  /** States of keys, of this version of the library or an earlier one. */
  public static Serde<KeyedState> states() {
    return Serdes.serdeFrom(
        (topic, state) -> state == null ? null : state.toBytes(),
        (topic, bytes) -> {
          try {
            return bytes == null ? null : KeyedState.ofBytes(bytes);
          } catch (IOException e) {
            throw new SerializationException(topic + ": " + e.getMessage(), e);
          }
        });
  }

  private static <T> Serde<T> serde(Writer<T> writer, Reader<T> reader) {
    return Serdes.serdeFrom(
        (topic, value) -> value == null ? null : bytes(value, writer),
        (topic, bytes) -> bytes == null ? null : value(topic, bytes, reader));
  }

  private static <T> byte[] bytes(T value, Writer<T> writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(value, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new SerializationException(e); // a text of more than 64 KB
    }
    return bytes.toByteArray();
  }

  private static <T> T value(String topic, byte[] bytes, Reader<T> reader) {
    try {
      return reader.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException | IllegalArgumentException e) {
      throw new SerializationException(topic + ": " + e.getMessage(), e);
    }
  }
}
