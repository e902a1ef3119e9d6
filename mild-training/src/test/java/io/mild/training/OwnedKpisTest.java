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

  @Test
  void ownersAreFoundByWhatStandsBeforeADot() {
    OwnedKpis found = OwnedKpis.found(List.of("pay", "cart"), KPIS, false);

    assertThat(found.byIntent().keySet()).containsExactly("pay", "cart");
    assertThat(found.byIntent().get("cart"))
        .containsOnly(Map.entry("*.cpu", "cart.cpu"), Map.entry("*.latency", "cart.latency"));
    assertThat(found.sharedKinds()).containsExactly("*.cpu", "*.latency");
    assertThat(found.unowned()).containsExactly("nodes");
    assertThat(found.unshared()).containsExactly("nodes", "pay.refunds");
  }

  @Test
  void ownersAreFoundInNamesOfBarsAndColons() {
    String search = "PetSearch_AWS::ECS::Fargate";
    String adoption = "payforadoption_AWS::ECS::Fargate";
    OwnedKpis found =
        OwnedKpis.found(
            List.of(search, adoption),
            List.of(
                search + "|latency|p50",
                search + "|requests|Sum",
                adoption + "|latency|p50",
                adoption + "|availability|Average",
                "PetSite_AWS::EC2::Instance|latency|p50"),
            true);

    assertThat(found.byIntent().keySet())
        .containsExactly(search, adoption, "PetSite_AWS::EC2::Instance");
    assertThat(found.sharedKinds()).containsExactly("*|latency|p50");
    assertThat(found.unowned()).isEmpty();
  }

  @Test
  void ownersAreFoundAtTheEndOfNames() {
    OwnedKpis found =
        OwnedKpis.found(List.of("cart", "pay"), List.of("cpu_cart", "ms_pay", "cpu_pay"), true);

    assertThat(found.sharedKinds()).containsExactly("cpu_*");
    assertThat(found.byIntent().get("pay").values()).containsExactly("ms_pay", "cpu_pay");
  }

  @Test
  void ofIntentsWithinEachOtherTheLongestOwns() {
    OwnedKpis found =
        OwnedKpis.found(
            List.of("cart", "cart-db"),
            List.of("cart-db.cpu", "cart.cpu", "cartservice.cpu"),
            false);

    assertThat(found.byIntent().get("cart").values()).containsExactly("cart.cpu");
    assertThat(found.byIntent().get("cart-db").values()).containsExactly("cart-db.cpu");
    assertThat(found.unowned()).containsExactly("cartservice.cpu");
  }

  /** web has all kinds that all intents have; db has one of two; pay alone has refunds. */
  @Test
  void whoNeverFailedOwnsKpisOfAllKindsThatAllIntentsHave() {
    List<String> kpis =
        List.of(
            "cart.cpu",
            "cart.ms",
            "pay.cpu",
            "pay.ms",
            "pay.refunds",
            "web.ms",
            "web.cpu",
            "db.cpu");
    List<String> failed = List.of("pay", "cart");

    OwnedKpis found = OwnedKpis.found(failed, kpis, true);

    assertThat(found.byIntent().keySet()).containsExactly("pay", "cart", "web");
    assertThat(found.byIntent().get("web").values()).containsExactlyInAnyOrder("web.cpu", "web.ms");
    assertThat(found.unowned()).containsExactly("db.cpu");
    assertThat(OwnedKpis.found(failed, kpis, false).byIntent().keySet())
        .containsExactly("pay", "cart");
  }

  @Test
  void ofFewerThanTwoIntentsNobodyOwnsAny() {
    assertThat(OwnedKpis.found(List.of("cart"), KPIS, true)).isEqualTo(OwnedKpis.NONE);
    assertThat(OwnedKpis.found(List.of("cart", "web"), KPIS, true)).isEqualTo(OwnedKpis.NONE);
    assertThat(OwnedKpis.found(List.of("api", "orders"), List.of("cpu", "latency"), true))
        .isEqualTo(OwnedKpis.NONE);
  }

  @Test
  void whatIsOfNoCommonKindIsOwnedAndNotShared() {
    List<String> intents = List.of("cart", "pay");
    OwnedKpis found =
        OwnedKpis.found(intents, List.of("cart.cpu", "pay.ms", "ship.cpu", "nodes"), true);

    assertThat(found.byIntent())
        .isEqualTo(Map.of("cart", Map.of("*.cpu", "cart.cpu"), "pay", Map.of("*.ms", "pay.ms")));
    assertThat(found.unowned()).containsExactly("ship.cpu", "nodes");
    assertThat(found.hasCommonKind(intents)).isFalse();
    assertThat(OwnedKpis.found(intents, KPIS, false).hasCommonKind(intents)).isTrue();
  }

  private static OwnedKpis owned(String one, String its, String other, String others) {
    Map<String, List<String>> patterns = new LinkedHashMap<>();
    patterns.put(one, List.of(its));
    patterns.put(other, List.of(others));
    return OwnedKpis.of(patterns, KPIS);
  }
}
