package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.moe.Teacher;
import io.mild.moe.internal.kernel.Kernel;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Random rows of which some intents fail, with a rule that can be learned. */
final class Rows {
  private Rows() {}

  /** Intent i fails where the product of features i and i+1 is above one half. */
  static MixtureData random(int rows, int features, int intents, long seed) {
    return random(rows, features, intents, 1, seed);
  }

  /** The same, and within a shorter horizon only where the product is higher by one half each. */
  static MixtureData random(int rows, int features, int intents, int horizons, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[rows * features];
    float[] y = new float[rows * horizons * intents];
    float[] causes = new float[rows * intents];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < features; j++) {
        x[row * features + j] = (float) random.nextDouble(-2, 2);
      }
      float failing = 0;
      for (int i = 0; i < intents; i++) {
        float product = x[row * features + i % features] * x[row * features + (i + 1) % features];
        for (int j = 0; j < horizons; j++) {
          y[(row * horizons + j) * intents + i] = product > 0.5f * (j + 1) ? 1 : 0;
        }
        failing += y[row * horizons * intents + i];
      }
      for (int i = 0; i < intents && failing > 0; i++) {
        causes[row * intents + i] = y[row * horizons * intents + i] / failing;
      }
    }
    return new MixtureData(rows, x, y, causes);
  }

  /**
   * The rows as DL4J is given them, {@code [x | d]} and {@code [y | ȳ | p^T]}; x feature after
   * feature where the teacher is shared by views of a row.
   */
  static DataSet batch(MixtureData rows, Teacher teacher, DataType type) {
    int features = rows.featureCount();
    int intents = rows.intents();
    int views = intents / teacher.intents();
    int width = features / views;
    int risks = rows.horizons() * intents;
    INDArray input = Nd4j.create(type, new long[] {rows.rows(), features + intents}, 'f');
    INDArray labels = Nd4j.create(type, new long[] {rows.rows(), risks + 2 * intents}, 'f');
    double[] logits = new double[intents];
    float[] prior = new float[intents];
    for (int n = 0; n < rows.rows(); n++) {
      teacher.logits(rows.features(), n * features, logits);
      Teacher.prior(logits, prior);
      for (int j = 0; j < features; j++) {
        int view = j / width;
        input.putScalar(n, j % width * views + view, rows.features()[n * features + j]);
      }
      for (int c = 0; c < risks; c++) {
        labels.putScalar(n, c, rows.labels()[n * risks + c]);
      }
      for (int i = 0; i < intents; i++) {
        input.putScalar(n, features + i, prior[i]);
        labels.putScalar(n, risks + i, rows.causes()[n * intents + i]);
        labels.putScalar(n, risks + intents + i, Teacher.probability(logits[i]));
      }
    }
    return new DataSet(input, labels);
  }

  /** What passes are computed in: ND4J, and both kernels. */
  static List<Optional<Kernel>> arithmetics() {
    assertThat(Kernel.vector()).as("--add-modules jdk.incubator.vector").isPresent();
    return List.of(Optional.empty(), Optional.of(Kernel.plain()), Kernel.vector());
  }

  static Teacher teacher(int features, int intents, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[intents * features];
    float[] intercepts = new float[intents];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-1, 1);
    }
    for (int i = 0; i < intents; i++) {
      intercepts[i] = (float) random.nextDouble(-1, 1);
    }
    return new Teacher(features, weights, intercepts);
  }
}
