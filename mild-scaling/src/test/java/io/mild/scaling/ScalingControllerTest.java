package io.mild.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.scaling.Decision.Action;
import io.mild.scaling.RiskSignal.Role;
import io.mild.scaling.policy.HpaPolicy;
import io.mild.scaling.policy.HpaSettings;
import io.mild.scaling.policy.RiskPolicy;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScalingControllerTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final SafetyLimits LIMITS = SafetyLimits.builder().warmUp(Duration.ZERO).build();

  private final Recorder actuator = new Recorder();
  private final StringWriter lines = new StringWriter();

  @Test
  void actsOnAPredictedFailureAndTakesItBackWhenItExpires() {
    ScalingController controller = controller(Mode.ACT);
    controller.accept(List.of(signal(0)));

    Decision raised = tick(controller, 0, 4);
    assertThat(raised.action()).isEqualTo(Action.RAISE);
    assertThat(raised.hpaReplicas()).isEqualTo(4);
    assertThat(actuator.calls).containsExactly("hold 6");

    controller.accept(List.of());
    assertThat(tick(controller, 1799, 6).action()).isEqualTo(Action.NONE);
    assertThat(tick(controller, 1800, 6).action()).isEqualTo(Action.RELEASE);
    assertThat(actuator.calls).containsExactly("hold 6", "release");
    assertThat(actuator.floors).isEmpty();
  }

  @Test
  void advisesOnceAndTouchesNothing() {
    ScalingController controller = controller(Mode.ADVISE);
    controller.accept(List.of(signal(0)));

    assertThat(tick(controller, 0, 4).action()).isEqualTo(Action.RAISE);
    assertThat(tick(controller, 15, 4).action()).isEqualTo(Action.NONE);
    assertThat(actuator.calls).isEmpty();
  }

  @Test
  void triesAgainAfterAFailure() {
    ScalingController controller = controller(Mode.ACT);
    controller.accept(List.of(signal(0)));
    actuator.status = Actuator.Outcome.Status.FAILED;
    Decision failed = tick(controller, 0, 4);
    assertThat(failed.outcome()).isEqualTo("FAILED");

    actuator.status = Actuator.Outcome.Status.DONE;
    assertThat(tick(controller, 15, 4).action()).isEqualTo(Action.RAISE);
    assertThat(tick(controller, 30, 6).action()).isEqualTo(Action.NONE);
    assertThat(actuator.calls).containsExactly("hold 6", "hold 6");
  }

  @Test
  void doesNotClaimToHoldWhatSomebodyElseHasChanged() {
    ScalingController controller = controller(Mode.ACT);
    controller.accept(List.of(signal(0)));
    actuator.status = Actuator.Outcome.Status.RESPECTED;

    tick(controller, 0, 4);
    assertThat(tick(controller, 15, 4).before()).isEmpty();
  }

  @Test
  void aRestartedControllerAdoptsWhatIsLiveAndTakesBackWhatHasExpired() {
    actuator.hold(new Floor("checkout", 7, "earlier", START.plusSeconds(3600)), START);
    actuator.hold(new Floor("search", 9, "earlier", START.minusSeconds(1)), START);
    actuator.calls.clear();
    ScalingController controller = controller(Mode.ACT);

    Decision first = tick(controller, 0, 7);
    assertThat(first.before().map(Floor::replicas)).contains(7);
    assertThat(actuator.calls).startsWith("release");
    assertThat(actuator.floors).doesNotContainKey("search");
  }

  @Test
  void aPauseHoldsForWhatIsLeftToo() {
    actuator.hold(new Floor("search", 9, "earlier", START.minusSeconds(1)), START);
    ScalingController controller = controller(Mode.ACT);
    controller.pause(START.plusSeconds(60));
    tick(controller, 0, 4);
    assertThat(actuator.floors).containsKey("search");
    tick(controller, 60, 4);

    assertThat(actuator.floors).doesNotContainKey("search");
  }

  @Test
  void looksForWhatIsLeftUntilItIsTold() {
    actuator.hold(new Floor("search", 9, "earlier", START.minusSeconds(1)), START);
    ScalingController controller = controller(Mode.ACT);
    actuator.isAsleep = true;
    tick(controller, 0, 4);
    assertThat(actuator.floors).containsKey("search");
    actuator.isAsleep = false;
    tick(controller, 15, 4);

    assertThat(actuator.floors).doesNotContainKey("search");
  }

  @Test
  void inModeAdviseWhatAnEarlierControllerLeftStaysUntilItExpires() {
    actuator.hold(new Floor("checkout", 7, "earlier", START.plusSeconds(60)), START);
    actuator.calls.clear();
    ScalingController controller = controller(Mode.ADVISE);

    tick(controller, 0, 7);
    assertThat(actuator.calls).isEmpty();
    tick(controller, 60, 7);
    assertThat(actuator.calls).containsExactly("release");
  }

  @Test
  void holdsWhatRunsWhenNoStateComesAnyMore() {
    ScalingController controller = controller(Mode.ACT);
    tick(controller, 0, 5);

    assertThat(decide(controller, 119).action()).isEqualTo(Action.NONE);
    Decision blind = decide(controller, 120);
    assertThat(blind.granted().map(Floor::replicas)).contains(5);
    assertThat(blind.blocks())
        .extracting(Decision.Block::safeguard)
        .containsExactly(Safeguard.FREEZE);
  }

  @Test
  void aServiceWithoutAnyStateIsNotDecidedOn() {
    assertThat(controller(Mode.ACT).decide(START)).isEmpty();
  }

  @Test
  void eachDecisionIsALineThatExplainsIt() {
    ScalingController controller = controller(Mode.ACT);
    controller.accept(List.of(signal(0)));
    tick(controller, 0, 4);
    tick(controller, 15, 6);

    List<String> all = lines.toString().lines().toList();
    assertThat(all).hasSize(2);
    assertThat(all.get(0))
        .startsWith(
            "{\"decision\":\"checkout-2026-03-01T12:00:00Z\",\"time\":\"2026-03-01T12:00:00Z\","
                + "\"service\":\"checkout\",\"mode\":\"ACT\",\"action\":\"RAISE\","
                + "\"floor_before\":null,\"floor_wanted\":{\"replicas\":6,")
        .contains("\"hpa_alone\":4,\"blocked\":[]")
        .contains(
            "{\"policy\":\"risk\",\"replicas\":6,\"freeze\":false,\"reasons\":[\"checkout may")
        .contains("\"cpu\":0.5,\"requests_per_second\":null")
        .contains("\"role\":\"ROOT_CAUSE\",\"resource\":\"SATURATION\",\"risk\":0.83")
        .contains("\"outcome\":\"DONE\"");
  }

  @Test
  void whatItDoesNotKnowIsRefused() {
    ScalingController controller = controller(Mode.ACT);
    controller.observe(state(0, 4));

    assertThatThrownBy(() -> controller.observe(ServiceState.builder("search", START).build()))
        .hasMessageContaining("no service 'search'");
    assertThatThrownBy(() -> controller.observe(state(0, 4)))
        .hasMessageContaining("2026-03-01T12:00:00Z");
    assertThatThrownBy(() -> ScalingController.of(actuator).build())
        .hasMessageContaining("at least one service");
    assertThatThrownBy(() -> ScalingController.of(actuator).service(checkout()).service(checkout()))
        .hasMessageContaining("'checkout' is there twice");
  }

  @Test
  void aLeakIsGivenMemoryForAWhileAndThatIsTakenBack() {
    ScalingController controller = controller(Mode.ACT);
    controller.accept(List.of(leak(0)));

    Decision given = tick(controller, 0, 4);
    assertThat(given.action()).isEqualTo(Action.NONE); // no floor
    assertThat(given.resize().map(Resize::factor)).contains(1.5);
    assertThat(given.outcome()).isEqualTo("DONE");
    assertThat(lines.toString()).contains("\"resize\":{\"resource\":\"MEMORY\",\"factor\":1.5");

    controller.accept(List.of()); // it helped, so nothing is predicted any more
    Decision kept = tick(controller, 3599, 4);
    assertThat(kept.resize()).isEqualTo(given.resize());
    assertThat(kept.outcome()).isEmpty();
    Decision takenBack = tick(controller, 3600, 4);
    assertThat(takenBack.resizeBefore()).isEqualTo(given.resize());
    assertThat(takenBack.resize()).isEmpty();
    assertThat(tick(controller, 3615, 4).resizeBefore()).isEmpty();
    assertThat(actuator.calls)
        .containsExactly("resize 1.5", "resize 1.5", "restore"); // in between for new replicas
  }

  @Test
  void adviceResizesNothing() {
    ScalingController controller = controller(Mode.ADVISE);
    controller.accept(List.of(leak(0)));

    assertThat(tick(controller, 0, 4).resize()).isPresent();
    assertThat(tick(controller, 3600, 4).resize()).isEmpty();
    assertThat(actuator.calls).isEmpty();
  }

  @Test
  void whatAControllerBeforeResizedIsTakenBackOnceItHasExpired() {
    actuator.resizes.add(
        new Resize("checkout", Resource.MEMORY, 2, "earlier", START.plusSeconds(60)));
    ScalingController controller = controller(Mode.ADVISE);

    tick(controller, 0, 4);
    assertThat(actuator.calls).isEmpty();
    tick(controller, 60, 4);
    tick(controller, 75, 4);
    assertThat(actuator.calls).containsExactly("restore");
  }

  @Test
  void aResizeThatFailsIsTriedAgain() {
    ScalingController controller = controller(Mode.ACT);
    controller.accept(List.of(leak(0)));
    actuator.status = Actuator.Outcome.Status.FAILED;
    assertThat(tick(controller, 0, 4).outcome()).isEqualTo("FAILED");

    actuator.status = Actuator.Outcome.Status.DONE;
    Decision second = tick(controller, 15, 4);
    assertThat(second.resizeBefore()).isEmpty();
    assertThat(second.resize()).isPresent();
    assertThat(actuator.calls).containsExactly("resize 1.5", "resize 1.5");
  }

  // Clocks that are set

  @Test
  void whereTheClockIsSetBackWhatIsKnownIsAsGoodAsMissingUntilAStateOfTheNewTimeCame() {
    ScalingController controller = controller(Mode.ACT);
    tick(controller, 3600, 5);

    Decision blind = decide(controller, 0);
    assertThat(blind.blocks())
        .extracting(Decision.Block::safeguard)
        .containsExactly(Safeguard.FREEZE);
    assertThat(blind.granted().map(Floor::replicas)).contains(5);
    Decision sighted = tick(controller, 15, 5);
    assertThat(sighted.blocks()).isEmpty();
    assertThat(sighted.action()).isEqualTo(Action.RELEASE);
  }

  @Test
  void whereTheClockIsSetBackAFloorIsHeldForASignalOfTheNewTimeAlone() {
    ScalingController controller = controller(Mode.ACT);
    controller.accept(List.of(signal(3600)));
    assertThat(tick(controller, 3600, 4).granted()).isPresent();

    assertThat(tick(controller, 0, 6).granted()).as("nothing is said of this time").isEmpty();
    controller.accept(List.of(signal(15)));
    assertThat(tick(controller, 15, 4).granted().map(Floor::replicas)).contains(6);
  }

  @Test
  void aFloorLivesAnHourNoLongerForAClockThatWasAnHourAheadWhenItWasLeft() {
    actuator.hold(new Floor("search", 9, "earlier", START.plusSeconds(3 * 3600)), START);
    ScalingController controller = controller(Mode.ADVISE);
    tick(controller, 0, 4);
    tick(controller, 2 * 3600 - 1, 4);
    assertThat(actuator.floors).containsKey("search");

    tick(controller, 2 * 3600, 4); // the longest that a floor lives
    assertThat(actuator.floors).doesNotContainKey("search");
  }

  @Test
  void aStateThatIsALittleLateIsRefused() {
    ScalingController controller = controller(Mode.ACT);
    controller.observe(state(120, 4));

    assertThatThrownBy(() -> controller.observe(state(1, 4)))
        .hasMessageContaining("2026-03-01T12:02:00Z");
    controller.observe(state(0, 4)); // by as much as nobody goes by
  }

  @Test
  void theForecasterIsToldNoTimeTwiceAndIsNotAskedMeanwhile() {
    List<Instant> observed = new ArrayList<>();
    Forecaster forecaster =
        new Forecaster() {
          @Override
          public void observe(Instant time, double value) {
            observed.add(time);
          }

          @Override
          public Optional<Forecast> forecast() {
            double[] quantiles = new double[Forecast.levels().length];
            return Optional.of(new Forecast(lead(), quantiles));
          }

          @Override
          public Duration lead() {
            return Duration.ofMinutes(1);
          }
        };
    ScalingController controller =
        ScalingController.of(actuator).service(checkout().forecaster(forecaster)).build();

    assertThat(tick(controller, 3600, 4).situation().demand()).isPresent();
    assertThat(tick(controller, 0, 4).situation().demand()).isEmpty();
    assertThat(tick(controller, 3615, 4).situation().demand()).isPresent();
    assertThat(observed).containsExactly(START.plusSeconds(3600), START.plusSeconds(3615));
  }

  // Names that there are not

  @Test
  void whereThereIsNoAutoscalerThatIsSaidAtEachDecisionAndCostsNothing() {
    ScalingController controller = controller(Mode.ACT);
    controller.accept(List.of(signal(0)));
    actuator.status = Actuator.Outcome.Status.FAILED;
    for (int seconds = 0; seconds < 900; seconds += 15) {
      Decision told = tick(controller, seconds, 4);
      assertThat(told.outcome()).isEqualTo("FAILED");
      assertThat(told.before()).isEmpty();
      assertThat(told.blocks()).isEmpty();
    }
  }

  @Test
  void aServiceThatSignalsNameAndNobodyLooksAfterIsRefused() {
    assertThatThrownBy(
            () ->
                ScalingController.of(actuator)
                    .service(checkout())
                    .signals(new AssessmentSignals(Map.of("api", "chekcout")))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("signals tell service 'chekcout', but there are [checkout]");
  }

  private ScalingController controller(Mode mode) {
    return ScalingController.of(actuator)
        .service(checkout())
        .mode(mode)
        .limits(LIMITS)
        .log(DecisionLog.to(lines))
        .build();
  }

  private static ManagedService checkout() {
    return ManagedService.of(
            "checkout", new ReplicaRange(2, 20), new HpaPolicy(HpaSettings.ofTarget(50)))
        .policy(
            new RiskPolicy(
                RiskPolicy.Settings.builder().resize(1.5).resizeFor(Duration.ofHours(1)).build()));
  }

  private static Decision tick(ScalingController controller, int seconds, int desired) {
    controller.observe(state(seconds, desired));
    return decide(controller, seconds);
  }

  private static Decision decide(ScalingController controller, int seconds) {
    return controller.decide(START.plusSeconds(seconds)).get(0);
  }

  private static ServiceState state(int seconds, int desired) {
    return ServiceState.builder("checkout", START.plusSeconds(seconds))
        .replicas(desired, 0, desired)
        .cpu(.5)
        .build();
  }

  private static RiskSignal signal(int seconds) {
    Instant time = START.plusSeconds(seconds);
    return RiskSignal.builder("checkout", Role.ROOT_CAUSE, Resource.SATURATION, time)
        .risk(.83)
        .gateMargin(.5)
        .ttfLow(Duration.ofMinutes(5))
        .ttfHigh(Duration.ofMinutes(20))
        .topKpis(List.of("checkout_cpu"))
        .expires(time.plus(Duration.ofMinutes(30)))
        .build();
  }

  private static RiskSignal leak(int seconds) {
    RiskSignal like = signal(seconds);
    return RiskSignal.builder("checkout", Role.ROOT_CAUSE, Resource.MEMORY, like.time())
        .risk(.83)
        .gateMargin(.5)
        .ttfLow(like.ttfLow())
        .ttfHigh(like.ttfHigh())
        .topKpis(List.of("checkout_memory"))
        .expires(like.expires())
        .build();
  }

  /** Keeps floors and what it was told, and answers as it is set. */
  private static final class Recorder implements Actuator {
    final List<String> calls = new ArrayList<>();
    final Map<String, Floor> floors = new LinkedHashMap<>();
    final List<Resize> resizes = new ArrayList<>();
    Outcome.Status status = Outcome.Status.DONE;
    boolean isAsleep;

    @Override
    public Outcome hold(Floor floor, Instant now) {
      calls.add("hold " + floor.replicas());
      if (status == Outcome.Status.DONE) {
        floors.put(floor.service(), floor);
      }
      return new Outcome(status, status.name());
    }

    @Override
    public Outcome release(String service, String decision, Instant now) {
      calls.add("release");
      floors.remove(service);
      return new Outcome(status, status.name());
    }

    @Override
    public Outcome resize(Resize resize, Instant now) {
      calls.add("resize " + resize.factor());
      return new Outcome(status, status.name());
    }

    @Override
    public Outcome restore(String service, String decision, Instant now) {
      calls.add("restore");
      return new Outcome(status, status.name());
    }

    @Override
    public Optional<List<Resize>> resizes() {
      return Optional.of(resizes);
    }

    @Override
    public Optional<List<Floor>> floors() {
      return isAsleep ? Optional.empty() : Optional.of(List.copyOf(floors.values()));
    }
  }
}
