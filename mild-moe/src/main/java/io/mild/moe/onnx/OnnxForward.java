package io.mild.moe.onnx;

import io.mild.moe.BlendedModel;
import io.mild.moe.MixtureShape;
import io.mild.moe.MixtureShape.Block;
import io.mild.moe.Probabilities;
import io.mild.moe.Teacher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tribuo.util.onnx.ONNXRef;

/**
 * {@link BlendedModel.Scorer#score} as an ONNX graph, with log-odds in place of risks.
 *
 * <p>The teacher's share is a sum of log-odds, and of the gate's logits, so that nothing is lost
 * where a float's probability would be 0 or 1.
 */
final class OnnxForward implements OnnxScores {
  /** The log-odds that no probability's exceed, as {@link Probabilities#logit} has it. */
  static final float MOST_LOGIT = (float) Probabilities.logit(1);

  /** Up to so many, one matrix product with zeros for all other intents' units is faster. */
  private static final int FEW_INTENTS = 16;

  private final OnnxNodes nodes;
  private final BlendedModel model;
  private final MixtureShape shape;
  private final float[] parameters;
  private final List<ONNXRef<?>> logits = new ArrayList<>();
  private final ONNXRef<?> rootCause;

  OnnxForward(OnnxNodes nodes, BlendedModel model, ONNXRef<?> features) {
    this.nodes = nodes;
    this.model = model;
    this.shape = model.mixture().shape();
    this.parameters = model.mixture().parameters();
    ONNXRef<?> rows = features;
    if (model.views().isPresent()) {
      rows = new OnnxViews(nodes, model.views().get()).of(features);
    }
    ONNXRef<?> tempered = teacher(rows);
    ONNXRef<?> hidden = encoder(rows);
    ONNXRef<?> gateLogits = byIntent(gate(probabilities(tempered), hidden));
    ONNXRef<?> gate = probabilities(gateLogits);
    List<? extends ONNXRef<?>> sums = nodes.split(heads(hidden), shape.horizons(), 1);
    for (int horizon = 0; horizon < sums.size(); horizon++) {
      ONNXRef<?> sum = byIntent(sums.get(horizon));
      logits.add(nodes.plus(shape.coupled() ? nodes.times(gate, sum) : sum, bias(horizon)));
    }

    double risk = model.blend().risk();
    if (risk > 0) {
      logits.set(0, sum(clipped(logits.get(0)), 1 - risk, tempered, risk * Teacher.TEMPERATURE));
    }
    double cause = model.blend().gate();
    if (cause == 0) {
      rootCause = gate;
    } else if (shape.multipleRootCauses()) {
      rootCause =
          nodes.sigmoid(sum(clipped(gateLogits), 1 - cause, tempered, cause * Teacher.TEMPERATURE));
    } else {
      rootCause = nodes.softmax(sum(gateLogits, 1 - cause, tempered, cause));
    }
  }

  @Override
  public List<ONNXRef<?>> logits() {
    return logits;
  }

  @Override
  public ONNXRef<?> rootCause() {
    return rootCause;
  }

  /** The teacher's log-odds by its temperature. */
  private ONNXRef<?> teacher(ONNXRef<?> rows) {
    Teacher teacher = model.teacher();
    return byIntent(
        nodes.affine(
            "teacher",
            rows,
            teacher.weights(),
            teacher.intercepts(),
            (float) (1 / Teacher.TEMPERATURE)));
  }

  private ONNXRef<?> encoder(ONNXRef<?> rows) {
    ONNXRef<?> hidden = rows;
    for (int layer = 0; layer < shape.encoder().size(); layer++) {
      hidden = nodes.relu(affine(shape.encoderLayer(layer), hidden));
    }
    return hidden;
  }

  /** Row after row of the mixture's, which are views where it is shared. */
  private ONNXRef<?> gate(ONNXRef<?> prior, ONNXRef<?> hidden) {
    ONNXRef<?> own = model.views().isPresent() ? nodes.reshape(prior, -1, 1) : prior;
    ONNXRef<?> units =
        nodes.relu(affine(shape.gateHidden(), nodes.concat(List.of(own, hidden), 1)));
    return affine(shape.gateOutput(), units);
  }

  /** The heads' weighted sums, horizon after horizon, without their biases. */
  private ONNXRef<?> heads(ONNXRef<?> hidden) {
    ONNXRef<?> experts = nodes.relu(affine(shape.experts(), hidden));
    Block heads = shape.heads();
    int intents = shape.intents();
    if (intents > FEW_INTENTS && !shape.commonExpert()) {
      float[] weights =
          Arrays.copyOfRange(parameters, heads.offset(), heads.offset() + heads.length());
      ONNXRef<?> weighted =
          nodes.times(
              nodes.reshape(experts, -1, 1, intents, shape.expert()),
              nodes.constant(heads.name(), weights, shape.horizons(), intents, shape.expert()));
      return nodes.reshape(nodes.sum(weighted, 3), -1, shape.risks());
    }
    int units = shape.expertUnits();
    float[] weights = new float[shape.risks() * units];
    for (int output = 0; output < shape.risks(); output++) {
      int horizon = output / intents;
      int intent = output % intents;
      System.arraycopy(
          parameters,
          heads.offset() + horizon * heads.rows() + intent * shape.headInputs(),
          weights,
          output * units + shape.firstHeadInput(intent),
          shape.headInputs());
    }
    return nodes.product(heads.name(), experts, weights, shape.risks());
  }

  private ONNXRef<?> bias(int horizon) {
    Block bias = shape.headBias();
    int from = bias.offset() + horizon * bias.rows();
    return nodes.constant(
        bias.name(), Arrays.copyOfRange(parameters, from, from + bias.rows()), bias.rows());
  }

  private ONNXRef<?> affine(Block layer, ONNXRef<?> x) {
    int inputs = layer.rows() - 1;
    float[] weights = new float[inputs * layer.columns()];
    float[] bias = new float[layer.columns()];
    for (int output = 0; output < bias.length; output++) {
      int from = layer.offset() + output * layer.rows();
      System.arraycopy(parameters, from, weights, output * inputs, inputs);
      bias[output] = parameters[from + inputs];
    }
    return nodes.affine(layer.name(), x, weights, bias, 1);
  }

  /** Views as columns, where what stands row after row are views. */
  private ONNXRef<?> byIntent(ONNXRef<?> x) {
    return model.views().isPresent() ? nodes.reshape(x, -1, model.intents()) : x;
  }

  private ONNXRef<?> probabilities(ONNXRef<?> logits) {
    return shape.multipleRootCauses() ? nodes.sigmoid(logits) : nodes.softmax(logits);
  }

  /** As far as {@link Probabilities#logit} goes. */
  private ONNXRef<?> clipped(ONNXRef<?> logits) {
    return nodes.clip(logits, MOST_LOGIT);
  }

  private ONNXRef<?> sum(ONNXRef<?> x, double factor, ONNXRef<?> y, double otherFactor) {
    return factor == 0
        ? times(y, otherFactor)
        : nodes.plus(times(x, factor), times(y, otherFactor));
  }

  private ONNXRef<?> times(ONNXRef<?> x, double factor) {
    return factor == 1 ? x : nodes.times(x, nodes.constant("factor", (float) factor));
  }
}
