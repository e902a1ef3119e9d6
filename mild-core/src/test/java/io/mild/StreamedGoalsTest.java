package io.mild;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.goals.Compliance;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goals of a model whose intent {@code api} alerts where {@code load} is above 1. */
class StreamedGoalsTest {
  private static final Goals GOALS =
      Goals.of(Goal.of("api").holds(kpi("load").atMost(3)).brokenAfter(Duration.ofMinutes(3)));
  private static final Mild MILD = HandMade.simple().withGoals(GOALS);

  private static Compliance.Status row(AssuranceStream stream, int minute, double load) {
    Assessment now = stream.accept(time(minute), load, 0);
    return now.goals().get(0).status();
  }

  private static Instant time(int minute) {
    return HandMade.START.plus(Duration.ofMinutes(minute));
  }

  private static AssuranceStream broken() {
    AssuranceStream stream = MILD.openStream();
    for (int minute = 0; minute < 8; minute++) {
      row(stream, minute, minute < 5 ? 0 : 9);
    }
    return stream;
  }

  @Test
  void aGoalIsMetThenAtRiskThenBroken() {
    AssuranceStream stream = MILD.openStream();
    for (int minute = 0; minute < 5; minute++) {
      assertThat(row(stream, minute, 0)).isEqualTo(Compliance.Status.MET);
    }
    assertThat(row(stream, 5, 2)).isEqualTo(Compliance.Status.AT_RISK);
    assertThat(row(stream, 6, 9)).isEqualTo(Compliance.Status.AT_RISK);
    row(stream, 7, 9);
    assertThat(row(stream, 8, 9)).isEqualTo(Compliance.Status.BROKEN);
    assertThat(stream.accept(time(9), 9, 0).goals().get(0).since()).contains(time(6));
  }

  @Test
  void aModelWithoutGoalsSaysNothingOfThem() {
    AssuranceStream stream = HandMade.simple().openStream();

    assertThat(stream.accept(HandMade.START, 9, 0).goals()).isEmpty();
  }

  @Test
  void aResumedStreamKnowsThatAGoalIsBroken() {
    AssuranceStream stream = broken();

    AssuranceStream resumed = MILD.resumeStream(stream.snapshot());

    assertThat(resumed.snapshot()).isEqualTo(stream.snapshot());
    assertThat(row(resumed, 8, 9)).isEqualTo(Compliance.Status.BROKEN);
  }

  @Test
  void aModelIsSavedWithItsGoals(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("with-goals.mild");
    MILD.save(file);

    Mild loaded = Mild.load(file);

    assertThat(loaded.goals()).isEqualTo(GOALS);
    assertThat(loaded.id()).isEqualTo(MILD.id()).isNotEqualTo(HandMade.simple().id());
    assertThat(loaded.withGoals(Goals.NONE).id()).isEqualTo(HandMade.simple().id());
  }

  @Test
  void aFleetGoesOnWithAModelOfTheSameGoals() {
    AssuranceFleet fleet = MILD.openFleet();
    for (int minute = 0; minute < 8; minute++) {
      fleet.accept("shop", time(minute), minute < 5 ? 0 : 9, 0);
    }
    fleet.replaceModel(HandMade.withoutPull().horizon(60, 1).build().withGoals(GOALS));

    assertThat(fleet.accept("shop", time(8), 9, 0).goals())
        .extracting(Compliance::status)
        .containsExactly(Compliance.Status.BROKEN);
  }

  @Test
  void aFleetBeginsAnewWithGoalsThatChanged() {
    Mild other = MILD.withGoals(Goals.of(Goal.of("api").holds(kpi("load").atMost(100))));
    for (Mild next : List.of(other, HandMade.simple(), MILD)) {
      AssuranceFleet fleet = MILD.openFleet();
      fleet.accept("shop", time(0), 0, 0);
      fleet.replaceModel(next);

      assertThat(fleet.accept("shop", time(1), 0, 0).goals())
          .extracting(Compliance::status)
          .hasSameSizeAs(next.goals().goals())
          .allMatch(Compliance.Status.MET::equals);
    }
  }

  @Test
  void afterARestartNothingIsKnown() {
    AssuranceStream stream = broken();
    stream.restart();

    assertThat(row(stream, 0, 9)).isEqualTo(Compliance.Status.MET);
  }

  @Test
  void goalsOfOthersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MILD.withGoals(Goals.of(Goal.of("web").holds(kpi("load").atMost(1)))))
        .withMessageContainingAll("[api, orders]", "[web]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MILD.withGoals(Goals.of(Goal.of("api").holds(kpi("loaf").atMost(1)))))
        .withMessageContainingAll("loaf", "near it are [load]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MILD.withGoals(Goals.of(Goal.of("api").holds(kpi("load").atMostUsual()))))
        .withMessageContaining("usual");
  }
}
