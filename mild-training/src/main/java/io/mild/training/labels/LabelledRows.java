package io.mild.training.labels;

import io.mild.features.Standardizer;
import io.mild.training.mixture.MixtureData;
import java.util.Iterator;
import java.util.function.IntToLongFunction;

/**
 * Rows with what they are taught, in places that may be filled again.
 *
 * @param features standardised, {@code [rows × width]}
 * @param labels {@code [rows × horizons·intents]}
 * @param causes {@code [rows × intents]}
 */
public record LabelledRows(
    float[] features, float[] labels, float[] causes, int width, int intents) {

  /** Places for so many rows. */
  public static LabelledRows ofZeros(int rows, int width, int labelsOfARow, int intents) {
    return new LabelledRows(
        new float[Math.multiplyExact(rows, width)],
        new float[Math.multiplyExact(rows, labelsOfARow)],
        new float[rows * intents],
        width,
        intents);
  }

  /**
   * Walks through rows in the order of time and puts those that were drawn in their places.
   *
   * @param walked each row's features, in one array or in many
   * @param times of the rows, in milliseconds
   * @param taught has not walked yet
   */
  public void put(
      Draws draws,
      Iterator<double[]> walked,
      IntToLongFunction times,
      RowLabels taught,
      Standardizer standardizer) {
    draws.sort();
    for (int row = 0; draws.hasNext(); row++) {
      double[] values = walked.next();
      if (draws.row() == row) {
        taught.accept(times.applyAsLong(row));
        int first = draws.place();
        standardizer.apply(values, features, first * width);
        taught.writeLabels(labels, first * labelsOfARow());
        taught.writeCauses(causes, first * intents);
        while (draws.hasNext() && draws.row() == row) {
          copy(first, draws.place());
        }
      }
    }
  }

  private void copy(int from, int to) {
    int own = labelsOfARow();
    System.arraycopy(features, from * width, features, to * width, width);
    System.arraycopy(labels, from * own, labels, to * own, own);
    System.arraycopy(causes, from * intents, causes, to * intents, intents);
  }

  /** Number of rows. */
  public int count() {
    return causes.length / intents;
  }

  /** Labels of a row. */
  private int labelsOfARow() {
    return labels.length / count();
  }

  /** The same arrays, to learn from. */
  public MixtureData data() {
    return new MixtureData(count(), features, labels, causes);
  }
}
