package io.mild.scaling.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.scaling.balance.Endpoints.Settings;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  @Test
  void loadCountsWhatIsInFlightAndTheRequestToCome() {
    Endpoints endpoints = new Endpoints(Settings.DEFAULT);
    endpoints.addWarm(0);
    endpoints.sent(0);
    endpoints.sent(0);

    assertThat(endpoints.load(0, 0)).isEqualTo(3);
    endpoints.answered(0, 0.1, true, 0.1);
    assertThat(endpoints.load(0, 0.1)).isEqualTo(2);
  }

  @Test
  void aNewcomersLoadIsDividedByItsGrowingShare() {
    Endpoints endpoints = new Endpoints(Settings.DEFAULT);
    endpoints.join(0, 100);

    assertThat(endpoints.load(0, 100)).isEqualTo(1 / Endpoints.FIRST_SHARE);
    assertThat(endpoints.load(0, 115)).isEqualTo(2); // 15 of 30 s: half a share
    assertThat(endpoints.load(0, 130)).isEqualTo(1);
  }

  @Test
  void anErrorCountsAsARequestInFlightThatDecays() {
    Endpoints endpoints =
        new Endpoints(Settings.builder().errorSeconds(2).slowStartSeconds(0).build());
    endpoints.addWarm(0);
    endpoints.sent(0);
    endpoints.answered(0, 0.001, false, 0);

    assertThat(endpoints.load(0, 0)).isEqualTo(2);
    assertThat(endpoints.load(0, 2)).isCloseTo(1 + Math.exp(-1), within(1e-12));
  }

  @Test
  void anErrorCountsAsSlowHoweverFastItCame() {
    Endpoints endpoints =
        new Endpoints(Settings.builder().errorSeconds(2).slowStartSeconds(0).build());
    endpoints.addWarm(0);
    endpoints.sent(0);
    endpoints.answered(0, 0.001, false, 0);

    assertThat(endpoints.latency(0, 0)).isEqualTo(2);
  }

  @Test
  void thePeakEwmaJumpsUpAndDecaysDown() {
    Endpoints endpoints = new Endpoints(Settings.builder().slowStartSeconds(0).build());
    endpoints.addWarm(0);
    endpoints.answered(0, 0.1, true, 0);
    endpoints.answered(0, 0.5, true, 1);
    assertThat(endpoints.latency(0, 1)).isEqualTo(0.5);

    endpoints.answered(0, 0.1, true, 11); // ten seconds on: e⁻¹ of 0.5 and the rest of 0.1
    double kept = Math.exp(-1);
    assertThat(endpoints.latency(0, 11)).isCloseTo(kept * 0.5 + (1 - kept) * 0.1, within(1e-12));
  }

  @Test
  void beingUnknownIsNoAdvantage() {
    Endpoints endpoints = new Endpoints(Settings.UNGUARDED);
    endpoints.addWarm(0);
    for (int i = 0; i < 1000; i++) {
      endpoints.answered(0, 0.2, true, 0);
    }
    endpoints.addWarm(1);

    assertThat(endpoints.latency(1, 0)).isCloseTo(0.2, within(1e-3));
  }

  @Test
  void positionsCloseUpWhenAnEndpointLeaves() {
    Endpoints endpoints = new Endpoints(Settings.DEFAULT);
    endpoints.addWarm(7);
    endpoints.addWarm(3);
    endpoints.addWarm(40);
    endpoints.remove(7);

    assertThat(endpoints.size()).isEqualTo(2);
    assertThat(new int[] {endpoints.id(0), endpoints.id(1)}).containsExactlyInAnyOrder(3, 40);
    assertThat(endpoints.contains(7)).isFalse();
  }

  @Test
  void anEndpointThatComesBackHasForgottenItsPast() {
    Endpoints endpoints = new Endpoints(Settings.builder().slowStartSeconds(0).build());
    endpoints.addWarm(0);
    endpoints.sent(0);
    endpoints.remove(0);
    endpoints.join(0, 5);

    assertThat(endpoints.load(0, 5)).isEqualTo(1);
  }

  @Test
  void anEndpointCannotJoinTwice() {
    Endpoints endpoints = new Endpoints(Settings.DEFAULT);
    endpoints.addWarm(4);

    assertThatThrownBy(() -> endpoints.join(4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4");
  }

  @Test
  void settingsRefuseWhatIsNoTime() {
    assertThatThrownBy(() -> Settings.builder().latencySeconds(0).build())
        .hasMessageContaining("0.0");
    assertThatThrownBy(() -> Settings.builder().latencySeconds(1).errorSeconds(-1).build())
        .hasMessageContaining("-1.0");
    assertThatThrownBy(
            () -> Settings.builder().latencySeconds(1).slowStartSeconds(Double.NaN).build())
        .hasMessageContaining("NaN");
  }
}
