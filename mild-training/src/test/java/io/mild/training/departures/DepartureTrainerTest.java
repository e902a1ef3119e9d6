package io.mild.training.departures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureShape;
import io.mild.moe.RootCauses;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Sixty rows of three intents with two KPIs each and two spans, by a formula. The first two intents
 * fail, the third never.
 *
 * <p>Expected risks and gates are those of a program in numpy and scipy that was written from the
 * Javadoc of {@link DepartureModel}, {@link DepartureTrainer}, {@link NamingTrainer} and {@link
 * NamingLoss}.
 */
class DepartureTrainerTest {
  private static final int KPIS = 6;
  private static final int SPANS = 2;
  private static final int AVERAGES = KPIS * SPANS;
  private static final int INTENTS = 3;
  private static final int ROWS = 60;
  private static final int WIDTH = 3 * AVERAGES;
  private static final int[][] OWNED = {{0, 1}, {2, 3}, {4, 5}};
  private static final int[][] KINDS = {{0, 2, 4}, {1, 3, 5}};
  private static final int[][] FAILURES = {
    rows(8, 12), rows(20, 25), rows(33, 36), rows(44, 48), rows(55, 58)
  };
  private static final int[] ROOTS = {0, 1, 0, 1, 1};

  private final float[] features = features();

  @Test
  void risksAndGatesAreThoseOfTheLeastLossesWhereKindsAreShared() {
    DepartureSettings supervised = DepartureSettings.both(5).withSupervision(true);
    Scored scored = new Scored(fit(targets(5), supervised, OWNED, KINDS));

    scored.assertRow(0, new double[] {0.015903, 0.012155, 0.030059}, 0.271802, 0.206958, 0.521241);
    scored.assertRow(9, new double[] {0.999669, 0.990815, 0.994898}, 0.908859, 0.032463, 0.058678);
    scored.assertRow(22, new double[] {0.721494, 0.988763, 0.844579}, 0.026981, 0.916423, 0.056596);
    scored.assertRow(34, new double[] {0.999557, 0.985234, 0.991505}, 0.924813, 0.027349, 0.047839);
    scored.assertRow(40, new double[] {0.000200, 0.000268, 0.000213}, 0.293417, 0.393613, 0.312969);
  }

  @Test
  void ofFewFailuresTheRiskOfAnyIsOfMahalanobisDistancesAlone() {
    Scored scored = new Scored(fit(targets(5), DepartureSettings.both(5), OWNED, KINDS));

    scored.assertRow(0, new double[] {0.017248, 0.017783, 0.046047}, 0.209118, 0.215731, 0.575151);
    scored.assertRow(9, new double[] {0.997729, 0.886811, 0.948651}, 0.943499, 0.016826, 0.039675);
    scored.assertRow(22, new double[] {0.320658, 0.976684, 0.590980}, 0.010775, 0.956241, 0.032983);
    scored.assertRow(34, new double[] {0.996098, 0.642212, 0.824408}, 0.975207, 0.006857, 0.017936);
    scored.assertRow(40, new double[] {0.000697, 0.001532, 0.000967}, 0.218120, 0.479491, 0.302390);
  }

  /** Without kinds and owners, nothing is shared. */
  @Test
  void anIntentThatNeverFailedHasNoWeightsOfItsOwn() {
    DepartureModel model =
        fit(targets(5), DepartureSettings.both(5), new int[INTENTS][0], new int[0][]);

    int length = DepartureModel.namingLength(model.shape());
    float[] naming = model.naming();
    assertThat(Arrays.copyOfRange(naming, 2 * length, 3 * length)).containsOnly(0);
    for (int j = 0; j < length; j++) { // less their mean, so that they say nothing of the third
      assertThat(naming[j]).isCloseTo(-naming[length + j], within(1e-6f));
    }
    assertThat(naming[0]).isNotZero();
  }

  @Test
  void oneFailureIsEnoughToRankItsRowsAboveAllOthers() {
    DepartureTargets targets = targets(1);
    Scored scored = new Scored(fit(targets, DepartureSettings.both(1), OWNED, KINDS));

    double lowest =
        Arrays.stream(FAILURES[0]).mapToDouble(row -> scored.risk(0, row)).min().orElseThrow();
    for (int row = 0; row < ROWS; row++) {
      assertThat(scored.risk(0, row)).isBetween(0.0, 1.0);
      if (targets.healthy()[row] && !isFailing(row)) {
        assertThat(scored.risk(0, row)).isLessThan(lowest);
      }
    }
  }

  @Test
  void ofFewerThanTwentyFailuresJointDistancesAloneSaySomething() {
    DepartureModel few = fit(targets(5), DepartureSettings.both(19), OWNED, KINDS);
    DepartureModel more = fit(targets(5), DepartureSettings.both(20), OWNED, KINDS);

    assertThat(tail(few.detection(), 1)).containsOnly(0);
    assertThat(tail(more.detection(), 1 + more.shape().distances())).doesNotContain(0);
    assertThat(more.joint()).isEmpty();
    assertThat(few.joint().orElseThrow().slopes()).hasSize(SPANS);
    for (float slope : few.joint().orElseThrow().slopes()) {
      assertThat(slope).isPositive();
    }
  }

  /** Of so many, covariances take too long: their distances one by one say what there is to say. */
  @Test
  void ofHundredsOfKpisEachIsTakenForItself() {
    int kpis = 201;
    SplittableRandom random = new SplittableRandom(1);
    float[] rows = new float[ROWS * 3 * kpis];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    DepartureShape shape =
        new DepartureShape(kpis, 1, INTENTS, new int[INTENTS][0], RootCauses.ONE);

    DepartureModel model =
        new DepartureTrainer(shape, new int[0][], rows).fit(targets(3), DepartureSettings.both(3));

    assertThat(model.joint()).isEmpty();
    assertThat(slopes(model, 0, 2)).allMatch(slope -> slope > 0); // the third is of owners
  }

  /** In failing rows, more than ever is usual over the second span. */
  @Test
  void whatIsNearerToTheUsualIsNeverTakenForAFailure() {
    for (int[] failure : FAILURES) {
      for (int row : failure) {
        for (int kpi = 0; kpi < KPIS; kpi++) {
          features[row * WIDTH + 2 * AVERAGES + KPIS + kpi] = 5;
        }
      }
    }

    DepartureModel model = fit(targets(5), DepartureSettings.both(20), OWNED, KINDS);

    assertThat(slopes(model, 0, 3)).allMatch(slope -> slope > 0);
    assertThat(slopes(model, 3, 6)).contains(0f).allMatch(slope -> slope >= 0);
  }

  @Test
  void departuresAloneGiveLevelsNoSay() {
    DepartureModel model = fit(targets(5), DepartureSettings.both(20).relative(), OWNED, KINDS);

    int first = 1 + model.shape().distances();
    assertThat(Arrays.copyOfRange(model.detection(), first, first + AVERAGES)).containsOnly(0);
    assertThat(tail(model.detection(), first + AVERAGES)).doesNotContain(0);
    for (int i = 0; i < INTENTS; i++) {
      int own = i * DepartureModel.namingLength(model.shape()) + 1;
      assertThat(Arrays.copyOfRange(model.naming(), own, own + AVERAGES)).containsOnly(0);
    }
  }

  /** As when all of a part's failures are left out: one quiet row in a hundred looks like one. */
  @Test
  void withoutAFailureRisksAreFiniteAndLow() {
    Scored scored = new Scored(fit(targets(0), DepartureSettings.both(0), OWNED, KINDS));

    for (int row = 0; row < ROWS; row++) {
      assertThat(scored.gate(0, row)).isCloseTo(1.0 / 3, within(1e-12));
      assertThat(scored.risk(0, row)).isBetween(0.0, isFailing(row) ? 1.0 : 0.5);
    }
  }

  private DepartureModel fit(
      DepartureTargets targets, DepartureSettings settings, int[][] owned, int[][] kinds) {
    DepartureShape shape = new DepartureShape(KPIS, SPANS, INTENTS, owned, RootCauses.ONE);
    return new DepartureTrainer(shape, kinds, features).fit(targets, settings);
  }

  /** The first of the failures; two rows after each are neither healthy nor failing. */
  private static DepartureTargets targets(int failures) {
    float[] causes = new float[ROWS * INTENTS];
    boolean[] healthy = new boolean[ROWS];
    Arrays.fill(healthy, true);
    for (int n = 0; n < FAILURES.length; n++) {
      int[] rows = FAILURES[n];
      Arrays.fill(healthy, rows[0], rows[rows.length - 1] + 3, false);
      for (int row : rows) {
        causes[row * INTENTS + ROOTS[n]] = 1;
      }
    }
    return new DepartureTargets(List.of(FAILURES).subList(0, failures), causes, healthy, INTENTS);
  }

  /** Waves, and in failing rows two or three more in the KPIs of the root cause. */
  private static float[] features() {
    double[][] x = new double[ROWS][WIDTH];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < WIDTH; j++) {
        x[i][j] =
            j < 2 * AVERAGES
                ? Math.sin(1.3 * i + 2.1 * j) * Math.cos(0.7 * i * (j % 5 + 1))
                : 0.3 + 0.05 * Math.cos(j);
      }
    }
    for (int n = 0; n < FAILURES.length; n++) {
      for (int row : FAILURES[n]) {
        for (int span = 0; span < SPANS; span++) {
          for (int k = 0; k < 2; k++) {
            int kpi = span * KPIS + OWNED[ROOTS[n]][k];
            x[row][kpi] += 2 + k;
            x[row][AVERAGES + kpi] += 3 - k;
          }
        }
      }
    }
    float[] features = new float[ROWS * WIDTH];
    for (int at = 0; at < features.length; at++) {
      features[at] = (float) x[at / WIDTH][at % WIDTH];
    }
    return features;
  }

  private static boolean isFailing(int row) {
    return Arrays.stream(FAILURES).anyMatch(rows -> Arrays.binarySearch(rows, row) >= 0);
  }

  private static int[] rows(int from, int until) {
    return IntStream.range(from, until).toArray();
  }

  /** Of the distances, three a span. */
  private static List<Float> slopes(DepartureModel model, int from, int until) {
    float[] detection = model.detection();
    return IntStream.range(from, until).mapToObj(k -> detection[1 + k]).toList();
  }

  private static float[] tail(float[] values, int from) {
    return Arrays.copyOfRange(values, from, values.length);
  }

  /** What a model says of all rows. */
  private final class Scored {
    private final double[] risks = new double[ROWS * INTENTS];
    private final double[] gates = new double[ROWS * INTENTS];

    Scored(DepartureModel model) {
      model.newBatchScorer().score(features, 0, WIDTH, ROWS, risks, gates);
    }

    double risk(int intent, int row) {
      return risks[row * INTENTS + intent];
    }

    double gate(int intent, int row) {
      return gates[row * INTENTS + intent];
    }

    void assertRow(int row, double[] risk, double... gate) {
      int first = row * INTENTS;
      assertThat(Arrays.copyOfRange(risks, first, first + INTENTS))
          .containsExactly(risk, within(1e-3));
      assertThat(Arrays.copyOfRange(gates, first, first + INTENTS))
          .containsExactly(gate, within(1e-3));
    }
  }
}
