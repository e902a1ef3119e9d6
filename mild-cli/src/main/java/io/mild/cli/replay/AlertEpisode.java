package io.mild.cli.replay;

import io.mild.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert from its beginning to its end.
 *
 * @param onset the alert as it was when it began
 * @param end the last time at which its risk was at or above the threshold; null while it is open
 */
public record AlertEpisode(Alert onset, @Nullable Instant end) {
  /** When it began. */
  public Instant time() {
    return onset.onset();
  }
}
