package io.mild.moe.onnx;

import io.mild.moe.FirstDayModel;
import io.mild.moe.FirstDayModel.Unusual;
import io.mild.moe.FirstDayShape;
import io.mild.moe.GoalBounds;
import io.mild.moe.GoalBounds.Bound;
import io.mild.moe.RootCauses;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.util.onnx.ONNXRef;

/** A {@link FirstDayModel} as an ONNX graph, with log-odds in place of risks. */
final class OnnxFirstDay implements OnnxScores {
  private final OnnxNodes nodes;
  private final FirstDayModel model;
  private final ONNXRef<?> fast;
  private final ONNXRef<?> trend;
  private final ONNXRef<?> logits;
  private final ONNXRef<?> rootCause;

  OnnxFirstDay(OnnxNodes nodes, FirstDayModel model, ONNXRef<?> features) {
    this.nodes = nodes;
    this.model = model;
    FirstDayShape shape = model.shape();
    List<? extends ONNXRef<?>> averages = nodes.split(features, 2, 1);
    this.fast = averages.get(0);
    this.trend = nodes.minus(fast, averages.get(1));
    ONNXRef<?> margins = nodes.concat(shape.goals().stream().map(this::margin).toList(), 1);
    ONNXRef<?> scores =
        model.unusual().<ONNXRef<?>>map(its -> nodes.plus(margins, beyond(its))).orElse(margins);
    this.logits =
        nodes.plus(
            nodes.times(scores, nodes.constant("slope", (float) model.forecast().slope())),
            nodes.constant("intercept", (float) model.forecast().intercept()));
    this.rootCause =
        shape.rootCauses() == RootCauses.ONE
            ? nodes.softmax(margins)
            : nodes.exp(nodes.minus(margins, highest(margins, shape.intents())));
  }

  @Override
  public List<ONNXRef<?>> logits() {
    return List.of(logits);
  }

  @Override
  public ONNXRef<?> rootCause() {
    return rootCause;
  }

  private ONNXRef<?> highest(ONNXRef<?> x, int columns) {
    return columns == 1 ? x : nodes.highest(x, 1, 1);
  }

  private ONNXRef<?> margin(GoalBounds goal) {
    List<ONNXRef<?>> bounds = new ArrayList<>();
    for (Bound bound : goal.bounds()) {
      bounds.add(margin(bound));
    }
    ONNXRef<?> margins = nodes.concat(bounds, 1);
    return goal.all() && bounds.size() > 1
        ? softMinimum(margins, bounds.size())
        : highest(margins, bounds.size());
  }

  /** {@code −τ (h + log(mean e^(−margin/τ − h)))} with h the greatest of the exponents. */
  private ONNXRef<?> softMinimum(ONNXRef<?> margins, int count) {
    ONNXRef<?> exponents =
        nodes.times(margins, nodes.constant("nearness", (float) (-1 / GoalBounds.SOFTNESS)));
    ONNXRef<?> highest = nodes.highest(exponents, 1, 1);
    ONNXRef<?> mean =
        nodes.times(
            nodes.sum(nodes.exp(nodes.minus(exponents, highest)), 1),
            nodes.constant("share", 1f / count));
    return nodes.times(
        nodes.plus(highest, nodes.log(mean)),
        nodes.constant("softness", (float) -GoalBounds.SOFTNESS));
  }

  private ONNXRef<?> margin(Bound bound) {
    float sign = bound.above() ? 1 : -1;
    ONNXRef<?> going = signed(nodes.columns(trend, new int[] {bound.kpi()}), sign);
    ONNXRef<?> carried =
        nodes.plus(
            nodes.times(
                nodes.relu(going), nodes.constant("heading", (float) model.forecast().heading())),
            nodes.times(
                nodes.minus(going, nodes.relu(going)),
                nodes.constant("leaving", (float) model.forecast().leaving())));
    ONNXRef<?> now =
        nodes.minus(
            signed(nodes.columns(fast, new int[] {bound.kpi()}), sign),
            nodes.constant("level", (float) (sign * bound.level())));
    return nodes.plus(now, carried);
  }

  private ONNXRef<?> signed(ONNXRef<?> x, float sign) {
    return sign > 0 ? x : nodes.times(x, nodes.constant("minus.one", sign));
  }

  private ONNXRef<?> beyond(Unusual unusual) {
    ONNXRef<?> white = nodes.whitened(fast, unusual.distance());
    ONNXRef<?> distance = nodes.root(nodes.sum(nodes.times(white, white), 1));
    ONNXRef<?> excess =
        nodes.relu(
            nodes.times(
                nodes.minus(distance, nodes.constant("median", (float) unusual.median())),
                nodes.constant("spread", (float) (1 / unusual.spread()))));
    return nodes.times(
        nodes.log(nodes.plus(excess, nodes.constant("one", 1))),
        nodes.constant("weight", (float) unusual.weight()));
  }
}
