package io.mild.goals;

import org.jspecify.annotations.Nullable;

/**
 * A bound that a KPI keeps, such as {@code api_latency <= 200}.
 *
 * <pre>{@code
 * kpi("api_latency").atMost(200)
 * kpi("availability").atLeast(99.9)
 * kpi("telemetry_queue").atMostUsual() // a history proposes the level
 * }</pre>
 *
 * @param kpi its name
 * @param bound whether the level is the greatest or the least that is good
 * @param level in the KPI's unit, itself good; NaN where a history is still to propose it, see
 *     {@link Goals#withUsualLevels}
 */
public record KpiCondition(String kpi, Bound bound, double level) {
  private static final String USUAL = "usual";

  /** Which side of a level is good. */
  public enum Bound {
    /** Values up to the level are good. */
    AT_MOST("<="),
    /** Values from the level up are good. */
    AT_LEAST(">=");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }

    /** {@code <=} or {@code >=}. */
    @Override
    public String toString() {
      return sign;
    }
  }

  /**
   * @throws IllegalArgumentException if the KPI has no name or the level is infinite
   */
  public KpiCondition {
    if (kpi.isBlank()) {
      throw new IllegalArgumentException("a condition must name a KPI, but named '" + kpi + "'");
    }
    if (Double.isInfinite(level)) {
      throw new IllegalArgumentException(
          "the level of '%s' must be a number, but was %s".formatted(kpi, level));
    }
  }

  /** Begins a condition on a KPI. */
  public static Subject kpi(String name) {
    return new Subject(name);
  }

  /**
   * A KPI that a condition is to be on.
   *
   * @param kpi its name
   */
  public record Subject(String kpi) {
    /** Good up to a level, in the KPI's unit. */
    public KpiCondition atMost(double level) {
      return new KpiCondition(kpi, Bound.AT_MOST, requireLevel(level));
    }

    /** Good from a level up, in the KPI's unit. */
    public KpiCondition atLeast(double level) {
      return new KpiCondition(kpi, Bound.AT_LEAST, requireLevel(level));
    }

    /** Good up to a level that a history is to propose. */
    public KpiCondition atMostUsual() {
      return new KpiCondition(kpi, Bound.AT_MOST, Double.NaN);
    }

    /** Good from a level up that a history is to propose. */
    public KpiCondition atLeastUsual() {
      return new KpiCondition(kpi, Bound.AT_LEAST, Double.NaN);
    }

    private double requireLevel(double level) {
      if (!Double.isFinite(level)) {
        throw new IllegalArgumentException(
            "the level of '%s' must be a number, but was %s".formatted(kpi, level));
      }
      return level;
    }
  }

  /**
   * Reads what {@link #toString} writes: {@code KPI <= LEVEL} or {@code KPI >= LEVEL}, where {@code
   * usual} stands for a level that a history is to propose.
   *
   * @throws IllegalArgumentException if the text is another one; the message says what was expected
   */
  public static KpiCondition parse(String text) {
    int sign = Math.max(text.lastIndexOf("<="), text.lastIndexOf(">="));
    String kpi = sign < 0 ? "" : text.substring(0, sign).strip();
    Double level = sign < 0 ? null : level(text.substring(sign + 2).strip());
    if (kpi.isEmpty() || level == null) {
      throw new IllegalArgumentException(
          "'%s' is no condition such as 'api_latency <= 200', 'availability >= 99.9' or 'queue <= usual'"
              .formatted(text));
    }
    Bound bound = text.charAt(sign) == '<' ? Bound.AT_MOST : Bound.AT_LEAST;
    return new KpiCondition(kpi, bound, level);
  }

  private static @Nullable Double level(String text) {
    if (text.equals(USUAL)) {
      return Double.NaN;
    }
    try {
      double level = Double.parseDouble(text);
      return Double.isFinite(level) ? level : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether a history is still to propose the level. */
  public boolean isWithoutLevel() {
    return Double.isNaN(level);
  }

  /** The same with another level. */
  KpiCondition withLevel(double level) {
    return new KpiCondition(kpi, bound, level);
  }

  /** Whether a value, not NaN, is against it; false while there is no level. */
  boolean isAgainst(double value) {
    return bound == Bound.AT_MOST ? value > level : value < level;
  }

  /** Such as {@code api_latency <= 200}. */
  @Override
  public String toString() {
    return kpi + " " + bound + " " + (isWithoutLevel() ? USUAL : text(level));
  }

  private static String text(double level) {
    String text = Double.toString(level);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
