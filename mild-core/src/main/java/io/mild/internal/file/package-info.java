/**
 * The {@code .mild} file and its layouts, and the ONNX file: no part of the API. Begin with {@link
 * io.mild.internal.file.ModelFile}.
 */
@NullMarked
package io.mild.internal.file;

import org.jspecify.annotations.NullMarked;
