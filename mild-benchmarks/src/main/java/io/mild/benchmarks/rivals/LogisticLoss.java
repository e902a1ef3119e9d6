package io.mild.benchmarks.rivals;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The cross-entropy of labels y and logits z, {@code max(z, 0) − y·z + log(1 + e^−|z|)}, whose
 * gradient is {@code σ(z) − y} however large z is. The output layer that it belongs to has no
 * activation: what it gives are the logits.
 *
 * <p>DL4J's {@code LossBinaryXENT} goes through the probability, which it clips at 1e-5 and
 * multiplies by the sigmoid's slope: a unit that is sure and wrong has hardly any gradient there,
 * beyond a logit of 17 none in single precision, and stays wrong.
 */
@SuppressWarnings("serial") // DL4J wants it serializable; it has no state
final class LogisticLoss implements ILossFunction {
  @Override
  public double computeScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activation,
      @Nullable INDArray mask,
      boolean average) {
    double sum = losses(labels, preOutput, activation, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
    return losses(labels, preOutput, activation, mask).sum(true, 1);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
    requireLogits(activation, mask);
    return Transforms.sigmoid(preOutput, true).subi(labels.castTo(preOutput.dataType()));
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activation,
      @Nullable INDArray mask,
      boolean average) {
    return new Pair<>(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public String name() {
    return toString();
  }

  @Override
  public String toString() {
    return "LogisticLoss()";
  }

  /** {@code [rows × intents]}. */
  private static INDArray losses(
      INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
    requireLogits(activation, mask);
    INDArray small = Transforms.exp(Transforms.abs(preOutput, true).negi(), false);
    return Transforms.log1p(small, false)
        .addi(Transforms.relu(preOutput, true))
        .subi(preOutput.mul(labels.castTo(preOutput.dataType())));
  }

  private static void requireLogits(IActivation activation, @Nullable INDArray mask) {
    if (!(activation instanceof ActivationIdentity) || mask != null) {
      throw new IllegalArgumentException(
          "the layer must give unmasked logits, but its activation is %s and its mask %s"
              .formatted(activation, mask));
    }
  }
}
