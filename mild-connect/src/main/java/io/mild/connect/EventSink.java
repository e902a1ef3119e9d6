package io.mild.connect;

import java.io.IOException;

/**
 * Who is told of incidents. Each sink of an {@link Outbox} has a thread of its own, which makes all
 * calls.
 */
public interface EventSink {
  /**
   * Tells one step. A message may come twice, with the same {@link IncidentMessage#id}: when it is
   * not known whether the first was taken.
   *
   * @throws RefusedException if it will never be taken: it is counted, logged and left out
   * @throws IOException if it may be taken later: it is tried again, and those after it wait
   */
  void deliver(IncidentMessage message) throws IOException;

  /**
   * Called before each message and about once a second: a sink whose receiver forgets repeats here,
   * from time to time, what still holds. Does nothing unless overridden.
   *
   * @throws IOException if it has to be tried again later
   */
  default void refresh() throws IOException {}
}
