package io.mild.benchmarks.scaling.demo;

import io.mild.benchmarks.scaling.demo.ShopFault.Kind;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What was recorded of the shop without MILD: KPIs of each minute and the failures.
 *
 * @param kpis in the order of {@link Shop#KPIS}
 * @param failures with root causes and victims
 */
record ShopPast(KpiHistory kpis, FailureLog failures) {
  private static final double MEAN_GAP_MINUTES = 150;
  private static final int SHORTEST_GAP_MINUTES = 60;
  private static final Duration MENDED_AFTER = Duration.ofMinutes(25);

  /** Some days of it. */
  static ShopPast of(Instant start, int days, long seed) {
    List<ShopFault> faults = faults(start, start.plus(Duration.ofDays(days)), seed);
    Shop shop = new Shop(seed, faults);
    ShopAutoscalers autoscalers = new ShopAutoscalers(service -> ShopAutoscalers.RANGE.min());
    int minutes = (int) Duration.ofDays(days).toMinutes();
    List<Instant> times = new ArrayList<>(minutes);
    double[][] rows = new double[minutes][];
    List<Failure> failures = new ArrayList<>();
    Map<String, Failure> open = new HashMap<>(); // by intent
    for (int i = 0; i < minutes; i++) {
      Instant now = start.plus(Duration.ofMinutes(i + 1));
      Shop.Minute minute = shop.minute(now, autoscalers::ready);
      autoscalers.look(now, minute.services());
      times.add(now);
      rows[i] = minute.kpis();
      note(minute, faults, open, failures);
    }
    return new ShopPast(KpiHistory.of(Shop.KPIS, times, rows), new FailureLog(failures));
  }

  private static void note(
      Shop.Minute minute,
      List<ShopFault> faults,
      Map<String, Failure> open,
      List<Failure> failures) {
    Instant now = minute.time();
    open.values().removeIf(failure -> !now.isBefore(failure.recovered().orElseThrow()));
    for (String intent : minute.failing()) {
      faults.stream()
          .filter(fault -> fault.share(now) > 0 && !open.containsKey(intent))
          .findFirst()
          .ifPresent(
              fault -> {
                boolean isRoot = intent.equals(fault.service());
                Failure failure =
                    Failure.of(fault.service() + "@" + fault.onset(), intent, now)
                        .withOnset(fault.onset())
                        .withRecovery(fault.until())
                        .withRole(isRoot ? Failure.Role.ROOT : Failure.Role.VICTIM)
                        .withKind(fault.kind().name().toLowerCase(Locale.ROOT));
                open.put(intent, failure);
                failures.add(failure);
              });
    }
  }

  /** One after another, the four kinds in turn, with pauses between. */
  private static List<ShopFault> faults(Instant start, Instant end, long seed) {
    SplittableRandom random = new SplittableRandom(seed + 1);
    List<ShopFault> faults = new ArrayList<>();
    Instant next = start.plus(gap(random));
    for (int i = 0; ; i++) {
      ShopFault fault =
          fault(
              i % 2 == 0 ? Shop.CHECKOUT : Shop.INVENTORY,
              i / 2 % 2 == 0 ? Kind.SATURATION : Kind.LEAK,
              next,
              Duration.ofMinutes(60 + random.nextInt(61)),
              .9 + .2 * random.nextDouble());
      if (fault.until().isAfter(end)) {
        return faults;
      }
      faults.add(fault);
      next = fault.until().plus(gap(random));
    }
  }

  private static Duration gap(SplittableRandom random) {
    return Duration.ofMinutes(
        SHORTEST_GAP_MINUTES + Math.round(-MEAN_GAP_MINUTES * Math.log(1 - random.nextDouble())));
  }

  /**
   * A fault of a size that the service doesn't stand.
   *
   * @param size 1 is what blocks all threads with the replicas that the CPU asks for
   */
  static ShopFault fault(
      ShopService service, Kind kind, Instant onset, Duration growth, double size) {
    double usual = service.cpuSeconds() / (ShopAutoscalers.SETTINGS.targetPercent() / 100.0);
    double slower = size * service.threads() * usual / service.seconds();
    return new ShopFault(
        service.name(), kind, onset, growth, onset.plus(growth).plus(MENDED_AFTER), slower);
  }
}
