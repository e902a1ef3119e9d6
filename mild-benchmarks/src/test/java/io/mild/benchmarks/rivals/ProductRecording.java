package io.mild.benchmarks.rivals;

/**
 * A recording whose incidents move two KPIs by ±3: of equal signs before api fails, of unlike signs
 * before web does. So each KPI alone, and any sum of both, goes up as often as down.
 */
final class ProductRecording {
  private ProductRecording() {}

  static Fold fold(int rows) {
    return NoiseRecording.fold(
        2,
        rows,
        (intent, n, minutes, row) -> {
          int sign = n / 2 % 2 == 0 ? 1 : -1;
          row[0] += 3 * sign;
          row[1] += intent == 0 ? 3 * sign : -3 * sign;
        });
  }
}
