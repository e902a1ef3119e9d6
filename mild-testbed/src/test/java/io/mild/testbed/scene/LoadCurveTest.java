package io.mild.testbed.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LoadCurveTest {
  private static final int WEEK = 7 * LoadCurve.DAY;
  private final LoadCurve load = new LoadCurve(1, WEEK);

  @Test
  void noonIsBusyNightIsNotAndWeekendsAreLess() {
    assertThat(mean(700, 900)).isGreaterThan(0.7);
    assertThat(mean(100, 250)).isLessThan(0.4);
    assertThat(mean(5 * LoadCurve.DAY, WEEK)).isLessThan(mean(0, 5 * LoadCurve.DAY) * 0.9);
    assertThat(IntStream.range(0, WEEK)).allMatch(row -> load.at(row) > 0);
  }

  @Test
  void aSeedIsALoad() {
    assertThat(new LoadCurve(1, 10).at(9)).isEqualTo(new LoadCurve(1, 20).at(9));
    assertThat(new LoadCurve(2, 10).at(9)).isNotEqualTo(new LoadCurve(1, 10).at(9));
  }

  private double mean(int from, int until) {
    return IntStream.range(from, until).mapToDouble(load::at).average().orElseThrow();
  }
}
