package io.mild.scaling;

import io.mild.Assessment;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.scaling.Actuator.Outcome;
import io.mild.scaling.Decision.Action;
import io.mild.scaling.RiskSignal.Role;
import io.mild.scaling.SafetyGovernor.ResizeRuling;
import io.mild.scaling.SafetyGovernor.Ruling;
import io.mild.scaling.ServiceLoop.PolicyResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Ties it together: states and MILD's assessments in, explained decisions out, floors held where
 * the mode is {@link Mode#ACT}.
 *
 * <pre>{@code
 * ScalingController controller =
 *     ScalingController.of(new HpaActuator(client, "shop"))
 *         .service(checkout)
 *         .signals(new AssessmentSignals(Map.of("checkout-latency", "checkout")))
 *         .acted(stream::acted)
 *         .mode(Mode.ADVISE)
 *         .log(DecisionLog.appendTo(Path.of("decisions.jsonl")))
 *         .build();
 * controller.observe(monitor.accept(scrape)); // each service, each scrape
 * controller.accept(stream.accept(time, kpis), stream.incidents()); // once a minute
 * controller.decide(now); // every 15 to 60 seconds
 * }</pre>
 *
 * <p>An incident that opens may ask for a floor under its root cause; when another root cause is
 * named, the floor moves there. How it is closed says what becomes of it:
 *
 * <table>
 * <caption>What an incident asked for</caption>
 * <tr><th>closed as</th><th>is</th></tr>
 * <tr><td>RECOVERED, FALSE_ALARM</td><td>let go at once: there is nothing to fear</td></tr>
 * <tr><td>AVERTED</td><td>kept until it expires, when the failure would have come: it may be what
 *     keeps it away</td></tr>
 * <tr><td>FAILED</td><td>kept while it fails, and until it expires</td></tr>
 * <tr><td>DATA_ENDED</td><td>kept until it expires, for nobody knows</td></tr>
 * </table>
 *
 * <p>It lowers nothing that others ask for: what it sets is a floor with an expiry. At its first
 * decision it finds the floors that an earlier controller left; those are kept in mode ACT, and
 * taken back once they have expired in any mode. Where the actuator fails, it tries again at the
 * next decision.
 *
 * <p>One thread at a time, but for {@link #pause}.
 */
public final class ScalingController {
  private final Map<String, ServiceLoop> services;
  private final AssessmentSignals assessments;
  private final Consumer<Instant> acted;
  private final SafetyGovernor governor;
  private final Actuator actuator;
  private final DecisionLog log;
  private final Map<String, Floor> held = new HashMap<>(); // told in mode ADVISE, real in ACT
  private final Map<String, Floor> left = new HashMap<>(); // by a controller before
  private final Map<String, Resize> resized = new HashMap<>(); // as held
  private final Map<String, Resize> leftResized = new HashMap<>();
  private boolean recovered;

  private ScalingController(Builder builder) {
    this.services = new LinkedHashMap<>();
    builder.services.forEach(
        service ->
            services.put(service.name(), new ServiceLoop(service, builder.limits.staleAge())));
    this.assessments = builder.signals;
    this.acted = builder.acted;
    this.governor = new SafetyGovernor(builder.mode, builder.limits, builder.killSwitch);
    this.actuator = builder.actuator;
    this.log = builder.log;
  }

  /** Starts the description of a controller. */
  public static Builder of(Actuator actuator) {
    return new Builder(actuator);
  }

  /**
   * Takes what is known of a service.
   *
   * @throws IllegalArgumentException if it doesn't look after that service, or the state isn't
   *     later than the one before, nor as much earlier as {@link SafetyLimits#staleAge}: then the
   *     clock was set back
   */
  public void observe(ServiceState state) {
    ServiceLoop loop = services.get(state.service());
    if (loop == null) {
      throw new IllegalArgumentException(
          "no service '%s': there are %s".formatted(state.service(), services.keySet()));
    }
    loop.observe(state);
  }

  /**
   * Takes what MILD says of the whole system, in place of what it said before.
   *
   * @param open the incidents that are open after it, as {@link io.mild.AssuranceStream#incidents}
   *     says
   */
  public void accept(Assessment assessment, List<TrackedIncident> open) {
    accept(assessments.of(assessment, open));
    Set<String> over = AssessmentSignals.over(assessment);
    services.values().forEach(loop -> loop.letGo(over));
  }

  /**
   * Takes signals in place of those before; a service that isn't named has none. Where an incident
   * names its root cause, what it asked for elsewhere is let go.
   *
   * @param signals of any services
   */
  public void accept(List<RiskSignal> signals) {
    Set<String> named = incidents(signals, signal -> signal.role() == Role.ROOT_CAUSE);
    services.forEach(
        (name, loop) -> {
          List<RiskSignal> own =
              signals.stream().filter(signal -> signal.service().equals(name)).toList();
          loop.tell(own);
          Set<String> elsewhere = new HashSet<>(named);
          elsewhere.removeAll(incidents(own, signal -> signal.role() != Role.VICTIM));
          loop.letGo(elsewhere);
        });
  }

  private static Set<String> incidents(List<RiskSignal> signals, Predicate<RiskSignal> wanted) {
    return signals.stream().filter(wanted).map(RiskSignal::incident).collect(Collectors.toSet());
  }

  /** Changes nothing before that time. Any thread's. */
  public void pause(Instant until) {
    governor.pause(until);
  }

  /**
   * Decides for each service that it has a state of, carries that out if it may, logs it, and tells
   * which incidents were acted on.
   *
   * @param now by the clock of the states, and later than before; where that clock is set, all is
   *     as after a start
   */
  public List<Decision> decide(Instant now) {
    recover(now);
    List<Decision> decisions = new ArrayList<>();
    services.forEach(
        (name, loop) ->
            loop.state(now).map(state -> decide(name, loop, state)).ifPresent(decisions::add));
    decisions.forEach(log::write);
    decisions.stream()
        .flatMap(decision -> decision.actedOn().stream().sorted())
        .flatMap(incident -> assessments.tellActed(incident).stream())
        .forEach(acted);
    return decisions;
  }

  private Decision decide(String service, ServiceLoop loop, ServiceState state) {
    long start = System.nanoTime();
    Instant now = state.time();
    String id = service + "-" + now;
    PolicyResult result = loop.evaluate(id, state);
    Optional<Floor> before = Optional.ofNullable(held.get(service));
    Ruling ruling =
        governor.rule(
            new Proposal(
                id,
                now,
                state,
                loop.range(),
                before,
                result.wanted(),
                result.freeze(),
                result.frozenUntil(),
                result.hpaReplicas()));
    Optional<Resize> resizeBefore = Optional.ofNullable(resized.get(service));
    ResizeRuling resize = governor.rule(now, resizeBefore, result.resize());
    Action action = action(before, ruling.granted());
    Duration computeTime = Duration.ofNanos(System.nanoTime() - start);
    List<String> outcomes = new ArrayList<>();
    if (action != Action.NONE) {
      outcomes.add(carryOut(id, service, now, before, ruling));
    }
    carryOut(id, service, now, resizeBefore, resize.granted()).ifPresent(outcomes::add);
    Set<String> actedOn = new HashSet<>();
    if (acts(now) && ruling.isAsked() && holds(held, service, ruling.granted())) {
      actedOn.addAll(result.wantedFor());
    }
    if (acts(now) && resize.granted().isPresent() && holds(resized, service, resize.granted())) {
      actedOn.addAll(result.resizeFor());
    }
    List<Decision.Block> blocks = new ArrayList<>(ruling.blocks());
    blocks.addAll(resize.blocks());
    return new Decision(
        id,
        governor.mode(),
        result.situation(),
        result.recommendations(),
        result.hpaReplicas(),
        before,
        result.wanted(),
        ruling.granted(),
        resizeBefore,
        resize.granted(),
        blocks,
        action,
        String.join("; ", outcomes),
        actedOn,
        computeTime);
  }

  /** Whether decisions change anything in the cluster. */
  private boolean acts(Instant now) {
    return governor.mode() == Mode.ACT && actuator.acts() && !governor.isPaused(now);
  }

  private static <T> boolean holds(Map<String, T> held, String service, Optional<T> granted) {
    return Optional.ofNullable(held.get(service)).equals(granted);
  }

  private static Action action(Optional<Floor> before, Optional<Floor> granted) {
    if (before.equals(granted)) {
      return Action.NONE;
    }
    if (granted.isEmpty()) {
      return Action.RELEASE;
    }
    int change = granted.get().replicas() - before.map(Floor::replicas).orElse(0);
    return change == 0 ? Action.EXTEND : change < 0 ? Action.LOWER : Action.RAISE;
  }

  private String carryOut(
      String decision, String service, Instant now, Optional<Floor> before, Ruling ruling) {
    Optional<Floor> granted = ruling.granted();
    Outcome outcome = new Outcome(Outcome.Status.DONE, "");
    if (governor.mode() == Mode.ACT) {
      outcome =
          granted
              .map(floor -> actuator.hold(floor, now))
              .orElseGet(() -> actuator.release(service, decision, now));
    }
    switch (outcome.status()) {
      case DONE -> {
        granted.ifPresentOrElse(floor -> held.put(service, floor), () -> held.remove(service));
        governor.carriedOut(service, now, before, granted);
      }
      case RESPECTED -> held.remove(service);
      case FAILED -> {} // tried again at the next decision
    }
    return outcome.text();
  }

  /**
   * Resizes replicas, also those that have started since, or takes that back.
   *
   * @return what came of it, if anything was to change
   */
  private Optional<String> carryOut(
      String decision,
      String service,
      Instant now,
      Optional<Resize> before,
      Optional<Resize> granted) {
    if (before.isEmpty() && granted.isEmpty()) {
      return Optional.empty();
    }
    Outcome outcome = new Outcome(Outcome.Status.DONE, "");
    if (governor.mode() == Mode.ACT && !governor.isPaused(now)) {
      outcome =
          granted
              .map(resize -> actuator.resize(resize, now))
              .orElseGet(() -> actuator.restore(service, decision, now));
    }
    switch (outcome.status()) {
      case DONE ->
          granted.ifPresentOrElse(
              resize -> resized.put(service, resize), () -> resized.remove(service));
      case RESPECTED -> resized.remove(service);
      case FAILED -> {} // tried again at the next decision
    }
    return before.equals(granted) && outcome.status() == Outcome.Status.DONE
        ? Optional.empty()
        : Optional.of(outcome.text());
  }

  /** Finds what a controller before has left, and takes back what has expired of it. */
  private void recover(Instant now) {
    if (!recovered) {
      Optional<List<Floor>> floors = actuator.floors();
      Optional<List<Resize>> resizes = actuator.resizes();
      recovered = floors.isPresent() && resizes.isPresent();
      Instant latest = now.plus(governor.limits().floorLifetime());
      for (Resize resize : resizes.orElse(List.of())) {
        leftResized.putIfAbsent(
            resize.service(), resize.expires().isAfter(latest) ? resize.until(latest) : resize);
      }
      for (Floor left : floors.orElse(List.of())) {
        Floor floor = left.expires().isAfter(latest) ? left.until(latest) : left;
        boolean isAdopted =
            governor.mode() == Mode.ACT
                && services.containsKey(floor.service())
                && floor.isLive(now);
        (isAdopted ? held : this.left).putIfAbsent(floor.service(), floor);
      }
    }
    if (governor.isPaused(now)) {
      return;
    }
    leftResized
        .values()
        .removeIf(
            resize ->
                resized.containsKey(resize.service())
                    || !resize.isLive(now)
                        && actuator.restore(resize.service(), resize.decision(), now).status()
                            != Outcome.Status.FAILED);
    left.values()
        .removeIf(
            floor ->
                !floor.isLive(now)
                    && actuator.release(floor.service(), floor.decision(), now).status()
                        != Outcome.Status.FAILED);
  }

  /** The description of a controller. */
  public static final class Builder {
    private final Actuator actuator;
    private final List<ManagedService> services = new ArrayList<>();
    private AssessmentSignals signals = new AssessmentSignals(Map.of());
    private Consumer<Instant> acted = notification -> {};
    private Mode mode = Mode.ADVISE;
    private SafetyLimits limits = SafetyLimits.DEFAULT;
    private BooleanSupplier killSwitch = () -> false;
    private DecisionLog log = DecisionLog.none();

    private Builder(Actuator actuator) {
      this.actuator = actuator;
    }

    /**
     * Looks after a service.
     *
     * @throws IllegalArgumentException if there is one of that name already
     */
    public Builder service(ManagedService service) {
      if (services.stream().anyMatch(other -> other.name().equals(service.name()))) {
        throw new IllegalArgumentException("service '" + service.name() + "' is there twice");
      }
      services.add(service);
      return this;
    }

    /** How assessments concern services; they concern none unless said. */
    public Builder signals(AssessmentSignals signals) {
      this.signals = signals;
      return this;
    }

    /**
     * Who is told of incidents that were acted on, as {@code stream::acted}: else a failure that
     * was averted teaches a stream that its warning was false. Told within {@link #decide}, once an
     * incident and alert, and only where replicas were added or given more; nobody is unless said.
     *
     * @param acted takes the time of the notification
     */
    public Builder acted(Consumer<Instant> acted) {
      this.acted = acted;
      return this;
    }

    /** How far it may go; {@link Mode#ADVISE} unless said otherwise. */
    public Builder mode(Mode mode) {
      this.mode = mode;
      return this;
    }

    /** Its limits; {@link SafetyLimits#DEFAULT} unless said otherwise. */
    public Builder limits(SafetyLimits limits) {
      this.limits = limits;
      return this;
    }

    /** Asked at each decision; while it is pulled, all floors are taken back. */
    public Builder killSwitch(BooleanSupplier killSwitch) {
      this.killSwitch = killSwitch;
      return this;
    }

    /** Where decisions are written; nowhere unless said. */
    public Builder log(DecisionLog log) {
      this.log = log;
      return this;
    }

    /**
     * The controller.
     *
     * @throws IllegalArgumentException if there is no service, or signals are to tell one that it
     *     doesn't look after
     */
    public ScalingController build() {
      if (services.isEmpty()) {
        throw new IllegalArgumentException("there must be at least one service");
      }
      List<String> names = services.stream().map(ManagedService::name).toList();
      for (String told : signals.services()) {
        if (!names.contains(told)) {
          throw new IllegalArgumentException(
              "signals tell service '%s', but there are %s".formatted(told, names));
        }
      }
      return new ScalingController(this);
    }
  }
}
