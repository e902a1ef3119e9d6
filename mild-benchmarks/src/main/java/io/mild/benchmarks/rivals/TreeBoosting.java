package io.mild.benchmarks.rivals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import smile.base.cart.CART;
import smile.base.cart.Loss;
import smile.data.DataFrame;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.data.vector.FloatVector;
import smile.regression.RegressionTree;

/**
 * Stochastic gradient boosting (Friedman 2002) with Smile's regression trees, on given rows.
 *
 * <p>Smile's own {@code GradientTreeBoost} grows the same trees, but it can't be interrupted, does
 * not tell the validation loss of each round, and its leaves' Newton steps have no bound. Here a
 * leaf's step is {@code Σ(y − p) / (1 + Σp(1 − p))} (Chen and Guestrin 2016, λ = 1), and of the
 * rounds those up to the lowest validation loss are kept. The random numbers are its own, so
 * neither Smile's nor the number of threads matter.
 */
final class TreeBoosting {
  static final int ROUNDS = 100;
  static final int DEPTH = 6;
  static final int LEAVES = 32;
  static final int ROWS_A_LEAF = 10;
  static final double SHRINKAGE = 0.1;

  /** The share of the rows that a tree is grown from. */
  static final double SUBSAMPLE = 0.5;

  private static final double PENALTY = 1;
  private static final StructField RESPONSE = new StructField("residual", DataTypes.DoubleType);

  private final float[] features;
  private final int width;
  private final int[] rows;
  private final DataFrame frame;
  private final int[][] order;

  /**
   * @param features of a fold, {@code [rows × features]}
   * @param rows the indices of those to fit to; not copied
   */
  TreeBoosting(float[] features, int width, int[] rows) {
    this.features = features;
    this.width = width;
    this.rows = rows;
    FloatVector[] columns = new FloatVector[width];
    for (int j = 0; j < width; j++) {
      float[] column = new float[rows.length];
      for (int n = 0; n < rows.length; n++) {
        column[n] = features[rows[n] * width + j];
      }
      columns[j] = FloatVector.of("x" + j, column);
    }
    this.frame = DataFrame.of(columns);
    this.order = CART.order(frame);
  }

  /**
   * Fits trees.
   *
   * @param classes of the rows to fit to, from 0, at least two of them
   * @param validationRows indices in the fold; all rounds are kept if there are none
   * @param validationClasses of the validation rows
   * @param progress told after each round the share that is done
   */
  BoostedScores fit(
      int[] classes,
      int[] validationRows,
      int[] validationClasses,
      SplittableRandom random,
      DoubleConsumer progress) {
    double[] start = BoostedScores.start(classes);
    Rows fitted = new Rows(rows, classes, start);
    Rows validation = new Rows(validationRows, validationClasses, start);
    int[] samples = new int[rows.length];
    List<RegressionTree[]> rounds = new ArrayList<>();
    int best = 0;
    double lowest = validation.loss();
    while (rounds.size() < ROUNDS) {
      RegressionTree[] round = new RegressionTree[start.length];
      double[][] probabilities = fitted.probabilities();
      for (int column = 0; column < round.length; column++) {
        RowModel.requireNotInterrupted();
        for (int n = 0; n < samples.length; n++) {
          samples[n] = random.nextDouble() < SUBSAMPLE ? 1 : 0;
        }
        samples[random.nextInt(samples.length)] = 1; // a tree needs a row
        round[column] = grow(new LogLoss(fitted, probabilities, column), samples);
      }
      fitted.add(round);
      validation.add(round);
      rounds.add(round);
      double loss = validation.loss();
      if (loss < lowest || validationRows.length == 0) {
        lowest = loss;
        best = rounds.size();
      }
      progress.accept(rounds.size() / (double) ROUNDS);
    }
    return new BoostedScores(start, List.copyOf(rounds.subList(0, best)));
  }

  private RegressionTree grow(Loss loss, int[] samples) {
    return new RegressionTree(
        frame, loss, RESPONSE, DEPTH, LEAVES, ROWS_A_LEAF, width, samples, order);
  }

  /** Rows with their classes and what the trees so far say of them. */
  private final class Rows {
    private final int[] index;
    private final int[] classes;
    private final double[][] scores;

    Rows(int[] index, int[] classes, double[] start) {
      this.index = index;
      this.classes = classes;
      this.scores = new double[index.length][];
      for (int n = 0; n < scores.length; n++) {
        scores[n] = start.clone();
      }
    }

    void add(RegressionTree[] round) {
      FeatureRow row = new FeatureRow(features, width);
      for (int n = 0; n < scores.length; n++) {
        BoostedScores.add(round, row.at(index[n] * width), scores[n]);
      }
    }

    double[][] probabilities() {
      double[][] probabilities = new double[scores.length][];
      for (int n = 0; n < scores.length; n++) {
        probabilities[n] = BoostedScores.probabilities(scores[n]);
      }
      return probabilities;
    }

    /** The mean of −log p of the rows' classes. */
    double loss() {
      double sum = 0;
      for (int n = 0; n < scores.length; n++) {
        double[] p = BoostedScores.probabilities(scores[n]);
        double ofClass =
            p.length > 1 ? p[classes[n]] : classes[n] == BoostedScores.POSITIVE ? p[0] : 1 - p[0];
        sum -= Math.log(Math.max(ofClass, Double.MIN_NORMAL));
      }
      return sum / Math.max(1, scores.length);
    }

    boolean isPositive(int n, int column) {
      return classes[n] == (scores[n].length > 1 ? column : BoostedScores.POSITIVE);
    }
  }

  /** Gradient and leaves of one column's log-loss. */
  private static final class LogLoss implements Loss {
    private final double[] gradient;
    private final double[] curvature;

    LogLoss(Rows rows, double[][] probabilities, int column) {
      this.gradient = new double[probabilities.length];
      this.curvature = new double[probabilities.length];
      for (int n = 0; n < gradient.length; n++) {
        double p = probabilities[n][column];
        gradient[n] = (rows.isPositive(n, column) ? 1 : 0) - p;
        curvature[n] = p * (1 - p);
      }
    }

    @Override
    public double output(int[] leaf, int[] samples) {
      double sum = IntStream.of(leaf).mapToDouble(n -> gradient[n]).sum();
      return sum / (PENALTY + IntStream.of(leaf).mapToDouble(n -> curvature[n]).sum());
    }

    @Override
    public double[] response() {
      return gradient;
    }

    @Override
    public double intercept(double[] labels) {
      throw new UnsupportedOperationException("a tree has no intercept");
    }

    @Override
    public double[] residual() {
      throw new UnsupportedOperationException("a tree needs no residual");
    }
  }
}
