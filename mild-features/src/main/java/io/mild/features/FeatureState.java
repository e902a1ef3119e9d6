package io.mild.features;

import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;

/** What is wrong with the written state of a stream. */
final class FeatureState {
  private FeatureState() {}

  /** Reads a state's version, which is one of those that are read. */
  static int version(DataInput in, int oldest, int newest) throws IOException {
    int version = in.readUnsignedByte();
    if (version < oldest || version > newest) {
      throw new IOException(
          "feature state has another version: expected %d to %d, but found %d"
              .formatted(oldest, newest, version));
    }
    return version;
  }

  static void requireEqual(String name, long found, long expected) throws IOException {
    if (found != expected) {
      throw new IOException(
          "feature state has another %s: expected %d, but found %d"
              .formatted(name, expected, found));
    }
  }

  static void requireBetween(String name, long found, long least, long most) throws IOException {
    if (found < least || found > most) {
      throw new IOException("feature state is corrupt: %s is %d".formatted(name, found));
    }
  }

  /** The same of one of many, which is named only if it must be: states are read with each row. */
  static void requireBetween(String name, int index, long found, long least, long most)
      throws IOException {
    if (found < least || found > most) {
      throw new IOException("feature state is corrupt: %s %d is %d".formatted(name, index, found));
    }
  }

  static EOFException endsEarly(EOFException cause) {
    EOFException named = new EOFException("feature state ends early");
    named.initCause(cause);
    return named;
  }
}
