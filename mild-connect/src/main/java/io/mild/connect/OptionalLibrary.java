package io.mild.connect;

/** What some classes of this module need and who uses them adds. */
public enum OptionalLibrary {
  /** For {@code io.mild.connect.metrics.MildMetrics}. */
  MICROMETER("io.micrometer.core.instrument.MeterRegistry", "io.micrometer:micrometer-core:1.17.2"),
  /** For {@code io.mild.connect.sink.OtelEvents}. */
  OPENTELEMETRY("io.opentelemetry.api.OpenTelemetry", "io.opentelemetry:opentelemetry-api:1.68.0");

  private final String type;
  private final String artifact;

  OptionalLibrary(String type, String artifact) {
    this.type = type;
    this.artifact = artifact;
  }

  /** Whether it is on the class path of this module. */
  public boolean isPresent() {
    try {
      Class.forName(type, false, OptionalLibrary.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Makes sure of it, before a class that needs it is touched.
   *
   * @throws IllegalStateException if it is not there; the message says what to add
   */
  public void require() {
    if (!isPresent()) {
      throw new IllegalStateException(
          "this needs %s on the class path, or a newer version of it".formatted(artifact));
    }
  }
}
