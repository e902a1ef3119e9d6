package io.mild.scaling;

import io.mild.Assessment;
import io.mild.Incident;
import io.mild.IntentRisk;
import io.mild.TimeToFailure;
import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.explanation.Explanation.Contribution;
import io.mild.goals.Compliance;
import io.mild.scaling.RiskSignal.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells each service what MILD's incidents and goals mean for it: the root cause of an incident is
 * told apart from those that may be it and from its victims, and what runs out is read off the KPIs
 * that drive the risk.
 *
 * <ul>
 *   <li>While an intent's risk in an incident is above its threshold, its services are signalled
 *       with the time that is left; while an intent of it <b>fails</b> (its goal is broken, or it
 *       was told to have failed), with none, until it has recovered and {@link #GRACE} longer.
 *   <li>A goal that is broken and of no incident may have any cause: its service is a {@link
 *       Role#CANDIDATE}.
 *   <li>The root cause is the incident's own, which a second fault elsewhere does not change.
 * </ul>
 *
 * <p>KPIs are explained when an incident begins, every ten minutes as it goes on, and when another
 * root cause is named; that takes milliseconds to seconds with the number of KPIs. Of these, the
 * one that raises the risk the most and is a measure of some resource says what runs out. One
 * stream's, one thread's.
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
  private final Map<String, Memory> memories = new HashMap<>(); // by incident that is open

  /** What drives an intent's risk, as it was last explained. */
  private record Drivers(Resource resource, List<String> topKpis) {}

  /** What is remembered of an incident. */
  private static final class Memory {
    final Map<String, Drivers> drivers = new HashMap<>(); // by intent
    final Map<String, Double> margins = new HashMap<>(); // when the verdict was last about it
    Instant explained = Instant.MIN;
    Instant lastAlerting = Instant.MIN;
    @Nullable Instant notified; // latest
    Instant alert = Instant.MIN; // onset of the one that was notified of
    boolean isActedTold;
    Instant actedTold = Instant.MIN; // onset of the alert that it was told of
  }

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
   * @param open the incidents that are open after it, as {@link io.mild.AssuranceStream#incidents}
   *     says
   * @return at most one signal a service and incident; none where nothing alerts and nothing fails
   * @throws IllegalArgumentException if there is a service of an intent that the model does not
   *     have
   */
  public List<RiskSignal> of(Assessment assessment, List<TrackedIncident> open) {
    requireIntents(assessment);
    memories.keySet().retainAll(open.stream().map(TrackedIncident::id).toList());
    Optional<Instant> notifiedOf =
        assessment.incident().filter(Incident::isNotification).map(Incident::onset);
    List<RiskSignal> signals = new ArrayList<>();
    for (TrackedIncident incident : open) {
      Memory memory = memory(incident.id());
      memory.lastAlerting = incident.lastAlerting();
      if (notifiedOf.isPresent() && incident.isAlerting()) {
        notified(memory, assessment.time(), notifiedOf.get());
      } else if (memory.notified == null) {
        incident.notified().ifPresent(time -> notified(memory, time, time));
      }
      incident.acted().ifPresent(acted -> noted(memory, acted));
      PredictedIncident.of(assessment, incident).map(this::of).ifPresent(signals::addAll);
    }
    for (Compliance goal : assessment.goals()) {
      boolean isOfSome = open.stream().anyMatch(it -> PredictedIncident.isOf(it, goal.intent()));
      if (goal.status() == Compliance.Status.BROKEN && !isOfSome) {
        unforeseen(assessment, goal).ifPresent(signals::add);
      }
    }
    return signals;
  }

  private void requireIntents(Assessment assessment) {
    List<String> known = assessment.intents().stream().map(IntentRisk::intent).toList();
    for (String intent : services.keySet()) {
      if (!known.contains(intent)) {
        throw new IllegalArgumentException(
            "there is a service of intent '%s', but the model has %s".formatted(intent, known));
      }
    }
  }

  /** The services that are told anything. */
  Set<String> services() {
    return Set.copyOf(services.values());
  }

  private static void notified(Memory memory, Instant time, Instant onset) {
    memory.notified = time;
    memory.alert = onset;
  }

  /** Somebody has told it already, be it before a restart. */
  private static void noted(Memory memory, Instant acted) {
    memory.isActedTold = true;
    if (memory.notified != null && !acted.isBefore(memory.notified)) {
      memory.actedTold = memory.alert;
    }
  }

  /** A goal that is broken though no incident told of it. */
  private Optional<RiskSignal> unforeseen(Assessment assessment, Compliance goal) {
    Instant now = assessment.time();
    Instant since = goal.since().filter(now::isAfter).orElse(now); // a folded row's is later
    return Optional.ofNullable(services.get(goal.intent()))
        .map(
            service ->
                RiskSignal.builder(service, Role.CANDIDATE, Resource.UNKNOWN, now)
                    .risk(assessment.intent(goal.intent()).risk())
                    .raised(since)
                    .expires(now.plus(GRACE))
                    .build());
  }

  List<RiskSignal> of(PredictedIncident incident) {
    Memory memory = memory(incident.id());
    if (!incident.time().isBefore(memory.explained.plus(EXPLAINED_FOR))) {
      memory.explained = incident.time();
      memory.drivers.clear();
    }
    if (incident.isJudged()) {
      memory.margins.clear();
      incident.causes().keySet().forEach(it -> memory.margins.put(it, incident.margin(it)));
    }
    Map<String, RiskSignal> signals = new LinkedHashMap<>(); // roots first, and the first stays
    Role named = incident.ambiguous() ? Role.CANDIDATE : Role.ROOT_CAUSE;
    for (String intent : incident.candidates()) {
      add(signals, incident, memory, intent, named);
    }
    for (String intent : incident.affected().keySet().stream().sorted().toList()) {
      add(signals, incident, memory, intent, Role.VICTIM);
    }
    return List.copyOf(signals.values());
  }

  private Memory memory(String incident) {
    return memories.computeIfAbsent(incident, id -> new Memory());
  }

  private void add(
      Map<String, RiskSignal> signals,
      PredictedIncident incident,
      Memory memory,
      String intent,
      Role role) {
    String service = services.get(intent);
    if (service == null || signals.containsKey(service)) {
      return;
    }
    TimeToFailure left =
        incident.isFailing()
            ? incident.timeToFailure()
            : incident.affected().getOrDefault(intent, incident.timeToFailure());
    Drivers why =
        memory.drivers.computeIfAbsent(
            intent, named -> explain(incident.explanation().apply(named)));
    signals.put(
        service,
        RiskSignal.builder(service, role, why.resource, incident.time())
            .incident(incident.id())
            .risk(incident.risks().getOrDefault(intent, 0.0))
            .gateMargin(memory.margins.getOrDefault(intent, 0.0))
            .ttfLow(left.after())
            .ttfHigh(left.until())
            .topKpis(why.topKpis)
            .raised(incident.opened())
            .expires(incident.time().plus(left.until()).plus(GRACE))
            .build());
  }

  /**
   * The incidents that an assessment closes as something that is not to be feared: what was asked
   * for because of them is let go. After {@link Closing#AVERTED}, {@link Closing#FAILED} and {@link
   * Closing#DATA_ENDED} the danger may still be there, and it stays until it expires.
   */
  static Set<String> over(Assessment assessment) {
    return assessment.incidentEvents().stream()
        .filter(event -> event.kind() == IncidentEvent.Kind.CLOSED)
        .map(IncidentEvent::incident)
        .filter(
            incident -> incident.closing().filter(AssessmentSignals::isNothingToFear).isPresent())
        .map(TrackedIncident::id)
        .collect(Collectors.toSet());
  }

  private static boolean isNothingToFear(Closing closing) {
    return closing == Closing.RECOVERED || closing == Closing.FALSE_ALARM;
  }

  /**
   * What is to be told of an incident that was acted on: once, and again of each alert that
   * operators were notified of only after that, since it is of notifications that streams learn.
   *
   * @return the time of the latest notification, or else of a row at which it alerted; nothing if
   *     that was told, or the incident is no longer open
   */
  Optional<Instant> tellActed(String incident) {
    Memory memory = memories.get(incident);
    if (memory == null) {
      return Optional.empty();
    }
    Instant notified = memory.notified;
    if (notified == null ? memory.isActedTold : memory.actedTold.equals(memory.alert)) {
      return Optional.empty();
    }
    memory.isActedTold = true;
    memory.actedTold = memory.alert;
    return Optional.of(notified == null ? memory.lastAlerting : notified);
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
