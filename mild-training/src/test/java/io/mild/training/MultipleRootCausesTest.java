package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.Archive;
import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.HandMade;
import io.mild.Mild;
import io.mild.Verdict;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.data.ModelFileException;
import io.mild.report.Preset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten days, a row in five minutes, of which eight are learned from. Two services drift half of the
 * time together, as two roots of one incident, and else each alone; a third one drifts alone
 * always.
 */
class MultipleRootCausesTest {
  private static final int PERIOD = 5;
  private static final int ROWS = 10 * 1440 / PERIOD;
  private static final int LEARNED_ROWS = 8 * 1440 / PERIOD;
  private static final int RAMP = 12;
  private static final List<String> INTENTS = List.of("api", "orders", "search");

  /** Who drifts, in turn. */
  private static final List<List<Integer>> INCIDENTS =
      List.of(List.of(0, 1), List.of(0), List.of(0, 1), List.of(1), List.of(2));

  private static final Recording LEARNED = new Recording(1, INCIDENTS);
  private static final Recording LATER = new Recording(2, INCIDENTS);
  private static final Mild MULTIPLE =
      trainer().multipleRootCauses().train(LEARNED.longHistory(), LEARNED.log());

  @TempDir private Path folder;

  @Test
  void twoThatFailTogetherAreBothNamedAndOneAloneOtherwise() {
    int right = 0;
    int incidents = 0;
    AssuranceStream stream = MULTIPLE.openStream();
    for (int row = 0; row < ROWS; row++) {
      Assessment now = stream.accept(time(row), LATER.values[row]);
      if (LATER.failing.containsKey(row)) {
        incidents++;
        List<String> expected = LATER.failing.get(row).stream().map(INTENTS::get).toList();
        right += new TreeSet<>(now.verdict().rootCauses()).equals(new TreeSet<>(expected)) ? 1 : 0;
      }
    }
    assertThat(incidents).isGreaterThan(40);
    assertThat(right).isGreaterThan(incidents * 9 / 10);
  }

  @Test
  void ofThoseThatFailTogetherEachIsProbableByItself() {
    double least = 1;
    List<Verdict> together = new ArrayList<>();
    AssuranceStream stream = MULTIPLE.openStream();
    for (int row = 0; row < ROWS; row++) {
      Assessment now = stream.accept(time(row), LATER.values[row]);
      if (LATER.failing.getOrDefault(row, List.of()).size() == 2) {
        together.add(now.verdict());
        least = Math.min(least, now.rootCauseProbabilities().get("api"));
        least = Math.min(least, now.rootCauseProbabilities().get("orders"));
        assertThat(now.verdict().rootCause()).isEqualTo(now.rootCause());
      }
    }
    assertThat(least).isGreaterThan(0.5);
    assertThat(together).noneMatch(Verdict::isAmbiguous);
    assertThat(together).allMatch(verdict -> verdict.toString().contains(" and "));
    assertThat(MULTIPLE.multipleRootCauses()).isTrue();
  }

  /**
   * Why the option exists: of a distribution both can have but a half, and which one is named is
   * chance.
   */
  @Test
  void byDefaultTwoThatFailTogetherShareTheProbabilityAndOneIsNamed() {
    Mild one = trainer().train(LEARNED.longHistory(), LEARNED.log());

    List<Double> highest = new ArrayList<>();
    AssuranceStream stream = one.openStream();
    for (int row = 0; row < ROWS; row++) {
      Assessment now = stream.accept(time(row), LATER.values[row]);
      assertThat(now.verdict().rootCauses()).hasSize(1);
      assertThat(now.rootCauseProbabilities().values().stream().mapToDouble(p -> p).sum())
          .isCloseTo(1, within(1e-9));
      if (LATER.failing.getOrDefault(row, List.of()).size() == 2) {
        highest.add(now.verdict().probability());
      }
    }
    assertThat(highest).hasSizeGreaterThan(15);
    assertThat(highest.stream().mapToDouble(p -> p).average().orElseThrow()).isBetween(0.5, 0.8);
    assertThat(one.multipleRootCauses()).isFalse();
  }

  @Test
  void aModelOfMultipleRootCausesIsReadAsItWasWritten() throws Exception {
    Path file = folder.resolve("multiple.mild");
    MULTIPLE.save(file);
    Mild read = Mild.load(file);

    assertThat(read.id()).isEqualTo(MULTIPLE.id());
    assertThat(read.model().incidentModel().verdict())
        .isEqualTo(MULTIPLE.model().incidentModel().verdict());
    assertThat(read.multipleRootCauses()).isTrue();
    AssuranceStream one = MULTIPLE.openStream();
    AssuranceStream other = read.openStream();
    for (int row = 0; row < 100; row++) {
      assertThat(other.accept(time(row), LATER.values[row]).intents())
          .isEqualTo(one.accept(time(row), LATER.values[row]).intents());
    }
  }

  @Test
  void aStreamResumedFromASnapshotNamesTheSame() {
    AssuranceStream uninterrupted = MULTIPLE.openStream();
    AssuranceStream resumed = MULTIPLE.openStream();
    for (int row = 0; row < 200; row++) {
      Assessment expected = uninterrupted.accept(time(row), LATER.values[row]);
      Assessment now = resumed.accept(time(row), LATER.values[row]);
      assertThat(now.verdict()).isEqualTo(expected.verdict());
      resumed = MULTIPLE.resumeStream(resumed.snapshot());
    }
    assertThat(resumed.snapshot()).isEqualTo(uninterrupted.snapshot());
  }

  /** What is new of it is left out of the manifest of a model of one. */
  @Test
  void aFileOfOneRootCauseIsAsItWasBefore() throws Exception {
    assertThat(Archive.of(HandMade.withoutPull().operated().build(), folder).manifest())
        .doesNotContain("multipleRootCauses")
        .doesNotContain("\"bias\"");
    assertThat(Archive.of(MULTIPLE, folder).manifest())
        .contains("multipleRootCauses")
        .contains("\"bias\"");
  }

  @Test
  void aFileWhoseBiasIsNoNumberIsRefused() throws Exception {
    Archive archive = Archive.of(MULTIPLE, folder);
    String manifest = archive.manifest().replaceFirst("\"bias\": [-0-9.E]+", "\"bias\": \"none\"");
    assertThat(manifest).isNotEqualTo(archive.manifest());
    Path file = folder.resolve("changed.mild");
    Files.write(file, archive.withManifest(manifest).bytes());

    assertThatThrownBy(() -> Mild.load(file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("bias");
  }

  @Test
  void theReportSaysWhetherTheHistoryHasIncidentsOfSeveralRoots() {
    Recording never = new Recording(3, List.of(List.of(0), List.of(1), List.of(2)));
    Mild mild = shortTrainer().train(never.shortHistory(), never.log());

    assertThat(mild.report().warnings())
        .anyMatch(warning -> warning.contains("no incident of the history has two intents"));
    assertThat(MULTIPLE.report().warnings())
        .noneMatch(warning -> warning.contains("multiple root causes"));
  }

  @Test
  void aShortHistoryIsTrainedForThemToo() {
    Mild mild = shortTrainer().train(LEARNED.shortHistory(), LEARNED.log());

    assertThat(mild.multipleRootCauses()).isTrue();
    AssuranceStream stream = mild.openStream();
    for (int row = 0; row < 100; row++) {
      assertThat(stream.accept(time(row), LATER.values[row]).verdict().rootCauses()).isNotEmpty();
    }
  }

  @Test
  void soAreIntentsThatShareWhatIsLearned() {
    MildTrainer trainer = shortTrainer();
    INTENTS.forEach(intent -> trainer.intent(intent).kpis(intent + ".*"));
    Mild mild = trainer.train(LEARNED.shortHistory(), LEARNED.log());

    assertThat(mild.report().warnings())
        .anyMatch(warning -> warning.startsWith("experts are shared by 3 intents"));
    assertThat(mild.multipleRootCauses()).isTrue();
    assertThat(mild.openStream().accept(time(0), LATER.values[0]).verdict().rootCauses())
        .isNotEmpty();
  }

  @Test
  void thePapersPresetHasOneRootCause() {
    MildTrainer paper = trainer().preset(Preset.PAPER).multipleRootCauses();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> paper.train(LEARNED.longHistory(), LEARNED.log()))
        .withMessageContaining("PAPER")
        .withMessageContaining("multiple root causes");
  }

  /** Of five days, by the recipe for short histories. */
  private static MildTrainer shortTrainer() {
    return trainer().windows(Duration.ofMinutes(10)).maxEpochs(1).multipleRootCauses();
  }

  private static MildTrainer trainer() {
    return MildTrainer.create()
        .intents(INTENTS.toArray(String[]::new))
        .horizons(Duration.ofMinutes(60))
        .findOwners(false)
        .maxEpochs(3);
  }

  private static Instant time(int row) {
    return Instant.parse("2026-03-02T00:00:00Z").plus(Duration.ofMinutes((long) PERIOD * row));
  }

  /** A KPI an intent, which rises for an hour before it fails. */
  private static final class Recording {
    final double[][] values = new double[ROWS][INTENTS.size()];
    final Map<Integer, List<Integer>> failing = new HashMap<>();
    final List<Failure> failures = new ArrayList<>();

    Recording(long seed, List<List<Integer>> incidents) {
      SplittableRandom random = new SplittableRandom(seed);
      for (double[] row : values) {
        for (int i = 0; i < row.length; i++) {
          row[i] = 50 + random.nextDouble(-5, 5);
        }
      }
      for (int failure = 50, n = 0; failure < ROWS - 20; failure += 48 + random.nextInt(10), n++) {
        List<Integer> roots = incidents.get(n % incidents.size());
        failing.put(failure - 1, roots);
        for (int root : roots) {
          for (int row = failure - RAMP; row < failure; row++) {
            values[row][root] += 4 * (row - failure + RAMP + 1);
          }
          failures.add(
              Failure.of("INC-" + n, INTENTS.get(root), time(failure))
                  .withOnset(time(failure - RAMP))
                  .withRecovery(time(failure + 1))
                  .withRole(Failure.Role.ROOT));
        }
      }
    }

    private KpiHistory history() {
      List<Instant> times = new ArrayList<>();
      for (int row = 0; row < ROWS; row++) {
        times.add(time(row));
      }
      return KpiHistory.of(
          INTENTS.stream().map(intent -> intent + ".load").toList(), times, values);
    }

    KpiHistory longHistory() {
      return history().before(time(LEARNED_ROWS));
    }

    KpiHistory shortHistory() {
      return history().before(time(ROWS / 2));
    }

    FailureLog log() {
      return new FailureLog(failures);
    }
  }
}
