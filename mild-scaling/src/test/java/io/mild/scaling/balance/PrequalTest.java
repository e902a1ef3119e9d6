package io.mild.scaling.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.scaling.balance.Prequal.Settings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The rules are the paper's; each number of requests and latency is made up to tell them apart. */
class PrequalTest {
  /** Nothing is dropped but by use and age. */
  private static final Settings STEADY = new Settings(3, 0, 16, 1, 0.75, 1);

  private final SplittableRandom random = new SplittableRandom(3);
  private final Endpoints endpoints = warm(8);

  @Test
  void amongColdOnesTheFastestIsChosenHoweverManyRequestsItHas() {
    Prequal balancer = new Prequal(STEADY, random);
    told(balancer, 0, 1, 0.3);
    told(balancer, 1, 5, 0.1);
    told(balancer, 2, 5, 0.2);
    told(balancer, 3, 5, 0.05); // of 1, 5, 5, 5, 5 the quantile is 5: none is above it
    told(balancer, 4, 5, 0.2);

    assertThat(balancer.choose(endpoints, 0)).isEqualTo(3);
  }

  @Test
  void whatIsHotIsLeftOutHoweverFast() {
    Prequal balancer = new Prequal(STEADY, random);
    told(balancer, 0, 1, 0.3);
    told(balancer, 1, 2, 0.1);
    told(balancer, 2, 2, 0.2);
    told(balancer, 4, 2, 0.2);
    told(balancer, 5, 2, 0.2);
    told(balancer, 3, 9, 0.05);

    assertThat(balancer.choose(endpoints, 0)).isEqualTo(1);
  }

  @Test
  void ifAllAreHotTheOneWithTheFewestRequestsIsChosen() {
    Prequal balancer = new Prequal(new Settings(3, 0, 16, 1, 0, 1), random);
    told(balancer, 0, 7, 0.1);
    told(balancer, 1, 4, 0.9);
    told(balancer, 2, 6, 0.1);

    assertThat(balancer.choose(endpoints, 0)).isEqualTo(1);
  }

  /** Or a burst between two probes would go to one endpoint. */
  @Test
  void anAnswerThatWasUsedCountsTheRequestThatWentThere() {
    Prequal balancer = new Prequal(new Settings(3, 0, 16, 1, 0, 1), random);
    told(balancer, 0, 2, 0.1);
    told(balancer, 1, 0, 0.1);
    int[] chosen = new int[8];
    for (int i = 0; i < 6; i++) {
      chosen[balancer.choose(endpoints, 0)]++;
    }

    assertThat(chosen[1]).isEqualTo(4);
    assertThat(chosen[0]).isEqualTo(2);
  }

  @Test
  void anOldAnswerIsNotUsedNorOneOfAnEndpointThatLeft() {
    Prequal balancer = new Prequal(STEADY, random);
    told(balancer, 0, 0, 0.01);
    told(balancer, 1, 0, 0.01);
    Set<Integer> fresh = new HashSet<>();
    Set<Integer> later = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      fresh.add(balancer.choose(endpoints, 1));
      later.add(balancer.choose(endpoints, 1.001));
      told(balancer, 0, 0, 0.01);
      told(balancer, 1, 0, 0.01);
    }
    endpoints.remove(1);
    told(balancer, 1, 0, 0.01);
    told(balancer, 2, 0, 0.5);
    told(balancer, 3, 0, 0.4);

    assertThat(fresh).isSubsetOf(0, 1);
    assertThat(later).hasSizeGreaterThan(2); // at random
    assertThat(balancer.choose(endpoints, 0)).isNotEqualTo(1);
  }

  /** b = (1 + δ) / ((1 − m/n) · r_probe − r_remove), at least 1; without an end where n ≤ m. */
  @Test
  void answersAreUsedAsOftenAsThePoolCanBear() {
    assertThat(Settings.DEFAULT.uses(100)).isCloseTo(2 / (0.84 * 3 - 1), within(1e-12));
    assertThat(Settings.DEFAULT.uses(1_000_000)).isCloseTo(1, within(1e-4));
    assertThat(Settings.DEFAULT.uses(16)).isInfinite();
    assertThat(new Settings(5, 0, 16, 1, 0.8, 1).uses(1_000_000)).isEqualTo(1);
  }

  @Test
  void eachRequestIsFollowedByThreeProbesOfDifferentEndpoints() {
    Prequal balancer = new Prequal(random);
    int[] probed = new int[8];
    for (int i = 0; i < 4_000; i++) {
      balancer.choose(endpoints, i);
      int[] probes = balancer.probes(endpoints);
      assertThat(probes).hasSize(3).doesNotHaveDuplicates();
      Arrays.stream(probes).forEach(id -> probed[id]++);
      assertThat(balancer.probes(endpoints)).isEmpty();
    }

    for (int count : probed) {
      assertThat(count).isCloseTo(1_500, within(120));
    }
  }

  @Test
  void aFractionOfAProbeIsSentNowAndThen() {
    Prequal balancer = new Prequal(new Settings(0.25, 0, 16, 1, 0.8, 1), random);
    int probes = 0;
    for (int i = 0; i < 100; i++) {
      balancer.choose(endpoints, i);
      probes += balancer.probes(endpoints).length;
    }

    assertThat(probes).isEqualTo(25);
  }

  /** The good are used up: what is left would get worse and worse. */
  @Test
  void theOldestAndTheWorstAreDroppedInTurn() {
    Prequal balancer = new Prequal(new Settings(3, 1, 16, 1, 1, 1), random);
    for (int id = 0; id < 6; id++) {
      told(balancer, id, 0, new double[] {0.4, 0.1, 0.9, 0.3, 0.2, 0.8}[id]);
    }
    balancer.choose(endpoints, 0); // drops 0, the oldest
    balancer.choose(endpoints, 0); // drops 2, the worst
    balancer.choose(endpoints, 0); // drops 1, the oldest and until now the best

    assertThat(balancer.choose(endpoints, 0)).isEqualTo(4);
  }

  /** A trap: what fails at once has few requests and short times. */
  @Test
  void whatFailedCountsAsBusier() {
    Prequal balancer = new Prequal(new Settings(3, 0, 16, 1, 0, 1), random);
    endpoints.sent(0);
    endpoints.answered(0, 0.001, false, 0);
    told(balancer, 0, 0, 0.001);
    told(balancer, 1, 0, 0.2);

    assertThat(balancer.choose(endpoints, 0)).isEqualTo(1);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Settings(0, 1, 16, 1, 0.8, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probes must be above zero, but was 0.0");
    assertThatThrownBy(() -> new Settings(3, 1, 16, 1, 1.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hot must be 0 to 1, but was 1.5");
  }

  private static void told(Prequal balancer, int id, int inFlight, double seconds) {
    balancer.probed(id, new LoadReport(inFlight, seconds), 0);
  }

  private static Endpoints warm(int count) {
    Endpoints endpoints = new Endpoints(Endpoints.Settings.DEFAULT);
    for (int id = 0; id < count; id++) {
      endpoints.addWarm(id);
    }
    return endpoints;
  }
}
