package io.mild.scaling.monitor;

import io.mild.features.FeatureEngineer;
import io.mild.features.FeatureSpec;
import io.mild.features.FeatureStream;
import io.mild.scaling.Latency;
import io.mild.scaling.Metric;
import io.mild.scaling.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes states of one service's raw metrics, scrape after scrape.
 *
 * <ul>
 *   <li><b>Normalisation</b>: cores become shares of what was requested, counters rates. The
 *       counter of a service of one replica that fell has restarted; of several, a replica went or
 *       restarted, and the rate of that scrape is missing: what is left of the sum is no increase.
 *   <li><b>Noise</b>: a value that can't be (negative, infinite) is missing; the others are means
 *       over a rolling window.
 *   <li><b>Missing</b> is marked: a metric that the latest scrape lacks keeps the mean of what its
 *       window still holds, and is NaN once that is empty. The first scrape has no rates yet.
 *   <li><b>Too soon</b>: of scrapes that come more often than one a period, those that fall into a
 *       slot that is taken are folded into the next as {@link FeatureStream} says; rates are those
 *       from one that took a slot to the next that does.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class ServiceMonitor {
  /** Every 15 s. */
  public static final Duration DEFAULT_PERIOD = Duration.ofSeconds(15);

  /** Means over a minute. */
  public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(1);

  private static final List<String> NAMES =
      List.of("cpu", "request_rate", "p50", "p95", "p99", "queue", "error_rate", "violations");
  private static final List<Metric> METRICS =
      List.of(
          Metric.CPU,
          Metric.REQUEST_RATE,
          Metric.LATENCY,
          Metric.LATENCY,
          Metric.LATENCY,
          Metric.QUEUE,
          Metric.ERROR_RATE,
          Metric.VIOLATIONS);
  private static final double MILLIS_PER_SECOND = 1000;

  private final String service;
  private final FeatureEngineer windows;
  private final long windowMillis;
  private final double[] features;
  private final Counter requests = new Counter();
  private final Counter errors = new Counter();
  private final Counter violations = new Counter();
  private Instant latest = Instant.MIN;

  /** With the default period and window. */
  public ServiceMonitor(String service) {
    this(service, DEFAULT_PERIOD, DEFAULT_WINDOW);
  }

  /**
   * A monitor that has seen nothing yet.
   *
   * @param period from one scrape to the next
   * @param window over which means are taken, a multiple of the period and at least two of them
   * @throws IllegalArgumentException if it isn't
   */
  public ServiceMonitor(String service, Duration period, Duration window) {
    this.service = service;
    this.windows = new FeatureEngineer(new FeatureSpec(NAMES, period, List.of(window)));
    this.windowMillis = window.toMillis();
    this.features = new double[windows.spec().featureCount()];
  }

  /**
   * Takes a scrape.
   *
   * @param raw after the scrape before; one that is earlier by a window or more tells that the
   *     clock was set back, and the monitor begins anew with it
   * @throws IllegalArgumentException if it is neither; the monitor is then as it was
   */
  public ServiceState accept(RawMetrics raw) {
    long epochMillis = raw.time().toEpochMilli();
    if (windows.hasRows() && epochMillis <= windows.lastEpochMillis() - windowMillis) {
      beginAnew();
    }
    boolean takesSlot = windows.takesSlot(epochMillis);
    double[] row = takesSlot ? normalized(raw) : normalizedWithoutRates(raw);
    if (takesSlot) {
      latest = raw.time();
    }
    windows.accept(epochMillis, row, features);

    Set<Metric> stale = EnumSet.noneOf(Metric.class);
    for (int i = 0; i < row.length; i++) {
      if (windows.isMissing(i)) {
        stale.add(METRICS.get(i));
      }
    }
    return ServiceState.builder(service, raw.time())
        .replicas(raw.ready(), raw.starting(), raw.desired())
        .cpu(mean(0))
        .requestRate(mean(1))
        .latency(new Latency(mean(2), mean(3), mean(4)))
        .queue(mean(5))
        .errorRate(mean(6))
        .violations(mean(7))
        .stale(stale)
        .pods(raw.pods())
        .build();
  }

  private void beginAnew() {
    windows.restart();
    requests.forget();
    errors.forget();
    violations.forget();
    latest = Instant.MIN;
  }

  private double mean(int metric) {
    return features[NAMES.size() + metric];
  }

  private double[] normalized(RawMetrics raw) {
    double arrived = requests.increase(possible(raw.requests()), raw.ready());
    double failed = errors.increase(possible(raw.errors()), raw.ready());
    double missed = violations.increase(possible(raw.violations()), raw.ready());
    double seconds =
        latest == Instant.MIN
            ? Double.NaN
            : Duration.between(latest, raw.time()).toMillis() / MILLIS_PER_SECOND;
    return row(raw, possible(arrived / seconds), share(failed, arrived), share(missed, arrived));
  }

  /** Of a scrape to be folded, whose counters the next one's increases go past. */
  private static double[] normalizedWithoutRates(RawMetrics raw) {
    return row(raw, Double.NaN, Double.NaN, Double.NaN);
  }

  private static double share(double some, double all) {
    return all == 0 && some == 0 ? 0 : possible(some / all);
  }

  private static double[] row(
      RawMetrics raw, double requestRate, double errorRate, double violations) {
    return new double[] {
      possible(raw.cpuCores() / (raw.cpuRequest() * raw.ready())),
      requestRate,
      possible(raw.latency().p50()),
      possible(raw.latency().p95()),
      possible(raw.latency().p99()),
      possible(raw.queue()),
      errorRate,
      violations
    };
  }

  private static double possible(double value) {
    return value >= 0 && value < Double.POSITIVE_INFINITY ? value : Double.NaN;
  }
}
