package io.mild.data;

import io.mild.data.CsvFormat.Duplicates;

/**
 * What may follow what.
 *
 * @param sorted whether rows come in any order and are sorted
 */
record CsvOrder(boolean sorted, Duplicates duplicates) {
  static final CsvOrder DEFAULT = new CsvOrder(false, Duplicates.REFUSE);

  static final String MERGE =
      ReadWith.option(
          "rows of the same time are read with --merge-duplicates mean|last", "withDuplicates");
  static final String OVERLAP =
      ReadWith.option(
          "files of one system that overlap are read with --sort or --merge-duplicates mean|last,"
              + " of several systems with the times of each moved behind those of the one before",
          "withSorting, withDuplicates");
  static final String SORT = ReadWith.option("unsorted rows are read with --sort", "withSorting");

  /** Whether each row comes after the one before. */
  boolean isStrict() {
    return !sorted && !merges();
  }

  /** Whether rows of the same time are merged. */
  boolean merges() {
    return duplicates != Duplicates.REFUSE;
  }
}
