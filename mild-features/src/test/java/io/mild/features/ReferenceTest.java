package io.mild.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams whose KPIs are compared with their own recent level. */
class ReferenceTest {
  private static final double[] USUAL = {0.1, 0.2, 0.3, 0.4};
  private static final int AVERAGES = 4;

  @Test
  void theFirstRowDepartsFromNothingAndIsComparedWithTheReferencesUsual() {
    double[] features = Feed.to(spec(40, 2, 5).openStream()).row(3, -6);

    assertThat(features)
        .containsExactly(
            new double[] {2, -4, 1, -2, 0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4}, within(1e-14));
  }

  @Property(tries = 100)
  void aConstantOnAWholeRecordingMovesAveragesButNeitherDeparturesNorWhatIsUsual(
      @ForAll long seed, @ForAll @DoubleRange(min = 1, max = 9) double constant) {
    SplittableRandom random = new SplittableRandom(seed);
    Feed feed = Feed.to(spec(40, 2, 5).openStream());
    Feed raised = Feed.to(spec(40, 2, 5).openStream());
    for (int row = 0; row < 100; row++) {
      double cpu = random.nextInt(5) == 0 ? Double.NaN : random.nextDouble(-9, 9);
      double ram = random.nextDouble(-9, 9);
      double[] features = feed.row(cpu, ram);
      double[] moved = raised.row(cpu + constant, ram + constant);

      assertThat(rest(moved)).containsExactly(rest(features), within(1e-12));
      assertThat(moved[1] - features[1]).as("of ram").isGreaterThan(0.5);
    }
  }

  private static double[] rest(double[] features) {
    return Arrays.copyOfRange(features, AVERAGES, 3 * AVERAGES);
  }

  /** Of the longest span and a quarter of 40 rows the longer, and not before. */
  @ParameterizedTest
  @CsvSource({"5, 10", "10, 10", "15, 15"})
  void aStreamRestartsAfterAGapOfMoreThanTheLongestSpanAndAQuarterOfTheReference(
      int longest, int slots) {
    ResidualSpec spec = spec(40, 2, longest);
    Feed late = Feed.to(spec.openStream());
    Feed tooLate = Feed.to(spec.openStream());
    for (int row = 0; row < 60; row++) {
      late.row(row % 7, 4);
      tooLate.row(row % 7, 4);
    }

    double[] departed = late.miss(slots - 1).row(9, 5);
    assertThat(departed[AVERAGES + 1]).as("of ram, which was 4").isPositive();
    assertThat(late.engineer().hasJustStarted()).isFalse();

    assertThat(tooLate.miss(slots).row(9, 5))
        .isEqualTo(Feed.to(spec.openStream()).miss(60 + slots).row(9, 5));
    assertThat(tooLate.engineer().hasJustStarted()).isTrue();
  }

  @Test
  void aReferenceCopiesWhatIsUsual() {
    double[] usual = {1, 2};
    Reference reference = new Reference(Duration.ofHours(1), usual);
    usual[0] = 5;
    reference.usual()[1] = 5;

    assertThat(reference.usual()).containsExactly(1, 2);
    assertThat(reference)
        .isEqualTo(new Reference(Duration.ofHours(1), new double[] {1, 2}))
        .hasSameHashCodeAs(new Reference(Duration.ofHours(1), new double[] {1, 2}))
        .isNotEqualTo(new Reference(Duration.ofHours(2), new double[] {1, 2}))
        .isNotEqualTo(new Reference(Duration.ofHours(1), new double[] {1, 3}));
  }

  @Test
  void whatCannotBeUsualIsRefused() {
    for (double usual : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Reference(Duration.ofHours(1), new double[] {0, usual}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("usual must be at least 0 and finite, but was " + usual);
    }
  }

  /** Of cpu and ram, a row a minute; values are residuals already. */
  private static ResidualSpec spec(int reference, int shorter, int longer) {
    return new ResidualSpec(
        List.of("cpu", "ram"),
        Duration.ofMinutes(1),
        List.of(Duration.ofMinutes(shorter), Duration.ofMinutes(longer)),
        ResidualSpecTest.standard(2),
        Optional.of(new Reference(Duration.ofMinutes(reference), USUAL)));
  }
}
