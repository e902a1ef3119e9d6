package io.mild.training.labels;

import io.mild.features.Standardizer;
import io.mild.training.mixture.MixtureData;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A history's rows with what they are taught. They are made when they are asked for, by a walk over
 * the history: all rows side by side would take most of a training's memory, and a walk takes a
 * small part of an epoch's time.
 *
 * @param replay of the whole history
 * @param labels for one walk each
 */
public record HistoryRows(
    FeatureReplay replay, Standardizer standardizer, Supplier<RowLabels> labels) {

  /** Puts rows of the history where they were drawn for. */
  public void put(DrawnRows draws, LabelledRows to) {
    to.put(draws, replay.iterator(), replay.history()::epochMillis, labels.get(), standardizer);
  }

  /** Places for so many rows as these. */
  public LabelledRows places(int rows) {
    RowLabels row = labels.get();
    return LabelledRows.ofZeros(rows, replay.spec().featureCount(), row.labels(), row.intents());
  }

  /** Some rows, by their indices. */
  public LabelledRows at(int... rows) {
    LabelledRows some = places(rows.length);
    DrawnRows draws = new DrawnRows(replay.rows(), rows.length);
    for (int place = 0; place < rows.length; place++) {
      draws.add(rows[place], place);
    }
    put(draws, some);
    return some;
  }

  /** The rows from one on until another, which is not of them. */
  public MixtureData slice(int from, int until) {
    return at(IntStream.range(from, until).toArray()).data();
  }
}
