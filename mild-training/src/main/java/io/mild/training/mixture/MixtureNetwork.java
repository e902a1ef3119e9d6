package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.moe.internal.kernel.Kernel;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** A DL4J network of one {@link MixtureLayer}, and the steps that train it. */
final class MixtureNetwork implements AutoCloseable {
  private final MixtureSettings settings;
  private final @Nullable LinearDecay annealing;
  private final MultiLayerNetwork network;
  private final MixtureLayer layer;
  private final @Nullable WeightDecay decay;

  /**
   * A network with weights drawn from the settings' seed.
   *
   * @param views how many of a row share it
   * @param rows of an epoch
   * @param kernel what its passes run in, in single precision; if none, ND4J
   */
  MixtureNetwork(
      MixtureShape shape,
      int views,
      MixtureSettings settings,
      DataType type,
      int rows,
      Optional<Kernel> kernel) {
    this.settings = settings;
    this.annealing =
        settings.annealed()
            ? new LinearDecay(settings.learningRate(), steps(settings, rows))
            : null;
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .miniBatch(false) // the loss is a mean already
            .trainingWorkspaceMode(WorkspaceMode.NONE) // the layer keeps buffers of its own
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .list()
            .layer(
                new MixtureLayerConf(
                    shape,
                    views,
                    settings.loss(),
                    settings.dropout(),
                    kernel.isPresent() ? heapAdam(settings) : adam(settings),
                    kernel))
            .validateOutputLayerConfig(false)
            .build();
    network = new MultiLayerNetwork(configuration);
    network.init(Nd4j.createFromArray(initialWeights(shape, settings.seed())).castTo(type), false);
    layer = (MixtureLayer) network.getOutputLayer();
    decay =
        settings.weightDecay() > 0
            ? new WeightDecay(
                shape, settings.learningRate() * settings.weightDecay(), network.params())
            : null;
  }

  private IUpdater adam(MixtureSettings settings) {
    return annealing == null ? new Adam(settings.learningRate()) : new Adam(annealing);
  }

  private IUpdater heapAdam(MixtureSettings settings) {
    return annealing == null ? new HeapAdam(settings.learningRate()) : new HeapAdam(annealing);
  }

  private static int steps(MixtureSettings settings, int rows) {
    int anEpoch = (rows + settings.batch() - 1) / settings.batch();
    return Math.multiplyExact(settings.maxEpochs(), anEpoch);
  }

  /** DL4J's own view of it. */
  MultiLayerNetwork dl4j() {
    return network;
  }

  /**
   * One step of Adam or AdamW.
   *
   * @param epoch its number, and
   * @param step that of the step in it: with the seed, all that the dropout depends on
   * @return the batch's loss before the step
   */
  LossTerms fit(DataSet batch, int epoch, int step) {
    double left = annealing == null ? 1 : annealing.left(iteration());
    layer.dropoutOf(settings.seed() + ((long) epoch << Integer.SIZE) + step);
    network.fit(batch.getFeatures(), batch.getLabels());
    if (decay != null) {
      decay.step(left);
    }
    return layer.terms();
  }

  /** The loss with all units taking part. */
  LossTerms score(DataSet batch) {
    network.score(batch, false);
    return layer.terms();
  }

  float[] parameters() {
    return network.params().toFloatVector();
  }

  /** Adam's moments. */
  float[] updater() {
    return updaterView().toFloatVector();
  }

  int updaterLength() {
    return (int) updaterView().length();
  }

  /** Steps done. */
  int iteration() {
    return network.getIterationCount();
  }

  /** Goes on from where another network was. */
  void resume(float[] parameters, float[] updater, int iteration) {
    network.params().assign(Nd4j.createFromArray(parameters));
    updaterView().assign(Nd4j.createFromArray(updater));
    network.setIterationCount(iteration);
  }

  /**
   * Frees native memory. The network's own close also asks for a garbage collection: ND4J's small
   * Java objects hold native memory that the collector knows nothing of, and would pile up over
   * many trainings.
   */
  @Override
  public void close() {
    layer.release();
    if (decay != null) {
      decay.close();
    }
    network.close();
  }

  private INDArray updaterView() {
    return network.getUpdater().getStateViewArray();
  }

  /** Uniform within ±1/√inputs, weights and biases alike (LeCun et al. 1998; PyTorch's default). */
  static float[] initialWeights(MixtureShape shape, long seed) {
    float[] weights = new float[shape.parameterCount()];
    SplittableRandom random = new SplittableRandom(seed);
    for (MixtureShape.Block block : shape.blocks()) {
      int inputs =
          block.name().startsWith("heads") ? shape.headInputs() : Math.max(1, block.rows() - 1);
      double bound = 1 / Math.sqrt(inputs);
      for (int i = 0; i < block.length(); i++) {
        weights[block.offset() + i] = (float) random.nextDouble(-bound, bound);
      }
    }
    return weights;
  }
}
