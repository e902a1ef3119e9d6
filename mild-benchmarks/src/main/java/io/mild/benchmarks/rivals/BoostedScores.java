package io.mild.benchmarks.rivals;

import io.mild.moe.Teacher;
import java.util.Arrays;
import java.util.List;
import smile.regression.RegressionTree;

/**
 * Boosted trees: a score a class, made a probability by softmax; of two classes only the second one
 * has a score, the log-odds.
 *
 * @param start each score before the first tree
 * @param rounds trees, one a score
 */
record BoostedScores(double[] start, List<RegressionTree[]> rounds) {
  /** Of two classes, the one whose score there is. */
  static final int POSITIVE = 1;

  /** No trees: one probability of the second of two classes, whatever the row. */
  static BoostedScores constant(double probability) {
    return new BoostedScores(new double[] {Math.log(probability / (1 - probability))}, List.of());
  }

  /** Scores that give each class the share that it has. */
  static double[] start(int[] classes) {
    int[] counts = new int[Arrays.stream(classes).max().orElseThrow() + 1];
    for (int c : classes) {
      counts[c]++;
    }
    return counts.length == 2
        ? new double[] {Math.log((double) counts[POSITIVE] / counts[0])}
        : Arrays.stream(counts).mapToDouble(n -> Math.log((double) n / classes.length)).toArray();
  }

  /** Adds a round's shrunken steps to a row's scores. */
  static void add(RegressionTree[] round, FeatureRow row, double[] scores) {
    for (int column = 0; column < round.length; column++) {
      scores[column] += TreeBoosting.SHRINKAGE * round[column].predict(row);
    }
  }

  /** One probability a score. */
  static double[] probabilities(double[] scores) {
    if (scores.length == 1) {
      return new double[] {Teacher.probability(scores[0])};
    }
    double highest = Arrays.stream(scores).max().orElseThrow();
    double[] probabilities = Arrays.stream(scores).map(s -> Math.exp(s - highest)).toArray();
    double sum = Arrays.stream(probabilities).sum();
    return Arrays.stream(probabilities).map(p -> p / sum).toArray();
  }

  /** One probability a class for a row. */
  double[] classProbabilities(FeatureRow row) {
    double[] scores = start.clone();
    for (RegressionTree[] round : rounds) {
      add(round, row, scores);
    }
    double[] p = probabilities(scores);
    return p.length > 1 ? p : new double[] {1 - p[0], p[0]};
  }
}
