package io.mild.server.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.HandMade;
import io.mild.Mild;
import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.Mute;
import io.mild.alerting.incident.NoiseRules;
import io.mild.connect.IncidentMessage;
import io.mild.connect.KpiRow;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.goals.KpiCondition;
import io.mild.server.state.Command;
import io.mild.server.state.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitoredSystemTest {
  private static final int MINUTES = 3000;

  private final Drill.Ear ear = new Drill.Ear();
  private final Mild mild = Drill.model();

  @TempDir Path folder;

  @Test
  void tellsWhatTheStreamSays() throws IOException {
    MonitoredSystem system = begin();
    AssuranceStream stream = mild.openFeedbackStream();
    List<IncidentMessage> expected = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      KpiRow row = Drill.row(minute);
      system.accept(row);
      expected.addAll(IncidentMessage.allOf("shop", stream.accept(row.time(), row.values())));
    }
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(ear.heard).isEqualTo(expected);
  }

  @Test
  void whatCameBeforeAnybodyWatchedIsNotTold() throws IOException {
    List<KpiRow> warmUp = LongStream.range(0, 1000).mapToObj(Drill::row).toList();
    MonitoredSystem system =
        MonitoredSystem.begin("shop", mild, NoiseRules.NONE, warmUp, state(), ear);
    assertThat(ear.heard).isEmpty();
    assertThat(system.lastRow()).contains(Drill.time(999));
    assertThat(system.view().incidents())
        .allSatisfy(story -> assertThat(story.incident().closing()).isEmpty());
  }

  @Test
  void aKilledProcessGoesOnAsIfNothingWas() throws IOException {
    MonitoredSystem system = begin();
    Drill.Ear other = new Drill.Ear();
    MonitoredSystem undisturbed =
        MonitoredSystem.begin(
            "shop", mild, NoiseRules.NONE, List.of(), StateFolder.open(folder.resolve("b")), other);
    for (int minute = 0; minute < MINUTES; minute++) {
      if (minute % 97 == 0) {
        system = resume();
      }
      system.accept(Drill.row(minute));
      undisturbed.accept(Drill.row(minute));
    }
    assertThat(ear.heard).isEqualTo(other.heard);
    assertThat(system.view().incidents()).isEqualTo(undisturbed.view().incidents());
    assertThat(system.view().course()).isEqualTo(undisturbed.view().course());
  }

  @Test
  void whatCouldNotBeToldIsToldAfterTheRestart() throws IOException {
    Audience deaf =
        new Audience() {
          @Override
          public void tell(List<IncidentMessage> messages) throws IOException {
            throw new IOException("no room");
          }

          @Override
          public void scored(Mild model, Assessment assessment, int openIncidents) {
            // of no interest
          }
        };
    MonitoredSystem system =
        MonitoredSystem.begin("shop", mild, NoiseRules.NONE, List.of(), state(), deaf);
    LongStream.range(0, 300).forEach(minute -> system.accept(Drill.row(minute)));
    assertThat(system.view().problem())
        .hasValueSatisfying(it -> assertThat(it).contains("no room"));
    assertThat(ear.heard).isEmpty();

    resume();
    assertThat(ear.heard.get(0).event().kind().name()).isEqualTo("OPENED");
  }

  @Test
  void aRowThatIsNotAfterTheLatestIsLeftOut() throws IOException {
    MonitoredSystem system = begin();
    assertThat(system.accept(Drill.row(5))).isTrue();
    assertThat(system.accept(Drill.row(5))).isFalse();
    assertThat(system.accept(Drill.row(4))).isFalse();
    assertThat(system.accept(Drill.row(6))).isTrue();
  }

  @Test
  void commandsCountAndSurvive() throws IOException {
    MonitoredSystem system = begin();
    LongStream.range(0, 120).forEach(minute -> system.accept(Drill.row(minute)));
    String id = ear.heard.get(0).event().incident().id();

    assertThat(system.obeyAndNote(new Command.Acknowledge(id))).isTrue();
    assertThat(system.obeyAndNote(new Command.Acknowledge(id))).as("a second time").isFalse();
    assertThat(system.obeyAndNote(new Command.Judge(id, true))).isTrue();
    assertThat(system.obeyAndNote(new Command.Judge("none", true))).isFalse();
    NoiseRules rules = NoiseRules.builder().mute(Mute.intent("api", Drill.time(500))).build();
    assertThat(system.obeyAndNote(new Command.Rule(rules))).isTrue();

    MonitoredSystem again = resume();
    again.accept(Drill.row(120));
    assertThat(again.view().rules()).isEqualTo(rules);
    assertThat(again.story(id).orElseThrow().right()).contains(true);
    assertThat(again.story(id).orElseThrow().incident().acknowledged()).isPresent();
  }

  /** Else a second click would judge an earlier notification, and move the threshold again. */
  @Test
  void aVerdictThatIsGivenTwiceCountsOnce() throws IOException {
    MonitoredSystem system = begin();
    LongStream.range(0, 250).forEach(minute -> system.accept(Drill.row(minute)));
    String id = ear.heard.get(0).event().incident().id();
    assertThat(system.story(id).orElseThrow().told()).hasSizeGreaterThan(1);

    assertThat(system.obeyAndNote(new Command.Judge(id, false))).isTrue();
    assertThat(system.obeyAndNote(new Command.Judge(id, false))).isFalse();
  }

  @Test
  void aRuleOfAnIntentThatIsNotThereIsRefusedAndForgotten() throws IOException {
    MonitoredSystem system = begin();
    NoiseRules rules = NoiseRules.builder().mute(Mute.intent("nobody", Drill.time(500))).build();
    assertThatThrownBy(() -> system.obeyAndNote(new Command.Rule(rules)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
    assertThat(resume().view().rules()).isEqualTo(NoiseRules.NONE);
  }

  @Test
  void aCandidateIsTriedBesideAndPromotedWithItsIncidents() throws IOException {
    MonitoredSystem system = begin();
    LongStream.range(0, 60).forEach(minute -> system.accept(Drill.row(minute)));
    Mild next = mild.withBudget(1);
    system.tryBeside(next);
    MonitoredSystem again = resume();
    LongStream.range(60, 130).forEach(minute -> again.accept(Drill.row(minute)));
    assertThat(again.view().comparison()).isPresent();
    int open = again.view().incidents().size();

    assertThat(again.promote(List.of())).isTrue();
    assertThat(again.promote(List.of())).as("there is no other").isFalse();
    assertThat(again.mild().id()).isEqualTo(next.id());
    assertThat(again.view().incidents()).hasSize(open);

    MonitoredSystem back = resume();
    assertThat(back.previous().orElseThrow().id()).isEqualTo(mild.id());
    assertThat(back.rollBack(List.of())).isTrue();
    assertThat(back.mild().id()).isEqualTo(mild.id());
  }

  /** Four days in which the candidate warns before a failure, and the model in force does not. */
  @Test
  void aCandidateIsBetterOnceItsTrialSaysSo() throws IOException {
    Goals goals = Goals.of(Goal.of("api").holds(KpiCondition.parse("load <= 5")));
    Mild late = HandMade.withoutPull().horizon(120, 6).build().withGoals(goals);
    Mild early = HandMade.withoutPull().horizon(120, 1).build().withGoals(goals);
    MonitoredSystem system =
        MonitoredSystem.begin("shop", late, NoiseRules.NONE, List.of(), state(), ear);
    assertThat(system.isCandidateBetter()).as("there is none").isFalse();
    system.tryBeside(early);
    for (long minute = 0; minute < 4 * 1440; minute++) {
      long ofDay = minute % 1440;
      double load = ofDay < 300 || ofDay >= 370 ? 0 : ofDay < 360 ? 2 : 7;
      system.accept(new KpiRow(Drill.time(minute), new double[] {load, 0}));
      if (minute == 1440) {
        assertThat(system.isCandidateBetter()).as("a day is too short").isFalse();
      }
    }

    assertThat(system.isCandidateBetter()).isTrue();
    assertThat(system.promote(List.of())).isTrue();
    assertThat(system.mild().id()).isEqualTo(early.id());
    assertThat(system.isCandidateBetter()).as("it is in force").isFalse();
  }

  @Test
  void aModelOfOtherFeaturesBeginsAnewAndTheOpenIncidentsEnd() throws IOException {
    MonitoredSystem system = begin();
    LongStream.range(0, 130).forEach(minute -> system.accept(Drill.row(minute)));
    String id = ear.heard.get(0).event().incident().id();
    system.tryBeside(HandMade.ofResiduals());
    assertThat(system.view().comparison()).as("can't be tried beside").isEmpty();

    List<KpiRow> warmUp = LongStream.range(0, 130).mapToObj(Drill::row).toList();
    assertThat(system.promote(warmUp)).isTrue();
    assertThat(system.story(id).orElseThrow().incident().closing()).contains(Closing.RECOVERED);
    assertThat(ear.heard.get(ear.heard.size() - 1).event().why()).contains("another model");
    assertThat(system.accept(Drill.row(130))).isTrue();
  }

  /**
   * Its stream could not be told what became of warnings; the next one's is to be, after a restart
   * too.
   */
  @Test
  void aModelThatLearnsFromOutcomesFollowsOneThatDoesNot() throws IOException {
    MonitoredSystem system =
        MonitoredSystem.begin("shop", mild.withBudget(0), NoiseRules.NONE, List.of(), state(), ear);
    LongStream.range(0, 130).forEach(minute -> system.accept(Drill.row(minute)));
    system.tryBeside(mild);

    List<KpiRow> warmUp = LongStream.range(0, 130).mapToObj(Drill::row).toList();
    assertThat(system.promote(warmUp)).isTrue();
    assertThat(system.view().isFallenBack()).isFalse();
    LongStream.range(130, 250).forEach(minute -> system.accept(Drill.row(minute)));
    String id = ear.heard.get(0).event().incident().id();
    assertThat(system.obeyAndNote(new Command.Judge(id, false))).isTrue();
    assertThat(resume().view().isFallenBack()).isFalse();
  }

  private MonitoredSystem begin() throws IOException {
    return MonitoredSystem.begin("shop", mild, NoiseRules.NONE, List.of(), state(), ear);
  }

  private StateFolder state() throws IOException {
    return StateFolder.open(folder.resolve("a"), 500);
  }

  /** As after a kill: nothing was closed. */
  private MonitoredSystem resume() throws IOException {
    StateFolder state = state();
    return MonitoredSystem.resume("shop", state.snapshot().orElseThrow(), state, ear);
  }
}
