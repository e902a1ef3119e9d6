package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.training.backend.Buffers;
import io.mild.training.backend.MatrixProduct;
import io.mild.training.backend.NativeCopy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Forward and backward pass of the mixture of experts for batches of one size, in wide ND4J
 * operations on buffers that are allocated once.
 *
 * <p>Each layer's input buffer ends in a column of ones: biases are the last row of the weights,
 * and their gradient falls out of the same product. All experts are one product, and so are all
 * {@link Heads}.
 *
 * <p>Where n views of a row share the mixture, the layers see n samples a row, view after view: a
 * column of samples is n columns of rows, and so the loss, whose gate is across the views, reads
 * the same memory as if each view were an intent.
 */
final class MixturePass implements AutoCloseable {
  private final MixtureShape shape;
  private final int rows;
  private final int views;
  private final int k; // of the row: an intent a view, or all of one
  private final Buffers buffers;
  private final NativeCopy copy = new NativeCopy();
  private final BatchLoss loss;

  private final List<Units> layers = new ArrayList<>(); // x, then the encoder's layers but the last
  private final Units hidden; // within [d|h|1]
  private final INDArray gateInput; // [d|h|1]
  private final INDArray gateInputGradient;
  private final Units gateUnits;
  private final INDArray gateLogits;
  private final INDArray logitGradient;
  private final Rectified experts; // [expert 1|expert 2|…]
  private final Heads heads;
  private final @Nullable Decorrelation decorrelation;
  private final @Nullable Dropout dropout;

  private final INDArray output; // [p|g]
  private final double[] outputs;

  private final Forward forward;
  private @Nullable Backward backward;

  /**
   * @param views how many of a row share the mixture; more than one if it is of one intent
   * @param dropout the encoder's rate, 0 for none
   */
  MixturePass(
      MixtureShape shape,
      int views,
      HybridLoss weights,
      double dropout,
      int rows,
      DataType type,
      MixtureViews parameters) {
    this.shape = shape;
    this.rows = rows;
    this.views = views;
    this.k = views * shape.intents();
    this.buffers = new Buffers(views * rows, type);
    this.loss = new BatchLoss(shape, views, weights, rows);
    int intents = shape.intents();

    layers.add(new Units(buffers, shape.features()));
    for (int width : shape.encoder().subList(0, shape.encoder().size() - 1)) {
      layers.add(new Units(buffers, width));
    }
    gateInput = buffers.withOnes(intents + shape.hidden());
    gateInputGradient = buffers.ofBatch(gateInput.columns());
    hidden = new Units(buffers, gateInput, gateInputGradient, intents);
    gateUnits = new Units(buffers, shape.gate());
    gateLogits = buffers.ofBatch(intents);
    logitGradient = buffers.ofBatch(intents);
    int units = shape.expertUnits();
    experts = new Rectified(buffers.ofBatch(units), buffers.ofBatch(units), buffers);
    heads = new Heads(shape, experts, buffers);
    decorrelation =
        weights.decorrelation() > 0 && intents > 1 && !shape.commonExpert()
            ? new Decorrelation(weights.decorrelation(), experts.units, heads.blockMask, buffers)
            : null;
    List<Rectified> encoded = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      encoded.add(upper(layer));
    }
    this.dropout = dropout > 0 ? new Dropout(dropout, encoded, buffers) : null;
    output = buffers.of(rows, views * shape.risks() + k);
    outputs = new double[(int) output.length()];
    forward = new Forward(parameters);
  }

  /** Runs [x | d], {@code [rows][views·D' + K]}, as far as the logits, all units taking part. */
  void forward(INDArray input) {
    forward(input, false);
  }

  /** The same as a training step does, with the dropout's masks of a seed. */
  void forward(INDArray input, long dropoutSeed) {
    if (dropout != null) {
      dropout.draw(dropoutSeed);
    }
    forward(input, true);
  }

  private void forward(INDArray input, boolean drop) {
    INDArray columnAfterColumn = columnAfterColumn(input);
    int features = shape.features() * views * rows;
    NativeCopy.copy(columnAfterColumn, 0, layers.get(0).withOnes, 0, features);
    NativeCopy.copy(columnAfterColumn, features, gateInput, 0, k * rows); // d is first
    forward.run(drop);

    copy.read(gateLogits, loss.gateLogits, loss.gateLogits.length);
    copy.read(heads.sums, loss.sums, loss.sums.length);
    int bias = shape.headBias().offset();
    for (int column = 0; column < loss.bias.length; column++) {
      loss.bias[column] = forward.parameters.vector().getDouble(bias + column / views);
    }
    loss.gate();
  }

  /**
   * The latest {@link #forward}'s [p | g], {@code [rows][n·K + K]}, overwritten by the next call.
   */
  INDArray output() {
    loss.output(outputs);
    copy.write(outputs, output, outputs.length);
    return output;
  }

  /** The loss of the latest {@link #forward}; leaves the gradient by the heads and the gate. */
  LossTerms loss(INDArray labels) {
    Arrays.fill(loss.factorGradient, 0);
    copy.read(columnAfterColumn(labels), loss.labels, loss.labels.length);
    copy.read(gateInput, loss.prior, k * rows); // the prior is the first k columns
    double penalty =
        decorrelation == null ? 0 : decorrelation.evaluate(loss.factor, loss.factorGradient);
    return loss.evaluate().plus(new LossTerms(0, 0, 0, 0, 0, penalty), 1);
  }

  /**
   * The loss of the latest {@link #forward(INDArray, long)} and, into {@code gradients}, its
   * gradient.
   */
  LossTerms backward(INDArray labels, MixtureViews gradients) {
    LossTerms terms = loss(labels);
    copy.write(loss.logitGradient, logitGradient, loss.logitGradient.length);
    copy.write(loss.sumGradient, heads.sumGradient, loss.sumGradient.length);
    double[] biasGradient = ofSharedBiases(loss.biasGradient);
    copy.write(biasGradient, heads.biasGradient, biasGradient.length);
    if (backward == null || backward.gradients != gradients) {
      backward = new Backward(forward.parameters, gradients);
    }
    backward.run();
    return terms;
  }

  private double[] ofSharedBiases(double[] gradient) {
    double[] sums = new double[gradient.length / views];
    for (int at = 0; at < gradient.length; at++) {
      sums[at / views] += gradient[at];
    }
    return sums;
  }

  @Override
  public void close() {
    buffers.close();
  }

  /** What an encoder layer writes to. */
  private Rectified upper(int layer) {
    return (layer + 1 < layers.size() ? layers.get(layer + 1) : hidden).rectified;
  }

  private static INDArray columnAfterColumn(INDArray matrix) {
    return matrix.ordering() == 'f' && !matrix.isView() ? matrix : matrix.dup('f');
  }

  /** The operations of the forward pass, in order. */
  private final class Forward {
    final MixtureViews parameters;
    private final List<MatrixProduct> encode = new ArrayList<>();
    private final MatrixProduct gateHidden;
    private final MatrixProduct gateOutput;
    private final MatrixProduct expert;

    Forward(MixtureViews parameters) {
      this.parameters = parameters;
      for (int layer = 0; layer < layers.size(); layer++) {
        encode.add(
            MatrixProduct.of(
                layers.get(layer).withOnes, parameters.encoder().get(layer), upper(layer).units));
      }
      gateHidden = MatrixProduct.of(gateInput, parameters.gateHidden(), gateUnits.units);
      gateOutput = MatrixProduct.of(gateUnits.withOnes, parameters.gateOutput(), gateLogits);
      expert = MatrixProduct.of(hidden.withOnes, parameters.experts(), experts.units);
    }

    void run(boolean drop) {
      for (int layer = 0; layer < encode.size(); layer++) {
        encode.get(layer).run();
        upper(layer).forward();
        if (drop && dropout != null) {
          dropout.forward(layer);
        }
      }
      gateHidden.run();
      gateUnits.rectified.forward();
      gateOutput.run();
      expert.run();
      experts.forward();
      heads.forward(parameters.vector());
    }
  }

  /** The operations of the backward pass, in order; the loss's own gradient is there before. */
  private final class Backward {
    final MixtureViews gradients;
    private final MatrixProduct gateOutput;
    private final MatrixProduct toGateUnits;
    private final MatrixProduct gateHidden;
    private final MatrixProduct toGateInput;
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
      expert = MatrixProduct.ofTransposed(hidden.withOnes, experts.gradient, gradients.experts());
      toHidden =
          MatrixProduct.addedByTransposed(
              experts.gradient, parameters.experts(), hidden.gradientWithOnes);
      for (int layer = 0; layer < layers.size(); layer++) {
        Units lower = layers.get(layer);
        INDArray gradient = upper(layer).gradient;
        encode.add(
            MatrixProduct.ofTransposed(lower.withOnes, gradient, gradients.encoder().get(layer)));
        toLower.add(
            MatrixProduct.byTransposed(
                gradient, parameters.encoder().get(layer), lower.gradientWithOnes));
      }
    }

    void run() {
      gateOutput.run();
      toGateUnits.run();
      gateUnits.rectified.backward();
      gateHidden.run();
      toGateInput.run();

      heads.backward(gradients.vector());
      if (decorrelation != null) {
        experts.gradient.addi(decorrelation.expertGradient());
      }
      experts.backward();
      expert.run();
      toHidden.run();

      for (int layer = layers.size() - 1; layer >= 0; layer--) {
        if (dropout != null) {
          dropout.backward(layer);
        }
        upper(layer).backward();
        encode.get(layer).run();
        if (layer > 0) {
          toLower.get(layer).run();
        }
      }
    }
  }
}
