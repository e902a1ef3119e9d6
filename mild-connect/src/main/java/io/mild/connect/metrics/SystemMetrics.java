package io.mild.connect.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.mild.Assessment;
import io.mild.IntentRisk;
import io.mild.Quality;
import io.mild.alerting.health.HealthFinding;
import io.mild.alerting.health.HealthKind;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.goals.Compliance;
import io.mild.goals.ErrorBudget;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one system. One thread gives rows; registries read on theirs.
 *
 * <p>What is not known is NaN: before the first row, and of what a model does not say.
 */
public final class SystemMetrics {
  private final String system;
  private final int kpis;
  private final Clock clock;
  private final AtomicLong rows = new AtomicLong();
  private final Map<IncidentEvent.Kind, AtomicLong> events =
      new EnumMap<>(IncidentEvent.Kind.class);
  private final List<MeterSet> own = new ArrayList<>(); // one a registry
  private final List<MeterSet> ofIntents = new ArrayList<>(); // one a registry
  private List<String> intents = List.of();
  private volatile @Nullable Assessment latest;
  private volatile int openIncidents;
  private volatile @Nullable List<HealthFinding> findings;

  SystemMetrics(String system, int kpis, Clock clock) {
    this.system = system;
    this.kpis = kpis;
    this.clock = clock;
    for (IncidentEvent.Kind kind : IncidentEvent.Kind.values()) {
      events.put(kind, new AtomicLong());
    }
  }

  /**
   * Takes in what a stream said of a row.
   *
   * @param assessment of the row, which is kept until the next; may be of another model than the
   *     one before
   * @param openIncidents as the stream has them after the row
   */
  public void accept(Assessment assessment, int openIncidents) {
    List<String> names = assessment.intents().stream().map(IntentRisk::intent).toList();
    latest = assessment;
    this.openIncidents = openIncidents;
    rows.incrementAndGet();
    for (IncidentEvent event : assessment.incidentEvents()) {
      count(event.kind()).incrementAndGet();
    }
    rename(names);
  }

  /**
   * Takes in what is wrong with the detector or its data.
   *
   * @param now as {@link io.mild.AssuranceStream#health} has it
   */
  public void health(List<HealthFinding> now) {
    findings = List.copyOf(now);
  }

  private AtomicLong count(IncidentEvent.Kind kind) {
    return Objects.requireNonNull(events.get(kind)); // there is one of each
  }

  private synchronized void rename(List<String> names) {
    if (!names.equals(intents)) {
      intents = names;
      ofIntents.forEach(MeterSet::remove);
      ofIntents.forEach(this::bindIntents);
    }
  }

  synchronized void bindTo(MeterRegistry registry) {
    MeterSet meters = new MeterSet(registry);
    Tags tags = Tags.of(MetricNames.SYSTEM, system);
    meters.gauge(
        MetricNames.OPEN_INCIDENTS,
        "Incidents that are open",
        null,
        tags,
        () -> latest == null ? Double.NaN : openIncidents);
    meters.gauge(
        MetricNames.MISSING_KPIS,
        "Share of the KPIs whose latest value is missing or does not count",
        null,
        tags,
        () -> of(this::missing));
    meters.gauge(
        MetricNames.CONFIDENCE,
        "Share of the data that is stood on",
        null,
        tags,
        () -> of(assessment -> assessment.quality().confidence()));
    meters.gauge(
        MetricNames.ROW_AGE,
        "Time since the latest row's",
        "seconds",
        tags,
        () ->
            of(
                assessment ->
                    Duration.between(assessment.time(), clock.instant()).toMillis() / 1e3));
    meters.counter(MetricNames.ROWS, "Rows that were scored", tags, rows, AtomicLong::get);
    events.forEach(
        (kind, count) ->
            meters.counter(
                MetricNames.EVENTS,
                "Steps in the lives of incidents",
                tags.and(MetricNames.KIND, kind.name().toLowerCase(Locale.ROOT)),
                count,
                AtomicLong::get));
    for (HealthKind kind : HealthKind.values()) {
      meters.gauge(
          MetricNames.HEALTH,
          "What is wrong with the detector or its data",
          null,
          tags.and(MetricNames.KIND, kind.name().toLowerCase(Locale.ROOT)),
          () -> findings(kind));
    }
    own.add(meters);
    MeterSet named = new MeterSet(registry);
    bindIntents(named);
    ofIntents.add(named);
  }

  private void bindIntents(MeterSet meters) {
    for (String intent : intents) {
      Tags tags = Tags.of(MetricNames.SYSTEM, system, MetricNames.INTENT, intent);
      meters.gauge(
          MetricNames.RISK,
          "Probability of a failure within the longest horizon",
          null,
          tags,
          () -> risk(intent, IntentRisk::risk));
      meters.gauge(
          MetricNames.SMOOTHED_RISK,
          "The risk's average, which alerts look at",
          null,
          tags,
          () -> risk(intent, IntentRisk::smoothedRisk));
      meters.gauge(
          MetricNames.THRESHOLD,
          "The smoothed risk from which on it alerts",
          null,
          tags,
          () -> risk(intent, IntentRisk::threshold));
      meters.gauge(
          MetricNames.ALERTING,
          "1 while the smoothed risk is at or above the threshold, in an alert",
          null,
          tags,
          () -> risk(intent, risk -> risk.alerting() ? 1 : 0));
      meters.gauge(
          MetricNames.GOAL_MET,
          "1 while the goal is met, 0 while it is broken",
          null,
          tags,
          () -> goal(intent, SystemMetrics::met));
      meters.gauge(
          MetricNames.BUDGET_SPENT,
          "Share of the goal's error budget that is spent",
          null,
          tags,
          () -> goal(intent, SystemMetrics::spent));
    }
  }

  private double of(ToDoubleFunction<Assessment> value) {
    Assessment now = latest;
    return now == null ? Double.NaN : value.applyAsDouble(now);
  }

  private double findings(HealthKind kind) {
    List<HealthFinding> now = findings;
    return now == null ? Double.NaN : now.stream().filter(one -> one.kind() == kind).count();
  }

  private double missing(Assessment assessment) {
    long ignored = assessment.quality().faults().stream().filter(Quality.Fault::ignored).count();
    return (double) ignored / kpis;
  }

  private double risk(String intent, ToDoubleFunction<IntentRisk> value) {
    return of(
        assessment ->
            assessment.intents().stream()
                .filter(risk -> risk.intent().equals(intent))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN));
  }

  private double goal(String intent, ToDoubleFunction<Compliance> value) {
    return of(
        assessment ->
            assessment.goals().stream()
                .filter(goal -> goal.intent().equals(intent))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN));
  }

  private static double met(Compliance goal) {
    return switch (goal.status()) {
      case MET, AT_RISK -> 1;
      case BROKEN -> 0;
      case UNKNOWN -> Double.NaN;
    };
  }

  private static double spent(Compliance goal) {
    return goal.errorBudget().map(ErrorBudget.State::spent).orElse(Double.NaN);
  }

  synchronized void remove() {
    own.forEach(MeterSet::remove);
    ofIntents.forEach(MeterSet::remove);
    own.clear();
    ofIntents.clear();
  }
}
