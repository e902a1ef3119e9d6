package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.training.backend.Arithmetic;
import io.mild.training.backend.NativeCopy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Forward and backward pass of the mixture of experts for batches of one size, in wide operations
 * on matrices that are allocated once.
 *
 * <p>Each layer's input ends in a column of ones: biases are the last row of the weights, and their
 * gradient falls out of the same product. All experts are one product, and so are many {@link
 * Heads}.
 *
 * <p>Where n views of a row share the mixture, the layers see n samples a row, view after view: a
 * column of samples is n columns of rows, and so the loss, whose gate is across the views, reads
 * the same memory as if each view were an intent.
 *
 * @param <M> a matrix of the arithmetic
 */
final class MixturePass<M> implements AutoCloseable {
  private final MixtureShape shape;
  private final int views;
  private final Arithmetic<M> arithmetic;
  private final NativeCopy copy = new NativeCopy();
  private final BatchLoss loss;

  private final List<Units<M>> layers = new ArrayList<>(); // x, then the encoder's but the last
  private final Units<M> hidden; // within [d|h|1]
  private final M gateInput; // [d|h|1]
  private final M gateInputGradient;
  private final Units<M> gateUnits;
  private final M gateLogits;
  private final M logitGradient;
  private final Rectified<M> experts; // [expert 1|expert 2|…]
  private final Heads<M> heads;
  private final @Nullable Decorrelation<M> decorrelation;
  private final @Nullable Dropout<M> dropout;

  private final INDArray parameters;
  private final Forward forward;
  private @Nullable Backward backward;

  /**
   * @param views how many of a row share the mixture; more than one if it is of one intent
   * @param dropout the encoder's rate, 0 for none
   * @param arithmetic of batches with a sample a view of a row
   * @param parameters those of each pass are what the vector then holds
   */
  MixturePass(
      MixtureShape shape,
      int views,
      HybridLoss weights,
      double dropout,
      Arithmetic<M> arithmetic,
      INDArray parameters) {
    this.shape = shape;
    this.views = views;
    this.arithmetic = arithmetic;
    this.parameters = parameters;
    this.loss = new BatchLoss(shape, views, weights, arithmetic.samples() / views);
    int intents = shape.intents();

    layers.add(new Units<>(arithmetic, shape.features()));
    for (int width : shape.encoder().subList(0, shape.encoder().size() - 1)) {
      layers.add(new Units<>(arithmetic, width));
    }
    gateInput = arithmetic.withOnes(intents + shape.hidden());
    gateInputGradient = arithmetic.ofBatch(intents + shape.hidden() + 1);
    hidden = new Units<>(arithmetic, gateInput, gateInputGradient, intents, shape.hidden());
    gateUnits = new Units<>(arithmetic, shape.gate());
    gateLogits = arithmetic.ofBatch(intents);
    logitGradient = arithmetic.ofBatch(intents);
    int units = shape.expertUnits();
    experts = new Rectified<>(arithmetic.ofBatch(units), arithmetic.ofBatch(units), arithmetic);
    heads = new Heads<>(shape, experts, arithmetic);
    decorrelation =
        weights.decorrelation() > 0 && intents > 1 && !shape.commonExpert()
            ? new Decorrelation<>(weights.decorrelation(), shape, experts.units, arithmetic)
            : null;
    List<Rectified<M>> encoded = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      encoded.add(upper(layer));
    }
    this.dropout =
        dropout > 0 ? new Dropout<>(dropout, encoded, shape.encoder(), arithmetic) : null;
    forward = new Forward();
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
    int features = shape.features();
    arithmetic.write(columnAfterColumn, 0, layers.get(0).withOnes, features);
    arithmetic.write(
        columnAfterColumn, features * arithmetic.samples(), gateInput, shape.intents()); // d first
    arithmetic.pull(parameters, forward.weights.vector());
    forward.run(drop);

    arithmetic.read(gateLogits, 0, shape.intents(), loss.gateLogits, 0);
    int bias = shape.headBias().offset();
    for (int column = 0; column < loss.bias.length; column++) {
      loss.bias[column] = parameters.getDouble(bias + column / views);
    }
    loss.gate();
  }

  /** Of the latest {@link #forward} [p | g], {@code n·K + K} columns, one after the other. */
  double[] output() {
    return loss.output();
  }

  /** The loss of the latest {@link #forward}; leaves the gradient by the heads and the gate. */
  LossTerms loss(INDArray labels) {
    Arrays.fill(loss.factorGradient, 0);
    copy.read(columnAfterColumn(labels), 0, loss.labels, 0, loss.labels.length);
    arithmetic.read(gateInput, 0, shape.intents(), loss.prior, 0);
    double penalty =
        decorrelation == null ? 0 : decorrelation.evaluate(loss.factor, loss.factorGradient);
    return loss.evaluate().plus(new LossTerms(0, 0, 0, 0, 0, penalty), 1);
  }

  /**
   * The loss of the latest {@link #forward(INDArray, long)} and, into a vector as long as the
   * parameters', its gradient.
   */
  LossTerms backward(INDArray labels, INDArray gradient) {
    LossTerms terms = loss(labels);
    arithmetic.write(loss.logitGradient, 0, logitGradient, 0, shape.intents());
    if (backward == null || backward.of != gradient) {
      backward = new Backward(gradient);
    }
    backward.run();
    arithmetic.push(backward.gradients.vector(), gradient);
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
    arithmetic.close();
  }

  /** What an encoder layer writes to. */
  private Rectified<M> upper(int layer) {
    return (layer + 1 < layers.size() ? layers.get(layer + 1) : hidden).rectified;
  }

  private static INDArray columnAfterColumn(INDArray matrix) {
    return matrix.ordering() == 'f' && !matrix.isView() ? matrix : matrix.dup('f');
  }

  private MixtureViews<M> views(INDArray vector) {
    return MixtureViews.of(shape, arithmetic.inPlaceOf(vector), arithmetic);
  }

  /** The operations of the forward pass, in order. */
  private final class Forward {
    final MixtureViews<M> weights = views(parameters);
    private final List<Runnable> encode = new ArrayList<>();
    private final Runnable gateHidden;
    private final Runnable gateOutput;
    private final Runnable expert;

    Forward() {
      for (int layer = 0; layer < layers.size(); layer++) {
        encode.add(
            arithmetic.product(
                layers.get(layer).withOnes, weights.encoder().get(layer), upper(layer).units));
      }
      gateHidden = arithmetic.product(gateInput, weights.gateHidden(), gateUnits.units);
      gateOutput = arithmetic.product(gateUnits.withOnes, weights.gateOutput(), gateLogits);
      expert = arithmetic.product(hidden.withOnes, weights.experts(), experts.units);
    }

    void run(boolean drop) {
      for (int layer = 0; layer < encode.size(); layer++) {
        encode.get(layer).run();
        upper(layer).forward.run();
        if (drop && dropout != null) {
          dropout.forward(layer);
        }
      }
      gateHidden.run();
      gateUnits.rectified.forward.run();
      gateOutput.run();
      expert.run();
      experts.forward.run();
      heads.forward(weights.vector(), loss.sums);
    }
  }

  /** The operations of the backward pass, in order; the loss's own gradient is there before. */
  private final class Backward {
    final INDArray of;
    final MixtureViews<M> gradients;
    private final Runnable gateOutput;
    private final Runnable toGateUnits;
    private final Runnable gateHidden;
    private final Runnable toGateInput;
    private final Runnable expert;
    private final Runnable toHidden;
    private final List<Runnable> encode = new ArrayList<>();
    private final List<Runnable> toLower = new ArrayList<>();

    Backward(INDArray gradient) {
      of = gradient;
      gradients = views(gradient);
      MixtureViews<M> weights = forward.weights;
      gateOutput =
          arithmetic.transposedProduct(gateUnits.withOnes, logitGradient, gradients.gateOutput());
      toGateUnits =
          arithmetic.productByTransposed(
              logitGradient, weights.gateOutput(), gateUnits.gradientWithOnes);
      gateHidden =
          arithmetic.transposedProduct(gateInput, gateUnits.gradient, gradients.gateHidden());
      toGateInput =
          arithmetic.productByTransposed(
              gateUnits.gradient, weights.gateHidden(), gateInputGradient);
      expert = arithmetic.transposedProduct(hidden.withOnes, experts.gradient, gradients.experts());
      toHidden =
          arithmetic.addProductByTransposed(
              experts.gradient, weights.experts(), hidden.gradientWithOnes);
      for (int layer = 0; layer < layers.size(); layer++) {
        Units<M> lower = layers.get(layer);
        M above = upper(layer).gradient;
        encode.add(
            arithmetic.transposedProduct(lower.withOnes, above, gradients.encoder().get(layer)));
        toLower.add(
            arithmetic.productByTransposed(
                above, weights.encoder().get(layer), lower.gradientWithOnes));
      }
    }

    void run() {
      gateOutput.run();
      toGateUnits.run();
      gateUnits.rectified.backward.run();
      gateHidden.run();
      toGateInput.run();

      heads.backward(loss.sumGradient, ofSharedBiases(loss.biasGradient), gradients.vector());
      if (decorrelation != null) {
        arithmetic.add(experts.gradient, decorrelation.expertGradient()).run();
      }
      experts.backward.run();
      expert.run();
      toHidden.run();

      for (int layer = layers.size() - 1; layer >= 0; layer--) {
        if (dropout != null) {
          dropout.backward(layer);
        }
        upper(layer).backward.run();
        encode.get(layer).run();
        if (layer > 0) {
          toLower.get(layer).run();
        }
      }
    }
  }
}
