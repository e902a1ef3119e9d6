package io.mild.training.mixture;

import io.mild.training.backend.Arithmetic;
import io.mild.training.backend.KernelArithmetic;
import io.mild.training.backend.NativeArithmetic;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The whole mixture of experts with its loss as one DL4J output layer.
 *
 * <p>Input: [x | d], labels: [y | ȳ | p^T], output: [p | g]; one row an example. With several
 * horizons, y and p are horizon after horizon. Where views share the mixture, x has a column a view
 * for each feature, feature after feature. A graph of standard layers takes some 300 small native
 * calls a step; this takes about forty wide ones, or a kernel's, see {@link MixturePass}. DL4J
 * keeps the parameters as one vector, the updater and the listeners.
 */
final class MixtureLayer extends BaseOutputLayer<MixtureLayerConf> {
  private static final long serialVersionUID = 1;

  private final transient Map<Long, MixturePass<?>> passes = new LinkedHashMap<>();
  private transient LossTerms terms = LossTerms.ZERO;
  private boolean scored;
  private long dropoutSeed;

  MixtureLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** The loss of the latest batch, term by term. */
  LossTerms terms() {
    return terms;
  }

  /** Sets the seed of what is dropped in training, until it is set again. */
  void dropoutOf(long seed) {
    dropoutSeed = seed;
  }

  /** Frees native memory; the layer is not used after that. */
  void release() {
    passes.values().forEach(MixturePass::close);
    passes.clear();
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    double[] output = forward(training).output();
    long rows = input.size(0);
    INDArray columns = Nd4j.createFromArray(output).castTo(dataType);
    return workspaces.leverageTo(
        ArrayType.ACTIVATIONS, columns.reshape('f', rows, output.length / rows));
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    terms = forward(true).backward(labels, gradientsFlattened);
    scored = true;
    Gradient gradient = new DefaultGradient();
    gradientViews.forEach(gradient.gradientForVariable()::put);
    return new Pair<>(gradient, null); // nothing lies below this layer
  }

  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaces) {
    if (!scored) {
      terms = forward(training).loss(labels);
    }
    scored = false;
    score = terms.total() + regularization;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
    throw new IllegalStateException("the loss of single rows is not defined for this layer");
  }

  @Override
  protected INDArray getLabels2d(LayerWorkspaceMgr workspaces, ArrayType type) {
    return labels;
  }

  private MixturePass<?> forward(boolean training) {
    MixturePass<?> pass = pass();
    if (training) {
      pass.forward(input, dropoutSeed);
    } else {
      pass.forward(input);
    }
    return pass;
  }

  /** The matrices of the current batch size: a full batch's and a last, smaller one's stay. */
  private MixturePass<?> pass() {
    return passes.computeIfAbsent(input.size(0), rows -> pass(rows.intValue()));
  }

  private MixturePass<?> pass(int rows) {
    int samples = layerConf().views() * rows;
    return layerConf()
        .kernel()
        .<MixturePass<?>>map(kernel -> pass(new KernelArithmetic(kernel, samples)))
        .orElseGet(() -> pass(new NativeArithmetic(samples, dataType)));
  }

  private <M> MixturePass<M> pass(Arithmetic<M> arithmetic) {
    return new MixturePass<>(
        layerConf().shape(),
        layerConf().views(),
        layerConf().loss(),
        layerConf().encoderDropout(),
        arithmetic,
        paramsFlattened);
  }

  @Override
  public void setParamTable(Map<String, INDArray> table) {
    super.setParamTable(table);
    release();
  }
}
