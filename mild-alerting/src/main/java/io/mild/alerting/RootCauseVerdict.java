package io.mild.alerting;

import io.mild.alerting.Alerter.Phase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The root cause that a stream of gate probabilities names, as steadily as a {@link VerdictPolicy}
 * says.
 *
 * <p>An episode's first minute names the leading intent; so does each minute without one. Not
 * thread-safe: one belongs to one thread at a time.
 */
public final class RootCauseVerdict {
  private static final double SMALLEST_GATE = 1e-12;
  private static final int STATE_VERSION = 1;

  private final VerdictPolicy policy;
  private final Ewma[] averages;
  private int named;
  private int flips;

  /**
   * One that has seen nothing.
   *
   * @param intents how many, at least 1
   * @throws IllegalArgumentException if {@code intents} is below 1
   */
  public RootCauseVerdict(VerdictPolicy policy, int intents) {
    if (intents < 1) {
      throw new IllegalArgumentException("intents must be at least 1, but were " + intents);
    }
    this.policy = policy;
    averages = new Ewma[intents];
    restart();
  }

  /**
   * Takes the gates of the next minute in.
   *
   * @param gates one probability an intent; below 1e-12 they count as that
   * @param phase where the incident's alert stands in this minute
   * @throws IllegalArgumentException if {@code gates} are not one probability an intent; nothing is
   *     changed
   */
  public void accept(double[] gates, Phase phase) {
    requireGates(gates);
    for (int intent = 0; intent < gates.length; intent++) {
      averages[intent].accept(Math.log(Math.max(gates[intent], SMALLEST_GATE)));
    }
    double[] logs = smoothedLogGates();
    int leader = Softmax.argmax(logs);
    if (phase == Phase.QUIET || phase == Phase.ONSET) {
      named = leader;
      flips = 0;
    } else if (leader != named && logs[leader] - logs[named] >= policy.reissueLead()) {
      named = leader;
      flips++;
    }
  }

  /** Forgets everything, as after a gap in the data: the next gates seed the averages anew. */
  public void restart() {
    for (int intent = 0; intent < averages.length; intent++) {
      averages[intent] = new Ewma(policy.span());
    }
    named = 0;
    flips = 0;
  }

  /**
   * What is named in this minute.
   *
   * @throws IllegalStateException before the first minute and after a restart
   */
  public Verdict verdict() {
    if (Double.isNaN(averages[0].value())) {
      throw new IllegalStateException("there is no verdict before the first minute");
    }
    double[] probabilities = probabilities();
    double probability = Math.min(probabilities[named], 1); // a sum's rounding
    probabilities[named] = -1;
    int other = Softmax.argmax(probabilities);
    boolean ambiguous = probability < Verdict.AMBIGUOUS_BELOW && other != named;
    return new Verdict(ambiguous ? List.of(named, other) : List.of(named), probability);
  }

  /**
   * The probability of each intent's being the root, calibrated, of sum 1.
   *
   * @return a new array; NaN before the first minute and after a restart
   */
  public double[] probabilities() {
    return policy.probabilities(smoothedLogGates());
  }

  /**
   * The EWMA of each intent's log gate, which a {@link VerdictPolicy#calibrated policy is
   * calibrated} on.
   *
   * @return a new array; NaN before the first minute and after a restart
   */
  public double[] smoothedLogGates() {
    double[] logs = new double[averages.length];
    for (int intent = 0; intent < logs.length; intent++) {
      logs[intent] = averages[intent].value();
    }
    return logs;
  }

  /** How often another intent was named in the running or just ended episode. */
  public int flips() {
    return flips;
  }

  /** Writes the state, from which {@link #readFrom} goes on bit for bit. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(STATE_VERSION);
    out.writeInt(averages.length);
    out.writeInt(named);
    out.writeInt(flips);
    for (Ewma average : averages) {
      out.writeDouble(average.value());
    }
  }

  /**
   * One that goes on from a written state.
   *
   * @param policy that of the one that was written, or another
   * @param intents how many, at least 1
   * @throws IOException if reading fails, or the state is of another version, of another number of
   *     intents, or contradicts itself
   * @throws IllegalArgumentException if {@code intents} is below 1
   */
  public static RootCauseVerdict readFrom(VerdictPolicy policy, int intents, DataInput in)
      throws IOException {
    RootCauseVerdict verdict = new RootCauseVerdict(policy, intents);
    int version = in.readInt();
    if (version != STATE_VERSION) {
      throw new IOException(
          "verdict state must be of version " + STATE_VERSION + ", but was of " + version);
    }
    int written = in.readInt();
    if (written != intents) {
      throw new IOException(
          "verdict state must be of " + intents + " intents, but was of " + written);
    }
    verdict.named = in.readInt();
    verdict.flips = in.readInt();
    if (verdict.named < 0 || verdict.named >= intents || verdict.flips < 0) {
      throw new IOException(
          "verdict must be one of "
              + intents
              + " intents and its flips not negative, but were "
              + verdict.named
              + " and "
              + verdict.flips);
    }
    for (int intent = 0; intent < intents; intent++) {
      double log = in.readDouble();
      if (!(Double.isNaN(log) || (log <= 0 && log >= Math.log(SMALLEST_GATE)))) {
        throw new IOException(
            "smoothed log gate of intent " + intent + " must be at most 0, but was " + log);
      }
      if (Double.isNaN(log) != Double.isNaN(verdict.averages[0].value()) && intent > 0) {
        throw new IOException("smoothed log gates must be all or none, but one was " + log);
      }
      verdict.averages[intent] = new Ewma(policy.span(), log);
    }
    return verdict;
  }

  private void requireGates(double[] gates) {
    if (gates.length != averages.length) {
      throw new IllegalArgumentException(
          "gates must be " + averages.length + ", one an intent, but were " + gates.length);
    }
    for (int intent = 0; intent < gates.length; intent++) {
      if (!Alerter.isProbability(gates[intent])) {
        throw new IllegalArgumentException(
            "gate of intent " + intent + " must be 0 to 1, but was " + gates[intent]);
      }
    }
  }
}
