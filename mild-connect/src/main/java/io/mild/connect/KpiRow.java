package io.mild.connect;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The KPIs of one period.
 *
 * @param time of the period's end
 * @param values one a KPI, in the order of the source's schema; NaN where missing, never infinite;
 *     not copied
 */
public record KpiRow(Instant time, double[] values) {
  /** Whether no KPI has a value. */
  public boolean isEmpty() {
    return Arrays.stream(values).allMatch(Double::isNaN);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KpiRow that
        && time.equals(that.time)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * time.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "KpiRow[" + time + ", " + Arrays.toString(values) + "]";
  }
}
