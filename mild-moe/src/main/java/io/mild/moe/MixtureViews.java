package io.mild.moe;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link MixtureShape#blocks()} as ND4J views of one vector: of the parameters or the gradient. */
record MixtureViews(
    List<INDArray> encoder,
    INDArray gateHidden,
    INDArray experts,
    INDArray gateOutput,
    INDArray heads,
    INDArray headBias) {

  static MixtureViews of(MixtureShape shape, Map<String, INDArray> table) {
    List<INDArray> views =
        shape.blocks().stream()
            .map(block -> Objects.requireNonNull(table.get(block.name())))
            .toList();
    int layers = shape.encoder().size();
    return new MixtureViews(
        views.subList(0, layers),
        views.get(layers),
        views.get(layers + 1),
        views.get(layers + 2),
        views.get(layers + 3),
        views.get(layers + 4));
  }
}
