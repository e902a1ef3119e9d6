package io.mild.keyed;

/** What {@link KeyedStreams} count since they were opened. */
public enum KeyedCount {
  /** Rows that were scored. */
  SCORED("rowsScored"),
  /** Rows later than the disorder that is put right. */
  LATE("rowsLate"),
  /** Other messages that were refused. */
  REFUSED("messagesRefused"),
  /** Steps in the lives of incidents. */
  INCIDENTS("incidentEvents"),
  /** Findings that began or were over. */
  HEALTH("healthEvents"),
  /** Keys that were found to be silent. */
  SILENT("keysSilent"),
  /** Streams that went on in another model. */
  MOVED("streamsMoved"),
  /** Models that were put in force. */
  MODELS("modelsInForce"),
  /** Models that were refused. */
  MODELS_REFUSED("modelsRefused");

  private final String metric;

  KeyedCount(String metric) {
    this.metric = metric;
  }

  /** Its name as a metric. */
  public String metric() {
    return metric;
  }
}
