package io.mild.keyed;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row of KPIs of one monitored system.
 *
 * @param key tells the system from all others
 * @param kind whose model it is scored by; the same for all rows of a key; 1 to 255 characters
 * @param epochMillis when the KPIs were measured, in milliseconds since 1970
 * @param values one for each KPI, in the order of the model's; NaN where missing; not copied
 */
public record KeyedRow(String key, String kind, long epochMillis, double[] values)
    implements KeyedMessage {
  /**
   * A row.
   *
   * @throws IllegalArgumentException if key or kind is empty or too long
   */
  public KeyedRow {
    KeyedMessage.requireKey(key);
    KeyedModel.requireKind(kind);
  }

  /** When the KPIs were measured. */
  public Instant time() {
    return Instant.ofEpochMilli(epochMillis);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyedRow that
        && epochMillis == that.epochMillis
        && key.equals(that.key)
        && kind.equals(that.kind)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Long.hashCode(epochMillis);
  }

  @Override
  public String toString() {
    return "KeyedRow[%s, %s, %s, %s]".formatted(key, kind, time(), Arrays.toString(values));
  }
}
