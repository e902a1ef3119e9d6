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
  /** Rows that are turned together, so that they are read from the nearest cache. */
  private static final int BLOCK = 32;

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
    for (int n = 0; n < rows; n += BLOCK) {
      int end = Math.min(rows, n + BLOCK);
      Turn turn = new Turn(order, from, n, end, rows);
      turn.columns(data.features(), views, features / views, input, 0);
      turn.columns(priors, 1, intents, input, features);
      turn.columns(data.labels(), 1, risks, label, 0);
      turn.columns(data.causes(), 1, intents, label, risks);
      turn.columns(probabilities, 1, intents, label, risks + intents);
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

  /**
   * Some rows of a batch, to be turned from row after row to column after column.
   *
   * @param order numbers of rows, those of the batch from {@code from} on
   * @param first of these rows in the batch
   * @param end that is not of them any more
   * @param rows of the batch
   */
  private record Turn(int[] order, int from, int first, int end, int rows) {

    /** View after view becomes feature after feature: a column of samples is one of the views. */
    void columns(float[] source, int views, int width, float[] to, int firstColumn) {
      int values = views * width;
      for (int view = 0; view < views; view++) {
        for (int j = 0; j < width; j++) {
          int value = view * width + j;
          int column = (firstColumn + j * views + view) * rows;
          for (int n = first; n < end; n++) {
            to[column + n] = source[order[from + n] * values + value];
          }
        }
      }
    }
  }
}
