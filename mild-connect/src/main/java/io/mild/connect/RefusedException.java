package io.mild.connect;

import java.io.IOException;

/**
 * The other side is there and refuses what it was asked or given, and would again: a query that is
 * wrong, a message that it can't read. The message says what to do.
 */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * A refusal.
   *
   * @param message what was refused, why, and what to do
   */
  public RefusedException(String message) {
    super(message);
  }
}
