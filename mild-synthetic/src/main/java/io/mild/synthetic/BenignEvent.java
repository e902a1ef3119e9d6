package io.mild.synthetic;

import java.util.List;

/**
 * One benign event that the generator caused. Times are minutes of the history.
 *
 * @param kind what it was
 * @param intent the intent whose failures it resembles, empty for load spikes and sri dips
 * @param start its first minute
 * @param end the minute after its last, at most the number of minutes
 * @param kpis the KPIs that it moved
 */
public record BenignEvent(BenignKind kind, String intent, int start, int end, List<String> kpis) {

  /** Copies the list. */
  public BenignEvent {
    kpis = List.copyOf(kpis);
  }
}
