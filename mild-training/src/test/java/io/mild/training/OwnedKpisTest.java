package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.features.FeatureSpec;
import io.mild.moe.IntentViews;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnedKpisTest {
  private static final List<String> KPIS =
      List.of("cart.cpu", "pay.latency", "cart.latency", "pay.cpu", "pay.refunds", "nodes");

  @Test
  void whatTheWildcardsStandForIsTheKind() {
    OwnedKpis owned = owned("cart", "cart.*", "pay", "pay.*");

    assertThat(owned.byIntent().get("cart"))
        .containsOnly(Map.entry("cpu", "cart.cpu"), Map.entry("latency", "cart.latency"));
    assertThat(owned.sharedKinds()).containsExactly("cpu", "latency");
    assertThat(owned.unowned()).containsExactly("nodes");
    assertThat(owned.unshared()).containsExactly("nodes", "pay.refunds");
  }

  @Test
  void severalWildcardsMakeOneKindAndAQuestionMarkIsOneCharacter() {
    OwnedKpis owned =
        OwnedKpis.of(
            Map.of("cart", List.of("?.cart.*")),
            List.of("a.cart.cpu", "b.cart.cpu", "ab.cart.cpu"));

    assertThat(owned.byIntent().get("cart")).containsOnlyKeys("a*cpu", "b*cpu");
    assertThat(owned.unowned()).containsExactly("ab.cart.cpu");
  }

  @Test
  void dotsAndBracketsOfAPatternAreMeantAsTheyAre() {
    OwnedKpis owned =
        OwnedKpis.of(Map.of("a", List.of("cpu[0].*")), List.of("cpu[0].user", "cpu0xuser"));

    assertThat(owned.unowned()).containsExactly("cpu0xuser");
  }

  @Test
  void aNameWithoutWildcardIsOfAKindOfItsOwn() {
    OwnedKpis owned = owned("cart", "cart.cpu", "pay", "pay.cpu");

    assertThat(owned.sharedKinds()).isEmpty();
    assertThat(owned.withoutShare(List.of("cart", "pay"))).containsExactly("cart", "pay");
  }

  @Test
  void intentsThatOwnNothingHaveNoShare() {
    assertThat(owned("cart", "cart.*", "pay", "pay.*").withoutShare(List.of("pay", "web")))
        .containsExactly("web");
  }

  /** Rows of 6 KPIs, their means and their deviations: 18 features. Shared are cpu and latency. */
  @Test
  void anIntentSeesAllFeaturesOfItsKpisOfSharedKinds() {
    IntentViews views =
        owned("cart", "cart.*", "pay", "pay.*")
            .views(
                List.of("pay", "cart"),
                new FeatureSpec(KPIS, Duration.ofMinutes(1), List.of(Duration.ofMinutes(5))));

    assertThat(views.own()).isDeepEqualTo(new int[][] {{3, 9, 15, 1, 7, 13}, {0, 6, 12, 2, 8, 14}});
  }

  @Test
  void aPatternThatMatchesNothingIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> owned("cart", "cart.*", "pay", "payment.*"))
        .withMessageContainingAll("'payment.*'", "'pay'", "cart.cpu");
  }

  @Test
  void aKpiOfTwoOwnersIsRefusedByAllThreeNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> owned("cart", "cart.*", "pay", "*.cpu"))
        .withMessage("KPI 'cart.cpu' can't be owned by both 'cart' and 'pay'");
  }

  @Test
  void twoKpisOfOneKindAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OwnedKpis.of(Map.of("shop", List.of("cart.*", "pay.*")), KPIS))
        .withMessageContainingAll("'cart.latency'", "'pay.latency'", "'shop'", "'latency'");
  }

  private static OwnedKpis owned(String one, String its, String other, String others) {
    Map<String, List<String>> patterns = new LinkedHashMap<>();
    patterns.put(one, List.of(its));
    patterns.put(other, List.of(others));
    return OwnedKpis.of(patterns, KPIS);
  }
}
