package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;

/** DL4J's description of {@link MixtureLayer}: its sizes, its loss, and its parameters' names. */
final class MixtureLayerConf extends BaseOutputLayer {
  private static final long serialVersionUID = 1;

  private final transient MixtureShape shape;
  private final transient int views;
  private final transient HybridLoss loss;
  private final transient double encoderDropout;

  MixtureLayerConf(
      MixtureShape shape, int views, HybridLoss loss, double encoderDropout, IUpdater updater) {
    super(new Builder().updater(updater));
    this.shape = shape;
    this.views = views;
    this.loss = loss;
    this.encoderDropout = encoderDropout;
    setNIn(views * (shape.features() + shape.intents()));
    setNOut(views * (shape.risks() + shape.intents()));
  }

  MixtureShape shape() {
    return shape;
  }

  int views() {
    return views;
  }

  HybridLoss loss() {
    return loss;
  }

  double encoderDropout() {
    return encoderDropout;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    MixtureLayer layer = new MixtureLayer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialize));
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return Blocks.INSTANCE;
  }

  /**
   * Maps {@link MixtureShape#blocks()} to DL4J's parameter table; values are set by the trainer.
   */
  private enum Blocks implements ParamInitializer {
    INSTANCE;

    private static MixtureShape shape(org.deeplearning4j.nn.conf.layers.Layer layer) {
      return ((MixtureLayerConf) layer).shape();
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
      return numParams(conf.getLayer());
    }

    @Override
    public long numParams(org.deeplearning4j.nn.conf.layers.Layer layer) {
      return shape(layer).parameterCount();
    }

    @Override
    public List<String> paramKeys(org.deeplearning4j.nn.conf.layers.Layer layer) {
      return shape(layer).blocks().stream().map(MixtureShape.Block::name).toList();
    }

    @Override
    public List<String> weightKeys(org.deeplearning4j.nn.conf.layers.Layer layer) {
      return paramKeys(layer);
    }

    @Override
    public List<String> biasKeys(org.deeplearning4j.nn.conf.layers.Layer layer) {
      return List.of();
    }

    @Override
    public boolean isWeightParam(org.deeplearning4j.nn.conf.layers.Layer layer, String key) {
      return true;
    }

    @Override
    public boolean isBiasParam(org.deeplearning4j.nn.conf.layers.Layer layer, String key) {
      return false;
    }

    @Override
    public Map<String, INDArray> init(
        NeuralNetConfiguration conf, INDArray parameters, boolean initialize) {
      paramKeys(conf.getLayer()).forEach(conf::addVariable);
      return views(conf, parameters);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
        NeuralNetConfiguration conf, INDArray gradients) {
      return views(conf, gradients);
    }

    private static Map<String, INDArray> views(NeuralNetConfiguration conf, INDArray vector) {
      INDArray flat = vector.reshape(vector.length());
      Map<String, INDArray> views = new LinkedHashMap<>();
      for (MixtureShape.Block block : shape(conf.getLayer()).blocks()) {
        INDArray view =
            flat.get(NDArrayIndex.interval(block.offset(), block.offset() + block.length()));
        views.put(block.name(), view.reshape('f', block.rows(), block.columns()));
      }
      return views;
    }
  }

  private static final class Builder extends BaseOutputLayer.Builder<Builder> {
    @Override
    public <E extends org.deeplearning4j.nn.conf.layers.Layer> E build() {
      throw new IllegalStateException("a mixture layer is made by its constructor");
    }
  }
}
