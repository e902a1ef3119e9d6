package io.mild.alerting;

import io.mild.alerting.Alerter.Phase;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

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

  private final VerdictPolicy policy;
  private final Ewma[] averages;
  private final boolean[] probable; // of multiple roots: those that are named whoever leads
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
    probable = new boolean[intents];
    restart();
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
  public void accept(double[] gates, Phase phase) {
    requireGates(gates);
    for (int intent = 0; intent < gates.length; intent++) {
      averages[intent].accept(policy.logGate(gates[intent]));
    }
    double[] logs = smoothedLogGates();
    double[] compared = policy.multipleRoots() ? policy.logOdds(logs) : logs;
    if (phase == Phase.QUIET || phase == Phase.ONSET) {
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
    for (int intent = 0; intent < averages.length; intent++) {
      averages[intent] = new Ewma(policy.span());
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
  public Verdict verdict() {
    if (Double.isNaN(averages[0].value())) {
      throw new IllegalStateException("there is no verdict before the first minute");
    }
    double[] probabilities = probabilities();
    double probability = Math.min(probabilities[leading], 1); // a sum's rounding
    Comparator<Integer> falling = Comparator.comparingDouble(intent -> -probabilities[intent]);
    List<Integer> roots =
        IntStream.range(0, probabilities.length)
            .filter(this::isNamed)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingInt(i -> i == leading ? 0 : 1).thenComparing(falling))
            .toList();
    List<Integer> candidates = new ArrayList<>(roots);
    if (roots.size() == 1 && probability < Verdict.AMBIGUOUS_BELOW) {
      IntStream.range(0, probabilities.length)
          .filter(intent -> intent != leading && mayBe(probabilities[intent]))
          .boxed()
          .min(falling)
          .ifPresent(candidates::add);
    }
    return new Verdict(roots, candidates, probability);
  }

  /** Of one root somebody must be it; of many an intent may be surely none. */
  private boolean mayBe(double probability) {
    return !policy.multipleRoots() || probability > 1 - Verdict.AMBIGUOUS_BELOW;
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
   * The EWMA of each intent's log gate, of multiple roots of its log-odds, which a {@link
   * VerdictPolicy#calibrated policy is calibrated} on.
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

  /** Writes the state, from which {@link #readFrom} goes on bit for bit. */
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
   * One that goes on from a written state.
   *
   * @param policy that of the one that was written, or another for as many roots
   * @param intents how many, at least 1
   * @throws IOException if reading fails, or the state is of another version, of another number of
   *     intents or kind of policy, or contradicts itself
   * @throws IllegalArgumentException if {@code intents} is below 1
   */
  public static RootCauseVerdict readFrom(VerdictPolicy policy, int intents, DataInput in)
      throws IOException {
    RootCauseVerdict verdict = new RootCauseVerdict(policy, intents);
    int version = in.readInt();
    if (version != stateVersion(policy)) {
      throw new IOException(
          "verdict state must be of version " + stateVersion(policy) + ", but was of " + version);
    }
    int written = in.readInt();
    if (written != intents) {
      throw new IOException(
          "verdict state must be of " + intents + " intents, but was of " + written);
    }
    verdict.leading = in.readInt();
    verdict.flips = in.readInt();
    if (verdict.leading < 0 || verdict.leading >= intents || verdict.flips < 0) {
      throw new IOException(
          "verdict must be one of "
              + intents
              + " intents and its flips not negative, but were "
              + verdict.leading
              + " and "
              + verdict.flips);
    }
    for (int intent = 0; intent < intents; intent++) {
      double log = in.readDouble();
      if (!(Double.isNaN(log) || isLogGate(policy, log))) {
        throw new IOException("smoothed log gate of intent " + intent + " is out of range: " + log);
      }
      if (Double.isNaN(log) != Double.isNaN(verdict.averages[0].value()) && intent > 0) {
        throw new IOException("smoothed log gates must be all or none, but one was " + log);
      }
      verdict.averages[intent] = new Ewma(policy.span(), log);
    }
    for (int intent = 0; intent < intents && policy.multipleRoots(); intent++) {
      verdict.probable[intent] = in.readBoolean();
    }
    return verdict;
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
