package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OrdinalHorizonsTest {
  private static final OrdinalHorizons THREE = minutes(120, 60, 30);

  @Test
  void aTimeIsInTheBinOfTheShortestHorizonThatHoldsIt() {
    assertThat(
            Arrays.stream(new double[] {0.1, 30, 30.1, 60, 119, 120, 121, 1e9})
                .mapToInt(THREE::binOf))
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> minutes(60, 60))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT1H");
    assertThatThrownBy(() -> minutes()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> THREE.binOf(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0");
  }

  private static OrdinalHorizons minutes(int... minutes) {
    return new OrdinalHorizons(Arrays.stream(minutes).mapToObj(Duration::ofMinutes).toList());
  }
}
