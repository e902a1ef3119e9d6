package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.moe.internal.kernel.Kernel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/** DL4J's description of {@link MixtureLayer}: its sizes, its loss, and its parameters. */
final class MixtureLayerConf extends BaseOutputLayer {
  private static final long serialVersionUID = 1;

  private final transient MixtureShape shape;
  private final transient int views;
  private final transient HybridLoss loss;
  private final transient double encoderDropout;
  private final transient Optional<Kernel> kernel;

  MixtureLayerConf(
      MixtureShape shape,
      int views,
      HybridLoss loss,
      double encoderDropout,
      IUpdater updater,
      Optional<Kernel> kernel) {
    super(new Builder().updater(updater));
    this.shape = shape;
    this.views = views;
    this.loss = loss;
    this.encoderDropout = encoderDropout;
    this.kernel = kernel;
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

  /** What passes run in; if none, ND4J. */
  Optional<Kernel> kernel() {
    return kernel;
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
    return OneVector.INSTANCE;
  }

  /**
   * All of {@link MixtureShape#blocks()} as one parameter, for DL4J's updater makes views of each
   * that it knows of at every step. Values are set by the trainer.
   */
  private enum OneVector implements ParamInitializer {
    INSTANCE;

    private static final String NAME = "mixture";

    @Override
    public long numParams(NeuralNetConfiguration conf) {
      return numParams(conf.getLayer());
    }

    @Override
    public long numParams(org.deeplearning4j.nn.conf.layers.Layer layer) {
      return ((MixtureLayerConf) layer).shape().parameterCount();
    }

    @Override
    public List<String> paramKeys(org.deeplearning4j.nn.conf.layers.Layer layer) {
      return List.of(NAME);
    }

    @Override
    public List<String> weightKeys(org.deeplearning4j.nn.conf.layers.Layer layer) {
      return List.of(NAME);
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
      conf.addVariable(NAME);
      return named(parameters);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
        NeuralNetConfiguration conf, INDArray gradients) {
      return named(gradients);
    }

    private static Map<String, INDArray> named(INDArray vector) {
      Map<String, INDArray> table = new LinkedHashMap<>(); // one that DL4J may change
      table.put(NAME, vector);
      return table;
    }
  }

  private static final class Builder extends BaseOutputLayer.Builder<Builder> {
    @Override
    public <E extends org.deeplearning4j.nn.conf.layers.Layer> E build() {
      throw new IllegalStateException("a mixture layer is made by its constructor");
    }
  }
}
