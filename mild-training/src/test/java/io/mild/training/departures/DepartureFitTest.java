package io.mild.training.departures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureShape;
import io.mild.moe.RootCauses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Recordings of 20 quiet rows and of 200 in turn that end in ten failing ones: twice of the first
 * intent, when the first of two KPIs departs, and twice of the second.
 */
class DepartureFitTest {
  private static final int KPIS = 2;
  private static final int WIDTH = 3 * KPIS;
  private static final int FAILING = 10;
  private static final DepartureShape SHAPE =
      new DepartureShape(KPIS, 1, 2, new int[2][0], RootCauses.ONE);

  @Test
  void levelsHaveNoSayWhereRecordingsDifferInThem() {
    Recordings recordings = new Recordings(8, 1, 100);

    assertThat(fit(recordings).relative()).isTrue();
    assertThat(recordings.areBetterRelative()).isTrue();
  }

  @Test
  void levelsHaveASayWhereRecordingsAreAlikeInThem() {
    Recordings recordings = new Recordings(8, 1, 0);

    assertThat(fit(recordings).relative()).isFalse();
    assertThat(recordings.areBetterRelative()).isFalse();
  }

  @Test
  void ofOneRecordingNobodyKnowsWhetherLevelsDiffer() {
    Recordings recordings = new Recordings(8, 1, 100);
    Arrays.fill(recordings.of, 0);

    assertThat(fit(recordings).relative()).isFalse();
  }

  @Test
  void failingRowsThatWereLeftOutRankAboveHealthyOnesAndAreNamed() {
    Recordings recordings = new Recordings(8, 4, 0);

    DepartureFit fit = fit(recordings);

    assertRanked(fit, recordings);
    for (int row = 0; row < recordings.of.length; row++) {
      int root = Recordings.root(recordings.of[row]);
      assertThat(fit.gates()[root][row] > 0.5 || recordings.healthy[row]).isTrue();
    }
  }

  @Test
  void oneFailureIsEnough() {
    Recordings recordings = new Recordings(1, 4, 0);

    DepartureFit fit = fit(recordings);

    assertRanked(fit, recordings);
    assertThat(fit.gates()[0][25]).isEqualTo(0.5); // nothing is known of the other
    assertThat(fit.relative()).isFalse();
  }

  /** How healthy rows vary is not learned from those that are asked about, however few fail. */
  @Test
  void healthyRowsAreLeftOutOfOneFailureToo() {
    Recordings recordings = new Recordings(1, 4, 0);
    DepartureFit fit = fit(recordings);
    double[] risks = new double[2];

    fit.model().newScorer().score(recordings.features, 7 * WIDTH, risks, new double[2]);

    assertThat(fit.risks()[0][7]).isNotEqualTo(risks[0]);
  }

  /**
   * KPIs that go up and down together, and come apart by three tenths where something fails:
   * nothing where as little is thought to be nothing.
   */
  @Test
  void howLittleIsUnusualIsChosenByFailures() {
    Recordings recordings = new Recordings(2, 0, 0);
    SplittableRandom random = new SplittableRandom(2);
    for (int row = 0; row < recordings.of.length; row++) {
      double together = random.nextDouble(-1, 1);
      double apart = recordings.healthy[row] ? random.nextDouble(-0.02, 0.02) : 0.3;
      recordings.features[row * WIDTH + KPIS] = (float) (together + apart);
      recordings.features[row * WIDTH + KPIS + 1] = (float) (together - apart);
    }

    assertRanked(fit(recordings), recordings);
  }

  /** Of rows that were left out, the model of all says something else. */
  @Test
  void whatIsSaidOfARowIsSaidByAModelThatHasNotLearnedFromIt() {
    Recordings recordings = new Recordings(8, 4, 0);
    DepartureFit fit = fit(recordings);
    double[] risks = new double[2];
    double[] gates = new double[2];

    fit.model().newScorer().score(recordings.features, 25 * WIDTH, risks, gates);

    assertThat(fit.gates()[0][25]).isLessThan(gates[0]);
  }

  @Test
  void rowsThatAreNeitherAreSaidSomethingOfByTheModelOfAll() {
    Recordings recordings = new Recordings(8, 4, 0);
    recordings.healthy[7] = false;
    DepartureFit fit = fit(recordings);
    double[] risks = new double[2];
    double[] gates = new double[2];

    fit.model().newScorer().score(recordings.features, 7 * WIDTH, risks, gates);

    assertThat(fit.risks()[0][7]).isCloseTo(risks[0], within(1e-6 * risks[0])); // of floats
    assertThat(fit.gates()[0][7]).isEqualTo(gates[0]);
  }

  /**
   * What makes an intercept the best: of rows that were left out, failures weighing as much as
   * healthy rows, half as many are said to fail as there are.
   */
  @Test
  void asManyLeftOutRowsAreSaidToFailAsDo() {
    Recordings recordings = new Recordings(8, 4, 0);
    DepartureTargets targets = recordings.targets();
    DepartureFit fit = fit(recordings);

    double said = 0;
    for (int row = 0; row < targets.healthy().length; row++) {
      said += targets.healthy()[row] ? balanced(fit, targets, row) / targets.healthyRows() : 0;
    }
    for (int[] failure : targets.failures()) {
      double sum = Arrays.stream(failure).mapToDouble(row -> balanced(fit, targets, row)).sum();
      said += sum / failure.length / targets.failures().size();
    }
    assertThat(said).isCloseTo(1, within(1e-3));
  }

  private static double balanced(DepartureFit fit, DepartureTargets targets, int row) {
    double any = Math.max(fit.risks()[0][row], fit.risks()[1][row]);
    return 1 / (1 + (1 - any) / any * Math.exp(targets.balance()));
  }

  @Test
  void ofFewerThanTwentyFailuresDetectionIsUnsupervised() {
    DepartureModel few = fit(new Recordings(19, 4, 0)).model();
    DepartureModel more = fit(new Recordings(20, 4, 0)).model();

    int first = 1 + SHAPE.distances();
    assertThat(Arrays.copyOfRange(few.detection(), first, first + SHAPE.weighed())).containsOnly(0);
    assertThat(Arrays.copyOfRange(more.detection(), first, first + SHAPE.weighed()))
        .doesNotContain(0);
  }

  private static void assertRanked(DepartureFit fit, Recordings recordings) {
    double highestOfHealthy = 0;
    double lowestOfFailing = 1;
    for (int row = 0; row < recordings.healthy.length; row++) {
      double risk = Math.max(fit.risks()[0][row], fit.risks()[1][row]);
      assertThat(risk).isBetween(0.0, 1.0);
      if (recordings.healthy[row]) {
        highestOfHealthy = Math.max(highestOfHealthy, risk);
      } else {
        lowestOfFailing = Math.min(lowestOfFailing, risk);
      }
    }
    assertThat(lowestOfFailing).isGreaterThan(highestOfHealthy);
  }

  private static DepartureFit fit(Recordings recordings) {
    return DepartureFit.of(
        SHAPE, new int[0][], recordings.features, recordings.targets(), recordings.of, 20);
  }

  private static final class Recordings {
    final float[] features;
    final int[] of;
    final boolean[] healthy;
    private final float[] causes;
    private final List<int[]> failures = new ArrayList<>();

    /**
     * Of so many recordings.
     *
     * @param departed how far a KPI departs when an intent fails
     * @param levels how far a KPI's level is from 0 in a recording, at most
     */
    Recordings(int count, double departed, double levels) {
      SplittableRandom random = new SplittableRandom(1);
      this.of =
          IntStream.range(0, count)
              .flatMap(n -> IntStream.generate(() -> n).limit(quiet(n) + FAILING))
              .toArray();
      this.features = new float[of.length * WIDTH];
      this.healthy = new boolean[of.length];
      this.causes = new float[2 * of.length];
      int row = 0;
      for (int n = 0; n < count; n++) {
        double[] level = random.doubles(KPIS, -1, 1).map(at -> at * levels).toArray();
        int onset = row + quiet(n);
        for (; row < onset + FAILING; row++) {
          healthy[row] = row < onset;
          causes[2 * row + root(n)] = healthy[row] ? 0 : 1;
          for (int kpi = 0; kpi < KPIS; kpi++) {
            double departure = !healthy[row] && kpi == root(n) ? departed : 0;
            int at = row * WIDTH + kpi;
            features[at] = (float) (level[kpi] + departure + random.nextDouble(-1, 1));
            features[at + KPIS] = (float) (departure + random.nextDouble(-1, 1));
            features[at + 2 * KPIS] = 0.4f;
          }
        }
        failures.add(IntStream.range(onset, row).toArray());
      }
    }

    private static int quiet(int recording) {
      return recording % 2 == 0 ? 20 : 200;
    }

    static int root(int recording) {
      return recording / 2 % 2;
    }

    boolean areBetterRelative() {
      return DepartureFit.isBetterRelative(SHAPE, features, targets(), of);
    }

    DepartureTargets targets() {
      return new DepartureTargets(failures, causes, healthy, 2);
    }
  }
}
