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
      DrawnRows draws,
      Iterator<double[]> walked,
      IntToLongFunction times,
      RowLabels taught,
      Standardizer standardizer) {
    for (int row = 0; row < draws.end(); row++) {
      double[] values = walked.next();
      if (draws.isDrawn(row)) {
        int place = draws.place(row);
        standardizer.apply(values, features, place * width);
        taught.accept(times.applyAsLong(row));
        taught.writeLabels(labels, place * labelsOfARow());
        taught.writeCauses(causes, place * intents);
        while (draws.hasNext(place)) {
          copy(place, this, draws.next(place));
          place = draws.next(place);
        }
      }
    }
  }

  /** Puts a row of these at a place of others of the same kind, or of these. */
  public void copy(int row, LabelledRows to, int place) {
    int own = labelsOfARow();
    System.arraycopy(features, row * width, to.features, place * width, width);
    System.arraycopy(labels, row * own, to.labels, place * own, own);
    System.arraycopy(causes, row * intents, to.causes, place * intents, intents);
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
