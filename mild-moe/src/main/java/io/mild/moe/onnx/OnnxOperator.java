package io.mild.moe.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.Map;
import java.util.Set;
import org.tribuo.util.onnx.ONNXAttribute;
import org.tribuo.util.onnx.ONNXOperator;
import org.tribuo.util.onnx.ONNXOperators;

/**
 * An operator of ONNX that Tribuo's own list lacks, in the same version of ONNX.
 *
 * @param getOpName its name in ONNX
 * @param getNumInputs how many inputs it takes
 * @param getNumOutputs how many outputs it has
 * @param getAttributes what may be set of it
 */
record OnnxOperator(
    String getOpName, int getNumInputs, int getNumOutputs, Map<String, ONNXAttribute> getAttributes)
    implements ONNXOperator {
  static final OnnxOperator ABS = new OnnxOperator("Abs", 1, 1, Map.of());
  static final OnnxOperator CLIP = new OnnxOperator("Clip", 3, 1, Map.of());
  static final OnnxOperator EXP = new OnnxOperator("Exp", 1, 1, Map.of());
  static final OnnxOperator LOG = new OnnxOperator("Log", 1, 1, Map.of());
  static final OnnxOperator RELU = new OnnxOperator("Relu", 1, 1, Map.of());
  static final OnnxOperator RESHAPE = new OnnxOperator("Reshape", 2, 1, Map.of());
  static final OnnxOperator SIGN = new OnnxOperator("Sign", 1, 1, Map.of());
  static final OnnxOperator SQRT = new OnnxOperator("Sqrt", 1, 1, Map.of());
  static final OnnxOperator TOP_K = new OnnxOperator("TopK", 2, 2, axis());

  /** Into parts of the same size. */
  static OnnxOperator split(int parts) {
    return new OnnxOperator("Split", 1, parts, axis());
  }

  private static Map<String, ONNXAttribute> axis() {
    return Map.of("axis", new ONNXAttribute("axis", AttributeType.INT, true));
  }

  @Override
  public int getNumOptionalInputs() {
    return 0;
  }

  @Override
  public Set<String> getMandatoryAttributeNames() {
    return getAttributes.keySet();
  }

  @Override
  public int getOpVersion() {
    return ONNXOperators.getOpsetVersion();
  }

  /** ONNX's own. */
  @Override
  public String getOpDomain() {
    return "";
  }
}
