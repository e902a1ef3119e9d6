package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.DepartureModel.JointDepartures;
import io.mild.moe.internal.kernel.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that are scored together are scored as each by itself, to the last bit. */
class BatchScoringTest {
  private static final int ROWS = 203; // no multiple of what is scored at a time
  private static final int FEATURES = 9;

  static List<BlendedModel> models() {
    IntentViews views = new IntentViews(new int[][] {{0, 1}, {2, 3}, {4, IntentViews.NONE}});
    return List.of(
        random(new MixtureShape(FEATURES, 3, List.of(64, 64), 32, 32)),
        random(new MixtureShape(FEATURES, 3, List.of(9, 5), 3, 6, false, 3)),
        random(new MixtureShape(FEATURES, 2, List.of(8), 4, 5, true, 2, true, true)),
        random(new MixtureShape(FEATURES, 3, List.of(8), 4, 5)).withBlend(new Blend(0.3, 0.6)),
        random(new MixtureShape(FEATURES, 3, List.of(8), 4, 5, false, 2))
            .withBlend(new Blend(0.3, 0.6)),
        random(new MixtureShape(FEATURES, 3, List.of(8), 4, 5)).withBlend(Blend.TEACHER),
        random(new MixtureShape(views.width(), 1, List.of(8), 4, 5, false, 2)).sharedBy(views));
  }

  static List<DepartureModel> departureModels() {
    int[][] owned = {{0}, {1, 2}, {}};
    return List.of(
        random(new DepartureShape(3, 1, 3, owned, RootCauses.ONE)),
        random(new DepartureShape(1, 3, 2, new int[2][0], RootCauses.MULTIPLE)));
  }

  static List<FirstDayModel> firstDayModels() {
    GoalBounds goal =
        new GoalBounds(
            List.of(new GoalBounds.Bound(0, 1, true), new GoalBounds.Bound(3, -1, false)), true);
    return List.of(
        new FirstDayModel(
            new FirstDayShape(4, List.of(goal, goal), RootCauses.ONE),
            new FirstDayModel.Forecast(3, 0.4, -1, 0.7),
            Optional.empty()));
  }

  /** By both kernels, with rows to spare and too few for a block. */
  @ParameterizedTest
  @MethodSource("models")
  void rowsInColumnsAreScoredAsEachByItself(BlendedModel model) {
    assertThat(Kernel.vector()).as("--add-modules jdk.incubator.vector").isPresent();
    for (Kernel kernel : List.of(Kernel.plain(), Kernel.best())) {
      for (int count : new int[] {1, kernel.least(), kernel.block() - 1, 2 * kernel.block() + 13}) {
        float[] rows = gaussians((count + 1) * FEATURES, 7);
        double[] risks = new double[count * model.risks()];
        double[] gates = new double[count * model.intents()];
        model.newBatchScorer(kernel).score(rows, FEATURES, FEATURES, count, risks, gates);

        double[] risk = new double[risks.length];
        double[] gate = new double[gates.length];
        model.newScorer().score(rows, FEATURES, FEATURES, count, risk, gate);
        assertThat(risks).as("%d rows by %s", count, kernel).containsExactly(risk);
        assertThat(gates).as("%d rows by %s", count, kernel).containsExactly(gate);
      }
    }
  }

  @ParameterizedTest
  @MethodSource({"models", "departureModels", "firstDayModels"})
  void aBatchIsScoredAsItsRowsAre(RiskModel model) {
    float[] rows = gaussians((ROWS + 2) * FEATURES, 3);
    int offset = 2 * FEATURES;
    double[] risks = new double[ROWS * model.risks()];
    double[] gates = new double[ROWS * model.intents()];
    model.newBatchScorer().score(rows, offset, FEATURES, ROWS, risks, gates);

    RiskModel.Scorer single = model.newScorer();
    double[] risk = new double[model.risks()];
    double[] gate = new double[model.intents()];
    for (int row = 0; row < ROWS; row++) {
      single.score(rows, offset + row * FEATURES, risk, gate);
      assertThat(row(risks, row, risk.length)).containsExactly(risk);
      assertThat(row(gates, row, gate.length)).containsExactly(gate);
    }
  }

  /** Whoever sums the first layer comes to the same, but for the rounding of the sums. */
  @ParameterizedTest
  @MethodSource("models")
  void theSumsOfTheFirstLayerAreScoredAsTheirRows(BlendedModel model) {
    float[] rows = gaussians(ROWS * FEATURES, 11);
    double[] expected = new double[ROWS * model.risks()];
    double[] expectedGates = new double[ROWS * model.intents()];
    model.newScorer().score(rows, 0, FEATURES, ROWS, expected, expectedGates);
    for (Kernel kernel : List.of(Kernel.plain(), Kernel.best())) {
      Optional<RiskModel.SumScorer> scorer = model.newSumScorer(kernel);
      assertThat(scorer.isPresent()).isEqualTo(model.views().isEmpty());
      scorer.ifPresent(
          bySums -> {
            double[] risks = new double[expected.length];
            double[] gates = new double[expectedGates.length];
            bySums.score(sums(bySums.weights(), rows), ROWS, risks, gates);
            assertThat(risks).containsExactly(expected, within(1e-6));
            assertThat(gates).containsExactly(expectedGates, within(1e-6));
          });
    }
  }

  private static float[][] sums(float[][] weights, float[] rows) {
    float[][] sums = new float[weights.length][ROWS];
    for (int sum = 0; sum < sums.length; sum++) {
      for (int row = 0; row < ROWS; row++) {
        double total = weights[sum][FEATURES];
        for (int feature = 0; feature < FEATURES; feature++) {
          total += weights[sum][feature] * (double) rows[row * FEATURES + feature];
        }
        sums[sum][row] = (float) total;
      }
    }
    return sums;
  }

  /** Of which some are this model itself. */
  @ParameterizedTest
  @MethodSource("models")
  void theModelOfAnIntentGivesItsRiskToTheLastBit(BlendedModel model) {
    float[] rows = gaussians(ROWS * FEATURES, 3);
    double[] risks = new double[ROWS * model.risks()];
    model
        .newBatchScorer()
        .score(rows, 0, FEATURES, ROWS, risks, new double[ROWS * model.intents()]);

    for (int intent = 0; intent < model.intents(); intent++) {
      BlendedModel one = model.ofIntent(intent);
      double[] own = new double[ROWS * one.risks()];
      one.newBatchScorer().score(rows, 0, FEATURES, ROWS, own, new double[ROWS * one.intents()]);
      for (int row = 0; row < ROWS; row++) {
        assertThat(own[row * one.risks() + (one.intents() == 1 ? 0 : intent)])
            .isEqualTo(risks[row * model.risks() + intent]);
      }
    }
    boolean independent = !model.mixture().shape().coupled() && model.views().isEmpty();
    assertThat(model.ofIntent(0).intents()).isEqualTo(independent ? 1 : model.intents());
  }

  private static double[] row(double[] values, int row, int width) {
    return Arrays.copyOfRange(values, row * width, (row + 1) * width);
  }

  private static BlendedModel random(MixtureShape shape) {
    int teacherWeights = shape.features() * shape.intents();
    return new BlendedModel(
        new Teacher(shape.features(), gaussians(teacherWeights, 1), gaussians(shape.intents(), 2)),
        new MixtureOfExperts(shape, gaussians(shape.parameterCount(), 4)));
  }

  private static DepartureModel random(DepartureShape shape) {
    return new DepartureModel(
        shape,
        gaussians(DepartureModel.detectionLength(shape), 1),
        gaussians(shape.intents() * DepartureModel.namingLength(shape), 2),
        gaussians(DepartureModel.excessNamingLength(shape), 5),
        gaussians(DepartureModel.sharedNamingLength(shape), 4),
        Optional.of(
            new JointDepartures(
                IntStream.range(0, shape.spans())
                    .mapToObj(
                        span ->
                            new Mahalanobis(
                                gaussians(shape.kpis(), 6 + span),
                                gaussians(shape.kpis() * shape.kpis(), 7 + span)))
                    .toList(),
                new float[shape.averages()],
                gaussians(shape.spans(), 8))));
  }

  private static float[] gaussians(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (0.4 * random.nextGaussian());
    }
    return values;
  }
}
