package io.mild.benchmarks.rivals;

import smile.data.Tuple;
import smile.data.type.StructType;

/** One row of a matrix of features in Smile's form; it can be moved to another row. */
@SuppressWarnings("serial") // Smile wants it serializable; it is never written
final class FeatureRow implements Tuple {
  private final float[] features;
  private final int width;
  private int offset;

  FeatureRow(float[] features, int width) {
    this.features = features;
    this.width = width;
  }

  /** Moves to the row that begins at an offset. */
  FeatureRow at(int offset) {
    this.offset = offset;
    return this;
  }

  @Override
  public double getDouble(int i) {
    return features[offset + i];
  }

  @Override
  public Object get(int i) {
    return features[offset + i];
  }

  @Override
  public int length() {
    return width;
  }

  @Override
  public StructType schema() {
    throw new UnsupportedOperationException("a tree asks for numbers alone");
  }
}
