package io.mild.training.mixture;

import io.mild.moe.IntentViews;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rows to train on that may be others in each epoch, such as freshly augmented ones.
 *
 * <p>The rows must follow from the epoch's number alone: a training that goes on from a checkpoint
 * asks for the remaining epochs only.
 */
public interface EpochRows {

  /** The number of rows that an epoch goes through, the same in every epoch. */
  int count();

  /**
   * The rows of an epoch, at most {@link #count}, asked for once and in order, and read until the
   * next epoch's are asked for. New rows come in a new {@link MixtureData}, whose arrays may be
   * those of an earlier epoch filled again; the same object as in the epoch before means that its
   * rows are the same.
   *
   * @param epoch its number, from 1
   */
  MixtureData rows(int epoch);

  /**
   * Which rows the latest epoch that was asked for goes through: all of them once, or as they were
   * drawn, some several times and some not at all. A row that is there once is made once, and read
   * from nearer caches than its copies would be.
   *
   * @param rows what {@link #rows} returned
   * @return {@link #count} numbers of rows, from 0; not written to
   */
  default int[] draws(MixtureData rows) {
    return IntStream.range(0, rows.rows()).toArray();
  }

  /**
   * What tells these rows from those of another training, such as a digest of the history and the
   * augmentation's seed. A checkpoint goes on only with rows of the same description.
   */
  String description();

  /**
   * The same as intents see it.
   *
   * @throws IllegalArgumentException at an epoch whose rows are not of as many intents
   */
  default EpochRows seenBy(IntentViews views) {
    EpochRows rows = this;
    return new EpochRows() {
      @Override
      public int count() {
        return rows.count();
      }

      @Override
      public MixtureData rows(int epoch) {
        return rows.rows(epoch).seenBy(views);
      }

      @Override
      public int[] draws(MixtureData seen) {
        return rows.draws(seen);
      }

      @Override
      public String description() {
        return rows.description() + ", seen as " + Arrays.deepToString(views.own());
      }
    };
  }

  /** The same rows in every epoch, described by a digest of them. */
  static EpochRows same(MixtureData data) {
    return new EpochRows() {
      @Override
      public int count() {
        return data.rows();
      }

      @Override
      public MixtureData rows(int epoch) {
        return data;
      }

      @Override
      public String description() {
        return Integer.toHexString(
            31 * (31 * Arrays.hashCode(data.features()) + Arrays.hashCode(data.labels()))
                + Arrays.hashCode(data.causes()));
      }
    };
  }
}
