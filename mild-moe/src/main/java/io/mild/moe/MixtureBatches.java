package io.mild.moe;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Rows in DL4J's form, in buffers that are used again: [x | d] and [y | ȳ | p^T]. */
final class MixtureBatches implements AutoCloseable {
  private final MixtureData data;
  private final int features;
  private final int intents;
  private final float[] priors;
  private final float[] probabilities;
  private final int full;
  private final INDArray[] inputs = new INDArray[2];
  private final INDArray[] labels = new INDArray[2];
  private final float[] input;
  private final float[] label;

  MixtureBatches(MixtureData data, Teacher teacher, int batch) {
    this.data = data;
    this.features = data.featureCount();
    this.intents = data.intents();
    this.full = batch;
    this.priors = new float[data.rows() * intents];
    this.probabilities = new float[data.rows() * intents];
    this.input = new float[batch * (features + intents)];
    this.label = new float[batch * 3 * intents];
    int[] sizes = {batch, Math.max(1, data.rows() % batch)};
    for (int i = 0; i < 2; i++) {
      inputs[i] = Nd4j.create(DataType.FLOAT, new long[] {sizes[i], features + intents}, 'f');
      labels[i] = Nd4j.create(DataType.FLOAT, new long[] {sizes[i], 3L * intents}, 'f');
    }
    double[] logits = new double[intents];
    float[] prior = new float[intents];
    for (int row = 0; row < data.rows(); row++) {
      teacher.logits(data.features(), row * features, logits);
      Teacher.prior(logits, prior);
      for (int i = 0; i < intents; i++) {
        priors[row * intents + i] = prior[i];
        probabilities[row * intents + i] = (float) Teacher.probability(logits[i]);
      }
    }
  }

  int rows() {
    return data.rows();
  }

  DataSet of(int[] order, int from, int to) {
    int rows = to - from;
    for (int n = 0; n < rows; n++) {
      int row = order[from + n];
      scatter(data.features(), row, features, input, n, 0, rows);
      scatter(priors, row, intents, input, n, features, rows);
      scatter(data.labels(), row, intents, label, n, 0, rows);
      scatter(data.causes(), row, intents, label, n, intents, rows);
      scatter(probabilities, row, intents, label, n, 2 * intents, rows);
    }
    int slot = rows == full ? 0 : 1;
    NativeCopy.write(input, inputs[slot], rows * (features + intents));
    NativeCopy.write(label, labels[slot], rows * 3 * intents);
    return new DataSet(inputs[slot], labels[slot]);
  }

  @Override
  public void close() {
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].close();
      labels[i].close();
    }
  }

  /** Puts a row of a row-after-row matrix into row n of a column-after-column one. */
  private static void scatter(
      float[] from, int row, int width, float[] to, int n, int firstColumn, int rows) {
    for (int j = 0, source = row * width; j < width; j++) {
      to[(firstColumn + j) * rows + n] = from[source + j];
    }
  }
}
