package io.mild;

import io.mild.alerting.incident.NoiseRules;
import io.mild.internal.io.StateBytes;
import java.io.IOException;

/**
 * A stream that goes on where any stream of its model stands: for an engine that keeps the state of
 * each key itself, as bytes, and feeds one key after another. An {@link AssuranceFleet} does that
 * within a process; {@link io.mild.keyed} on others' engines.
 *
 * <pre>{@code
 * Assessment now = worker.at(state).accept(time, values);
 * state = worker.state(state);
 * }</pre>
 *
 * <p>The bytes hold what {@link AssuranceStream#snapshot} holds without what is the same for all
 * streams: version, model, rules and checksum are those of who keeps them. Bytes of earlier
 * versions of the library are taken for ever. Not thread-safe.
 */
public final class StreamWorker {
  private static final byte[] NONE = {};

  private final boolean feedback;
  private final AssuranceStream stream;
  private final StateBytes bytes = new StateBytes();
  private final byte[] beginning;

  /**
   * One of a model.
   *
   * @param feedback whether its streams take outcomes and verdicts, as of a {@link
   *     Mild#openFeedbackStream feedback stream}
   * @throws IllegalStateException if they are to, and the model's thresholds can't be moved
   */
  public StreamWorker(Mild mild, boolean feedback) {
    this.feedback = feedback;
    this.stream = mild.openStream(feedback);
    this.beginning = state(NONE);
  }

  /** One of a model, whose streams are as {@link Mild#openStream} opens them. */
  public static StreamWorker of(Mild mild) {
    return new StreamWorker(mild, mild.judgesItself());
  }

  /** The model. */
  public Mild mild() {
    return stream.mild();
  }

  /** Whether its streams take outcomes and operators' verdicts. */
  public boolean takesFeedback() {
    return feedback;
  }

  /** A stream that has seen no row. */
  public AssuranceStream atBeginning() {
    return checked(beginning);
  }

  /**
   * The stream that stands where bytes say.
   *
   * @param state of {@link #state}, of a stream of this model that takes feedback or not as this
   * @throws IOException if it is of another kind or damaged; the message says which
   */
  public AssuranceStream at(byte[] state) throws IOException {
    bytes.rewind(state, 0, state.length);
    stream.resume(bytes.in);
    requireWhole();
    return stream;
  }

  /** The same of bytes that are known to be right. */
  AssuranceStream checked(byte[] state) {
    try {
      return at(state);
    } catch (IOException e) {
      throw new AssertionError("a state that was checked is refused", e);
    }
  }

  /**
   * The stream of this model that goes on where one of another model stands, as with {@link
   * AssuranceFleet#replaceModel}.
   *
   * @param state of a stream of a model from which this one {@link #requireGoesOnFrom goes on}
   * @param alertsGoOn whether both models {@link #alertsGoOn mean the same} by alerts
   * @throws IOException if the state is of another kind or damaged
   */
  public AssuranceStream movedFrom(byte[] state, boolean alertsGoOn) throws IOException {
    if (alertsGoOn) {
      at(state);
    } else {
      atBeginning();
      bytes.rewind(state, 0, state.length);
      stream.resumeFeatures(bytes.in);
    }
    stream.modelReplaced();
    return stream;
  }

  /** Whether alerts and incidents of one model go on in another. */
  public static boolean alertsGoOn(Mild from, Mild next) {
    return AssuranceStream.alertsGoOn(from, next);
  }

  /**
   * Finds out whether streams of another model can go on in this one's.
   *
   * @throws IllegalArgumentException if the KPIs, the sampling period or the kind of features
   *     differ
   */
  public void requireGoesOnFrom(StreamWorker from) {
    AssuranceStream.requireSameKpis(from.mild(), mild());
    try {
      atBeginning();
      bytes.rewind(from.beginning, 0, from.beginning.length);
      stream.resumeFeatures(bytes.in);
    } catch (IOException e) {
      throw AssuranceStream.otherMemory(e);
    }
  }

  /**
   * The state of the stream where it stands now.
   *
   * @param array is written to and returned if it has room for the state and little to spare, which
   *     is zeros; else a new one is
   */
  public byte[] state(byte[] array) {
    bytes.clear();
    try {
      stream.writeTo(bytes.out);
    } catch (IOException e) {
      throw new AssertionError("memory doesn't fail", e);
    }
    return bytes.into(array);
  }

  /** Puts rules in force, of which the bytes have none. */
  void rules(NoiseRules rules) {
    if (stream.rules() != rules) {
      stream.rules(rules);
    }
  }

  /** Nothing may follow but what an array has to spare. */
  private void requireWhole() throws IOException {
    int more = bytes.in.available();
    while (bytes.in.available() > 0) {
      if (bytes.in.read() != 0) {
        throw new IOException("%d bytes too many".formatted(more));
      }
    }
  }
}
