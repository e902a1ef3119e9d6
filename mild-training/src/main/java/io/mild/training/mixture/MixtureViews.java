package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.training.backend.Arithmetic;
import java.util.List;

/**
 * {@link MixtureShape#blocks()} as views of one vector: of the parameters or the gradient. The
 * heads' are not among them.
 */
record MixtureViews<M>(M vector, List<M> encoder, M gateHidden, M experts, M gateOutput) {

  static <M> MixtureViews<M> of(MixtureShape shape, M vector, Arithmetic<M> arithmetic) {
    List<M> views =
        shape.blocks().stream()
            .map(block -> arithmetic.block(vector, block.offset(), block.rows(), block.columns()))
            .toList();
    int layers = shape.encoder().size();
    return new MixtureViews<>(
        vector,
        views.subList(0, layers),
        views.get(layers),
        views.get(layers + 1),
        views.get(layers + 2));
  }
}
