package io.mild.testbed.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FaultPlanTest {
  private static final int ROWS = 7_200;
  private static final List<FaultKind> KINDS =
      List.of(
          new FaultKind("api", "memory-leak"),
          new FaultKind("api", "pool-leak"),
          new FaultKind("ingestion", "slow-disk"),
          new FaultKind("analytics", "slow-query"));
  private static final List<HarmlessEvent> EVENTS =
      List.of(new HarmlessEvent(0, "deploy", "api"), new HarmlessEvent(0, "batch", "analytics"));

  @Test
  void aSeedIsAPlan() {
    assertThat(plan(1, 1)).isEqualTo(plan(1, 1));
    assertThat(plan(1, 1)).isNotEqualTo(plan(2, 1));
  }

  @Test
  void faultsFollowOneAnotherWithRoomBetweenThem() {
    List<InjectedFault> faults = plan(1, 1).faults();

    assertThat(faults.get(0).start()).isGreaterThanOrEqualTo(FaultPlan.FIRST_ROW);
    assertThat(faults.get(faults.size() - 1).end()).isLessThanOrEqualTo(ROWS);
    assertThat(IntStream.range(1, faults.size()))
        .allMatch(i -> faults.get(i).start() >= faults.get(i - 1).end() + 25);
  }

  @Test
  void twoHoursOfSecondsHaveSomeFiftyFaultsAndTwiceTheDensityHalfAsManyMore() {
    assertThat(plan(1, 1).faults()).hasSizeBetween(45, 65);
    assertThat(plan(1, 2).faults().size()).isGreaterThan(plan(1, 1).faults().size() * 3 / 2);
  }

  @Test
  void kindsAreDealtEvenly() {
    Map<FaultKind, Long> counts =
        plan(3, 1).faults().stream()
            .collect(Collectors.groupingBy(InjectedFault::kind, Collectors.counting()));

    assertThat(counts.keySet()).containsExactlyInAnyOrderElementsOf(KINDS);
    assertThat(counts.values().stream().mapToLong(count -> count).max().orElseThrow())
        .isLessThanOrEqualTo(
            1 + counts.values().stream().mapToLong(count -> count).min().orElseThrow());
  }

  @Test
  void aBenignFaultStopsAtLessThanHalfOfWhatBreaksGoals() {
    assertThat(plan(1, 1).faults())
        .anyMatch(InjectedFault::benign)
        .allMatch(fault -> fault.benign() ? fault.strength() < 0.5 : fault.strength() >= 1);
  }

  @Test
  void eventsAreOfTheKindsThatTheSceneHas() {
    assertThat(plan(1, 1).events())
        .hasSizeGreaterThan(20)
        .allMatch(event -> event.row() < ROWS)
        .allMatch(event -> EVENTS.contains(new HarmlessEvent(0, event.name(), event.place())));
  }

  @Test
  void anImpossibleDensityIsRefusedWithItsValue() {
    assertThatThrownBy(() -> plan(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("density 0.0 is not from 0.1 to 4");
  }

  private static FaultPlan plan(long seed, double density) {
    return FaultPlan.of(seed, ROWS, KINDS, EVENTS, density);
  }
}
