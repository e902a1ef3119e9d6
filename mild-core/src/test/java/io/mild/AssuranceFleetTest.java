package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssuranceFleetTest {
  private static final Instant START = HandMade.START;
  private static final List<String> KEYS = List.of("a", "b", "shop-eu-1", "löng");

  static Stream<Mild> models() {
    return Stream.of(
        HandMade.withPull(0.3).horizon(120, 1).horizon(30, 2).build(),
        HandMade.ofResiduals(),
        HandMade.withoutPull().operated().build());
  }

  @ParameterizedTest
  @MethodSource("models")
  void eachStreamSaysBitForBitWhatOneOfItsOwnWould(Mild mild) {
    AssuranceFleet fleet = mild.openFleet();
    List<AssuranceStream> streams = KEYS.stream().map(key -> mild.openStream()).toList();
    SplittableRandom random = new SplittableRandom(5);
    Instant now = START;
    for (int i = 0; i < 600; i++) {
      int which = random.nextInt(KEYS.size());
      double[] row = row(random);
      now = now.plusSeconds(random.nextInt(40) == 0 ? 1_500 : 30);

      Assessment found = fleet.accept(KEYS.get(which), now, row);
      Assessment expected = streams.get(which).accept(now, row);
      assertThat(StreamedAssessment.of(found, mild.horizons()))
          .isEqualTo(StreamedAssessment.of(expected, mild.horizons()));
      assertThat(found.verdict()).isEqualTo(expected.verdict());
      now = now.plusSeconds(30);
    }
    assertThat(fleet.size()).isEqualTo(KEYS.size());
    assertThat(fleet.keys()).containsExactlyInAnyOrderElementsOf(KEYS);
  }

  @Property(tries = 50)
  void noStreamSeesAnythingOfAnother(@ForAll long seed) {
    Mild mild = HandMade.withPull(0.3).horizon(120, 1).horizon(30, 2).build();
    AssuranceFleet fleet = mild.openFleet();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 40; i++) {
      fleet.accept("loud", START.plusSeconds(60L * i), 2 + random.nextDouble(), Double.NaN);
    }
    AssuranceStream alone = mild.openStream();
    for (int i = 0; i < 20; i++) {
      Instant now = START.plusSeconds(60L * i);
      double[] row = row(random);
      assertThat(StreamedAssessment.of(fleet.accept("quiet", now, row), mild.horizons()))
          .isEqualTo(StreamedAssessment.of(alone.accept(now, row), mild.horizons()));
    }
  }

  @Test
  void aRefusedRowLeavesTheFleetAsItWas() {
    AssuranceFleet fleet = HandMade.simple().openFleet();
    fleet.accept("a", START, 0, 0);

    assertThatIllegalArgumentException().isThrownBy(() -> fleet.accept("a", START, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fleet.accept("b", START, Double.POSITIVE_INFINITY, 0))
        .withMessageContaining("load is Infinity");
    assertThatIllegalArgumentException().isThrownBy(() -> fleet.accept("", START, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fleet.accept("k".repeat(1025), START, 0, 0))
        .withMessageContaining("1025");

    assertThat(fleet.keys()).containsExactly("a");
    assertThat(fleet.lastRow("a")).contains(START);
    assertThat(fleet.lastRow("b")).isEmpty();
  }

  @Test
  void noDataIsToldOfEachStream() {
    AssuranceFleet fleet = HandMade.simple().openFleet();
    fleet.accept("silent", START, 0, 0);
    fleet.accept("alive", START.plusSeconds(120), 0, 0);

    assertThat(fleet.overdue(START.plusSeconds(120))).isEmpty();
    assertThat(fleet.overdue(START.plusSeconds(121))).containsExactly("silent");
  }

  @Test
  void aRemovedStreamBeginsAnew() {
    AssuranceFleet fleet = HandMade.simple().openFleet();
    fleet.accept("a", START, 0, 0);

    assertThat(fleet.remove("a")).isTrue();
    assertThat(fleet.remove("a")).isFalse();
    assertThat(fleet.size()).isZero();
    fleet.accept("a", START.minusSeconds(600), 0, 0); // no longer in the past
  }

  @Test
  void operatorsVerdictsMoveTheThresholdOfTheirStreamOnly() {
    Mild mild = HandMade.withoutPull().operated().build();
    AssuranceFleet fleet = mild.openFeedbackFleet();
    Assessment alarm = null;
    for (int i = 0; i <= HandMade.WARM_UP_MINUTES; i++) {
      for (String key : KEYS) {
        alarm = fleet.accept(key, START.plusSeconds(60L * i), 1.2, 0);
      }
    }
    assertThat(alarm.incident().orElseThrow().isNotification()).isTrue();

    assertThat(fleet.judge("a", alarm.time(), true)).isTrue();
    assertThat(fleet.judge("a", alarm.time(), true)).as("the second time").isFalse();
    assertThat(fleet.judge("nobody", alarm.time(), true)).isFalse();
    assertThat(fleet.keys()).doesNotContain("nobody");

    Instant next = alarm.time().plusSeconds(60);
    assertThat(fleet.accept("a", next, 0, 0).intent("api").threshold())
        .isGreaterThan(fleet.accept("b", next, 0, 0).intent("api").threshold());
  }

  @Test
  void aModelOfTheSameIntentsTakesOverWindowsAndAlerts() {
    Mild mild = HandMade.simple();
    Mild stricter =
        mild.withPolicy(
            Duration.ofMinutes(120),
            new AlertPolicy(List.of(new AlertRule(1, 0.99), new AlertRule(1, 0.99))));
    AssuranceFleet fleet = mild.openFleet();
    Assessment before = null;
    for (int i = 0; i < 6; i++) {
      before = fleet.accept("a", START.plusSeconds(60L * i), 1.1, 0);
    }
    assertThat(before.alerts()).hasSize(1);

    fleet.replaceModel(stricter);
    Assessment after = fleet.accept("a", before.time().plusSeconds(60), 1.1, 0);

    assertThat(fleet.mild()).isSameAs(stricter);
    assertThat(after.quality().status()).isEqualTo(Quality.Status.OK);
    assertThat(after.intent("api").threshold()).isEqualTo(0.99);
    assertThat(after.alerts().get(0).onset()).isEqualTo(before.alerts().get(0).onset());
    assertThat(after.alerts().get(0).phase()).isEqualTo(Alert.Phase.ONGOING);
  }

  @Test
  void aModelOfOtherHorizonsTakesOverTheWindowsAndBeginsItsAlertsAnew() {
    AssuranceFleet fleet = HandMade.simple().openFleet();
    for (int i = 0; i < 6; i++) {
      fleet.accept("a", START.plusSeconds(60L * i), 1.1, 0);
    }

    fleet.replaceModel(HandMade.withoutPull().horizon(60, 1).build());
    Instant next = START.plusSeconds(360);
    Assessment after = fleet.accept("a", next, 1.1, 0);

    assertThat(after.quality().status()).isEqualTo(Quality.Status.OK);
    assertThat(after.alerts().get(0).onset()).isEqualTo(next);
  }

  @Test
  void aModelThatRemembersOtherThingsIsRefusedAndTheFleetGoesOn() {
    AssuranceFleet fleet = HandMade.simple().openFleet();
    fleet.accept("a", START, 0, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> fleet.replaceModel(HandMade.ofResiduals()))
        .withMessageContaining("remembers other things");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fleet.replaceModel(SmallService.mild()))
        .withMessageContaining("cpu")
        .withMessageContaining("load");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                HandMade.withoutPull()
                    .operated()
                    .build()
                    .openFeedbackFleet()
                    .replaceModel(HandMade.simple()));

    fleet.accept("a", START.plusSeconds(60), 0, 0);
    assertThat(fleet.lastRow("a")).contains(START.plusSeconds(60));
  }

  private static double[] row(SplittableRandom random) {
    double load = random.nextInt(4) == 0 ? random.nextDouble(3) : random.nextDouble(0.5);
    double depth = random.nextInt(5) == 0 ? Double.NaN : random.nextDouble(2);
    return new double[] {load, depth};
  }
}
