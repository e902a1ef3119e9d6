package io.mild.benchmarks.scaling.simulation;

import io.mild.scaling.Latency;
import org.HdrHistogram.Histogram;

/**
 * What became of the requests. A request that failed counts with the time-out, however fast it
 * failed: or else rejecting would look quick.
 */
final class RequestRecorder {
  private static final double MICROS = 1e6;
  private static final int MINUTE = 60;

  private final ServiceModel model;
  private final double from;
  private final double to;
  private final Histogram all;
  private final Histogram recent;
  private final long[] minuteRequests;
  private final long[] minuteViolations;

  private long requests;
  private long answered;
  private long good;
  private double seconds;

  private long recentRequests;
  private long recentFailures;
  private long recentViolations;

  /** Counts requests that are sent from one time to another. */
  RequestRecorder(ServiceModel model, double from, double to) {
    this.model = model;
    this.from = from;
    this.to = to;
    long highest = (long) (2 * model.timeout() * MICROS);
    this.all = new Histogram(highest, 3);
    this.recent = new Histogram(highest, 2);
    int minutes = (int) Math.ceil(to / MINUTE);
    this.minuteRequests = new long[minutes];
    this.minuteViolations = new long[minutes];
  }

  void record(double sent, double response, boolean success) {
    double counted = success ? response : model.timeout();
    boolean violation = counted > model.slo();
    long micros = (long) (counted * MICROS);
    recent.recordValue(micros);
    recentRequests++;
    recentFailures += success ? 0 : 1;
    recentViolations += violation ? 1 : 0;
    if (sent < from || sent >= to) {
      return;
    }
    all.recordValue(micros);
    requests++;
    answered += success ? 1 : 0;
    good += violation ? 0 : 1;
    seconds += counted;
    int minute = (int) (sent / MINUTE);
    minuteRequests[minute]++;
    minuteViolations[minute] += violation ? 1 : 0;
  }

  long requests() {
    return requests;
  }

  long answered() {
    return answered;
  }

  long good() {
    return good;
  }

  double meanSeconds() {
    return seconds / requests;
  }

  double quantileSeconds(double percentile) {
    return Math.min(model.timeout(), all.getValueAtPercentile(percentile) / MICROS);
  }

  /** Share of the minutes with requests in which more than so large a share violated the SLO. */
  double violatedMinutes(double tolerated) {
    int minutes = 0;
    int violated = 0;
    for (int i = 0; i < minuteRequests.length; i++) {
      minutes += minuteRequests[i] > 0 ? 1 : 0;
      violated += minuteViolations[i] > tolerated * minuteRequests[i] ? 1 : 0;
    }
    return (double) violated / minutes;
  }

  /** Since the last {@link #forgetRecent}. */
  Latency recentLatency() {
    return new Latency(recentMillis(50), recentMillis(95), recentMillis(99));
  }

  private double recentMillis(double percentile) {
    return recent.getValueAtPercentile(percentile) / (MICROS / 1000);
  }

  double recentErrorRate() {
    return recentRequests == 0 ? 0 : (double) recentFailures / recentRequests;
  }

  double recentViolationRate() {
    return recentRequests == 0 ? 0 : (double) recentViolations / recentRequests;
  }

  void forgetRecent() {
    recent.reset();
    recentRequests = 0;
    recentFailures = 0;
    recentViolations = 0;
  }
}
