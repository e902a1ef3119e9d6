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
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

  /** {@code CPU}, {@code Cpu} or {@code cpu}, also in {@code avgCPULoad}. */
  private static final Pattern WORD = Pattern.compile("\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+");

  private static final List<String> DISK = List.of("disk", "volume", "inode", "filesystem", "fs");
  private static final List<String> MEMORY = List.of("mem", "memory", "heap", "rss", "gc");
  private static final List<String> SATURATION =
      List.of("cpu", "load", "latency", "duration", "queue", "thread", "connection", "time");

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
   * What a KPI of that name usually measures, by the words in it, singular or plural: {@code disk},
   * {@code volume}, {@code inode}, {@code filesystem}, {@code fs}; {@code mem}, {@code memory},
   * {@code heap}, {@code rss}, {@code gc}; {@code cpu}, {@code load}, {@code latency}, {@code
   * duration}, {@code queue}, {@code thread}, {@code connection}, {@code time}. The first of these
   * three groups that has one decides. Demand is no resource.
   *
   * <p>Words are parted by all that is no letter and by humps: {@code avgCpu}, {@code
   * node_memory_MemFree_bytes} and {@code p99.latency} hold {@code cpu}, {@code memory} and {@code
   * latency}; {@code payload} is no {@code load}, and {@code memcached} no {@code mem}.
   */
  public static Resource resourceOf(String kpi) {
    Set<String> words =
        WORD.matcher(kpi)
            .results()
            .map(word -> word.group().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    if (holdsAny(words, DISK)) {
      return Resource.DISK;
    }
    if (holdsAny(words, MEMORY)) {
      return Resource.MEMORY;
    }
    return holdsAny(words, SATURATION) ? Resource.SATURATION : Resource.UNKNOWN;
  }

  private static boolean holdsAny(Set<String> words, List<String> named) {
    return named.stream().anyMatch(name -> words.contains(name) || words.contains(name + "s"));
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
