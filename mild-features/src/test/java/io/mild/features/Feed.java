package io.mild.features;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A stream of features together with the time of the row that comes next. */
final class Feed {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final FeatureStream engineer;
  private Instant next;

  private Feed(FeatureStream engineer, Instant next) {
    this.engineer = engineer;
    this.next = next;
  }

  static Feed to(FeatureStream engineer) {
    return new Feed(engineer, START);
  }

  /** Of one KPI, `x`, a row a minute. */
  static Feed ofWindows(int... minutes) {
    return to(new FeatureEngineer(specOfWindows(List.of("x"), minutes)));
  }

  static FeatureSpec specOfWindows(List<String> kpis, int... minutes) {
    return FeatureSpec.of(kpis)
        .withWindows(IntStream.of(minutes).mapToObj(Duration::ofMinutes).toList());
  }

  FeatureStream engineer() {
    return engineer;
  }

  /** Gives the next row at its time; returns its features. */
  double[] row(double... values) {
    double[] features = rowAt(next, values);
    next = next.plus(engineer.spec().period());
    return features;
  }

  double[] rowAt(Instant time, double... values) {
    double[] features = new double[engineer.spec().featureCount()];
    engineer.accept(time.toEpochMilli(), values, features);
    return features;
  }

  /** Lets the time of some rows pass. */
  Feed miss(int rows) {
    next = next.plus(engineer.spec().period().multipliedBy(rows));
    return this;
  }

  byte[] state() {
    return stateOf(engineer);
  }

  /** A stream read from this one's state, at the same time. */
  Feed resumed() {
    try {
      return new Feed(read(engineer.spec(), state()), next);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] stateOf(FeatureStream engineer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      engineer.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static FeatureStream read(FeatureSet spec, byte[] state) throws IOException {
    FeatureStream stream = spec.openStream();
    stream.resume(new DataInputStream(new ByteArrayInputStream(state)));
    return stream;
  }
}
