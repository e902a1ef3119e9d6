package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.data.KpiHistory;
import io.mild.data.KpiSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rows whose values come with the names of their KPIs. */
class RowsByNameTest {
  private static final KpiSchema SHOP =
      new KpiSchema(
          List.of("cart.latency", "cart.errors", "checkout.latency", "cpu"), Duration.ofMinutes(1));

  @Test
  void valuesByNameSayBitForBitWhatValuesInOrderSay() {
    KpiHistory history = SmallService.history();
    AssuranceStream ordered = SmallService.mild().openStream();
    AssuranceStream named = SmallService.mild().openStream();
    AssuranceFleet fleet = SmallService.mild().openFleet();
    for (int row = 100; row < 300; row++) {
      double[] values = history.values(row);
      Map<String, Double> byName = new TreeMap<>(); // in another order than the schema's
      for (int kpi = 0; kpi < values.length; kpi++) {
        byName.put(history.kpis().get(kpi), values[kpi]);
      }
      Instant time = history.time(row);
      StreamedAssessment expected = of(ordered.accept(time, values));

      assertThat(of(named.accept(time, byName))).isEqualTo(expected);
      assertThat(of(fleet.accept("a", time, byName))).isEqualTo(expected);
    }
  }

  /** What passes in silence where values come in order. */
  @Test
  void twoColumnsInTheWrongOrderAreNotTakenForEachOther() {
    Map<String, Double> swapped = new LinkedHashMap<>();
    swapped.put("depth", 0.0);
    swapped.put("load", 2.0);
    AssuranceStream stream = HandMade.simple().openStream();

    Assessment now = stream.accept(HandMade.START, swapped);

    assertThat(now.intent("api").risk()).isGreaterThan(0.99);
    assertThat(now.intent("orders").risk()).isLessThan(0.01);
  }

  @Test
  void aKpiWithoutANameANullAndANanAreMissing() {
    Map<String, Double> values = new HashMap<>();
    values.put("cart.latency", null);
    values.put("cart.errors", Double.NaN);
    values.put("cpu", 0.5);

    assertThat(SHOP.row(values)).containsExactly(Double.NaN, Double.NaN, Double.NaN, 0.5);
    assertThat(
            HandMade.simple()
                .openStream()
                .accept(HandMade.START, Map.of())
                .quality()
                .kpis(Quality.Fault.Kind.MISSING))
        .containsExactly("load", "depth");
  }

  @Test
  void anUnknownNameIsRefusedByItAndByThoseNearItAndChangesNothing() {
    Feed feed = Feed.warm(HandMade.simple());
    byte[] before = feed.stream().snapshot();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> feed.stream().accept(feed.next(), Map.of("laod", 1.0, "depth", 2.0)))
        .withMessage(
            "no KPI is named 'laod', near it are [load]; of 2 KPIs, values of 1 were given");
    assertThat(feed.stream().snapshot()).isEqualTo(before);

    AssuranceFleet fleet = HandMade.simple().openFleet();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fleet.accept("a", HandMade.START, Map.of("loads", 1.0)))
        .withMessageContaining("[load]");
    assertThat(fleet.keys()).isEmpty();
  }

  @Test
  void nearNamesAreThoseThatFewEditsMakeInWhateverCase() {
    assertRefused("Cart_Latency", "near it are [cart.latency]");
    assertRefused("checkout.latenzy", "near it are [checkout.latency]");
    assertRefused("cart.error", "near it are [cart.errors]");
    assertRefused("CPU", "near it are [cpu]");
    assertRefused("memory", "named 'memory'; of 4 KPIs");
  }

  @Test
  void ofManyUnknownNamesTheFirstIsTold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SHOP.row(Map.of("z", 1.0, "cpu", 2.0, "memory", 3.0, "y", 4.0)))
        .withMessage(
            "no KPI is named 'memory', nor 2 other names; of 4 KPIs, values of 1 were given");
  }

  @Test
  void whoHasMoreThanTheKpisLeavesOutTheRest() {
    Map<String, Double> all = new HashMap<>(Map.of("cpu", 0.5, "memory", 3.0));
    all.keySet().retainAll(SHOP.kpis());

    assertThat(SHOP.row(all)).contains(0.5);
  }

  @Test
  void anInfiniteValueIsRefusedByName() {
    AssuranceStream stream = HandMade.simple().openStream();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream.accept(HandMade.START, Map.of("depth", Double.POSITIVE_INFINITY)))
        .withMessageContaining("depth is Infinity");
  }

  private static void assertRefused(String name, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SHOP.row(Map.of(name, 1.0)))
        .withMessageContaining(message);
  }

  private static StreamedAssessment of(Assessment assessment) {
    return StreamedAssessment.of(assessment, SmallService.mild().horizons());
  }
}
