package io.mild.keyed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.StreamWorker;
import io.mild.internal.io.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;

/** The model in force for the systems of a kind. */
final class SystemKind {
  private static final int OVERDUE_PERIODS = 2;

  private final StreamWorker worker;
  private final long model;
  private final int alerts;
  private final Duration overdue;

  SystemKind(StreamWorker worker) {
    Mild mild = worker.mild();
    this.worker = worker;
    this.model = ByteBuffer.wrap(HexFormat.of().parseHex(mild.id())).getLong();
    String meaning = mild.intents() + "\n" + mild.horizons() + "\n" + mild.multipleRootCauses();
    this.alerts = ByteBuffer.wrap(Digests.sha256().digest(meaning.getBytes(UTF_8))).getInt();
    this.overdue = mild.schema().samplingPeriod().multipliedBy(OVERDUE_PERIODS);
  }

  StreamWorker worker() {
    return worker;
  }

  /** After which silence of the processing clock rows are overdue. */
  Duration overdue() {
    return overdue;
  }

  boolean isModelOf(KeyedState state) {
    return state.model == model;
  }

  /**
   * The stream of a state, in this model.
   *
   * @throws IllegalStateException if the state is none of a stream that this model can go on from
   */
  AssuranceStream streamOf(String key, KeyedState state) {
    if (state.stream.length == 0) {
      return worker.atBeginning();
    }
    try {
      return isModelOf(state)
          ? worker.at(state.stream)
          : worker.movedFrom(state.stream, state.alerts == alerts);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the state of '%s' is damaged, or no model of the kind '%s' was ever its own: %s"
              .formatted(key, state.kind, e.getMessage()),
          e);
    }
  }

  /** Keeps where the stream stands, which {@link #streamOf} gave. */
  void keep(KeyedState state) {
    state.stream = worker.state(state.stream);
    state.model = model;
    state.alerts = alerts;
  }
}
