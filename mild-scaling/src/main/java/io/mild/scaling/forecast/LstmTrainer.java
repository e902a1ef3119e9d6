package io.mild.scaling.forecast;

import io.mild.scaling.forecast.LstmForecaster.Weights;
import io.mild.training.backend.BackEnd;
import io.mild.training.backend.TrainingBackEndException;
import io.mild.training.mixture.EarlyStopping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Trains an {@link LstmForecaster} with DL4J: Adam on the squared error, stopped when that of the
 * last fifth of the history no longer falls; the weights of the best epoch are kept. While it
 * trains, ND4J has one native thread, see {@link BackEnd}.
 *
 * <p>Needs {@code mild-training} and an ND4J back end on the class path.
 */
public final class LstmTrainer {
  private static final int BATCH = 128;
  private static final int PATIENCE = 4;
  private static final double VALIDATION = .2;

  private LstmTrainer() {}

  /**
   * What is trained.
   *
   * @param steps how many of the latest values are looked at, at least 2
   * @param cells of the memory, at least 1
   * @param season in slots; at least 1
   * @param lead in slots, at least 1
   * @param maxEpochs at least 1
   * @param learningRate above 0
   * @param seed of the weights and the order of rows
   */
  public record Settings(
      int steps, int cells, int season, int lead, int maxEpochs, double learningRate, long seed) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Settings {
      if (steps < 2 || cells < 1 || season < 1 || lead < 1 || maxEpochs < 1) {
        throw new IllegalArgumentException(
            "steps must be at least 2, cells, season, lead and maxEpochs 1, but were"
                + " %d, %d, %d, %d, %d".formatted(steps, cells, season, lead, maxEpochs));
      }
      if (!(learningRate > 0)) {
        throw new IllegalArgumentException("learningRate must be above 0, but was " + learningRate);
      }
    }

    /** Of 24 steps, 16 cells, at most 20 epochs, a learning rate of 0.005, seed 42. */
    public static Settings of(int season, int lead) {
      return builder(season, lead).build();
    }

    /** The default settings, to be changed. */
    public static Builder builder(int season, int lead) {
      return new Builder(season, lead);
    }

    /** The same, to be changed. */
    public Builder toBuilder() {
      return new Builder(season, lead)
          .steps(steps)
          .cells(cells)
          .maxEpochs(maxEpochs)
          .learningRate(learningRate)
          .seed(seed);
    }

    /** Settings that are being chosen; {@link #build} checks them. */
    public static final class Builder {
      private final int season;
      private final int lead;
      private int steps = 24;
      private int cells = 16;
      private int maxEpochs = 20;
      private double learningRate = 5e-3;
      private long seed = 42;

      private Builder(int season, int lead) {
        this.season = season;
        this.lead = lead;
      }

      /** How many of the latest values are looked at. */
      public Builder steps(int steps) {
        this.steps = steps;
        return this;
      }

      /** Of the memory. */
      public Builder cells(int cells) {
        this.cells = cells;
        return this;
      }

      /** Epochs at most. */
      public Builder maxEpochs(int maxEpochs) {
        this.maxEpochs = maxEpochs;
        return this;
      }

      /** Of the optimiser. */
      public Builder learningRate(double learningRate) {
        this.learningRate = learningRate;
        return this;
      }

      /** Of the weights and the order of rows. */
      public Builder seed(long seed) {
        this.seed = seed;
        return this;
      }

      /**
       * The settings.
       *
       * @throws IllegalArgumentException if a value is outside of its range, which is given at
       *     {@link Settings}; the message holds the value
       */
      public Settings build() {
        return new Settings(steps, cells, season, lead, maxEpochs, learningRate, seed);
      }
    }
  }

  /**
   * Trains a forecaster, which has then seen nothing yet. Where a value is missing, what needs it
   * is left out; so pieces that don't follow one another are learned from with as many missing
   * values between them as the lead has slots.
   *
   * @param firstSlot number of the history's first slot
   * @param history one value a slot, NaN where it is missing
   * @throws IllegalArgumentException if the history has fewer rows to learn from than 9 times the
   *     steps and leads, or is constant
   * @throws TrainingBackEndException if no ND4J back end runs here
   * @throws ArithmeticException if the loss is not finite
   */
  public static LstmForecaster train(Settings settings, long firstSlot, double[] history) {
    double[] known = Arrays.stream(history).filter(y -> !Double.isNaN(y)).toArray();
    double mean = Arrays.stream(known).average().orElse(Double.NaN);
    double deviation =
        Math.sqrt(Arrays.stream(known).map(y -> (y - mean) * (y - mean)).average().orElse(0));
    if (!(deviation > 0)) {
      throw new IllegalArgumentException("the history must change, but is always " + mean);
    }
    LstmInputs inputs =
        new LstmInputs(settings.steps(), settings.season(), settings.lead(), mean, deviation);
    Sequences sequences = Sequences.of(inputs.fresh(), firstSlot, history);
    int needed = 9 * (settings.steps() + settings.lead());
    if (sequences.targets.length < needed) {
      throw new IllegalArgumentException(
          "a history of %d slots gives %d rows, and %d are needed"
              .formatted(history.length, sequences.targets.length, needed));
    }
    return new LstmForecaster(inputs, BackEnd.call(() -> fitted(settings, sequences)));
  }

  private static Weights fitted(Settings settings, Sequences sequences) {
    MultiLayerNetwork network = network(settings);
    try {
      fit(network, settings, sequences);
      return weights(network);
    } finally {
      network.close();
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  static MultiLayerNetwork network(Settings settings) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(settings.seed())
                .updater(new Adam(settings.learningRate()))
                .list()
                .layer(
                    new LastTimeStep(
                        new LSTM.Builder()
                            .nIn(LstmInputs.WIDTH)
                            .nOut(settings.cells())
                            .activation(Activation.TANH)
                            .build()))
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(settings.cells())
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    network.init();
    return network;
  }

  private static void fit(MultiLayerNetwork network, Settings settings, Sequences sequences) {
    int rows = sequences.inputs.length;
    int validationStart = rows - (int) (VALIDATION * rows);
    int[] order = IntStream.range(0, validationStart - settings.lead()).toArray(); // purged
    DataSet validation =
        sequences.batch(IntStream.range(validationStart, rows).toArray(), settings.steps());
    SplittableRandom random = new SplittableRandom(settings.seed());
    EarlyStopping<INDArray> stopping =
        EarlyStopping.after(settings.maxEpochs(), PATIENCE, network.params().dup());
    stopping.resume(0, 0, network.score(validation, false), stopping.best());
    while (stopping.goesOn()) {
      shuffle(order, random);
      for (int from = 0; from < order.length; from += BATCH) {
        int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + BATCH));
        network.fit(sequences.batch(batch, settings.steps()));
      }
      stopping.accept(network.score(validation, false), () -> network.params().dup());
    }
    network.setParams(stopping.best());
  }

  static Weights weights(MultiLayerNetwork network) {
    return new Weights(
        network.getParam("0_W").toDoubleMatrix(),
        network.getParam("0_RW").toDoubleMatrix(),
        network.getParam("0_b").toDoubleVector(),
        network.getParam("1_W").toDoubleVector(),
        network.getParam("1_b").getDouble(0));
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
  }

  /**
   * Rows to learn from.
   *
   * @param inputs {@code [rows][steps × width]}
   * @param targets {@code [rows]}, standardised changes
   */
  record Sequences(float[][] inputs, float[] targets) {
    static Sequences of(LstmInputs source, long firstSlot, double[] history) {
      List<float[]> inputs = new ArrayList<>();
      List<Float> targets = new ArrayList<>();
      double[] row = new double[LstmInputs.WIDTH];
      for (int t = 0; t + source.lead() < history.length; t++) {
        source.observe(firstSlot + t, history[t]);
        double change = history[t + source.lead()] - history[t];
        if (source.isFull() && !Double.isNaN(change)) {
          float[] input = new float[source.steps() * LstmInputs.WIDTH];
          for (int step = 0; step < source.steps(); step++) {
            source.read(step, row);
            for (int j = 0; j < LstmInputs.WIDTH; j++) {
              input[step * LstmInputs.WIDTH + j] = (float) row[j];
            }
          }
          inputs.add(input);
          targets.add((float) source.scaled(change));
        }
      }
      return new Sequences(inputs.toArray(float[][]::new), array(targets));
    }

    /** Column-major, so that DL4J finds a time step's values in one piece. */
    DataSet batch(int[] rows, int steps) {
      float[] values = new float[rows.length * steps * LstmInputs.WIDTH];
      float[] labels = new float[rows.length];
      for (int n = 0; n < rows.length; n++) {
        float[] input = inputs[rows[n]];
        for (int j = 0; j < input.length; j++) {
          values[j * rows.length + n] = input[j];
        }
        labels[n] = targets[rows[n]];
      }
      return new DataSet(
          array(values, rows.length, LstmInputs.WIDTH, steps), array(labels, rows.length, 1));
    }

    private static float[] array(List<Float> values) {
      float[] array = new float[values.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = values.get(i);
      }
      return array;
    }

    private static INDArray array(float[] columnMajor, long... shape) {
      INDArray array = Nd4j.create(DataType.FLOAT, shape, 'f');
      ((FloatPointer) array.data().pointer()).put(columnMajor);
      return array;
    }
  }
}
