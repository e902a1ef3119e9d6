package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * {@link MixtureShape#blocks()} as ND4J views of one vector: of the parameters or the gradient. The
 * heads' are not among them.
 */
record MixtureViews(
    INDArray vector,
    List<INDArray> encoder,
    INDArray gateHidden,
    INDArray experts,
    INDArray gateOutput) {

  static MixtureViews of(MixtureShape shape, INDArray vector) {
    INDArray flat = vector.reshape(vector.length());
    List<INDArray> views = shape.blocks().stream().map(block -> view(flat, block)).toList();
    int layers = shape.encoder().size();
    return new MixtureViews(
        vector,
        views.subList(0, layers),
        views.get(layers),
        views.get(layers + 1),
        views.get(layers + 2));
  }

  private static INDArray view(INDArray flat, MixtureShape.Block block) {
    return flat.get(NDArrayIndex.interval(block.offset(), block.offset() + block.length()))
        .reshape('f', block.rows(), block.columns());
  }
}
