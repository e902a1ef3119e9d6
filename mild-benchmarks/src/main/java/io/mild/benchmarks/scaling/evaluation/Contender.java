package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.Autoscaler;
import io.mild.benchmarks.scaling.simulation.ClusterSimulator;
import io.mild.benchmarks.scaling.simulation.Day;
import io.mild.benchmarks.scaling.simulation.RequestSource;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.scaling.Forecaster;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.policy.GoalPolicy;
import io.mild.scaling.policy.HpaPolicy;
import io.mild.scaling.policy.HpaSettings;
import io.mild.scaling.policy.MaximumPolicy;
import io.mild.scaling.policy.PredictivePolicy;
import io.mild.scaling.policy.RiskPolicy;
import io.mild.scaling.policy.ScalingRules;
import io.mild.scaling.policy.ThresholdPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A policy with a balancer.
 *
 * @param policy its family, such as {@code hpa}
 * @param target CPU that it aims at, in percent; 0 where it has none
 * @param routing the balancer
 * @param autoscaler makes it for one run
 * @param initialReplicas that run when the day begins
 */
public record Contender(
    String policy,
    int target,
    Routings routing,
    Function<Setting, Autoscaler> autoscaler,
    ToIntFunction<Setting> initialReplicas) {

  /** What MILD adds to a HorizontalPodAutoscaler. */
  enum Addition {
    FORECAST,
    ALERTS
  }

  /**
   * The same with other forecasts.
   *
   * @param name of the forecasts, in results
   * @param forecasts makes a forecaster for one run, or none
   */
  public Contender forecastBy(
      String name, Function<DemandHistory, Optional<Forecaster>> forecasts) {
    return new Contender(
        policy + "-" + name,
        target,
        routing,
        setting -> autoscaler.apply(setting.forecastBy(forecasts)),
        initialReplicas);
  }

  private static final double USUAL_UTILIZATION = 0.6;

  /** What holds without the floors that keep a goal. */
  private static final int HIGH_TARGET = 90;

  private static final Duration SHRINKS_AFTER = Duration.ofMinutes(1);

  /** Names it in results, such as {@code hpa-60+p2c}. */
  public String name() {
    return policy + (target == 0 ? "" : "-" + target) + "+" + routing.label();
  }

  /** The source's baseline. */
  public static Contender threshold(Routings routing) {
    return new Contender(
        "threshold",
        0,
        routing,
        setting -> Autoscaler.of(new ThresholdPolicy(ThresholdPolicy.Settings.DEFAULT)),
        setting -> setting.initialReplicas(USUAL_UTILIZATION));
  }

  /** As many replicas as the day's busiest minute needs, always. */
  static Contender staticPeak(Routings routing) {
    return fixed(
        "static-peak",
        routing,
        setting -> Arrays.stream(setting.day().trace().requestsPerSecond()).max().orElseThrow());
  }

  /** As many replicas as the day's mean rate needs, always. */
  static Contender staticMean(Routings routing) {
    return fixed("static-mean", routing, setting -> setting.day().trace().mean());
  }

  private static Contender fixed(String name, Routings routing, Function<Setting, Double> rate) {
    ToIntFunction<Setting> replicas =
        setting ->
            (int)
                Math.ceil(
                    setting
                        .model()
                        .replicas(rate.apply(setting), setting.model().sloUtilization()));
    return new Contender(
        name,
        0,
        routing,
        setting -> Autoscaler.of(new FixedPolicy(replicas.applyAsInt(setting))),
        replicas);
  }

  /** Knows the demand to come. */
  static Contender oracle(int target, Routings routing) {
    double utilization = target / 100.0;
    return new Contender(
        "oracle",
        target,
        routing,
        setting ->
            Autoscaler.of(new OraclePolicy(setting.day().trace(), setting.model(), utilization)),
        setting -> setting.initialReplicas(utilization));
  }

  /** Kubernetes' own. */
  public static Contender hpa(int target, Routings routing) {
    return new Contender(
        "hpa",
        target,
        routing,
        setting -> Autoscaler.of(new HpaPolicy(HpaSettings.ofTarget(target))),
        setting -> setting.initialReplicas(target / 100.0));
  }

  /** Kubernetes' own at a high target, which shrinks sooner than by default. */
  static Contender quickHpa(int target, Routings routing) {
    return new Contender(
        "quick-hpa",
        target,
        routing,
        setting -> Autoscaler.of(new HpaPolicy(quick(target))),
        setting -> setting.initialReplicas(target / 100.0));
  }

  /**
   * The floors that keep a goal, above Kubernetes' own at a high target. Begins with the target
   * that it had found by the end of the day before, where there is one.
   *
   * @param percent of the requests that may violate the SLO
   */
  public static Contender goal(double percent, Routings routing) {
    GoalPolicy.Settings settings = GoalPolicy.Settings.ofAllowed(percent / 100);
    return new Contender(
        "goal-" + percent,
        0,
        routing,
        setting -> {
          double found =
              setting
                  .yesterday()
                  .map(day -> found(day, setting, settings, routing))
                  .orElse(settings.first());
          return keeping(new GoalPolicy(settings.toBuilder().first(found).build()), setting);
        },
        setting -> setting.initialReplicas(settings.first()));
  }

  private static double found(
      Day day, Setting setting, GoalPolicy.Settings settings, Routings routing) {
    GoalPolicy policy = new GoalPolicy(settings);
    ServiceModel model = setting.model();
    new ClusterSimulator(
            model,
            day,
            RequestSource.of(day, model).create(),
            keeping(policy, setting),
            routing.of(model),
            setting.initialReplicas(settings.first()))
        .run();
    return policy.target();
  }

  private static Autoscaler keeping(GoalPolicy policy, Setting setting) {
    return new Autoscaler(
        new HpaPolicy(quick(HIGH_TARGET)), Optional.of(policy), setting.forecaster());
  }

  private static HpaSettings quick(int target) {
    return HpaSettings.builder(target)
        .scaleDown(new ScalingRules(SHRINKS_AFTER, ScalingRules.DOWN.limits()))
        .build();
  }

  /** Kubernetes' own above the floors that MILD raises. */
  static Contender mild(
      String name, int target, Routings routing, Tuning tuning, List<Addition> additions) {
    return new Contender(
        name,
        target,
        routing,
        setting -> {
          ScalingPolicy[] floors =
              additions.stream()
                  .map(addition -> floor(addition, target, tuning))
                  .toArray(ScalingPolicy[]::new);
          return new Autoscaler(
              new HpaPolicy(HpaSettings.ofTarget(target)),
              floors.length == 0 ? Optional.empty() : Optional.of(new MaximumPolicy(floors)),
              additions.contains(Addition.FORECAST) ? setting.forecaster() : Optional.empty());
        },
        setting -> setting.initialReplicas(target / 100.0));
  }

  private static ScalingPolicy floor(Addition addition, int target, Tuning tuning) {
    return switch (addition) {
      case FORECAST ->
          new PredictivePolicy(
              PredictivePolicy.Settings.builder(
                      Math.min(tuning.highestTarget(), target / 100.0 + tuning.forecastMargin()))
                  .quantile(tuning.quantile())
                  .hold(tuning.hold())
                  .build());
      case ALERTS ->
          new RiskPolicy(
              RiskPolicy.Settings.builder()
                  .growth(tuning.growth())
                  .reserve(tuning.reserve())
                  .build());
    };
  }
}
