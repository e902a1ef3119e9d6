package io.mild.connect.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.mild.connect.Outbox;
import io.mild.connect.SinkState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * MILD's own metrics: risks, thresholds, goals, incidents, the data they stand on, and the queue
 * before those who are told.
 *
 * <p>Needs {@link io.mild.connect.OptionalLibrary#MICROMETER} on the class path. Thread-safe.
 *
 * <pre>{@code
 * MildMetrics metrics = new MildMetrics(Clock.systemUTC());
 * metrics.bindTo(registry);
 * SystemMetrics shop = metrics.system("shop", mild.schema().kpis().size());
 * shop.accept(stream.accept(time, values), stream.incidents().size());
 * }</pre>
 */
public final class MildMetrics implements MeterBinder {
  private static final String DASHBOARD = "mild-dashboard.json";

  private final Clock clock;
  private final List<MeterRegistry> registries = new ArrayList<>();
  private final Map<String, SystemMetrics> systems = new LinkedHashMap<>();
  private final List<Outbox> outboxes = new ArrayList<>();

  /**
   * Metrics of nothing yet.
   *
   * @param clock that rows are stamped with, by which the latest row's age is told
   */
  public MildMetrics(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    registries.add(registry);
    systems.values().forEach(system -> system.bindTo(registry));
    outboxes.forEach(outbox -> bind(outbox, registry));
  }

  /**
   * The metrics of a system, anew: those of one of that name are gone.
   *
   * @param system its name
   * @param kpis how many a row has, at least 1
   * @throws IllegalArgumentException if there is none
   */
  public synchronized SystemMetrics system(String system, int kpis) {
    if (kpis < 1) {
      throw new IllegalArgumentException("kpis must be at least 1, but was " + kpis);
    }
    remove(system);
    SystemMetrics metrics = new SystemMetrics(system, kpis, clock);
    systems.put(system, metrics);
    registries.forEach(metrics::bindTo);
    return metrics;
  }

  /** A system is watched no longer: its metrics are gone rather than as they were last. */
  public synchronized void remove(String system) {
    SystemMetrics gone = systems.remove(system);
    if (gone != null) {
      gone.remove();
    }
  }

  /** Tells of a queue and its sinks; one that has sinks of the same names takes its place. */
  public synchronized void outbox(Outbox outbox) {
    outboxes.add(outbox);
    registries.forEach(registry -> bind(outbox, registry));
  }

  private static void bind(Outbox outbox, MeterRegistry registry) {
    MeterSet meters = new MeterSet(registry);
    for (SinkState sink : outbox.states()) {
      String name = sink.sink();
      Tags tags = Tags.of(MetricNames.SINK, name);
      meters.gauge(
          MetricNames.WAITING,
          "Messages that a sink has still to take",
          null,
          tags,
          () -> state(outbox, name, SinkState::waiting));
      count(
          meters,
          MetricNames.DELIVERED,
          "Messages that a sink took",
          outbox,
          name,
          SinkState::delivered);
      count(meters, MetricNames.FAILURES, "Tries that failed", outbox, name, SinkState::failures);
      count(
          meters,
          MetricNames.REFUSED,
          "Messages that a sink will never take",
          outbox,
          name,
          SinkState::refused);
      count(
          meters,
          MetricNames.DROPPED,
          "Messages left out because the queue was full",
          outbox,
          name,
          SinkState::dropped);
    }
  }

  private static void count(
      MeterSet meters,
      String meter,
      String text,
      Outbox outbox,
      String sink,
      ToDoubleFunction<SinkState> count) {
    meters.counter(
        meter, text, Tags.of(MetricNames.SINK, sink), outbox, of -> state(of, sink, count));
  }

  private static double state(Outbox outbox, String sink, ToDoubleFunction<SinkState> value) {
    return outbox.states().stream()
        .filter(state -> state.sink().equals(sink))
        .mapToDouble(value)
        .findFirst()
        .orElse(Double.NaN);
  }

  /**
   * A dashboard of Grafana, to be imported, of the metrics as a registry for Prometheus names them:
   * classic JSON, with a variable for the data source and one for the system.
   */
  public static String grafanaDashboard() {
    try (InputStream in = MildMetrics.class.getResourceAsStream(DASHBOARD)) {
      if (in == null) {
        throw new IllegalStateException(DASHBOARD + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of a jar that was readable
    }
  }
}
