package io.mild.moe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Forward and backward pass of the mixture of experts for batches of one size, in wide ND4J
 * operations on buffers that are allocated once.
 *
 * <p>All buffers are 'f'-ordered, so that a range of columns is contiguous and can be the output of
 * a matrix product. Each layer's input buffer ends in a column of ones: biases are the last row of
 * the weights, and their gradient falls out of the same product. All experts are one product, all
 * heads one product with a block-diagonal matrix.
 */
final class MixturePass {
  private final MixtureShape shape;
  private final BatchLoss loss;
  private final int rows;
  private final int k;

  private final List<INDArray> encoderInputs = new ArrayList<>(); // [x|1], [h1|1], …
  private final INDArray gateInput; // [d|h|1]
  private final INDArray prior; // columns of gateInput
  private final INDArray hidden;
  private final INDArray expertInput; // [h|1]
  private final INDArray gateActivations; // [ReLU|1]
  private final INDArray expertActivations;
  private final INDArray gateLogits;
  private final INDArray headSums;
  private final INDArray blockMask; // [K·X, K]: one where an expert's unit belongs to the intent
  private final INDArray blockHeads;
  private final INDArray output; // [p|g]
  private final @Nullable Decorrelation decorrelation;

  private final List<INDArray> encoderGradients = new ArrayList<>();
  private final INDArray gateInputGradient;
  private final INDArray hiddenGradient;
  private final INDArray expertInputGradient;
  private final INDArray gateActivationGradient;
  private final INDArray expertGradient;
  private final INDArray expertScratch;
  private final INDArray gateScratch;
  private final List<INDArray> encoderScratch = new ArrayList<>();
  private final INDArray logitGradient;
  private final INDArray sumGradient;
  private final INDArray blockGradient;
  private final INDArray biasGradient;

  private final NativeCopy copy = new NativeCopy();
  private final double[] gate;
  private final double[] sums;
  private final double[] gateOrLogits;
  private final double[] bias;
  private final double[] priors;
  private final double[] labelled;
  private final double[] gateSlope;
  private final double[] logitSlope;
  private final double[] sumSlope;
  private final double[] biasSlope;
  private final double[] outputs;

  MixturePass(MixtureShape shape, HybridLoss weights, int rows, DataType type) {
    this.shape = shape;
    this.rows = rows;
    this.k = shape.intents();
    this.loss = new BatchLoss(weights, k);
    int hiddenWidth = shape.hidden();
    int expertWidth = k * shape.expert();

    int width = shape.features();
    for (int next : shape.encoder()) {
      encoderInputs.add(withOnes(type, width));
      encoderGradients.add(matrix(type, width + 1));
      encoderScratch.add(matrix(type, width));
      width = next;
    }
    gateInput = withOnes(type, k + hiddenWidth);
    prior = columns(gateInput, 0, k);
    hidden = columns(gateInput, k, k + hiddenWidth);
    expertInput = columns(gateInput, k, k + hiddenWidth + 1);
    gateActivations = withOnes(type, shape.gate());
    expertActivations = matrix(type, expertWidth);
    gateLogits = matrix(type, k);
    headSums = matrix(type, k);
    blockMask = Nd4j.create(type, new long[] {expertWidth, k}, 'f');
    for (int unit = 0; unit < expertWidth; unit++) {
      blockMask.putScalar(unit, unit / shape.expert(), 1);
    }
    blockHeads = blockMask.dup('f');
    output = matrix(type, 2 * k);
    decorrelation =
        weights.decorrelation() > 0 && k > 1
            ? new Decorrelation(weights.decorrelation(), blockMask, rows, type)
            : null;

    gateInputGradient = matrix(type, k + hiddenWidth + 1);
    hiddenGradient = columns(gateInputGradient, k, k + hiddenWidth);
    expertInputGradient = columns(gateInputGradient, k, k + hiddenWidth + 1);
    gateActivationGradient = matrix(type, shape.gate() + 1);
    expertGradient = matrix(type, expertWidth);
    expertScratch = matrix(type, expertWidth);
    gateScratch = matrix(type, shape.gate());
    encoderScratch.add(matrix(type, hiddenWidth));
    logitGradient = matrix(type, k);
    sumGradient = matrix(type, k);
    blockGradient = blockMask.dup('f');
    biasGradient = Nd4j.create(type, new long[] {k, 1}, 'f');

    gate = new double[k * rows];
    sums = new double[k * rows];
    gateOrLogits = new double[k * rows];
    bias = new double[k];
    priors = new double[k * rows];
    labelled = new double[3 * k * rows];
    gateSlope = new double[k * rows];
    logitSlope = new double[k * rows];
    sumSlope = new double[k * rows];
    biasSlope = new double[k];
    outputs = new double[2 * k * rows];
  }

  /**
   * @param input [x | d], {@code [rows][D' + K]}
   * @return [p | g], {@code [rows][2 K]}, overwritten by the next call
   */
  INDArray forward(INDArray input, MixtureViews parameters) {
    int features = shape.features();
    columns(encoderInputs.get(0), 0, features).assign(columns(input, 0, features));
    prior.assign(columns(input, features, features + k));
    for (int layer = 0; layer < encoderInputs.size(); layer++) {
      INDArray activations =
          layer + 1 < encoderInputs.size()
              ? columns(encoderInputs.get(layer + 1), 0, shape.encoder().get(layer))
              : hidden;
      multiply(encoderInputs.get(layer), parameters.encoder().get(layer), activations);
      rectify(activations);
    }
    INDArray gateUnits = columns(gateActivations, 0, shape.gate());
    multiply(gateInput, parameters.gateHidden(), gateUnits);
    rectify(gateUnits);
    multiply(gateActivations, parameters.gateOutput(), gateLogits);
    multiply(expertInput, parameters.experts(), expertActivations);
    rectify(expertActivations);
    Nd4j.exec(new BroadcastMulOp(blockMask, parameters.heads(), blockHeads, 0));
    multiply(expertActivations, blockHeads, headSums);

    copy.read(gateLogits, gateOrLogits, k * rows);
    copy.read(headSums, sums, k * rows);
    loss.gate(rows, gateOrLogits, gate);
    INDArray headBias = parameters.headBias();
    for (int i = 0; i < k; i++) {
      bias[i] = headBias.getDouble(i);
      for (int at = i * rows; at < (i + 1) * rows; at++) {
        outputs[at] = Probabilities.sigmoid(gate[at] * sums[at] + bias[i]);
      }
    }
    System.arraycopy(gate, 0, outputs, k * rows, k * rows);
    copy.write(outputs, output, 2 * k * rows);
    return output;
  }

  /** The loss of the latest {@link #forward}; leaves the gradient by the heads and the gate. */
  LossTerms loss(INDArray labels) {
    Arrays.fill(gateSlope, 0);
    INDArray columnAfterColumn =
        labels.ordering() == 'f' && !labels.isView() ? labels : labels.dup('f');
    copy.read(columnAfterColumn, labelled, labelled.length);
    copy.read(gateInput, priors, k * rows); // the prior is the first k columns
    double penalty =
        decorrelation == null ? 0 : decorrelation.evaluate(expertActivations, gate, gateSlope);
    LossTerms terms =
        loss.evaluate(
            rows, gate, sums, bias, priors, labelled, gateSlope, logitSlope, sumSlope, biasSlope);
    return terms.plus(new LossTerms(0, 0, 0, 0, 0, penalty), 1);
  }

  /** The loss of the latest {@link #forward} and, into {@code gradients}, its gradient. */
  LossTerms backward(INDArray labels, MixtureViews parameters, MixtureViews gradients) {
    LossTerms terms = loss(labels);
    copy.write(logitSlope, logitGradient, k * rows);
    copy.write(sumSlope, sumGradient, k * rows);
    copy.write(biasSlope, biasGradient, k);
    gradients.headBias().assign(biasGradient);

    // gate
    transposedMultiply(gateActivations, logitGradient, gradients.gateOutput());
    multiplyTransposed(logitGradient, parameters.gateOutput(), gateActivationGradient, 0);
    INDArray gateGradient = columns(gateActivationGradient, 0, shape.gate());
    mask(gateGradient, columns(gateActivations, 0, shape.gate()), gateScratch);
    transposedMultiply(gateInput, gateGradient, gradients.gateHidden());
    multiplyTransposed(gateGradient, parameters.gateHidden(), gateInputGradient, 0);

    // heads and experts
    transposedMultiply(expertActivations, sumGradient, blockGradient);
    blockGradient.muli(blockMask);
    blockGradient.sum(gradients.heads(), 1);
    multiplyTransposed(sumGradient, blockHeads, expertGradient, 0);
    if (decorrelation != null) {
      expertGradient.addi(decorrelation.expertGradient());
    }
    mask(expertGradient, expertActivations, expertScratch);
    transposedMultiply(expertInput, expertGradient, gradients.experts());
    multiplyTransposed(expertGradient, parameters.experts(), expertInputGradient, 1);

    // encoder, last layer first
    INDArray upper = hiddenGradient;
    mask(upper, hidden, encoderScratch.get(encoderInputs.size()));
    for (int layer = encoderInputs.size() - 1; layer >= 0; layer--) {
      INDArray inputs = encoderInputs.get(layer);
      transposedMultiply(inputs, upper, gradients.encoder().get(layer));
      if (layer > 0) {
        INDArray lower = encoderGradients.get(layer);
        multiplyTransposed(upper, parameters.encoder().get(layer), lower, 0);
        int width = shape.encoder().get(layer - 1);
        upper = columns(lower, 0, width);
        mask(upper, columns(inputs, 0, width), encoderScratch.get(layer));
      }
    }
    return terms;
  }

  private INDArray matrix(DataType type, int columns) {
    return Nd4j.create(type, new long[] {rows, columns}, 'f');
  }

  private INDArray withOnes(DataType type, int columns) {
    INDArray buffer = matrix(type, columns + 1);
    columns(buffer, columns, columns + 1).assign(1);
    return buffer;
  }

  private static INDArray columns(INDArray matrix, int from, int to) {
    return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  private static void multiply(INDArray a, INDArray b, INDArray c) {
    Nd4j.gemm(a, b, c, false, false, 1, 0);
  }

  private static void transposedMultiply(INDArray a, INDArray b, INDArray c) {
    Nd4j.gemm(a, b, c, true, false, 1, 0);
  }

  private static void multiplyTransposed(INDArray a, INDArray b, INDArray c, double beta) {
    Nd4j.gemm(a, b, c, false, true, 1, beta);
  }

  private static void rectify(INDArray values) {
    Nd4j.exec(new RectifiedLinear(values, values, 0));
  }

  /** gradient ∘ (activations > 0). */
  private static void mask(INDArray gradient, INDArray activations, INDArray scratch) {
    Nd4j.exec(new Step(activations, scratch, 0));
    gradient.muli(scratch);
  }
}
