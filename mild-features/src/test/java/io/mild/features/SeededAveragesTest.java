package io.mild.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SeededAveragesTest {
  private static final double NONE = Double.NaN;

  /**
   * Of 4, 10, 10, 10 with α = 2/3 and 2/5: 4; 4 + 2/3·6 = 8 and 4 + 1/2·6 = 7; then 8 + 2/3·2 and 7
   * + 2/5·3; 28/3 + 2/3·2/3 and 8.2 + 2/5·1.8.
   */
  @Test
  void anAverageBeginsAtTheFirstValueAndIsAMeanUntilItsShareIsSmaller() {
    EwmaBank bank = new EwmaBank(1, true, 2, 4);

    assertThat(row(bank, 4)).containsExactly(4, 4);
    assertThat(row(bank, 10)).containsExactly(new double[] {8, 7}, within(1e-14));
    assertThat(row(bank, 10)).containsExactly(new double[] {28 / 3.0, 8.2}, within(1e-14));
    assertThat(row(bank, 10)).containsExactly(new double[] {88 / 9.0, 8.92}, within(1e-14));
  }

  @Test
  void aKpiThatStandsSomewhereHasNoTrendFromTheFirstRowOn() {
    EwmaBank bank = new EwmaBank(1, true, 15, 60);
    for (int i = 0; i < 100; i++) {
      double[] averages = row(bank, 7.5);
      assertThat(averages[0] - averages[1]).isZero();
    }
  }

  @Test
  void afterTheLongestSpanOfSilenceAKpiBeginsAnew() {
    EwmaBank bank = new EwmaBank(2, true, 2, 4);
    row(bank, 4, 1);
    for (int i = 0; i < 3; i++) {
      row(bank, NONE, 1);
    }
    assertThat(row(bank, NONE, 1)).containsExactly(0, 1, 0, 1);
    assertThat(row(bank, 9, 1)).containsExactly(9, 1, 9, 1);
  }

  @Test
  void afterARestartABankBeginsAnew() {
    EwmaBank bank = new EwmaBank(1, true, 2, 4);
    row(bank, 4);
    row(bank, 5);
    bank.restart();

    assertThat(row(bank, -3)).containsExactly(-3, -3);
  }

  @Property(tries = 100)
  void aResumedBankGoesOnBitForBit(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    EwmaBank uninterrupted = new EwmaBank(2, true, 3, 10);
    for (int i = random.nextInt(40); i > 0; i--) {
      row(uninterrupted, sometimesMissing(random), sometimesMissing(random));
    }
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    uninterrupted.writeTo(new DataOutputStream(state));
    EwmaBank resumed = new EwmaBank(2, true, 3, 10);
    resumed.resume(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));

    for (int i = 0; i < 30; i++) {
      double x = sometimesMissing(random);
      double y = sometimesMissing(random);
      assertThat(row(resumed, x, y)).isEqualTo(row(uninterrupted, x, y));
    }
  }

  @Test
  void aSpecOpensStreamsOfSeededAverages() {
    ResidualSpec spec = spec(Optional.empty());
    double[] features = new double[2];
    spec.openStream().accept(0, new double[] {3}, features);

    assertThat(features).containsExactly(3, 3);
    assertThat(spec)
        .isNotEqualTo(new ResidualSpec(spec.kpis(), spec.period(), spec.spans(), spec.profile()));
  }

  @Test
  void withAReferenceAveragesAreNotSeeded() {
    assertThatThrownBy(() -> spec(Optional.of(Reference.alone(Duration.ofMinutes(8)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("averages with a reference can't be seeded");
  }

  private static ResidualSpec spec(Optional<Reference> reference) {
    return new ResidualSpec(
        List.of("latency"),
        Duration.ofMinutes(1),
        List.of(Duration.ofMinutes(2), Duration.ofMinutes(4)),
        new SeasonalProfile(
            ZoneOffset.UTC,
            new double[1],
            new double[] {1},
            new double[1][SeasonalProfile.COEFFICIENTS]),
        reference,
        true);
  }

  private static double sometimesMissing(SplittableRandom random) {
    return random.nextInt(3) == 0 ? NONE : random.nextGaussian();
  }

  private static double[] row(EwmaBank bank, double... residuals) {
    double[] averages = new double[bank.averageCount()];
    bank.accept(residuals, averages);
    return averages;
  }
}
