package io.mild.scaling;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.HandMade;
import io.mild.Mild;
import io.mild.alerting.VerdictPolicy;
import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.NoiseRules;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.internal.model.IncidentModel;
import io.mild.scaling.policy.HpaPolicy;
import io.mild.scaling.policy.HpaSettings;
import io.mild.scaling.policy.RiskPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * From rows of KPIs to floors and back: a stream, a controller and a cluster, minute by minute.
 *
 * <p>The model alerts for {@code api}, of the service checkout, where the load is above 1, and for
 * {@code orders}, of the service inventory, where the depth is; it is not smoothed, and an alert
 * ends after half an hour below. A failure is expected within 216 minutes, so that what an alert
 * asks for expires 226 minutes after it; an outcome is waited for until 122 minutes after it.
 * {@code api} fails where the load is below −5 for three minutes, which alerts of nothing.
 */
class IncidentFloorsTest {
  private static final double HIGH = 2;
  private static final double BROKEN = -9;
  private static final double NAN = Double.NaN;
  private static final double STEP = .25; // of a threshold, in log-odds, for a false alarm
  private static final int DEADLINE = 122;
  private static final int EXPIRY = 226;
  private static final Goals GOALS =
      Goals.of(
          Goal.of("api")
              .holds(kpi("load").atLeast(-5))
              .brokenAfter(Duration.ofMinutes(3))
              .metAfter(Duration.ofMinutes(5))
              .dependsOn("orders"),
          Goal.of("orders").holds(kpi("depth").atMost(50)));
  private static final Mild PLAIN = plain();
  private static final Mild WITH_GOALS = PLAIN.withGoals(GOALS);

  private final Cluster cluster = new Cluster();
  private final List<Instant> told = new ArrayList<>();
  private final List<TrackedIncident> closed = new ArrayList<>();
  private AssuranceStream stream = WITH_GOALS.openStream();
  private ScalingController controller = controller(Mode.ACT, limits());
  private Instant now = HandMade.START;

  // What is told back

  @Test
  void anIncidentThatOpensRaisesTheFloorOfItsRootAndIsToldToHaveBeenActedOn() {
    rows(10, 0, 0);
    Instant onset = now;
    Decision raised = row(HIGH, 0);

    assertThat(raised.action()).isEqualTo(Decision.Action.RAISE);
    assertThat(cluster.floors).containsOnlyKeys("checkout");
    assertThat(cluster.floors.get("checkout").replicas()).isEqualTo(6); // 4 × 1.5
    assertThat(raised.actedOn()).containsExactly(stream.incidents().get(0).id());
    rows(5, HIGH, 0);
    assertThat(told).containsExactly(onset);
    assertThat(stream.incidents().get(0).acted()).isPresent();
  }

  @Test
  void aFailureThatWasAvertedIsNoFalseAlarmAndTeachesNothing() {
    rows(10, 0, 0);
    rows(5, HIGH, 0);
    rows(DEADLINE + 1, 0, 0);
    assertThat(closings()).containsExactly(Closing.AVERTED);
    double acted = threshold();

    restart(Mode.ACT, limits(), notification -> {}); // nobody tells
    rows(10, 0, 0);
    rows(5, HIGH, 0);
    rows(DEADLINE + 1, 0, 0);
    assertThat(closings()).containsExactly(Closing.FALSE_ALARM);
    assertThat(threshold() - acted).isCloseTo(STEP, within(1e-9));
  }

  @Test
  void adviceIsNotToldAsAnAction() {
    restart(Mode.ADVISE, limits(), told::add);
    rows(10, 0, 0);
    assertThat(row(HIGH, 0).granted()).isPresent();
    rows(DEADLINE + 1, 0, 0);

    assertThat(told).isEmpty();
    assertThat(closings()).containsExactly(Closing.FALSE_ALARM);
  }

  @Test
  void whatTheGovernorRefusesIsNot() {
    restart(Mode.ACT, limits().toBuilder().replicaHoursPerDay(0).build(), told::add);
    rows(10, 0, 0);
    Decision refused = row(HIGH, 0);

    assertThat(refused.wanted()).isPresent();
    assertThat(refused.blocks()).extracting(Decision.Block::safeguard).contains(Safeguard.BUDGET);
    assertThat(told).isEmpty();
  }

  @Test
  void whatFailsToBeDoneIsToldOnceItIs() {
    cluster.isDown = true;
    rows(10, 0, 0);
    Instant onset = now;
    rows(3, HIGH, 0);
    assertThat(told).isEmpty();

    cluster.isDown = false;
    rows(3, HIGH, 0);
    assertThat(told).containsExactly(onset);
  }

  @Test
  void whoMerelyRemembersHasNotActed() {
    DryRunActuator dryRun = new DryRunActuator();
    now = HandMade.START;
    stream = WITH_GOALS.openStream();
    controller = builder(dryRun, Mode.ACT, limits()).acted(told::add).build();
    rows(10, 0, 0);
    row(HIGH, 0);

    assertThat(dryRun.floors().orElseThrow()).hasSize(1);
    assertThat(told).isEmpty();
  }

  /** Streams learn of notifications, and this one comes five minutes after the floor. */
  @Test
  void whereOperatorsAreToldLaterItIsToldAgainOfThat() {
    stream.rules(NoiseRules.parse("hold off 5m"));
    rows(10, 0, 0);
    Instant onset = now;
    rows(130, HIGH, 0); // and is notified of again after two hours

    assertThat(told).containsExactly(onset, onset.plusSeconds(300));
    rows(DEADLINE + 1, 0, 0);
    assertThat(closings()).containsExactly(Closing.AVERTED);
    assertThat(threshold()).isLessThan(-.5); // where it began: it sank with time alone
  }

  /** The alert had ended, and the incident waited for its outcome. */
  @Test
  void whereAnIncidentAlertsAgainItIsToldOfThatAlertToo() {
    rows(10, 0, 0);
    Instant onset = now;
    rows(5, HIGH, 0);
    rows(55, 0, 0);
    rows(5, HIGH, 0);
    rows(DEADLINE + 1, 0, 0);

    assertThat(told).containsExactly(onset, onset.plusSeconds(3600));
    assertThat(closings()).containsExactly(Closing.AVERTED);
    assertThat(threshold()).isLessThan(-.5);
  }

  @Test
  void aControllerThatBeganAnewKnowsWhatWasToldBefore() {
    rows(10, 0, 0);
    rows(5, HIGH, 0);
    controller = controller(Mode.ACT, limits());
    rows(5, HIGH, 0);

    assertThat(told).hasSize(1);
  }

  @Test
  void aLeakThatIsGivenMemoryWasActedOn() {
    now = HandMade.START;
    AssessmentSignals leaks =
        new AssessmentSignals(Map.of("api", "checkout"), k -> Resource.MEMORY);
    controller = builder(cluster, Mode.ACT, limits()).signals(leaks).acted(stream::acted).build();
    rows(10, 0, 0);
    Decision given = row(HIGH, 0);

    assertThat(given.resize()).isPresent();
    assertThat(given.granted()).isEmpty();
    assertThat(given.actedOn()).hasSize(1);
    rows(DEADLINE + 1, 0, 0);
    assertThat(closings()).containsExactly(Closing.AVERTED);
  }

  // What becomes of the floor

  @Test
  void whereAnotherRootIsNamedTheFloorMovesThere() {
    rows(10, 0, 0);
    rows(3, HIGH, 0);
    assertThat(cluster.floors).containsOnlyKeys("checkout");
    String incident = stream.incidents().get(0).id();
    rows(15, 0, 2 * HIGH);

    assertThat(stream.incidents())
        .singleElement()
        .satisfies(revised -> assertThat(revised.id()).isEqualTo(incident))
        .satisfies(revised -> assertThat(revised.rootCause()).isEqualTo("orders"));
    assertThat(cluster.floors).containsOnlyKeys("inventory");
  }

  @Test
  void afterWhatWasAvertedItStaysUntilItExpires() {
    rows(10, 0, 0);
    rows(5, HIGH, 0);
    rows(EXPIRY - 1, 0, 0);
    assertThat(closings()).containsExactly(Closing.AVERTED);
    assertThat(cluster.floors).containsOnlyKeys("checkout");

    rows(1, 0, 0);
    assertThat(cluster.floors).isEmpty();
  }

  @Test
  void afterWhatRecoveredByItselfItIsLetGoAtOnce() {
    stream = PLAIN.openStream(); // which is told of no outcome
    controller = controller(Mode.ADVISE, limits());
    rows(10, 0, 0);
    row(HIGH, 0);
    Decision last = rowsUntilItIsClosed();
    assertThat(last.before()).isPresent();

    assertThat(closings()).containsExactly(Closing.RECOVERED);
    assertThat(last.action()).isEqualTo(Decision.Action.RELEASE);
  }

  @Test
  void afterAFalseAlarmItIsLetGoAtOnceWhateverWasDone() {
    rows(10, 0, 0);
    Instant onset = now;
    row(HIGH, 0);
    stream.judge(onset, true);
    Decision last = rowsUntilItIsClosed();

    assertThat(closings()).containsExactly(Closing.FALSE_ALARM);
    assertThat(last.action()).isEqualTo(Decision.Action.RELEASE);
    assertThat(cluster.floors).isEmpty();
  }

  /** An hour longer than it would have stayed, and than the incident waits. */
  @Test
  void afterAFailureItStaysWhileTheGoalIsBroken() {
    rows(10, 0, 0);
    row(HIGH, 0);
    rows(EXPIRY + 60, BROKEN, 0);
    assertThat(closings()).containsExactly(Closing.FAILED);
    assertThat(cluster.floors.get("checkout").replicas()).isEqualTo(6);

    rows(4, 0, 0);
    assertThat(cluster.floors).containsOnlyKeys("checkout");
    rows(1, 0, 0); // met again
    assertThat(cluster.floors).isEmpty();
  }

  @Test
  void whereDataEndedItStaysUntilItExpires() {
    rows(10, 0, 0);
    rows(5, HIGH, 0);
    rows(DEADLINE, NAN, NAN);
    assertThat(closings()).containsExactly(Closing.DATA_ENDED);
    Instant expiry = closed.get(0).lastAlerting().plus(Duration.ofMinutes(EXPIRY));
    while (now.isBefore(expiry)) {
      row(NAN, NAN);
      assertThat(cluster.floors).containsOnlyKeys("checkout");
    }

    row(NAN, NAN);
    assertThat(cluster.floors).isEmpty();
  }

  @Test
  void whereAGoalBreaksThatNoIncidentForetoldItsServiceLosesNoReplicas() {
    rows(10, 0, 0);
    rows(2, BROKEN, 0);
    assertThat(row(BROKEN, 0).granted().map(Floor::replicas)).contains(4); // what runs
    assertThat(told).isEmpty();

    rows(5, 0, 0);
    assertThat(cluster.floors).isEmpty();
  }

  @Test
  void withinPlannedWorkNothingIsAskedFor() {
    stream.rules(NoiseRules.parse("window daily 00:00 12h UTC"));
    rows(10, 0, 0);
    rows(5, HIGH, 0);

    assertThat(cluster.floors).isEmpty();
  }

  @Test
  void whereAllIsDarkAndAGoalIsBrokenNothingIsLost() {
    rows(10, 0, 0);
    row(HIGH, 0);
    rows(3, BROKEN, 0);
    rows(EXPIRY + 60, NAN, NAN);

    assertThat(cluster.floors).containsOnlyKeys("checkout");
  }

  @Test
  void anIntentThatTheModelDoesNotHaveIsRefused() {
    AssessmentSignals misspelt = new AssessmentSignals(Map.of("apy", "checkout"));

    assertThatThrownBy(() -> misspelt.of(stream.accept(now, 0, 0), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is a service of intent 'apy', but the model has [api, orders]");
  }

  /** Each row's gate names the root. */
  private static Mild plain() {
    HandMade model = HandMade.withPull(3).operated();
    IncidentModel steady = model.build().model().incidentModel();
    return model
        .incident(new IncidentModel(VerdictPolicy.GATE, steady.time(), steady.feedback()))
        .build();
  }

  private static SafetyLimits limits() {
    return SafetyLimits.builder().warmUp(Duration.ZERO).build();
  }

  private void restart(Mode mode, SafetyLimits limits, Consumer<Instant> acted) {
    now = HandMade.START;
    stream = WITH_GOALS.openStream();
    cluster.floors.clear();
    closed.clear();
    controller = builder(cluster, mode, limits).acted(acted).build();
  }

  private ScalingController controller(Mode mode, SafetyLimits limits) {
    return builder(cluster, mode, limits).acted(this::acted).build();
  }

  private void acted(Instant notification) {
    told.add(notification);
    stream.acted(notification);
  }

  private static ScalingController.Builder builder(
      Actuator actuator, Mode mode, SafetyLimits limits) {
    return ScalingController.of(actuator)
        .service(service("checkout"))
        .service(service("inventory"))
        .signals(new AssessmentSignals(Map.of("api", "checkout", "orders", "inventory")))
        .mode(mode)
        .limits(limits);
  }

  private static ManagedService service(String name) {
    RiskPolicy.Settings settings =
        RiskPolicy.Settings.builder().reserve(Duration.ofHours(4)).resize(2).build();
    return ManagedService.of(name, new ReplicaRange(2, 20), new HpaPolicy(HpaSettings.ofTarget(50)))
        .policy(new RiskPolicy(settings));
  }

  /** Rows of load and depth. */
  private void rows(int count, double load, double depth) {
    for (int i = 0; i < count; i++) {
      row(load, depth);
    }
  }

  /** What is decided of checkout. */
  private Decision row(double load, double depth) {
    Assessment assessment = stream.accept(now, load, depth);
    assessment.incidentEvents().stream()
        .filter(event -> event.kind() == IncidentEvent.Kind.CLOSED)
        .forEach(event -> closed.add(event.incident()));
    for (String service : List.of("checkout", "inventory")) {
      controller.observe(cluster.state(service, now));
    }
    controller.accept(assessment, stream.incidents());
    Decision decision = controller.decide(now).get(0);
    now = now.plusSeconds(60);
    return decision;
  }

  private Decision rowsUntilItIsClosed() {
    for (int i = 0; i < DEADLINE; i++) {
      Decision decision = row(0, 0);
      if (!closed.isEmpty()) {
        return decision;
      }
    }
    throw new AssertionError("it is not closed: " + stream.incidents());
  }

  private List<Closing> closings() {
    return closed.stream().map(incident -> incident.closing().orElseThrow()).toList();
  }

  /** In log-odds, after another row. */
  private double threshold() {
    double threshold = stream.accept(now, 0, 0).intent("api").threshold();
    now = now.plusSeconds(60);
    return Math.log(threshold / (1 - threshold));
  }

  /** Two services whose load takes four replicas, with an autoscaler above the floors. */
  private static final class Cluster implements Actuator {
    final Map<String, Floor> floors = new HashMap<>();
    boolean isDown;

    ServiceState state(String service, Instant now) {
      int replicas = Math.max(4, floors.containsKey(service) ? floors.get(service).replicas() : 0);
      return ServiceState.builder(service, now)
          .replicas(replicas, 0, replicas)
          .cpu(2.0 / replicas)
          .build();
    }

    @Override
    public Outcome hold(Floor floor, Instant now) {
      return done(() -> floors.put(floor.service(), floor));
    }

    @Override
    public Outcome release(String service, String decision, Instant now) {
      return done(() -> floors.remove(service));
    }

    @Override
    public Outcome resize(Resize resize, Instant now) {
      return done(() -> {});
    }

    private Outcome done(Runnable change) {
      if (!isDown) {
        change.run();
      }
      return new Outcome(isDown ? Outcome.Status.FAILED : Outcome.Status.DONE, "");
    }

    @Override
    public Optional<List<Floor>> floors() {
      return isDown ? Optional.empty() : Optional.of(List.copyOf(floors.values()));
    }
  }
}
