/**
 * The teacher and the mixture of experts: immutable weights, scored in plain Java; and their export
 * to ONNX, for which the application adds {@code tribuo-util-onnx} and {@code protobuf-java}.
 */
@SuppressWarnings("requires-automatic") // both of the export, which is optional
module io.mild.moe {
  requires static org.jspecify;
  requires static com.google.protobuf;
  requires static org.tribuo.util.onnx;

  exports io.mild.moe;
  exports io.mild.moe.onnx;
}
