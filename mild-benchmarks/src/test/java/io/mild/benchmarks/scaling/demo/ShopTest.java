package io.mild.benchmarks.scaling.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.benchmarks.scaling.demo.ShopFault.Kind;
import io.mild.data.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShopTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  /** At noon, 300 requests/s: 300 × 0.015 / 0.6 and 300 × 0.010 / 0.6. */
  private static final int CHECKOUT = 8;

  private static final int INVENTORY = 5;

  @Test
  void withoutFaultAllGoalsAreMet() {
    assertThat(failing(List.of(), CHECKOUT)).isEmpty();
  }

  @Test
  void aSaturationFailsWithTheReplicasThatTheCpuAsksForAndNotWithHalfAsManyAgain() {
    List<ShopFault> faults = List.of(fault(Kind.SATURATION));

    assertThat(failing(faults, CHECKOUT)).containsExactly("gateway", "checkout");
    assertThat(failing(faults, CHECKOUT * 3 / 2)).isEmpty();
  }

  @Test
  void aLeakFailsWhateverTheReplicas() {
    assertThat(failing(List.of(fault(Kind.LEAK)), 30)).contains("checkout");
  }

  @Test
  void theCpuDoesNotTellOfASaturation() {
    double healthy = minute(List.of(), CHECKOUT).of(Shop.CHECKOUT).cpu();
    double saturated = minute(List.of(fault(Kind.SATURATION)), CHECKOUT).of(Shop.CHECKOUT).cpu();

    assertThat(saturated).isEqualTo(healthy);
  }

  @Test
  void aFaultGrowsFromItsOnsetUntilItIsMended() {
    ShopFault fault = fault(Kind.LEAK);

    assertThat(fault.share(fault.onset().minusSeconds(1))).isZero();
    assertThat(fault.share(fault.onset().plus(HOUR.dividedBy(2)))).isEqualTo(.5);
    assertThat(fault.share(fault.onset().plus(HOUR).plusSeconds(60))).isEqualTo(1);
    assertThat(fault.share(fault.until())).isZero();
  }

  @Test
  void thePastNamesRootCausesAndVictims() {
    List<Failure> failures = ShopPast.of(NOON, 2, 1).failures().failures();

    assertThat(failures).extracting(Failure::kind).contains("saturation", "leak");
    assertThat(failures)
        .filteredOn(failure -> failure.role() == Failure.Role.ROOT)
        .extracting(Failure::intent)
        .containsOnly("checkout", "inventory")
        .contains("checkout", "inventory");
    assertThat(failures)
        .filteredOn(failure -> failure.intent().equals("gateway"))
        .extracting(Failure::role)
        .containsOnly(Failure.Role.VICTIM);
  }

  @Test
  void twoPastsOfOneSeedAreTheSame() {
    ShopPast one = ShopPast.of(NOON, 1, 5);
    ShopPast two = ShopPast.of(NOON, 1, 5);

    assertThat(one.failures()).isEqualTo(two.failures());
    assertThat(one.kpis().values(1000)).isEqualTo(two.kpis().values(1000));
  }

  private static List<String> failing(List<ShopFault> faults, int checkout) {
    return minute(faults, checkout).failing();
  }

  private static Shop.Minute minute(List<ShopFault> faults, int checkout) {
    return new Shop(3, faults)
        .minute(NOON, service -> service.equals("checkout") ? checkout : INVENTORY);
  }

  /** Grown to its full size an hour before noon. */
  private static ShopFault fault(Kind kind) {
    ShopFault fault = ShopPast.fault(Shop.CHECKOUT, kind, NOON.minus(HOUR), HOUR, 1);
    assertThat(fault.share(NOON)).isEqualTo(1);
    return fault;
  }
}
