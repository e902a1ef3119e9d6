package io.mild.training.mixture;

import static java.util.Objects.requireNonNull;

import io.mild.moe.MixtureShape;
import io.mild.moe.RootCauses;
import io.mild.moe.Teacher;
import io.mild.training.backend.NativeCopy;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows in DL4J's form, in buffers that are used again: [x | d] and [y | ȳ | p^T]. They are filled
 * with rows before use, and again with as many others.
 */
final class MixtureBatches implements AutoCloseable {
  private final Teacher teacher;
  private final RootCauses rootCauses;
  private final int views;
  private final int features;
  private final int intents;
  private final int risks;
  private final float[] priors;
  private final float[] probabilities;
  private final int full;
  private final INDArray[] inputs = new INDArray[2];
  private final INDArray[] labels = new INDArray[2];
  private final float[] input;
  private final float[] label;
  private @Nullable MixtureData data;

  MixtureBatches(int rows, MixtureShape shape, int views, Teacher teacher, int batch) {
    this.teacher = teacher;
    this.rootCauses = shape.rootCauses();
    this.views = views;
    this.features = views * shape.features();
    this.intents = views * shape.intents();
    this.risks = views * shape.risks();
    this.full = batch;
    this.priors = new float[rows * intents];
    this.probabilities = new float[rows * intents];
    int inputColumns = features + intents;
    int labelColumns = risks + 2 * intents;
    this.input = new float[batch * inputColumns];
    this.label = new float[batch * labelColumns];
    int[] sizes = {batch, Math.max(1, rows % batch)};
    for (int i = 0; i < 2; i++) {
      inputs[i] = Nd4j.create(DataType.FLOAT, new long[] {sizes[i], inputColumns}, 'f');
      labels[i] = Nd4j.create(DataType.FLOAT, new long[] {sizes[i], labelColumns}, 'f');
    }
  }

  /** Puts these rows in the place of those before; nothing to do if they are the same object. */
  void fill(MixtureData rows) {
    if (rows != data) {
      data = rows;
      askTeacher(rows);
    }
  }

  private void askTeacher(MixtureData data) {
    double[] logits = new double[intents];
    float[] prior = new float[intents];
    for (int row = 0; row < data.rows(); row++) {
      teacher.logits(data.features(), row * features, logits);
      rootCauses.prior(logits, prior);
      for (int i = 0; i < intents; i++) {
        priors[row * intents + i] = prior[i];
        probabilities[row * intents + i] = (float) Teacher.probability(logits[i]);
      }
    }
  }

  DataSet of(int[] order, int from, int to) {
    MixtureData data = requireNonNull(this.data);
    int rows = to - from;
    for (int n = 0; n < rows; n++) {
      int row = order[from + n];
      scatterViews(data.features(), row, n, rows);
      scatter(priors, row, intents, input, n, features, rows);
      scatter(data.labels(), row, risks, label, n, 0, rows);
      scatter(data.causes(), row, intents, label, n, risks, rows);
      scatter(probabilities, row, intents, label, n, risks + intents, rows);
    }
    int slot = rows == full ? 0 : 1;
    NativeCopy.write(input, inputs[slot], rows * (features + intents));
    NativeCopy.write(label, labels[slot], rows * (risks + 2 * intents));
    return new DataSet(inputs[slot], labels[slot]);
  }

  @Override
  public void close() {
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].close();
      labels[i].close();
    }
  }

  /** View after view becomes feature after feature: a column of samples is one of the views. */
  private void scatterViews(float[] from, int row, int n, int rows) {
    int width = features / views;
    for (int view = 0, source = row * features; view < views; view++) {
      for (int j = 0; j < width; j++, source++) {
        input[(j * views + view) * rows + n] = from[source];
      }
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
