package io.mild.connect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A sink that remembers, and fails as often as it is told to. */
public final class Recorder implements EventSink {
  private final List<IncidentMessage> taken = new ArrayList<>();
  private final List<String> refusedIds = new ArrayList<>();
  private int failures;
  private boolean isDead;
  private int tries;
  private int refreshes;

  /** Fails so many times, then takes. */
  public synchronized Recorder failing(int times) {
    failures = times;
    return this;
  }

  /** Fails until it lives. */
  public synchronized Recorder dead(boolean dead) {
    isDead = dead;
    return this;
  }

  /** Refuses a message for ever. */
  public synchronized Recorder refusing(IncidentMessage message) {
    refusedIds.add(message.id());
    return this;
  }

  @Override
  public synchronized void deliver(IncidentMessage message) throws IOException {
    tries++;
    if (isDead || failures-- > 0) {
      throw new IOException("not\nnow");
    }
    if (refusedIds.contains(message.id())) {
      throw new RefusedException("unreadable");
    }
    taken.add(message);
  }

  @Override
  public synchronized void refresh() {
    refreshes++;
  }

  /** In the order of taking. */
  public synchronized List<IncidentMessage> taken() {
    return List.copyOf(taken);
  }

  /** How often it was called. */
  public synchronized int tries() {
    return tries;
  }

  /** How often it was called while there was nothing. */
  public synchronized int refreshes() {
    return refreshes;
  }
}
