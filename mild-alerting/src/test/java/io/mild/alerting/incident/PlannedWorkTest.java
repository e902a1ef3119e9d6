package io.mild.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stories of planned work. They begin on a Monday at 00:00 UTC; minute 120 is 02:00. */
class PlannedWorkTest {
  private static final String OF_ALL = "window Mon 02:00 4h UTC";
  private static final String OF_API = OF_ALL + " for api";
  private static final int AFTERMATH_ENDS = 420;

  private final Story story = Story.of("api", "orders").withOutcomes();

  @Test
  void whatAlertsWithinAWindowAndTheHourAfterIsNoIncident() {
    story.rules(OF_ALL).pass(120).on("api", "orders").pass(240).off("api", "orders").pass(300);

    assertThat(story.told()).isEmpty();
  }

  /** On from within the window to the end of time: told once, an hour after it. */
  @Test
  void whatStillAlertsAnHourAfterIsOneIncidentAndNoFlood() {
    story.rules(OF_ALL).pass(150).on("api").pass(100).on("orders").pass(300);

    assertThat(story.told()).startsWith(AFTERMATH_ENDS + " OPENED! api");
    assertThat(story.notices()).containsExactly(AFTERMATH_ENDS, AFTERMATH_ENDS + 120);
  }

  @Test
  void whileItRunsTheAlertSaysWhatHoldsItBackAndUntilWhen() {
    story.rules(OF_API).pass(150).on("api").pass(1);

    assertThat(story.life().heldBack())
        .containsExactly(
            new HeldBack(
                HeldBack.Rule.MAINTENANCE,
                List.of("api"),
                Optional.of(Story.time(AFTERMATH_ENDS))));
  }

  @Test
  void anotherIntentIsToldUnlessItsCauseIsWhatIsWorkedAt() {
    story.rules(OF_API).pass(150).root("api", 0.9).on("orders").pass(5);
    assertThat(story.told()).isEmpty();

    assertThat(story.root("orders", 0.9).pass(1).told()).containsExactly("155 OPENED! orders");
  }

  @Test
  void anIncidentThatRanBeforeIsClosedWithoutAnOutcome() {
    story.rules(OF_ALL).pass(100).on("api").pass(100);

    assertThat(story.told()).containsExactly("100 OPENED! api", "120 CLOSED RECOVERED");
    assertThat(story.events().get(1).why()).startsWith("planned work began");
  }

  @Test
  void anIncidentOfAnotherIntentTooGoesOnWithThat() {
    story.rules(OF_API).pass(100).root("orders", 0.9).on("api", "orders").pass(30);

    assertThat(story.told()).containsExactly("100 OPENED! orders");
    assertThat(story.latest().isAlerting()).isTrue();
  }

  /** In the window "api" is worked at; the same failure counts where it is not. */
  @Test
  void aFailureWithinAWindowCountsForNothing() {
    story.rules(OF_API).pass(60).on("api").pass(10).off("api").pass(60).failed("api", 125).pass(90);
    assertThat(story.told()).containsExactly("60 OPENED! api", "210 CLOSED FALSE_ALARM");

    Story worked = Story.of("api", "orders").withOutcomes();
    worked.pass(60).on("api").pass(10).off("api").pass(60).failed("api", 125).pass(90);
    assertThat(worked.latest().closing()).contains(Closing.FAILED);
  }

  @Test
  void theAftermathCanBeAnother() {
    story.rules(OF_ALL, "aftermath 0s").pass(150).on("api").pass(300);

    assertThat(story.notices()).startsWith(360);
  }

  @Test
  void aWindowThatIsAddedWhileAnIncidentRunsTakesItOut() {
    story.pass(200).on("api").pass(10).rules(OF_ALL).pass(10);

    assertThat(story.told()).containsExactly("200 OPENED! api", "210 CLOSED RECOVERED");
  }

  /** A week later, and after a row of long before: what was found of a time is of that alone. */
  @Test
  void itComesAgainEachWeek() {
    PlannedWork work = new PlannedWork(NoiseRules.parse(OF_API), List.of("api", "orders"));
    int week = 7 * 24 * 60;
    for (int minute : new int[] {0, 119, 120, 419, 420, week + 119, week + 120, week + 420, 200}) {
      boolean worked = minute % week >= 120 && minute % week < AFTERMATH_ENDS;
      long until = work.until(0, Story.time(minute).toEpochMilli());

      assertThat(until != PlannedWork.NONE).as("minute %d", minute).isEqualTo(worked);
      assertThat(work.until(1, Story.time(minute).toEpochMilli())).isEqualTo(PlannedWork.NONE);
    }
  }
}
