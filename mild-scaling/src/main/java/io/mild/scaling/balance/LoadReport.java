package io.mild.scaling.balance;

/**
 * What an endpoint answers to a probe.
 *
 * @param inFlight requests that it has and has not answered, of all gateways, at least 0
 * @param seconds about how long a request takes there now; 0 before it is known
 */
public record LoadReport(int inFlight, double seconds) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is negative or not a number; the message holds it
   */
  public LoadReport {
    if (inFlight < 0) {
      throw new IllegalArgumentException("inFlight must be at least zero, but was " + inFlight);
    }
    if (!(seconds >= 0)) {
      throw new IllegalArgumentException("seconds must be at least zero, but was " + seconds);
    }
  }
}
