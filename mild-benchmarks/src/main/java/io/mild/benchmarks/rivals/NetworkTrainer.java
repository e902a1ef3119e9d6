package io.mild.benchmarks.rivals;

import io.mild.moe.Teacher;
import io.mild.training.backend.BackEnd;
import io.mild.training.mixture.EarlyStopping;
import io.mild.training.mixture.MixtureData;
import io.mild.training.mixture.MixtureSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trains networks of DL4J's standard layers with a sigmoid head an intent: Adam on cross-entropy,
 * stopped when the validation loss no longer falls, the weights of the best epoch kept; by the
 * numbers by which the paper trains its mixture.
 */
final class NetworkTrainer {
  private static final MixtureSettings PAPER = MixtureSettings.paper();
  private static final int BATCH = PAPER.batch();
  private static final int MAX_EPOCHS = PAPER.maxEpochs();
  private static final int PATIENCE = PAPER.patience();
  private static final double LEARNING_RATE = PAPER.learningRate();
  private static final long SEED = PAPER.seed();

  private final MultiLayerConfiguration configuration;
  private final Function<Fold, RowValues> inputs;
  private final int stride;

  /**
   * @param layers what {@link #layers} began, with {@link #heads} at the end
   * @param inputs what the network sees of a fold's rows
   * @param stride every so many rows are fitted to and validated with; all are scored
   */
  NetworkTrainer(ListBuilder layers, Function<Fold, RowValues> inputs, int stride) {
    this.configuration = layers.build();
    this.inputs = inputs;
    this.stride = stride;
  }

  /** The beginning of a network. */
  static ListBuilder layers() {
    return new NeuralNetConfiguration.Builder().seed(SEED).updater(new Adam(LEARNING_RATE)).list();
  }

  /** The end of a network: one logit an intent, of which scoring makes a probability. */
  static OutputLayer heads(int inputs, int intents) {
    return new OutputLayer.Builder(new LogisticLoss())
        .nIn(inputs)
        .nOut(intents)
        .activation(Activation.IDENTITY)
        .build();
  }

  /** How networks are trained. */
  static Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("optimizer", "Adam");
    settings.put("learning rate", LEARNING_RATE);
    settings.put("batch", BATCH);
    settings.put("epochs at most", MAX_EPOCHS);
    settings.put("patience", PATIENCE);
    settings.put("seed", SEED);
    return settings;
  }

  /** See {@link Predictor#train}. */
  Predictor.Trained train(Fold fold, DoubleConsumer progress) {
    MixtureData fit = fold.fit();
    BaseRate[] rates = BaseRate.of(fit);
    boolean nothingToLearn = Arrays.stream(rates).allMatch(BaseRate::all);
    float[] weights = nothingToLearn ? new float[0] : BackEnd.call(() -> fit(fold, fit, progress));
    progress.accept(1);
    return scored -> Prediction.of(score(scored, weights, rates));
  }

  private float[] fit(Fold fold, MixtureData fit, DoubleConsumer progress) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
    network.init();
    MixtureData validation = fold.validation();
    int intents = fit.intents();
    int start = fold.validationStart();
    RowValues fitLabels = RowValues.of(fit.labels(), intents, 0);
    RowValues validationLabels = RowValues.of(validation.labels(), intents, start);
    int[] order = everyStrideth(0, fit.rows());
    int[] judged = everyStrideth(start, start + validation.rows());
    SplittableRandom random = new SplittableRandom(SEED);
    EarlyStopping<float[]> stopping =
        EarlyStopping.after(MAX_EPOCHS, PATIENCE, network.params().toFloatVector());
    try (NetworkBatches x = new NetworkBatches(inputs.apply(fold), BATCH);
        NetworkBatches y = new NetworkBatches(fitLabels, BATCH);
        NetworkBatches judgedY = new NetworkBatches(validationLabels, BATCH)) {
      while (stopping.goesOn()) {
        shuffle(order, random);
        for (int from = 0; from < order.length; from += BATCH) {
          RowModel.requireNotInterrupted();
          int to = Math.min(order.length, from + BATCH);
          network.fit(x.of(order, from, to), y.of(order, from, to));
        }
        stopping.accept(loss(network, x, judgedY, judged), () -> network.params().toFloatVector());
        progress.accept(stopping.epochs() / (double) MAX_EPOCHS);
      }
    } finally {
      release(network);
    }
    return stopping.best();
  }

  private static double loss(
      MultiLayerNetwork network, NetworkBatches x, NetworkBatches y, int[] rows) {
    double sum = 0;
    for (int from = 0; from < rows.length; from += BATCH) {
      RowModel.requireNotInterrupted();
      int to = Math.min(rows.length, from + BATCH);
      DataSet batch = new DataSet(x.of(rows, from, to), y.of(rows, from, to));
      sum += network.score(batch, false) * (to - from);
    }
    return sum / rows.length;
  }

  private double[][] score(Fold fold, float[] weights, BaseRate[] rates) {
    double[][] risks =
        weights.length > 0
            ? BackEnd.call(() -> score(fold, weights, rates.length))
            : new double[rates.length][fold.scoredRows()];
    for (int i = 0; i < risks.length; i++) {
      if (rates[i].all()) {
        Arrays.fill(risks[i], rates[i].risk());
      }
    }
    return risks;
  }

  private double[][] score(Fold fold, float[] weights, int intents) {
    double[][] risks = new double[intents][fold.scoredRows()];
    MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
    network.init(Nd4j.createFromArray(weights), false);
    int first = fold.validationStart();
    int[] rows = IntStream.range(first, first + fold.scoredRows()).toArray();
    try (NetworkBatches x = new NetworkBatches(inputs.apply(fold), BATCH)) {
      for (int from = 0; from < rows.length; from += BATCH) {
        int to = Math.min(rows.length, from + BATCH);
        INDArray output = network.output(x.of(rows, from, to), false);
        float[][] batch = output.toFloatMatrix();
        for (int n = 0; n < batch.length; n++) {
          for (int i = 0; i < risks.length; i++) {
            risks[i][from + n] = Teacher.probability(batch[n][i]);
          }
        }
      }
    } finally {
      release(network);
    }
    return risks;
  }

  private static void release(MultiLayerNetwork network) {
    network.close();
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }

  private int[] everyStrideth(int from, int until) {
    return IntStream.iterate(from, row -> row < until, row -> row + stride).toArray();
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
  }
}
