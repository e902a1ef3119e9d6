package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.training.backend.Buffers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link MixtureShape#blocks()} as ND4J views of one vector: of the parameters or the gradient.
 *
 * @param heads a column a horizon
 */
record MixtureViews(
    List<INDArray> encoder,
    INDArray gateHidden,
    INDArray experts,
    INDArray gateOutput,
    List<INDArray> heads,
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
        IntStream.range(0, shape.horizons())
            .mapToObj(j -> Buffers.columns(views.get(layers + 3), j, j + 1))
            .toList(),
        views.get(layers + 4));
  }
}
