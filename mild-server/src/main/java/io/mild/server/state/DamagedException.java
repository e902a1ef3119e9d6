package io.mild.server.state;

import java.io.IOException;

/** A file is not as it was written. */
final class DamagedException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedException(String problem) {
    super(problem);
  }
}
