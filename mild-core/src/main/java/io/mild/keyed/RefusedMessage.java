package io.mild.keyed;

/**
 * A message that changed nothing.
 *
 * @param message which
 * @param reason for which it was refused
 * @param why the same in words and numbers
 */
public record RefusedMessage(KeyedMessage message, Reason reason, String why)
    implements KeyedOutput {
  /** Why a message can be refused. The order is part of what is written. */
  public enum Reason {
    /** A row that is not after one that was scored: later than the disorder that is put right. */
    LATE,
    /** A row of the time of another that waits. */
    DUPLICATE,
    /** A row that no stream takes: an infinite value, a wrong number of them. */
    INVALID,
    /** A row of another kind than those before it. */
    OTHER_KIND,
    /** A row while as many wait as may. */
    TOO_MANY_WAIT,
    /** Something other than a row, of a key that has none, or that its stream does not take. */
    NOT_TAKEN
  }
}
