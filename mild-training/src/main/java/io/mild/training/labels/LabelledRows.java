package io.mild.training.labels;

import io.mild.training.mixture.MixtureData;
import java.util.Arrays;
import java.util.List;

/**
 * Rows with what they are taught.
 *
 * @param features standardised, {@code [rows × width]}
 * @param labels {@code [rows × horizons·intents]}
 * @param causes {@code [rows × intents]}
 */
public record LabelledRows(
    float[] features, float[] labels, float[] causes, int width, int intents) {

  /** Labels of several horizons, longest first, side by side. */
  public static float[] nested(List<float[]> horizons, int intents) {
    int rows = horizons.get(0).length / intents;
    int perRow = horizons.size() * intents;
    float[] nested = new float[Math.multiplyExact(rows, perRow)];
    for (int j = 0; j < horizons.size(); j++) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(
            horizons.get(j), row * intents, nested, row * perRow + j * intents, intents);
      }
    }
    return nested;
  }

  public int count() {
    return causes.length / intents;
  }

  /** Labels of a row. */
  public int labelsPerRow() {
    return labels.length / count();
  }

  public MixtureData slice(int from, int until) {
    int perRow = labelsPerRow();
    return new MixtureData(
        until - from,
        Arrays.copyOfRange(features, from * width, until * width),
        Arrays.copyOfRange(labels, from * perRow, until * perRow),
        Arrays.copyOfRange(causes, from * intents, until * intents));
  }

  /** Puts a row of these at a place of others of the same kind. */
  public void copy(int row, LabelledRows to, int place) {
    int perRow = labelsPerRow();
    System.arraycopy(features, row * width, to.features, place * width, width);
    System.arraycopy(labels, row * perRow, to.labels, place * perRow, perRow);
    System.arraycopy(causes, row * intents, to.causes, place * intents, intents);
  }

  public MixtureData data() {
    return new MixtureData(count(), features, labels, causes);
  }
}
