package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MixtureOfExpertsTest {
  /**
   * One feature, two intents, all layers one wide. With x = 2 and d = (0.25, 0.75):
   *
   * <pre>
   * h = ReLU(0.5·2 + 1) = 2
   * gate hidden = ReLU(4·0.25 + 0·0.75 + 0·2 + 0) = 1
   * gate logits = (1·1 + 0, 0·1 + 0), so g = (e/(e+1), 1/(e+1)) = (0.7310586, 0.2689414)
   * experts = ReLU(1·2 + 0), ReLU(−1·2 + 0) = 2, 0
   * p = σ(g_1·(3·2) − 4), σ(g_2·(5·0) + 1) = σ(0.3863516), σ(1) = 0.5954041, 0.7310586
   * </pre>
   */
  @Test
  void aSmallMixtureIsAsWorkedOutByHand() {
    MixtureShape shape = new MixtureShape(1, 2, List.of(1), 1, 1);
    float[] parameters = {
      0.5f,
      1, // encoder: weight, bias
      4,
      0,
      0,
      0, // gate hidden: d1, d2, h, bias
      1,
      0,
      -1,
      0, // experts: weight, bias of each
      1,
      0,
      0,
      0, // gate output: weight, bias of each intent
      3,
      5, // heads
      -4,
      1 // their biases
    };
    MixtureOfExperts mixture = new MixtureOfExperts(shape, parameters);
    double[] risks = new double[2];
    double[] gate = new double[2];
    mixture.score(
        new float[] {9, 2}, 1, new float[] {0.25f, 0.75f}, risks, gate, mixture.newScratch());

    assertThat(gate).containsExactly(new double[] {0.7310586, 0.2689414}, within(1e-6));
    assertThat(risks).containsExactly(new double[] {0.5954041, 0.7310586}, within(1e-6));
  }

  /**
   * One feature, two intents, two horizons, no coupling. With x = 2: h = 2·1 + 0 = 2, experts = (2,
   * 6), and whatever the gate:
   *
   * <pre>
   * P(H1) = σ(0.5·2 − 1), σ(−0.5·6 + 1) = σ(0), σ(−2) = 0.5, 0.1192029
   * P(H2) = P(H1) · σ(1·2 − 1), P(H1) · σ(0.25·6 + 0) = 0.5 · 0.7310586, 0.1192029 · 0.8175745
   * </pre>
   */
  @Test
  void anUncoupledMixtureOfTwoHorizonsIsAsWorkedOutByHand() {
    MixtureShape shape = new MixtureShape(1, 2, List.of(1), 1, 1, false, 2);
    float[] parameters = {
      1,
      0, // encoder: weight, bias
      4,
      0,
      0,
      0, // gate hidden: d1, d2, h, bias
      1,
      0,
      3,
      0, // experts: weight, bias of each
      1,
      0,
      0,
      0, // gate output: weight, bias of each intent
      0.5f,
      -0.5f,
      1,
      0.25f, // heads: both intents of H1, of H2
      -1,
      1,
      -1,
      0 // their biases
    };
    MixtureOfExperts mixture = new MixtureOfExperts(shape, parameters);
    double[] risks = new double[4];
    double[] gate = new double[2];
    for (float[] prior : new float[][] {{0.25f, 0.75f}, {1, 0}}) {
      mixture.score(new float[] {2}, 0, prior, risks, gate, mixture.newScratch());

      assertThat(risks)
          .containsExactly(new double[] {0.5, 0.1192029, 0.3655293, 0.0974573}, within(1e-6));
    }
  }

  /**
   * The same with an expert of two units that both heads read. With x = 2: h = 2, expert = (2, 6),
   * and whatever the gate:
   *
   * <pre>
   * P(H1) = σ(0.5·2 + 0.25·6 − 1), σ(−0.5·2 + 0·6 + 1) = σ(1.5), σ(0) = 0.8175745, 0.5
   * P(H2) = P(H1) · σ(1·2 − 0.5·6 + 1), P(H1) · σ(0·2 + 0.25·6 + 0)
   *       = 0.8175745 · σ(0), 0.5 · σ(1.5)
   * </pre>
   */
  @Test
  void aMixtureWhoseHeadsReadOneExpertIsAsWorkedOutByHand() {
    MixtureShape shape = new MixtureShape(1, 2, List.of(1), 1, 1, false, 2, false, true);
    float[] parameters = {
      1,
      0, // encoder: weight, bias
      4,
      0,
      0,
      0, // gate hidden: d1, d2, h, bias
      1,
      0,
      3,
      0, // the expert: weight, bias of each unit
      1,
      0,
      0,
      0, // gate output: weight, bias of each intent
      0.5f,
      0.25f,
      -0.5f,
      0, // heads of H1: each one's two units
      1,
      -0.5f,
      0,
      0.25f, // heads of H2
      -1,
      1,
      1,
      0 // their biases
    };
    MixtureOfExperts mixture = new MixtureOfExperts(shape, parameters);
    double[] risks = new double[4];
    mixture.score(
        new float[] {2}, 0, new float[] {0.25f, 0.75f}, risks, new double[2], mixture.newScratch());

    assertThat(risks)
        .containsExactly(new double[] {0.8175745, 0.5, 0.4087872, 0.4087872}, within(1e-6));
  }

  @Test
  void parametersAreCopiedInAndOut() {
    MixtureShape shape = new MixtureShape(1, 1, List.of(1), 1, 1);
    float[] parameters = new float[shape.parameterCount()];
    MixtureOfExperts mixture = new MixtureOfExperts(shape, parameters);
    parameters[0] = 5;
    mixture.parameters()[1] = 5;

    assertThat(mixture.parameters()).containsOnly(0);
  }

  @Test
  void aWrongNumberOfParametersIsRefused() {
    MixtureShape shape = MixtureShape.paper(40, 3);

    assertThatThrownBy(() -> new MixtureOfExperts(shape, new float[12]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but got 12");
  }

  @Test
  void aParameterThatIsNotFiniteIsRefused() {
    MixtureShape shape = new MixtureShape(1, 1, List.of(1), 1, 1);
    float[] parameters = new float[shape.parameterCount()];
    parameters[3] = Float.POSITIVE_INFINITY;

    assertThatThrownBy(() -> new MixtureOfExperts(shape, parameters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameter 3 is Infinity");
  }

  /** 41·64 + 65·64 encoder, 68·32 gate, 65·96 experts, 33·3 gate output, 96 + 3 heads. */
  @Test
  void thePapersMixtureHasAsManyParametersAsCountedByHand() {
    assertThat(MixtureShape.paper(40, 3).parameterCount())
        .isEqualTo(2624 + 4160 + 2176 + 6240 + 99 + 99);
    assertThat(new MixtureShape(40, 3, List.of(64, 64), 32, 32, false, 3).parameterCount())
        .as("with three outputs a head")
        .isEqualTo(2624 + 4160 + 2176 + 6240 + 99 + 3 * 99);
    assertThat(
            new MixtureShape(40, 3, List.of(64, 64), 32, 32, false, 3, false, true)
                .parameterCount())
        .as("with heads that read all 96 units")
        .isEqualTo(2624 + 4160 + 2176 + 6240 + 99 + 3 * (3 * 96 + 3));
  }
}
