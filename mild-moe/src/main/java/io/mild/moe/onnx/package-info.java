/**
 * Exports risk models to ONNX with Tribuo's {@code tribuo-util-onnx}, which no other package needs.
 *
 * <p>Start reading at {@link OnnxExport}.
 */
@NullMarked
package io.mild.moe.onnx;

import org.jspecify.annotations.NullMarked;
