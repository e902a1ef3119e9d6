package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeToFailureModelTest {
  private static final OrdinalHorizons HORIZONS =
      new OrdinalHorizons(
          List.of(Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30)));

  /**
   * Logits ln ¼, ln ¼, ln ½ against 0: bins of ⅛, ⅛, ¼, ½. The middle 80 %: a tenth is 0.8 of the
   * first bin, 24 minutes; nine tenths are 0.8 of the last, 120 + 0.8 · 120 = 216 minutes.
   */
  private static final TimeToFailureModel BY_HAND =
      new TimeToFailureModel(
          HORIZONS,
          new double[] {0},
          new double[] {1},
          new double[][] {{Math.log(0.25), 0}, {Math.log(0.25), 0}, {Math.log(0.5), 0}},
          0.8);

  @Test
  void theIntervalIsTheMiddleOfTheDistributionWithTimeUniformInItsBins() {
    assertThat(BY_HAND.distribution(new double[] {7}))
        .containsExactly(new double[] {0.125, 0.125, 0.25, 0.5}, within(1e-12));
    TimeToFailureModel.Interval interval = BY_HAND.interval(new double[] {7});
    assertThat(interval.lowMinutes()).isCloseTo(24, within(1e-9));
    assertThat(interval.highMinutes()).isCloseTo(216, within(1e-9));
  }

  /** ⅛ + ⅛ up to 60 minutes, and a third of the ¼ between 60 and 120. */
  @Test
  void theProbabilityWithinATimeIsThatOfTheBinsBeforeAndOfItsShareOfItsOwn() {
    assertThat(BY_HAND.probabilityWithin(new double[] {7}, 80)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(BY_HAND.probabilityWithin(new double[] {7}, 300)).isCloseTo(1, within(1e-12));
  }

  /** EWMAs of spans 5 and 40: a = 1/3 and 2/41. From 0.2, then 0.5: 0.3 and 0.2 + 0.6/41. */
  @Test
  void featuresAreLogitsOfTheLongestHorizonsAveragesTheirDifferenceAndTheHorizons() {
    TimeFeatures stream = new TimeFeatures();
    stream.accept(0.2);
    stream.accept(0.5);
    double[] features = stream.features(new double[] {0.5, 0.25});
    double slow = 0.2 + 0.6 / 41;
    double fastLogit = Math.log(0.3 / 0.7);
    double slowLogit = Math.log(slow / (1 - slow));
    assertThat(features)
        .containsExactly(
            new double[] {fastLogit, slowLogit, fastLogit - slowLogit, 0, Math.log(1 / 3.0)},
            within(1e-12));
  }

  @Test
  void aResumedStreamOfFeaturesGoesOnBitForBitAndARestartedOneAnew() throws IOException {
    double[] risks = {0.4, 0.1};
    TimeFeatures stream = new TimeFeatures();
    stream.accept(0.4);
    double[] first = stream.features(risks);
    stream.accept(0.7);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    stream.writeTo(new DataOutputStream(bytes));
    TimeFeatures resumed = new TimeFeatures();
    resumed.resume(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(resumed.features(risks)).containsExactly(stream.features(risks));
    stream.restart();
    stream.accept(0.4);
    assertThat(stream.features(risks)).containsExactly(first);

    byte[] bad = bytes.toByteArray();
    bad[0] = 0x7e;
    assertThatThrownBy(() -> resumed.resume(new DataInputStream(new ByteArrayInputStream(bad))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("0 to 1");
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> BY_HAND.interval(new double[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5");
    assertThatThrownBy(() -> new TimeFeatures().accept(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2.0");
  }
}
