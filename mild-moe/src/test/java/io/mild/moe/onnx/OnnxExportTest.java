package io.mild.moe.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mild.moe.Blend;
import io.mild.moe.IntentViews;
import io.mild.moe.MixtureOfExperts;
import io.mild.moe.MixtureShape;
import io.mild.moe.RiskModel;
import io.mild.moe.Teacher;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
    RiskModel model =
        model(shared, severalHorizons ? 3 : 1, coupled, multipleRootCauses, 1).withBlend(blend);
    double[] slopes = new double[model.risks()];
    double[] intercepts = new double[model.risks()];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = calibrated ? 0.5 + i % 5 / 4.0 : 1;
      intercepts[i] = calibrated ? 1 - i % 4 / 2.0 : 0;
    }

    Answer answer = Answer.of(new OnnxExport(FEATURES).add(model, slopes, intercepts), X);

    double[] risks = new double[model.risks()];
    double[] gate = new double[K];
    RiskModel.Scorer scorer = model.newScorer();
    double least = 1;
    double most = 0;
    for (int row = 0; row < ROWS; row++) {
      scorer.score(X, row * FEATURES, risks, gate);
      double[] expected = calibrated(risks, slopes, intercepts);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) answer.risks[row][i]).isCloseTo(expected[i], within(TOLERANCE));
        least = Math.min(least, expected[i]);
        most = Math.max(most, expected[i]);
      }
      for (int i = 0; i < K; i++) {
        assertThat((double) answer.rootCause[row][i]).isCloseTo(gate[i], within(TOLERANCE));
      }
    }
    assertThat(most - least).as("the rows' risks differ").isGreaterThan(0.1);
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
  private static double[] calibrated(double[] risks, double[] slopes, double[] intercepts) {
    double[] calibrated = new double[risks.length];
    for (int i = 0; i < risks.length; i++) {
      double step = i < K ? risks[i] : risks[i] / risks[i - K];
      step = Math.max(1e-12, Math.min(1 - 1e-12, step));
      double odds = Math.pow(step / (1 - step), slopes[i]) * Math.exp(intercepts[i]);
      calibrated[i] = odds / (1 + odds) * (i < K ? 1 : calibrated[i - K]);
    }
    return calibrated;
  }

  @Test
  void severalModelsFollowOneAnotherAndTheFirstNamesTheRootCause() throws OrtException {
    RiskModel first = model(false, 1, true, false, 2);
    RiskModel second = model(false, 3, false, false, 3);
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
    RiskModel model =
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
    RiskModel model = shared(view, new MixtureShape(9, 1, List.of(8), 4, 4), 4);

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
    RiskModel model =
        new RiskModel(
                new Teacher(FEATURES, new float[FEATURES], new float[] {-20}),
                new MixtureOfExperts(shape, parameters))
            .withBlend(new Blend(0.5, 0));

    Answer answer =
        Answer.of(new OnnxExport(FEATURES).add(model, new double[] {0.5}, new double[] {-1}), X);

    // (24 - 20) / 2 = 2, and 2 / 2 - 1 = 0
    assertThat((double) answer.risks[0][0]).isCloseTo(0.5, within(TOLERANCE));
  }

  @Test
  void theFileHoldsOnlyWhatItsOutputsNeed() {
    RiskModel mixture = model(false, 1, true, false, 1);

    assertThat(new OnnxExport(FEATURES).add(mixture.withBlend(Blend.TEACHER)).toBytes().length)
        .isLessThan(K * (FEATURES + 1) * Float.BYTES + 1_000);
  }

  @Test
  void theSameModelGivesTheSameBytes() {
    RiskModel model = model(true, 3, false, true, 1).withBlend(new Blend(0.3, 0.6));

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
    RiskModel model = model(false, 1, true, false, 1);
    RiskModel shared = model(true, 1, true, false, 1);
    RiskModel ofOne =
        shared(new IntentViews(new int[][] {{1}}), new MixtureShape(3, 1, List.of(2), 2, 2), 1);

    assertThatThrownBy(() -> new OnnxExport(FEATURES + 1).add(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model of 12 features can't be asked for rows of 13");
    assertThatThrownBy(() -> new OnnxExport(FEATURES - 1).add(shared))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model of 12 features can't be asked for rows of 11");
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

  private static RiskModel model(
      boolean shared, int horizons, boolean coupled, boolean multipleRootCauses, long seed) {
    int features = shared ? VIEWS.width() : FEATURES;
    int intents = shared ? 1 : K;
    MixtureShape shape =
        new MixtureShape(
            features, intents, List.of(8, 6), 5, 4, coupled, horizons, multipleRootCauses, false);
    return shared ? shared(VIEWS, shape, seed) : random(shape, seed);
  }

  private static RiskModel shared(IntentViews views, MixtureShape shape, long seed) {
    return random(shape, seed).sharedBy(views);
  }

  private static RiskModel random(MixtureShape shape, long seed) {
    Teacher teacher =
        new Teacher(
            shape.features(),
            uniform(shape.intents() * shape.features(), 1, ~seed),
            uniform(shape.intents(), 1, seed));
    return new RiskModel(
        teacher, new MixtureOfExperts(shape, uniform(shape.parameterCount(), 1.2, seed)));
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

  /** {@code [rows][n·K]} and {@code [rows][K]}. */
  private record Answer(float[][] risks, float[][] rootCause) {
    static Answer of(OnnxExport export, float[] x) throws OrtException {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      long[] shape = {x.length / FEATURES, FEATURES};
      try (OrtSession session = environment.createSession(export.toBytes());
          OnnxTensor rows = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), shape);
          OrtSession.Result result = session.run(Map.of("features", rows))) {
        return new Answer(
            (float[][]) result.get("risks").orElseThrow().getValue(),
            (float[][]) result.get("rootCause").orElseThrow().getValue());
      }
    }
  }
}
