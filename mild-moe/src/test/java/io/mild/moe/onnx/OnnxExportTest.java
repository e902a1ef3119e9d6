package io.mild.moe.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mild.moe.Blend;
import io.mild.moe.BlendedModel;
import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureModel.JointDepartures;
import io.mild.moe.DepartureShape;
import io.mild.moe.FirstDayModel;
import io.mild.moe.FirstDayModel.Forecast;
import io.mild.moe.FirstDayModel.Unusual;
import io.mild.moe.FirstDayShape;
import io.mild.moe.GoalBounds;
import io.mild.moe.GoalBounds.Bound;
import io.mild.moe.IntentViews;
import io.mild.moe.Mahalanobis;
import io.mild.moe.MixtureOfExperts;
import io.mild.moe.MixtureShape;
import io.mild.moe.RiskModel;
import io.mild.moe.RootCauses;
import io.mild.moe.Teacher;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime makes of an exported model, beside {@link RiskModel.Scorer#score}. */
class OnnxExportTest {
  private static final int ROWS = 40;
  private static final int FEATURES = 12;
  private static final int K = 4;
  private static final double TOLERANCE = 1e-5;

  /** Intent 1 lacks the third kind, and of the second kind only intent 2 has one. */
  private static final IntentViews VIEWS =
      new IntentViews(
          new int[][] {
            {0, IntentViews.NONE, 2},
            {3, IntentViews.NONE, IntentViews.NONE},
            {6, 7, 8},
            {9, IntentViews.NONE, 11}
          });

  private static final float[] X = rows(ROWS, 5);

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void scoresAsTheModelDoes(
      @ForAll boolean shared,
      @ForAll boolean severalHorizons,
      @ForAll boolean coupled,
      @ForAll boolean multipleRootCauses,
      @ForAll @From("blends") Blend blend,
      @ForAll boolean calibrated)
      throws OrtException {
    BlendedModel model =
        model(shared, severalHorizons ? 3 : 1, coupled, multipleRootCauses, 1).withBlend(blend);
    double[] slopes = new double[model.risks()];
    double[] intercepts = new double[model.risks()];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = calibrated ? 0.5 + i % 5 / 4.0 : 1;
      intercepts[i] = calibrated ? 1 - i % 4 / 2.0 : 0;
    }

    assertScoresAsTheModelDoes(model, slopes, intercepts);
  }

  static List<DepartureShape> departures() {
    int[][] owned = {{0, 1}, {1, 2, 3}, {}};
    return List.of(
        new DepartureShape(4, 1, 3, owned, RootCauses.ONE),
        new DepartureShape(4, 1, 3, owned, RootCauses.MULTIPLE),
        new DepartureShape(4, 1, 3, new int[3][0], RootCauses.ONE),
        new DepartureShape(4, 1, 1, new int[][] {{0, 1, 2, 3}}, RootCauses.ONE),
        new DepartureShape(4, 1, 1, new int[][] {{2}}, RootCauses.MULTIPLE),
        new DepartureShape(2, 2, 2, new int[][] {{0}, {1}}, RootCauses.ONE),
        new DepartureShape(2, 2, 2, new int[][] {{0, 1}, {}}, RootCauses.MULTIPLE),
        new DepartureShape(2, 2, 4, new int[][] {{1}, {}, {0, 1}, {0}}, RootCauses.ONE),
        new DepartureShape(4, 1, 3, new int[][] {{}, {3}, {2, 0, 1}}, RootCauses.MULTIPLE),
        new DepartureShape(1, 4, 2, new int[][] {{0}, {0}}, RootCauses.ONE));
  }

  @ParameterizedTest
  @MethodSource("departures")
  void soDoModelsOfDepartures(DepartureShape shape) throws OrtException {
    for (long seed = 7; seed < 11; seed++) { // joint, own excess: both, none, either
      DepartureModel model = random(shape, seed);
      double[] slopes = new double[model.risks()];
      Arrays.fill(slopes, 1);
      double[] intercepts = new double[model.risks()];
      assertScoresAsTheModelDoes(model, slopes, intercepts);
      Arrays.fill(slopes, 0.75);
      Arrays.fill(intercepts, -0.5);
      assertScoresAsTheModelDoes(model, slopes, intercepts);
    }
  }

  static List<FirstDayModel> firstDays() {
    GoalBounds one = new GoalBounds(List.of(new Bound(1, 0.5, true)), false);
    GoalBounds all =
        new GoalBounds(List.of(new Bound(0, -0.5, false), new Bound(5, 0.25, true)), true);
    GoalBounds any = new GoalBounds(List.of(new Bound(2, 1, true), new Bound(3, -1, false)), false);
    float[] whitening = new float[36];
    for (int i = 0; i < 36; i++) {
      whitening[i] = (float) Math.sin(i);
    }
    Unusual unusual =
        new Unusual(new Mahalanobis(new float[] {1, 0, 0, -1, 0, 0.5f}, whitening), 2, 1, 4);
    Forecast forecast = new Forecast(3, 0.5, -0.25, 0.5);
    return List.of(
        new FirstDayModel(
            new FirstDayShape(6, List.of(one, all, any), RootCauses.ONE),
            forecast,
            Optional.of(unusual)),
        new FirstDayModel(
            new FirstDayShape(6, List.of(all, one), RootCauses.MULTIPLE),
            forecast,
            Optional.empty()),
        new FirstDayModel(
            new FirstDayShape(6, List.of(all), RootCauses.MULTIPLE), forecast, Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("firstDays")
  void soDoModelsOfTheFirstDay(FirstDayModel model) throws OrtException {
    double[] slopes = new double[model.risks()];
    Arrays.fill(slopes, 0.75);
    double[] intercepts = new double[model.risks()];
    assertScoresAsTheModelDoes(model, slopes, intercepts);
  }

  private static void assertScoresAsTheModelDoes(
      RiskModel model, double[] slopes, double[] intercepts) throws OrtException {
    int intents = model.intents();
    Answer answer = Answer.of(new OnnxExport(FEATURES).add(model, slopes, intercepts), X);

    double[] risks = new double[model.risks()];
    double[] gate = new double[intents];
    RiskModel.Scorer scorer = model.newScorer();
    double least = 1;
    double most = 0;
    for (int row = 0; row < ROWS; row++) {
      scorer.score(X, row * FEATURES, risks, gate);
      double[] expected = calibrated(risks, intents, slopes, intercepts);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) answer.risks[row][i]).isCloseTo(expected[i], within(TOLERANCE));
        assertLogOdds(answer.logOdds[row][i], expected[i]);
        least = Math.min(least, expected[i]);
        most = Math.max(most, expected[i]);
      }
      for (int i = 0; i < intents; i++) {
        assertThat((double) answer.rootCause[row][i]).isCloseTo(gate[i], within(TOLERANCE));
      }
    }
    assertThat(most - least).as("the rows' risks differ").isGreaterThan(0.1);
  }

  /** To a float's precision, and of risks near 1, of which a double tells less, to that. */
  private static void assertLogOdds(double actual, double risk) {
    double expected = Math.log(risk) - Math.log1p(-risk);
    double rounding = Math.ulp(1.0) / (1 - risk);
    assertThat(actual)
        .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected)) + rounding));
  }

  @Provide
  Arbitrary<Blend> blends() {
    return Arbitraries.of(
        Blend.MIXTURE,
        Blend.TEACHER,
        new Blend(0.3, 0.6),
        new Blend(1, 0.4),
        new Blend(0.7, 1),
        new Blend(0, 1));
  }

  /** {@code P(Hj) = P(Hj−1) · step}, and each is σ(slope · log-odds + intercept). */
  private static double[] calibrated(
      double[] risks, int intents, double[] slopes, double[] intercepts) {
    double[] calibrated = new double[risks.length];
    for (int i = 0; i < risks.length; i++) {
      double step = i < intents ? risks[i] : risks[i] / risks[i - intents];
      step = Math.max(1e-12, Math.min(1 - 1e-12, step));
      double odds = Math.pow(step / (1 - step), slopes[i]) * Math.exp(intercepts[i]);
      calibrated[i] = odds / (1 + odds) * (i < intents ? 1 : calibrated[i - intents]);
    }
    return calibrated;
  }

  @Test
  void severalModelsFollowOneAnotherAndTheFirstNamesTheRootCause() throws OrtException {
    BlendedModel first = model(false, 1, true, false, 2);
    BlendedModel second = model(false, 3, false, false, 3);
    Answer both = Answer.of(new OnnxExport(FEATURES).add(first).add(second), X);
    Answer ofFirst = Answer.of(new OnnxExport(FEATURES).add(first), X);
    Answer ofSecond = Answer.of(new OnnxExport(FEATURES).add(second), X);

    for (int row = 0; row < ROWS; row++) {
      assertThat(both.risks[row]).hasSize(4 * K).startsWith(ofFirst.risks[row]);
      assertThat(both.risks[row]).endsWith(ofSecond.risks[row]);
      assertThat(both.rootCause[row]).isEqualTo(ofFirst.rootCause[row]);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, true", "30, true", "30, false"})
  void soDoManyIntentsAndACommonExpert(int intents, boolean common) throws OrtException {
    BlendedModel model =
        random(new MixtureShape(FEATURES, intents, List.of(8), 4, 4, true, 2, true, common), 6);

    Answer answer = Answer.of(new OnnxExport(FEATURES).add(model), X);

    double[] risks = new double[2 * intents];
    double[] gate = new double[intents];
    for (int row = 0; row < ROWS; row++) {
      model.newScorer().score(X, row * FEATURES, risks, gate);
      for (int i = 0; i < risks.length; i++) {
        assertThat((double) answer.risks[row][i]).isCloseTo(risks[i], within(TOLERANCE));
      }
    }
  }

  @Test
  void aMixtureMayBeSharedByOneIntent() throws OrtException {
    IntentViews view = new IntentViews(new int[][] {{4, 7, IntentViews.NONE}});
    BlendedModel model = shared(view, new MixtureShape(9, 1, List.of(8), 4, 4), 4);

    Answer answer = Answer.of(new OnnxExport(FEATURES).add(model), X);

    double[] risk = new double[1];
    double[] gate = new double[1];
    for (int row = 0; row < ROWS; row++) {
      model.newScorer().score(X, row * FEATURES, risk, gate);
      assertThat((double) answer.risks[row][0]).isCloseTo(risk[0], within(TOLERANCE));
      assertThat(answer.rootCause[row]).containsExactly(1);
    }
  }

  /** Log-odds of ±40 are past what a probability in float can tell from 0 and 1. */
  @Test
  void aRiskNearOneIsBlendedAndCalibratedByItsLogOdds() throws OrtException {
    MixtureShape shape = new MixtureShape(FEATURES, 1, List.of(2), 2, 2);
    float[] parameters = new float[shape.parameterCount()];
    parameters[parameters.length - 1] = 24; // the head's bias, and nothing else
    BlendedModel model =
        new BlendedModel(
                new Teacher(FEATURES, new float[FEATURES], new float[] {-20}),
                new MixtureOfExperts(shape, parameters))
            .withBlend(new Blend(0.5, 0));

    Answer answer =
        Answer.of(new OnnxExport(FEATURES).add(model, new double[] {0.5}, new double[] {-1}), X);

    // (24 - 20) / 2 = 2, and 2 / 2 - 1 = 0
    assertThat((double) answer.risks[0][0]).isCloseTo(0.5, within(TOLERANCE));
  }

  /** Below −18, where ONNX Runtime's sigmoid is 0: σ(−27.5) = 1.14e-12, and a step as small. */
  @ParameterizedTest
  @CsvSource({"-27.5, 1, 0", "-20, 1, 0", "-18.5, 1, 0", "-26, 0.75, 0.5", "-25, 1, -2.5"})
  void logOddsTellSmallRisksApart(float logit, double slope, double intercept) throws OrtException {
    MixtureShape shape = new MixtureShape(FEATURES, 1, List.of(2), 2, 2, true, 2, false, false);
    float[] parameters = new float[shape.parameterCount()];
    parameters[parameters.length - 2] = logit; // the heads' biases, and nothing else
    parameters[parameters.length - 1] = logit;
    BlendedModel model =
        new BlendedModel(
            new Teacher(FEATURES, new float[FEATURES], new float[1]),
            new MixtureOfExperts(shape, parameters));
    double[] slopes = {slope, slope};
    double[] intercepts = {intercept, intercept};

    Answer answer = Answer.of(new OnnxExport(FEATURES).add(model, slopes, intercepts), X);

    double[] risks = new double[2];
    model.newScorer().score(X, 0, risks, new double[1]);
    boolean isCalibrated = slope != 1 || intercept != 0;
    double[] expected = isCalibrated ? calibrated(risks, 1, slopes, intercepts) : risks;
    assertThat(expected[0]).isBetween(1e-13, 1e-7);
    assertThat((double) answer.logOdds[0][0])
        .isCloseTo(Math.log(expected[0]) - Math.log1p(-expected[0]), within(TOLERANCE));
    assertThat((double) answer.logOdds[0][1])
        .isCloseTo(Math.log(expected[1]) - Math.log1p(-expected[1]), within(TOLERANCE));
  }

  @ParameterizedTest
  @CsvSource({"-27.5", "-18.5", "20"})
  void soDoThoseOfDepartures(float logit) throws OrtException {
    DepartureShape shape = departures().get(0);
    float[] detection = new float[DepartureModel.detectionLength(shape)];
    detection[0] = logit;
    DepartureModel model =
        new DepartureModel(
            shape,
            detection,
            new float[shape.intents() * DepartureModel.namingLength(shape)],
            new float[DepartureModel.sharedNamingLength(shape)]);

    Answer answer = Answer.of(new OnnxExport(FEATURES).add(model), X);

    assertThat(answer.logOdds[0]).containsExactly(logit, logit, logit);
  }

  /** Seed 10 has weights of it, seed 8 has none; the third shape's intents own no KPIs. */
  @Test
  void whatIsBeyondItsUsualOfOnesOwnKpisIsInTheFileWhereItHasASay() {
    assertThat(names(random(departures().get(0), 10)))
        .contains("own-excess-naming", "farthest-naming");
    assertThat(names(random(departures().get(0), 8)))
        .doesNotContain("own-excess-naming", "farthest-naming");
    assertThat(names(random(departures().get(2), 10)))
        .doesNotContain("own-excess-naming", "farthest-naming");
  }

  private static String names(DepartureModel model) {
    return new String(new OnnxExport(FEATURES).add(model).toBytes(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void theFileHoldsOnlyWhatItsOutputsNeed() {
    BlendedModel mixture = model(false, 1, true, false, 1);

    assertThat(new OnnxExport(FEATURES).add(mixture.withBlend(Blend.TEACHER)).toBytes().length)
        .isLessThan(K * (FEATURES + 1) * Float.BYTES + 1_000);
  }

  @Test
  void theSameModelGivesTheSameBytes() {
    BlendedModel model = model(true, 3, false, true, 1).withBlend(new Blend(0.3, 0.6));

    assertThat(new OnnxExport(FEATURES).add(model).toBytes())
        .isEqualTo(new OnnxExport(FEATURES).add(model).toBytes());
  }

  @Test
  void whatIsSaidOfTheModelIsInTheFile() throws OrtException {
    byte[] file =
        new OnnxExport(FEATURES)
            .add(model(false, 1, true, false, 1))
            .describe("intents", "[\"Größe\"]")
            .toBytes();

    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file)) {
      assertThat(session.getMetadata().getProducerName()).isEqualTo("mild");
      assertThat(session.getMetadata().getCustomMetadata())
          .isEqualTo(Map.of("intents", "[\"Größe\"]"));
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    BlendedModel model = model(false, 1, true, false, 1);
    BlendedModel shared = model(true, 1, true, false, 1);
    BlendedModel ofOne =
        shared(new IntentViews(new int[][] {{1}}), new MixtureShape(3, 1, List.of(2), 2, 2), 1);

    assertThatThrownBy(() -> new OnnxExport(FEATURES + 1).add(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model of 12 features can't be asked for rows of 13");
    assertThatThrownBy(() -> new OnnxExport(FEATURES - 1).add(shared))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model of 12 features can't be asked for rows of 11");
    DepartureModel departures = random(departures().get(0), 1);
    assertThatThrownBy(() -> new OnnxExport(FEATURES + 1).add(departures))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model of 12 features can't be asked for rows of 13");
    assertThatThrownBy(() -> new OnnxExport(FEATURES).add(model).add(ofOne))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model of 1 intents can't follow one of 4");
    assertThatThrownBy(() -> new OnnxExport(FEATURES).add(model, new double[K], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4 slopes and 3 intercepts can't calibrate 4 risks");
    assertThatThrownBy(() -> new OnnxExport(FEATURES).toBytes())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no model was added");
  }

  private static BlendedModel model(
      boolean shared, int horizons, boolean coupled, boolean multipleRootCauses, long seed) {
    int features = shared ? VIEWS.width() : FEATURES;
    int intents = shared ? 1 : K;
    MixtureShape shape =
        new MixtureShape(
            features, intents, List.of(8, 6), 5, 4, coupled, horizons, multipleRootCauses, false);
    return shared ? shared(VIEWS, shape, seed) : random(shape, seed);
  }

  private static BlendedModel shared(IntentViews views, MixtureShape shape, long seed) {
    return random(shape, seed).sharedBy(views);
  }

  private static BlendedModel random(MixtureShape shape, long seed) {
    Teacher teacher =
        new Teacher(
            shape.features(),
            uniform(shape.intents() * shape.features(), 1, ~seed),
            uniform(shape.intents(), 1, seed));
    return new BlendedModel(
        teacher, new MixtureOfExperts(shape, uniform(shape.parameterCount(), 1.2, seed)));
  }

  private static DepartureModel random(DepartureShape shape, long seed) {
    return new DepartureModel(
        shape,
        uniform(DepartureModel.detectionLength(shape), 1, seed),
        uniform(shape.intents() * DepartureModel.namingLength(shape), 1, ~seed),
        uniform(DepartureModel.excessNamingLength(shape), 1, seed + 2),
        shared(shape, seed),
        seed % 2 == 0 ? Optional.empty() : Optional.of(joint(shape, seed)));
  }

  /** Of seeds 10, 11, 14, 15 and so on with weights of what is beyond its usual. */
  private static float[] shared(DepartureShape shape, long seed) {
    float[] shared = uniform(DepartureModel.sharedNamingLength(shape), 1, seed + 1);
    if (seed / 2 % 2 == 0) {
      Arrays.fill(shared, 2 * shape.spans(), shared.length, 0);
    }
    return shared;
  }

  private static JointDepartures joint(DepartureShape shape, long seed) {
    int kpis = shape.kpis();
    return new JointDepartures(
        IntStream.range(0, shape.spans())
            .mapToObj(
                span ->
                    new Mahalanobis(
                        uniform(kpis, 1, seed + span), uniform(kpis * kpis, 1, ~seed + span)))
            .toList(),
        usual(shape.averages(), seed),
        uniform(shape.spans(), 1, seed));
  }

  private static float[] usual(int count, long seed) {
    float[] usual = uniform(count, 2, seed);
    for (int i = 0; i < count; i++) {
      usual[i] = Math.abs(usual[i]);
    }
    return usual;
  }

  private static float[] uniform(int count, double bound, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }

  /** Of which two intents' are equal in each second row, so that the highest is twice there. */
  private static float[] rows(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[rows * FEATURES];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-3, 3);
    }
    for (int row = 0; row < rows; row += 2) {
      x[row * FEATURES] = 5;
      x[row * FEATURES + 3] = 5;
    }
    return x;
  }

  /** {@code [rows][n·K]}, {@code [rows][K]} and {@code [rows][n·K]}. */
  private record Answer(float[][] risks, float[][] rootCause, float[][] logOdds) {
    static Answer of(OnnxExport export, float[] x) throws OrtException {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      long[] shape = {x.length / FEATURES, FEATURES};
      try (OrtSession session = environment.createSession(export.toBytes());
          OnnxTensor rows = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), shape);
          OrtSession.Result result = session.run(Map.of("features", rows))) {
        return new Answer(
            (float[][]) result.get("risks").orElseThrow().getValue(),
            (float[][]) result.get("rootCause").orElseThrow().getValue(),
            (float[][]) result.get("riskLogOdds").orElseThrow().getValue());
      }
    }
  }
}
