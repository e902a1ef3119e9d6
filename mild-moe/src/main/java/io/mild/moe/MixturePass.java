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
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
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
final class MixturePass implements AutoCloseable {
  private final MixtureShape shape;
  private final BatchLoss loss;
  private final int rows;
  private final int k;

  private final List<INDArray> buffers = new ArrayList<>(); // all that are no views

  private final List<Units> layers = new ArrayList<>(); // x, then the encoder's layers but the last
  private final Units hidden; // within [d|h|1]
  private final INDArray gateInput; // [d|h|1]
  private final INDArray prior; // its first columns
  private final INDArray gateInputGradient;
  private final Units gateUnits;
  private final INDArray gateLogits;
  private final INDArray logitGradient;

  private final INDArray experts; // [expert 1|expert 2|…]
  private final INDArray expertGradient;
  private final INDArray expertMask;
  private final INDArray blockMask; // [K·X, K]: one where an expert's unit belongs to the intent
  private final INDArray blockHeads;
  private final INDArray blockGradient;
  private final INDArray headSums;
  private final INDArray sumGradient;
  private final INDArray biasGradient;
  private final INDArray output; // [p|g]
  private final @Nullable Decorrelation decorrelation;

  private final Forward forward;
  private @Nullable Backward backward;

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

  MixturePass(
      MixtureShape shape, HybridLoss weights, int rows, DataType type, MixtureViews parameters) {
    this.shape = shape;
    this.rows = rows;
    this.k = shape.intents();
    this.loss = new BatchLoss(weights, k);
    int expertWidth = k * shape.expert();

    layers.add(new Units(type, shape.features()));
    for (int width : shape.encoder().subList(0, shape.encoder().size() - 1)) {
      layers.add(new Units(type, width));
    }
    gateInput = withOnes(type, k + shape.hidden());
    prior = columns(gateInput, 0, k);
    gateInputGradient = buffer(type, rows, gateInput.columns());
    hidden = new Units(type, gateInput, gateInputGradient, k);
    gateUnits = new Units(type, shape.gate());
    gateLogits = buffer(type, rows, k);
    logitGradient = buffer(type, rows, k);

    experts = buffer(type, rows, expertWidth);
    expertGradient = buffer(type, rows, expertWidth);
    expertMask = buffer(type, rows, expertWidth);
    blockMask = buffer(type, expertWidth, k);
    for (int unit = 0; unit < expertWidth; unit++) {
      blockMask.putScalar(unit, unit / shape.expert(), 1);
    }
    blockHeads = buffer(type, expertWidth, k);
    blockGradient = buffer(type, expertWidth, k);
    headSums = buffer(type, rows, k);
    sumGradient = buffer(type, rows, k);
    biasGradient = buffer(type, k, 1);
    output = buffer(type, rows, 2 * k);
    decorrelation =
        weights.decorrelation() > 0 && k > 1
            ? new Decorrelation(weights.decorrelation(), experts, blockMask, rows, type)
            : null;

    forward = new Forward(parameters);
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
  INDArray forward(INDArray input) {
    INDArray columnAfterColumn = columnAfterColumn(input);
    int features = shape.features() * rows;
    NativeCopy.copy(columnAfterColumn, 0, layers.get(0).withOnes, features);
    NativeCopy.copy(columnAfterColumn, features, gateInput, k * rows); // d is its first columns
    forward.run();

    copy.read(gateLogits, gateOrLogits, k * rows);
    copy.read(headSums, sums, k * rows);
    loss.gate(rows, gateOrLogits, gate);
    INDArray headBias = forward.parameters.headBias();
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
    copy.read(columnAfterColumn(labels), labelled, labelled.length);
    copy.read(gateInput, priors, k * rows); // the prior is the first k columns
    double penalty = decorrelation == null ? 0 : decorrelation.evaluate(gate, gateSlope);
    LossTerms terms =
        loss.evaluate(
            rows, gate, sums, bias, priors, labelled, gateSlope, logitSlope, sumSlope, biasSlope);
    return terms.plus(new LossTerms(0, 0, 0, 0, 0, penalty), 1);
  }

  /** The loss of the latest {@link #forward} and, into {@code gradients}, its gradient. */
  LossTerms backward(INDArray labels, MixtureViews gradients) {
    LossTerms terms = loss(labels);
    copy.write(logitSlope, logitGradient, k * rows);
    copy.write(sumSlope, sumGradient, k * rows);
    copy.write(biasSlope, biasGradient, k);
    if (backward == null || backward.gradients != gradients) {
      backward = new Backward(forward.parameters, gradients);
    }
    backward.run();
    return terms;
  }

  /** Frees the buffers now: the collector knows nothing of their size. */
  @Override
  public void close() {
    buffers.forEach(INDArray::close);
    if (decorrelation != null) {
      decorrelation.close();
    }
  }

  /** What an encoder layer writes to. */
  private Units upper(int layer) {
    return layer + 1 < layers.size() ? layers.get(layer + 1) : hidden;
  }

  private INDArray buffer(DataType type, int rows, int columns) {
    INDArray buffer = Nd4j.create(type, new long[] {rows, columns}, 'f');
    buffers.add(buffer);
    return buffer;
  }

  private INDArray withOnes(DataType type, int columns) {
    INDArray buffer = buffer(type, rows, columns + 1);
    columns(buffer, columns, columns + 1).assign(1);
    return buffer;
  }

  private static INDArray columns(INDArray matrix, int from, int to) {
    return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  private static INDArray columnAfterColumn(INDArray matrix) {
    return matrix.ordering() == 'f' && !matrix.isView() ? matrix : matrix.dup('f');
  }

  /** The operations of the forward pass, in order. */
  private final class Forward {
    final MixtureViews parameters;
    private final List<MatrixProduct> encode = new ArrayList<>();
    private final List<RectifiedLinear> rectify = new ArrayList<>();
    private final MatrixProduct gateHidden;
    private final RectifiedLinear rectifyGate;
    private final MatrixProduct gateOutput;
    private final MatrixProduct expert;
    private final RectifiedLinear rectifyExperts;
    private final BroadcastMulOp spreadHeads;
    private final MatrixProduct head;

    Forward(MixtureViews parameters) {
      this.parameters = parameters;
      for (int layer = 0; layer < layers.size(); layer++) {
        INDArray upper = upper(layer).units;
        encode.add(
            MatrixProduct.of(layers.get(layer).withOnes, parameters.encoder().get(layer), upper));
        rectify.add(new RectifiedLinear(upper, upper, 0));
      }
      gateHidden = MatrixProduct.of(gateInput, parameters.gateHidden(), gateUnits.units);
      rectifyGate = new RectifiedLinear(gateUnits.units, gateUnits.units, 0);
      gateOutput = MatrixProduct.of(gateUnits.withOnes, parameters.gateOutput(), gateLogits);
      expert = MatrixProduct.of(hidden.withOnes, parameters.experts(), experts);
      rectifyExperts = new RectifiedLinear(experts, experts, 0);
      spreadHeads = new BroadcastMulOp(blockMask, parameters.heads(), blockHeads, 0);
      head = MatrixProduct.of(experts, blockHeads, headSums);
    }

    void run() {
      for (int layer = 0; layer < encode.size(); layer++) {
        encode.get(layer).run();
        Nd4j.exec(rectify.get(layer));
      }
      gateHidden.run();
      Nd4j.exec(rectifyGate);
      gateOutput.run();
      expert.run();
      Nd4j.exec(rectifyExperts);
      Nd4j.exec(spreadHeads);
      head.run();
    }
  }

  /** The operations of the backward pass, in order; the loss's own gradient is there before. */
  private final class Backward {
    final MixtureViews gradients;
    private final MatrixProduct gateOutput;
    private final MatrixProduct toGateUnits;
    private final MatrixProduct gateHidden;
    private final MatrixProduct toGateInput;
    private final MatrixProduct head;
    private final MatrixProduct toExperts;
    private final Mask maskExperts = new Mask(expertGradient, experts, expertMask);
    private final MatrixProduct expert;
    private final MatrixProduct toHidden;
    private final List<MatrixProduct> encode = new ArrayList<>();
    private final List<MatrixProduct> toLower = new ArrayList<>();

    Backward(MixtureViews parameters, MixtureViews gradients) {
      this.gradients = gradients;
      gateOutput =
          MatrixProduct.ofTransposed(gateUnits.withOnes, logitGradient, gradients.gateOutput());
      toGateUnits =
          MatrixProduct.byTransposed(
              logitGradient, parameters.gateOutput(), gateUnits.gradientWithOnes);
      gateHidden =
          MatrixProduct.ofTransposed(gateInput, gateUnits.gradient, gradients.gateHidden());
      toGateInput =
          MatrixProduct.byTransposed(
              gateUnits.gradient, parameters.gateHidden(), gateInputGradient);
      head = MatrixProduct.ofTransposed(experts, sumGradient, blockGradient);
      toExperts = MatrixProduct.byTransposed(sumGradient, blockHeads, expertGradient);
      expert = MatrixProduct.ofTransposed(hidden.withOnes, expertGradient, gradients.experts());
      toHidden =
          MatrixProduct.addedByTransposed(
              expertGradient, parameters.experts(), hidden.gradientWithOnes);
      for (int layer = 0; layer < layers.size(); layer++) {
        Units lower = layers.get(layer);
        Units upper = upper(layer);
        encode.add(
            MatrixProduct.ofTransposed(
                lower.withOnes, upper.gradient, gradients.encoder().get(layer)));
        toLower.add(
            MatrixProduct.byTransposed(
                upper.gradient, parameters.encoder().get(layer), lower.gradientWithOnes));
      }
    }

    void run() {
      gradients.headBias().assign(biasGradient);
      gateOutput.run();
      toGateUnits.run();
      gateUnits.mask.run();
      gateHidden.run();
      toGateInput.run();

      head.run();
      blockGradient.muli(blockMask);
      blockGradient.sum(gradients.heads(), 1);
      toExperts.run();
      if (decorrelation != null) {
        expertGradient.addi(decorrelation.expertGradient());
      }
      maskExperts.run();
      expert.run();
      toHidden.run();

      for (int layer = layers.size() - 1; layer >= 0; layer--) {
        upper(layer).mask.run();
        encode.get(layer).run();
        if (layer > 0) {
          toLower.get(layer).run();
        }
      }
    }
  }

  /** gradient = gradient ∘ (units > 0). */
  private static final class Mask {
    private final Step step;
    private final MulOp multiply;

    Mask(INDArray gradient, INDArray units, INDArray active) {
      step = new Step(units, active, 0);
      multiply = new MulOp(gradient, active, gradient);
    }

    void run() {
      Nd4j.exec(step);
      Nd4j.exec(multiply);
    }
  }

  /** A layer's units with a column of ones after them, and their gradient. */
  private final class Units {
    final INDArray withOnes;
    final INDArray units;
    final INDArray gradientWithOnes;
    final INDArray gradient;
    final Mask mask;

    Units(DataType type, int width) {
      this(type, MixturePass.this.withOnes(type, width), buffer(type, rows, width + 1), 0);
    }

    /** Units within larger buffers, from a column on to the ones. */
    Units(DataType type, INDArray buffer, INDArray gradientBuffer, int from) {
      int ones = buffer.columns() - 1;
      withOnes = columns(buffer, from, ones + 1);
      units = columns(buffer, from, ones);
      gradientWithOnes = columns(gradientBuffer, from, ones + 1);
      gradient = columns(gradientBuffer, from, ones);
      mask = new Mask(gradient, units, buffer(type, rows, ones - from));
    }
  }
}
