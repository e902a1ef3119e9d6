package io.mild.benchmarks.scaling.simulation;

/**
 * How late capacity is asked for: for each level that the demand crosses, the time from then until
 * so many replicas were asked for.
 *
 * <p>The crossings are those of the trace, averaged over a minute, and so the same for every
 * policy. A level is crossed when demand needs that many replicas and stays so for {@link
 * #LASTING}; it can be crossed again after demand has been two replicas below. Where the replicas
 * had been asked for long before, the latency is −{@link #LIMIT}; where they were never asked for
 * while they were needed, it is as long as they were needed, at most {@link #LIMIT}.
 */
final class DecisionLatency {
  static final int LIMIT = 300;
  static final int LASTING = 30;

  private static final int SMOOTHING = 60;

  private final int[] needed;

  /**
   * @param trace requests a second
   * @param model says what one replica can do
   */
  DecisionLatency(Trace trace, ServiceModel model) {
    Trace smooth = trace.smoothed(SMOOTHING);
    this.needed = new int[trace.seconds()];
    for (int t = 0; t < needed.length; t++) {
      needed[t] = (int) Math.ceil(model.replicas(smooth.at(t), model.sloUtilization()) - 1e-9);
    }
  }

  /**
   * The mean over all crossings.
   *
   * @param asked replicas asked for in each second
   * @param from the first second that counts
   * @return seconds, NaN if there is no crossing
   */
  double mean(int[] asked, int from) {
    double sum = 0;
    int crossings = 0;
    int crossed = needed[from]; // the highest level that was crossed and not left since
    for (int t = from + 1; t < needed.length; t++) {
      crossed = Math.min(crossed, needed[t] + 1);
      while (needed[t] > crossed && lasts(t, crossed + 1)) {
        crossed++;
        sum += latency(asked, t, crossed);
        crossings++;
      }
    }
    return crossings == 0 ? Double.NaN : sum / crossings;
  }

  private boolean lasts(int t, int level) {
    for (int i = t; i < Math.min(needed.length, t + LASTING); i++) {
      if (needed[i] < level) {
        return false;
      }
    }
    return true;
  }

  private int latency(int[] asked, int crossed, int level) {
    if (asked[crossed] >= level) {
      int t = crossed;
      while (t > 0 && crossed - t < LIMIT && asked[t - 1] >= level) {
        t--;
      }
      return t == 0 ? -LIMIT : t - crossed;
    }
    int t = crossed;
    while (t < needed.length && t - crossed < LIMIT && needed[t] >= level && asked[t] < level) {
      t++;
    }
    return t - crossed;
  }
}
