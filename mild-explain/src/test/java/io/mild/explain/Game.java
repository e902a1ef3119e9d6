package io.mild.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * A random function of random groups of one to three features: a sine of a weighted sum, so that
 * all features interact.
 */
record Game(double[] weights, float[][] background, int[][] members, float[] row) {
  static Game random(long seed, int groups) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] members = new int[groups][];
    int features = 0;
    for (int g = 0; g < groups; g++) {
      members[g] = new int[random.nextInt(1, 4)];
      for (int i = 0; i < members[g].length; i++) {
        members[g][i] = features++;
      }
    }
    float[][] background = new float[random.nextInt(1, 6)][];
    for (int b = 0; b < background.length; b++) {
      background[b] = randomRow(random, features);
    }
    double[] weights = random.doubles(features, -1, 1).toArray();
    return new Game(weights, background, members, randomRow(random, features));
  }

  private static float[] randomRow(SplittableRandom random, int features) {
    float[] row = new float[features];
    for (int feature = 0; feature < features; feature++) {
      row[feature] = (float) random.nextDouble(-2, 2);
    }
    return row;
  }

  /** A batch function of a function of one row. */
  static RiskFunction of(int features, ToDoubleFunction<float[]> function) {
    return (rows, n, risks) -> {
      for (int i = 0; i < n; i++) {
        risks[i] =
            function.applyAsDouble(Arrays.copyOfRange(rows, i * features, (i + 1) * features));
      }
    };
  }

  double risk(float[] x) {
    double sum = 0;
    for (int feature = 0; feature < x.length; feature++) {
      sum += weights[feature] * x[feature];
    }
    return 0.5 + 0.5 * Math.sin(sum);
  }

  /** v(S) by its definition, a bit of the set a feature. */
  double worth(long features) {
    double sum = 0;
    for (float[] backgroundRow : background) {
      float[] mixed = backgroundRow.clone();
      for (int feature = 0; feature < mixed.length; feature++) {
        if ((features >> feature & 1) == 1) {
          mixed[feature] = row[feature];
        }
      }
      sum += risk(mixed);
    }
    return sum / background.length;
  }

  /** All of a group's features, a bit each. */
  long bits(int group) {
    return Arrays.stream(members[group]).mapToLong(feature -> 1L << feature).sum();
  }

  ShapleyExplainer explainer() {
    return new ShapleyExplainer(of(row.length, this::risk), background, members);
  }

  /** A precision that is not reached in so many rounds over the groups. */
  Precision rounds(int rounds, long seed) {
    return new Precision(
        Double.MIN_NORMAL,
        Math.max(1, rounds * 2 * (members.length - 1) * background.length),
        seed);
  }

  /** All orders of the elements. */
  static List<List<Integer>> orders(int[] elements) {
    List<List<Integer>> orders = new ArrayList<>();
    collect(new ArrayList<>(), elements, orders);
    return orders;
  }

  private static void collect(List<Integer> begun, int[] elements, List<List<Integer>> orders) {
    if (begun.size() == elements.length) {
      orders.add(List.copyOf(begun));
      return;
    }
    for (int element : elements) {
      if (!begun.contains(element)) {
        begun.add(element);
        collect(begun, elements, orders);
        begun.remove(begun.size() - 1);
      }
    }
  }
}
