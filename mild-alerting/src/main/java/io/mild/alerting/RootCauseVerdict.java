package io.mild.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The root cause that a stream of gate probabilities names, or the root causes, as steadily as a
 * {@link VerdictPolicy} says.
 *
 * <p>An episode's first minute names the leading intent, of multiple roots also all others whose
 * probability is at least 1/2; so does each minute without one. Not thread-safe: one belongs to one
 * thread at a time.
 */
public final class RootCauseVerdict {
  private static final int STATE_OF_ONE_ROOT = 1;
  private static final int STATE_OF_MULTIPLE_ROOTS = 2;

  private static final boolean[] NONE_PROBABLE = {};

  private final VerdictPolicy policy;
  private final Ewma[] averages;
  private final boolean[] probable; // of multiple roots: those that are named whoever leads
  private final double[] compared; // each intent's average, of multiple roots its log-odds
  private int leading;
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
    for (int intent = 0; intent < intents; intent++) {
      averages[intent] = new Ewma(policy.span());
    }
    probable = new boolean[intents];
    compared = new double[intents];
  }

  /**
   * Takes the gates of the next minute in.
   *
   * @param gates one probability an intent; below 1e-12 they count as that, and of multiple roots
   *     above 1 − 1e-12 as that
   * @param phase where the incident's alert stands in this minute
   * @throws IllegalArgumentException if {@code gates} are not one probability an intent; nothing is
   *     changed
   */
  public void accept(double[] gates, EpisodePhase phase) {
    requireGates(gates);
    for (int intent = 0; intent < gates.length; intent++) {
      double smoothed = averages[intent].accept(policy.logGate(gates[intent]));
      compared[intent] = policy.multipleRoots() ? policy.logOdds(smoothed) : smoothed;
    }
    if (phase == EpisodePhase.QUIET || phase == EpisodePhase.ONSET) {
      name(compared, 0);
      flips = 0;
    } else if (name(compared, policy.reissueLead())) {
      flips++;
    }
  }

  /** Whether another intent is named from now on, or another set of them. */
  private boolean name(double[] logs, double least) {
    int before = leading;
    int leader = Softmax.argmax(logs);
    if (logs[leader] - logs[leading] >= least) {
      leading = leader;
    }
    boolean changed = false;
    for (int intent = 0; intent < logs.length; intent++) {
      boolean was = intent == before || probable[intent];
      probable[intent] =
          policy.multipleRoots() && logs[intent] >= (probable[intent] ? -least : least);
      changed |= was != isNamed(intent);
    }
    return changed;
  }

  private boolean isNamed(int intent) {
    return intent == leading || probable[intent];
  }

  /** Forgets everything, as after a gap in the data: the next gates seed the averages anew. */
  public void restart() {
    for (Ewma average : averages) {
      average.reset();
    }
    Arrays.fill(probable, false);
    leading = 0;
    flips = 0;
  }

  /**
   * What is named in this minute.
   *
   * @throws IllegalStateException before the first minute and after a restart
   */
  public RootCauseRanking verdict() {
    return state().verdict();
  }

  /**
   * What this minute stands at, to keep.
   *
   * @throws IllegalStateException before the first minute and after a restart
   */
  public VerdictState state() {
    if (Double.isNaN(averages[0].value())) {
      throw new IllegalStateException("there is no verdict before the first minute");
    }
    return new VerdictState(
        policy,
        smoothedLogGates(),
        leading,
        policy.multipleRoots() ? probable.clone() : NONE_PROBABLE);
  }

  /**
   * The probability of each intent's being the root, calibrated; of sum 1 unless roots are
   * multiple.
   *
   * @return a new array; NaN before the first minute and after a restart
   */
  public double[] probabilities() {
    return policy.probabilities(smoothedLogGates());
  }

  /**
   * The EWMA of each intent's log gate, of multiple roots of its log-odds: what a policy's
   * temperature and bias are fitted to.
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

  /** How often another intent, or set of them, was named in the running or just ended episode. */
  public int flips() {
    return flips;
  }

  /** Writes the state, from which {@link #resume} goes on bit for bit. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(stateVersion(policy));
    out.writeInt(averages.length);
    out.writeInt(leading);
    out.writeInt(flips);
    for (Ewma average : averages) {
      out.writeDouble(average.value());
    }
    for (int intent = 0; intent < probable.length && policy.multipleRoots(); intent++) {
      out.writeBoolean(probable[intent]);
    }
  }

  /**
   * Goes on from a written state, that of one of this policy or of another for as many roots.
   *
   * @throws IOException if reading fails, or the state is of another version, of another number of
   *     intents or kind of policy, or contradicts itself; this is then of no use
   */
  public void resume(DataInput in) throws IOException {
    int version = in.readInt();
    if (version != stateVersion(policy)) {
      throw new IOException(
          "verdict state must be of version " + stateVersion(policy) + ", but was of " + version);
    }
    int intents = averages.length;
    int written = in.readInt();
    if (written != intents) {
      throw new IOException(
          "verdict state must be of " + intents + " intents, but was of " + written);
    }
    leading = in.readInt();
    flips = in.readInt();
    if (leading < 0 || leading >= intents || flips < 0) {
      throw new IOException(
          "verdict must be one of "
              + intents
              + " intents and its flips not negative, but were "
              + leading
              + " and "
              + flips);
    }
    for (int intent = 0; intent < intents; intent++) {
      double log = in.readDouble();
      if (!(Double.isNaN(log) || isLogGate(policy, log))) {
        throw new IOException("smoothed log gate of intent " + intent + " is out of range: " + log);
      }
      if (intent > 0 && Double.isNaN(log) != Double.isNaN(averages[0].value())) {
        throw new IOException("smoothed log gates must be all or none, but one was " + log);
      }
      averages[intent].resume(log);
    }
    for (int intent = 0; intent < intents && policy.multipleRoots(); intent++) {
      probable[intent] = in.readBoolean();
    }
  }

  private static int stateVersion(VerdictPolicy policy) {
    return policy.multipleRoots() ? STATE_OF_MULTIPLE_ROOTS : STATE_OF_ONE_ROOT;
  }

  private static boolean isLogGate(VerdictPolicy policy, double log) {
    return policy.multipleRoots()
        ? log <= Logit.of(1) && log >= Logit.of(0)
        : log <= 0 && log >= Math.log(VerdictPolicy.SMALLEST_GATE);
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
