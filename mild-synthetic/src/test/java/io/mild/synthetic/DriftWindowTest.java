package io.mild.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class DriftWindowTest {
  private static final int MINUTES = 1_000_000;

  private final List<DriftWindow> windows =
      DriftWindow.schedule(MINUTES, new RandomStream(42, "schedule"));

  @Test
  void driftHoldAndRecoveryKeepTheirRanges() {
    assertThat(windows)
        .allSatisfy(
            window -> {
              assertThat(window.failure() - window.onset()).isBetween(120, 240);
              assertThat(window.hold()).isBetween(5, 20);
              assertThat(window.recovery()).isBetween(25, 60);
            });
    // standard error of the mean of some 1,600 draws, uniform on 121 minutes: 0.9
    assertThat(windows.stream().mapToInt(w -> w.failure() - w.onset()).average().orElseThrow())
        .isCloseTo(180, within(3.5));
  }

  @Test
  void gapsBeyondNinetyMinutesAreExponential() {
    double[] beyond = new double[windows.size()];
    int free = 0;
    for (int i = 0; i < beyond.length; i++) {
      beyond[i] = windows.get(i).onset() - free - 90;
      free = windows.get(i).recovered();
    }

    assertThat(DoubleStream.of(beyond)).allMatch(gap -> gap >= 0);
    // the rounding to minutes moves the distribution by at most 0.5/300, a twentieth of the
    // critical distance
    assertThat(
            new KolmogorovSmirnovTest()
                .kolmogorovSmirnovTest(new ExponentialDistribution(300), beyond, false))
        .isGreaterThan(0.001);
  }

  @Test
  void theLastRecoversWithinTheHistory() {
    assertThat(windows.get(windows.size() - 1).recovered()).isBetween(MINUTES - 5_000, MINUTES);
  }

  @Test
  void aShorterHistoryIsTheBeginningOfALongerOne() {
    List<DriftWindow> shorter = DriftWindow.schedule(MINUTES / 3, new RandomStream(42, "schedule"));

    assertThat(shorter).hasSizeGreaterThan(300);
    assertThat(windows).startsWith(shorter.toArray(DriftWindow[]::new));
  }
}
