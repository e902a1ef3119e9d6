package io.mild.moe.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.mild.moe.Mahalanobis;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXOperator;
import org.tribuo.util.onnx.ONNXOperators;
import org.tribuo.util.onnx.ONNXPlaceholder;
import org.tribuo.util.onnx.ONNXRef;

/**
 * An ONNX graph in the making, and the words it is made of. Tensors are of float and {@code [rows,
 * columns]} unless said otherwise; constants spread over what they lack of the other operand's
 * dimensions.
 */
final class OnnxNodes {
  private static final String AXIS = "axis";

  private final ONNXContext context = new ONNXContext();

  ONNXRef<?> input(String name, int columns) {
    return context.floatInput(name, columns);
  }

  void output(String name, int columns, ONNXRef<?> value) {
    ONNXPlaceholder output = context.floatOutput(name, columns);
    context.assignTo(value, output);
  }

  /** The graph of what the outputs need. */
  GraphProto build(String name) {
    context.setName(name);
    GraphProto all = context.buildGraph();
    Set<String> needed = new HashSet<>();
    all.getOutputList().forEach(output -> needed.add(output.getName()));
    Deque<NodeProto> nodes = new ArrayDeque<>();
    for (int i = all.getNodeCount() - 1; i >= 0; i--) { // what a node needs comes before it
      NodeProto node = all.getNode(i);
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        nodes.addFirst(node);
        needed.addAll(node.getInputList());
      }
    }
    return all.toBuilder()
        .clearNode()
        .addAllNode(nodes)
        .clearInitializer()
        .addAllInitializer(
            all.getInitializerList().stream().filter(c -> needed.contains(c.getName())).toList())
        .build();
  }

  /**
   * {@code factor · (x · weights + bias)}.
   *
   * @param weights output after output
   * @param bias one an output
   */
  ONNXRef<?> affine(String name, ONNXRef<?> x, float[] weights, float[] bias, float factor) {
    int inputs = weights.length / bias.length;
    return node(
        ONNXOperators.GEMM,
        name,
        Map.of("alpha", factor, "beta", factor, "transB", 1),
        x,
        constant(name + ".weights", weights, bias.length, inputs),
        constant(name + ".bias", bias, bias.length));
  }

  /** {@code x · weights}, of weights output after output. */
  ONNXRef<?> product(String name, ONNXRef<?> x, float[] weights, int outputs) {
    return node(
        ONNXOperators.GEMM,
        name,
        Map.of("transB", 1),
        x,
        constant(name + ".weights", weights, outputs, weights.length / outputs));
  }

  /** {@code W (x − μ)}. */
  ONNXRef<?> whitened(ONNXRef<?> x, Mahalanobis usual) {
    float[] towards = usual.mean();
    for (int kpi = 0; kpi < towards.length; kpi++) {
      towards[kpi] = -towards[kpi];
    }
    return product(
        "whitening",
        plus(x, constant("mean", towards, towards.length)),
        usual.whitening(),
        usual.kpis());
  }

  ONNXRef<?> relu(ONNXRef<?> x) {
    return node(OnnxOperator.RELU, x);
  }

  ONNXRef<?> sigmoid(ONNXRef<?> x) {
    return node(ONNXOperators.SIGMOID, x);
  }

  /** Over the columns. */
  ONNXRef<?> softmax(ONNXRef<?> x) {
    return node(ONNXOperators.SOFTMAX, x);
  }

  ONNXRef<?> magnitude(ONNXRef<?> x) {
    return node(OnnxOperator.ABS, x);
  }

  ONNXRef<?> exp(ONNXRef<?> x) {
    return node(OnnxOperator.EXP, x);
  }

  ONNXRef<?> log(ONNXRef<?> x) {
    return node(OnnxOperator.LOG, x);
  }

  /** √x. */
  ONNXRef<?> root(ONNXRef<?> x) {
    return node(OnnxOperator.SQRT, x);
  }

  /** {@code sign(x) · log(1 + |x|)}. */
  ONNXRef<?> signedLog(ONNXRef<?> x) {
    ONNXRef<?> above1 = plus(node(OnnxOperator.ABS, x), constant("one", 1));
    return times(node(OnnxOperator.SIGN, x), node(OnnxOperator.LOG, above1));
  }

  ONNXRef<?> plus(ONNXRef<?> x, ONNXRef<?> y) {
    return node(ONNXOperators.ADD, x, y);
  }

  ONNXRef<?> minus(ONNXRef<?> x, ONNXRef<?> y) {
    return node(ONNXOperators.SUB, x, y);
  }

  ONNXRef<?> times(ONNXRef<?> x, ONNXRef<?> y) {
    return node(ONNXOperators.MUL, x, y);
  }

  /** One tensor where x is below a bound, the other elsewhere. */
  ONNXRef<?> whereBelow(ONNXRef<?> x, ONNXRef<?> bound, ONNXRef<?> then, ONNXRef<?> otherwise) {
    return node(ONNXOperators.WHERE, node(ONNXOperators.LESS, x, bound), then, otherwise);
  }

  ONNXRef<?> clip(ONNXRef<?> x, float bound) {
    return node(OnnxOperator.CLIP, x, constant("least", -bound), constant("most", bound));
  }

  /**
   * The log-odds of the product of two probabilities, of theirs: {@code (1−pq)/(pq) = (1−p)/p +
   * (1−q)/q + (1−p)/p · (1−q)/q}.
   */
  ONNXRef<?> logOddsOfProduct(ONNXRef<?> p, ONNXRef<?> q) {
    ONNXRef<?> againstP = negated(p);
    ONNXRef<?> againstQ = negated(q);
    return negated(logOfSum(logOfSum(againstP, againstQ), plus(againstP, againstQ)));
  }

  /** {@code log(e^x + e^y)}, which overflows nowhere. */
  private ONNXRef<?> logOfSum(ONNXRef<?> x, ONNXRef<?> y) {
    ONNXRef<?> ratio = node(OnnxOperator.EXP, negated(magnitude(minus(x, y))));
    return plus(whereBelow(x, y, y, x), node(OnnxOperator.LOG, plus(ratio, constant("one", 1))));
  }

  private ONNXRef<?> negated(ONNXRef<?> x) {
    return times(x, constant("minus.one", -1));
  }

  /** The columns of these indices. */
  ONNXRef<?> columns(ONNXRef<?> x, int[] indices) {
    long[] longs = Arrays.stream(indices).asLongStream().toArray();
    return node(
        ONNXOperators.GATHER, "columns", Map.of(AXIS, 1), x, context.array("indices", longs));
  }

  /** The sum over an axis, which stays with length 1. */
  ONNXRef<?> sum(ONNXRef<?> x, long axis) {
    return node(ONNXOperators.REDUCE_SUM, x, context.array("axes", new long[] {axis}));
  }

  /** The so many highest along an axis, the highest first. */
  ONNXRef<?> highest(ONNXRef<?> x, int count, int axis) {
    return context
        .operation(
            OnnxOperator.TOP_K,
            List.of(x, context.array("count", new long[] {count})),
            List.of("highest", "places"),
            Map.of(AXIS, axis))
        .get(0);
  }

  /** With other dimensions; one may be -1 and is what is left. */
  ONNXRef<?> reshape(ONNXRef<?> x, long... dimensions) {
    return node(OnnxOperator.RESHAPE, x, context.array("shape", dimensions));
  }

  /** Parts of the same size along an axis. */
  List<? extends ONNXRef<?>> split(ONNXRef<?> x, int parts, int axis) {
    return parts == 1
        ? List.of(x)
        : context.operation(
            OnnxOperator.split(parts),
            List.of(x),
            IntStream.range(0, parts).mapToObj(part -> "part." + part).toList(),
            Map.of(AXIS, axis));
  }

  ONNXRef<?> concat(List<? extends ONNXRef<?>> parts, int axis) {
    return parts.size() == 1
        ? parts.get(0)
        : context.operation(ONNXOperators.CONCAT, parts, "concat", Map.of(AXIS, axis));
  }

  ONNXRef<?> constant(String name, float value) {
    return constant(name, new float[] {value}, 1);
  }

  ONNXRef<?> constant(String name, float[] values, Integer... dimensions) {
    return context.floatTensor(name, List.of(dimensions), buffer -> buffer.put(values));
  }

  private ONNXNode node(ONNXOperator operator, ONNXRef<?>... inputs) {
    return node(operator, operator.getOpName(), Map.of(), inputs);
  }

  private ONNXNode node(
      ONNXOperator operator, String name, Map<String, Object> attributes, ONNXRef<?>... inputs) {
    return context.operation(operator, Arrays.asList(inputs), name, attributes);
  }
}
