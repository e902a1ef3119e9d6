package io.mild.moe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
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

/** One training: its network, its random numbers, its clock. */
final class MixtureTraining implements AutoCloseable {
  private final MixtureSettings settings;
  private final Teacher teacher;
  private final MixtureShape shape;
  private final MultiLayerNetwork network;
  private final SplittableRandom random;
  private final long began = System.nanoTime();

  private float[] best;
  private int bestEpoch;
  private double lowestLoss = Double.POSITIVE_INFINITY;
  private int epochsDone;

  MixtureTraining(MixtureSettings settings, Teacher teacher) {
    this.settings = settings;
    this.teacher = teacher;
    this.shape = settings.shape(teacher.features(), teacher.intents());
    this.network =
        network(shape, settings.loss(), settings.learningRate(), settings.seed(), DataType.FLOAT);
    this.random = new SplittableRandom(~settings.seed());
    this.best = network.params().toFloatVector();
  }

  TrainedMixture train(
      MixtureData training,
      MixtureData validation,
      @Nullable Path checkpoint,
      Consumer<TrainingEpoch> onEpoch) {
    long fingerprint = checkpoint == null ? 0 : fingerprint(training, validation);
    if (checkpoint != null && Files.exists(checkpoint)) {
      resume(checkpoint, fingerprint);
    }
    try (MixtureBatches fit = new MixtureBatches(training, teacher, settings.batch());
        MixtureBatches judge = new MixtureBatches(validation, teacher, settings.batch())) {
      train(fit, judge, checkpoint, fingerprint, onEpoch);
    }
    return new TrainedMixture(new MixtureOfExperts(shape, best), epochsDone, lowestLoss);
  }

  private void train(
      MixtureBatches training,
      MixtureBatches validation,
      @Nullable Path checkpoint,
      long fingerprint,
      Consumer<TrainingEpoch> onEpoch) {
    int[] order = inOrder(training.rows());
    for (int epoch = 0; epoch < epochsDone; epoch++) {
      shuffle(order, random);
    }
    int[] validationOrder = inOrder(validation.rows());
    int resumedAt = epochsDone;
    while (epochsDone < settings.maxEpochs() && epochsDone - bestEpoch < settings.patience()) {
      shuffle(order, random);
      LossTerms trainingLoss = pass(training, order, true);
      LossTerms validationLoss = pass(validation, validationOrder, false);
      boolean improved = judge(validationLoss.total());
      if (checkpoint != null) {
        state(fingerprint).write(checkpoint);
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
      onEpoch.accept(
          new TrainingEpoch(
              epochsDone,
              settings.maxEpochs(),
              trainingLoss,
              validationLoss,
              improved,
              elapsed,
              elapsed
                  .multipliedBy(settings.maxEpochs() - epochsDone)
                  .dividedBy(epochsDone - resumedAt)));
    }
  }

  /**
   * Frees native memory. The network's own close also asks for a garbage collection: ND4J's small
   * Java objects hold native memory that the collector knows nothing of, and would pile up over
   * many trainings.
   */
  @Override
  public void close() {
    ((MixtureLayer) network.getOutputLayer()).release();
    network.close();
  }

  /** Counts an epoch of this validation loss; whether it is the best so far. */
  private boolean judge(double loss) {
    epochsDone++;
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException("the loss is " + loss + " after epoch " + epochsDone);
    }
    boolean improved = loss < lowestLoss;
    if (improved) {
      lowestLoss = loss;
      bestEpoch = epochsDone;
      best = network.params().toFloatVector();
    }
    return improved;
  }

  private Checkpoint state(long fingerprint) {
    return new Checkpoint(
        fingerprint,
        epochsDone,
        network.getIterationCount(),
        bestEpoch,
        lowestLoss,
        network.params().toFloatVector(),
        network.getUpdater().getStateViewArray().toFloatVector(),
        best);
  }

  private void resume(Path file, long fingerprint) {
    INDArray updater = network.getUpdater().getStateViewArray();
    Checkpoint checkpoint =
        Checkpoint.read(file, fingerprint, shape.parameterCount(), (int) updater.length());
    network.params().assign(Nd4j.createFromArray(checkpoint.parameters()));
    updater.assign(Nd4j.createFromArray(checkpoint.updater()));
    network.setIterationCount(checkpoint.iteration());
    best = checkpoint.best();
    bestEpoch = checkpoint.bestEpoch();
    lowestLoss = checkpoint.lowestLoss();
    epochsDone = checkpoint.epoch();
  }

  private long fingerprint(MixtureData training, MixtureData validation) {
    int hash = Objects.hash(settings, teacher);
    int rows = Objects.hash(digest(training), digest(validation));
    return (long) hash << Integer.SIZE | Integer.toUnsignedLong(rows);
  }

  private static int digest(MixtureData data) {
    return 31 * (31 * Arrays.hashCode(data.features()) + Arrays.hashCode(data.labels()))
        + Arrays.hashCode(data.causes());
  }

  private LossTerms pass(MixtureBatches batches, int[] order, boolean fit) {
    MixtureLayer layer = (MixtureLayer) network.getOutputLayer();
    LossTerms mean = LossTerms.ZERO;
    for (int from = 0; from < order.length; from += settings.batch()) {
      if (Thread.interrupted()) {
        throw new CancellationException(
            "training was interrupted after %d of at most %d epochs"
                .formatted(epochsDone, settings.maxEpochs()));
      }
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
            .miniBatch(false) // the loss is a mean already
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
