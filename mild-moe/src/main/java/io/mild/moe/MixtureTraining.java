package io.mild.moe;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** One training: its network, its random numbers, its clock. */
final class MixtureTraining {
  private final MixtureSettings settings;
  private final Teacher teacher;
  private final MixtureShape shape;
  private final MultiLayerNetwork network;
  private final SplittableRandom random;
  private final long began = System.nanoTime();

  MixtureTraining(MixtureSettings settings, Teacher teacher) {
    this.settings = settings;
    this.teacher = teacher;
    this.shape = settings.shape(teacher.features(), teacher.intents());
    this.network =
        network(shape, settings.loss(), settings.learningRate(), settings.seed(), DataType.FLOAT);
    this.random = new SplittableRandom(~settings.seed());
  }

  MixtureOfExperts train(
      MixtureData training, MixtureData validation, Consumer<TrainingEpoch> onEpoch) {
    MixtureBatches trainingBatches = new MixtureBatches(training, teacher, settings.batch());
    MixtureBatches validationBatches = new MixtureBatches(validation, teacher, settings.batch());
    int[] order = inOrder(training.rows());
    int[] validationOrder = inOrder(validation.rows());
    float[] best = network.params().toFloatVector();
    double lowest = Double.POSITIVE_INFINITY;
    int bestEpoch = 0;
    for (int epoch = 1; epoch <= settings.maxEpochs(); epoch++) {
      shuffle(order, random);
      LossTerms trainingLoss = pass(trainingBatches, order, true);
      LossTerms validationLoss = pass(validationBatches, validationOrder, false);
      if (!Double.isFinite(validationLoss.total())) {
        throw new ArithmeticException(
            "the loss is " + validationLoss.total() + " after epoch " + epoch);
      }
      boolean improved = validationLoss.total() < lowest;
      if (improved) {
        lowest = validationLoss.total();
        bestEpoch = epoch;
        best = network.params().toFloatVector();
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
      onEpoch.accept(
          new TrainingEpoch(
              epoch,
              settings.maxEpochs(),
              trainingLoss,
              validationLoss,
              improved,
              elapsed,
              elapsed.multipliedBy(settings.maxEpochs() - epoch).dividedBy(epoch)));
      if (epoch - bestEpoch >= settings.patience()) {
        break;
      }
    }
    return new MixtureOfExperts(shape, best);
  }

  private LossTerms pass(MixtureBatches batches, int[] order, boolean fit) {
    MixtureLayer layer = (MixtureLayer) network.getOutputLayer();
    LossTerms mean = LossTerms.ZERO;
    for (int from = 0; from < order.length; from += settings.batch()) {
      int to = Math.min(order.length, from + settings.batch());
      DataSet batch = batches.of(order, from, to);
      if (fit) {
        network.fit(batch.getFeatures(), batch.getLabels());
      } else {
        network.score(batch, false);
      }
      mean = mean.plus(layer.terms(), (to - from) / (double) order.length);
    }
    return mean;
  }

  private static int[] inOrder(int rows) {
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    return order;
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
  }

  /** A network of this shape, with weights drawn from the seed. */
  static MultiLayerNetwork network(
      MixtureShape shape, HybridLoss loss, double learningRate, long seed, DataType type) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .trainingWorkspaceMode(WorkspaceMode.NONE) // the layer keeps buffers of its own
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .list()
            .layer(new MixtureLayerConf(shape, loss, new Adam(learningRate)))
            .validateOutputLayerConfig(false)
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(Nd4j.createFromArray(initialWeights(shape, seed)).castTo(type), false);
    return network;
  }

  /** Uniform within ±1/√inputs, weights and biases alike (LeCun et al. 1998; PyTorch's default). */
  static float[] initialWeights(MixtureShape shape, long seed) {
    float[] weights = new float[shape.parameterCount()];
    SplittableRandom random = new SplittableRandom(seed);
    for (MixtureShape.Block block : shape.blocks()) {
      int inputs =
          block.name().startsWith("heads") ? shape.expert() : Math.max(1, block.rows() - 1);
      double bound = 1 / Math.sqrt(inputs);
      for (int i = 0; i < block.length(); i++) {
        weights[block.offset() + i] = (float) random.nextDouble(-bound, bound);
      }
    }
    return weights;
  }
}
