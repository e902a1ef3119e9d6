package io.mild.alerting.incident;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The root cause that an incident has.
 *
 * <p>It follows the verdict until that was clear for a span of rows: then it is <i>settled</i>, and
 * gives way only to an intent of the incident itself, or to one that was clearly named for a span
 * of rows in turn. So a second fault, which turns the verdict towards itself, does not become the
 * cause of the first.
 */
final class NamedRoot {
  private final int rowsToSettle;
  private int root;
  private double probability;
  private int clearRows; // at most as many as settle it
  private int rival;
  private int rivalRows;

  NamedRoot(int rowsToSettle) {
    this.rowsToSettle = rowsToSettle;
  }

  void begin(int named, double namedProbability, boolean isClear) {
    root = named;
    probability = namedProbability;
    clearRows = isClear ? 1 : 0;
    rivalRows = 0;
  }

  int root() {
    return root;
  }

  double probability() {
    return probability;
  }

  boolean isSettled() {
    return clearRows >= rowsToSettle;
  }

  /** Takes in how probable it is by a verdict that is about another incident. */
  void accept(double ownProbability) {
    probability = ownProbability;
    rivalRows = 0;
  }

  /**
   * Takes a row's verdict in.
   *
   * @param isMember whether the named intent alerted in the incident
   * @return whether another root is named from now on
   */
  boolean accept(IncidentRow row, boolean isMember) {
    int named = row.root();
    boolean isClear = row.isRootClear();
    if (named == root) {
      accept(row.rootProbability());
      clearRows = Math.min(rowsToSettle, clearRows + (isClear ? 1 : 0));
      return false;
    }
    rivalRows = isClear ? (named == rival ? rivalRows : 0) + 1 : 0;
    rival = named;
    if (isSettled() && !isMember && rivalRows < rowsToSettle) {
      probability = row.alerts().get(root).rootProbability();
      return false;
    }
    begin(named, row.rootProbability(), isClear);
    return true;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(root);
    out.writeDouble(probability);
    out.writeInt(clearRows);
    out.writeInt(rival);
    out.writeInt(rivalRows);
  }

  void resume(DataInput in, int intents) throws IOException {
    root = in.readInt();
    probability = in.readDouble();
    clearRows = in.readInt();
    rival = in.readInt();
    rivalRows = in.readInt();
    if (root < 0 || root >= intents || rival < 0 || rival >= intents) {
      throw new IOException(
          "root and rival must be of %d intents, but were %d and %d"
              .formatted(intents, root, rival));
    }
    if (!(probability >= 0 && probability <= 1) || clearRows < 0 || rivalRows < 0) {
      throw new IOException(
          "a root's probability must be 0 to 1 and its rows not negative, but were %s, %d and %d"
              .formatted(probability, clearRows, rivalRows));
    }
  }
}
