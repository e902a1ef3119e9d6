package io.mild.benchmarks.scaling.demo;

import static io.mild.goals.KpiCondition.kpi;

import io.mild.benchmarks.scaling.demo.ShopFault.Kind;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.goals.KpiCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * A gateway that calls checkout, which calls inventory, minute by minute: demand with a daily
 * rhythm, times of calls by what blocks threads, CPU and memory, all with noise.
 *
 * <p>The CPU hardly tells of blocked threads, so an autoscaler on CPU is blind for a saturation.
 */
final class Shop {
  static final ShopService CHECKOUT = new ShopService("checkout", .05, .015, 16, .8);
  static final ShopService INVENTORY = new ShopService("inventory", .03, .010, 8, .4);
  static final String GATEWAY = "gateway";
  static final double GATEWAY_SLO = 1;

  /** Goals of the operator, named as the services they are for. */
  static final List<String> INTENTS = List.of(GATEWAY, CHECKOUT.name(), INVENTORY.name());

  /** What is measured, in the order of a row. */
  static final List<String> KPIS =
      List.of(
          "request_rate",
          "gateway_latency",
          "checkout_latency",
          "checkout_cpu",
          "checkout_threads",
          "checkout_memory",
          "inventory_latency",
          "inventory_cpu",
          "inventory_threads",
          "inventory_memory");

  private static final double FULL = .98;

  /** The same as conditions on KPIs, by which MILD sees itself whether one is broken. */
  static final Goals GOALS =
      Goals.of(
          goal(GATEWAY, kpi("gateway_latency").atMost(GATEWAY_SLO)).dependsOn(CHECKOUT.name()),
          goal(
                  CHECKOUT.name(),
                  kpi("checkout_latency").atMost(CHECKOUT.slo()),
                  kpi("checkout_memory").atMost(FULL))
              .dependsOn(INVENTORY.name()),
          goal(
              INVENTORY.name(),
              kpi("inventory_latency").atMost(INVENTORY.slo()),
              kpi("inventory_memory").atMost(FULL)));

  private static final double MEAN_RATE = 200;
  private static final double SWING = .5;
  private static final double MEMORY = .45;
  private static final double PRESSED = .8; // memory from which on collecting garbage slows calls

  private final SplittableRandom random;
  private final List<ShopFault> faults;
  private double drift;

  private static Goal goal(String intent, KpiCondition... conditions) {
    return Goal.of(intent)
        .holds(conditions)
        .brokenAfter(Duration.ofMinutes(3))
        .metAfter(Duration.ofMinutes(10));
  }

  Shop(long seed, List<ShopFault> faults) {
    this.random = new SplittableRandom(seed);
    this.faults = List.copyOf(faults);
  }

  /**
   * One minute.
   *
   * @param kpis in the order of {@link #KPIS}
   * @param rate requests a second
   * @param services what is to be said of each by itself
   * @param failing intents whose goal is missed
   */
  record Minute(
      Instant time,
      double[] kpis,
      double rate,
      Map<String, Vitals> services,
      List<String> failing) {
    Vitals of(ShopService service) {
      return Objects.requireNonNull(services.get(service.name()));
    }
  }

  /**
   * Of a service.
   *
   * @param cpu used over requested
   * @param latency in seconds
   * @param threads share that is busy
   * @param memory share that is used
   */
  record Vitals(double cpu, double latency, double threads, double memory) {}

  /** What happens in the minute before a time, with so many replicas ready as they were made. */
  Minute minute(Instant now, ToIntFunction<String> ready) {
    return minute(now, ready, service -> 1);
  }

  /**
   * What happens in the minute before a time.
   *
   * @param ready replicas of a service
   * @param size memory that its replicas have over what they were made with
   */
  Minute minute(Instant now, ToIntFunction<String> ready, ToDoubleFunction<String> size) {
    double rate = rate(now);
    Vitals inventory = vitals(INVENTORY, now, rate, 0, ready, size);
    Vitals checkout = vitals(CHECKOUT, now, rate, inventory.latency, ready, size);
    double gateway = noisy(.02, .05) + checkout.latency;
    List<String> failing = new ArrayList<>();
    if (gateway > GATEWAY_SLO) {
      failing.add(GATEWAY);
    }
    if (isFailing(CHECKOUT, checkout)) {
      failing.add(CHECKOUT.name());
    }
    if (isFailing(INVENTORY, inventory)) {
      failing.add(INVENTORY.name());
    }
    return new Minute(
        now,
        new double[] {
          rate,
          gateway,
          checkout.latency,
          checkout.cpu,
          checkout.threads,
          checkout.memory,
          inventory.latency,
          inventory.cpu,
          inventory.threads,
          inventory.memory
        },
        rate,
        Map.of(CHECKOUT.name(), checkout, INVENTORY.name(), inventory),
        failing);
  }

  private static boolean isFailing(ShopService service, Vitals vitals) {
    return vitals.latency > service.slo() || vitals.memory >= FULL;
  }

  private double rate(Instant now) {
    double day = now.getEpochSecond() % Duration.ofDays(1).toSeconds();
    double angle = 2 * Math.PI * day / Duration.ofDays(1).toSeconds();
    drift = .95 * drift + .02 * random.nextGaussian();
    return noisy(MEAN_RATE * (1 - SWING * Math.cos(angle)) * (1 + drift), .02);
  }

  private Vitals vitals(
      ShopService service,
      Instant now,
      double rate,
      double called,
      ToIntFunction<String> ready,
      ToDoubleFunction<String> size) {
    int replicas = ready.applyAsInt(service.name());
    double slower = 1;
    double memory = noisy(MEMORY, .03);
    for (ShopFault fault : faults) {
      double share = fault.service().equals(service.name()) ? fault.share(now) : 0;
      if (fault.kind() == Kind.SATURATION) {
        slower += (fault.size() - 1) * Math.pow(share, 1.5);
      } else {
        memory += share * (1 - MEMORY) * 1.05;
      }
    }
    memory = Math.min(1, memory / size.applyAsDouble(service.name()));
    double pressure = Math.max(0, memory - PRESSED) / (1 - PRESSED);
    double blocked = noisy(service.seconds() * slower * (1 + .3 * pressure), .04) + called;
    double busy = service.busy(rate, blocked, replicas);
    double latency = memory >= FULL ? 10 * service.slo() : service.latency(blocked, busy);
    double cpu = noisy(rate * service.cpuSeconds() / replicas * (1 + .1 * pressure), .04);
    return new Vitals(Math.min(1, cpu), latency, Math.min(1, noisy(busy, .04)), memory);
  }

  private double noisy(double value, double relative) {
    return Math.max(0, value * (1 + relative * random.nextGaussian()));
  }
}
