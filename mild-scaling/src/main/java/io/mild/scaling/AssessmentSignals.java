package io.mild.scaling;

import io.mild.Assessment;
import io.mild.TimeToFailure;
import io.mild.explanation.Explanation.Contribution;
import io.mild.scaling.RiskSignal.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Tells each service what MILD's assessments of a system mean for it: the root cause of an incident
 * is told apart from those that may be it and from its victims, and what runs out is read off the
 * KPIs that drive the risk.
 *
 * <p>KPIs are explained when an incident begins, every ten minutes as it goes on, and when another
 * root cause is named; that takes milliseconds to seconds with the number of KPIs. Of these, the
 * one that raises the risk the most and is a measure of some resource says what runs out. Where no
 * intent's risk is above its threshold any more, there is nothing to signal. One stream's, one
 * thread's.
 */
public final class AssessmentSignals {
  /** A signal outlives the latest expected failure by so much. */
  public static final Duration GRACE = Duration.ofMinutes(10);

  private static final Duration EXPLAINED_FOR = Duration.ofMinutes(10);
  private static final int TOP = 3;

  private final Map<String, String> services; // by intent
  private final Function<String, Resource> resources; // of a KPI
  private final Map<String, Drivers> drivers = new HashMap<>(); // by intent, of one incident
  private Instant onset = Instant.MIN;
  private Instant explained = Instant.EPOCH;

  /** What drives an intent's risk, as it was last explained. */
  private record Drivers(Resource resource, List<String> topKpis) {}

  /**
   * Reads resources off the names of KPIs, see {@link #resourceOf}.
   *
   * @param services the service of each intent; intents without one concern none
   */
  public AssessmentSignals(Map<String, String> services) {
    this(services, AssessmentSignals::resourceOf);
  }

  /**
   * With other names of KPIs.
   *
   * @param services the service of each intent; intents without one concern none
   * @param resources what a KPI is a measure of
   */
  public AssessmentSignals(Map<String, String> services, Function<String, Resource> resources) {
    this.services = Map.copyOf(services);
    this.resources = resources;
  }

  /**
   * What a KPI of that name usually measures: names that hold {@code disk}, {@code volume}, {@code
   * inode}; {@code mem}, {@code heap}, {@code rss}, {@code gc}; {@code cpu}, {@code load}, {@code
   * latency}, {@code queue}, {@code thread}, {@code connection}, {@code time}. Demand is no
   * resource.
   */
  public static Resource resourceOf(String kpi) {
    String name = kpi.toLowerCase(Locale.ROOT);
    if (holdsAny(name, "disk", "volume", "inode")) {
      return Resource.DISK;
    }
    if (holdsAny(name, "mem", "heap", "rss", "gc")) {
      return Resource.MEMORY;
    }
    return holdsAny(name, "cpu", "load", "latency", "queue", "thread", "connection", "time")
        ? Resource.SATURATION
        : Resource.UNKNOWN;
  }

  private static boolean holdsAny(String name, String... parts) {
    for (String part : parts) {
      if (name.contains(part)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What an assessment means, for the services that it concerns.
   *
   * @return at most one signal a service; none where no incident runs
   */
  public List<RiskSignal> of(Assessment assessment) {
    return PredictedIncident.of(assessment).map(this::of).orElse(List.of());
  }

  List<RiskSignal> of(PredictedIncident incident) {
    boolean isOld = !incident.time().isBefore(explained.plus(EXPLAINED_FOR));
    if (!incident.onset().equals(onset) || isOld) {
      onset = incident.onset();
      explained = incident.time();
      drivers.clear();
    }
    Map<String, RiskSignal> signals = new LinkedHashMap<>(); // roots first, and the first stays
    Role named = incident.ambiguous() ? Role.CANDIDATE : Role.ROOT_CAUSE;
    for (String intent : incident.candidates()) {
      add(signals, incident, intent, named);
    }
    for (String intent : incident.alerting().keySet().stream().sorted().toList()) {
      add(signals, incident, intent, Role.VICTIM);
    }
    return List.copyOf(signals.values());
  }

  private void add(
      Map<String, RiskSignal> signals, PredictedIncident incident, String intent, Role role) {
    String service = services.get(intent);
    if (service == null || signals.containsKey(service)) {
      return;
    }
    TimeToFailure left = incident.alerting().getOrDefault(intent, incident.timeToFailure());
    Drivers why =
        drivers.computeIfAbsent(intent, named -> explain(incident.explanation().apply(named)));
    signals.put(
        service,
        RiskSignal.builder(service, role, why.resource, incident.time())
            .risk(incident.risks().getOrDefault(intent, 0.0))
            .gateMargin(incident.margin(intent))
            .ttfLow(left.after())
            .ttfHigh(left.until())
            .topKpis(why.topKpis)
            .raised(incident.onset())
            .expires(incident.time().plus(left.until()).plus(GRACE))
            .build());
  }

  private Drivers explain(List<Contribution> strongestFirst) {
    List<String> raising =
        strongestFirst.stream()
            .filter(contribution -> contribution.contribution() > 0)
            .map(Contribution::name)
            .toList();
    Resource resource =
        raising.stream()
            .map(resources)
            .filter(named -> named != Resource.UNKNOWN)
            .findFirst()
            .orElse(Resource.UNKNOWN);
    return new Drivers(resource, raising.subList(0, Math.min(TOP, raising.size())));
  }
}
