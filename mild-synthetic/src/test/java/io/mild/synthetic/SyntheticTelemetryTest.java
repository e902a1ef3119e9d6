package io.mild.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticTelemetryTest {
  private static final SyntheticSpec SPEC = SyntheticSpec.builder().minutes(20_000).build();

  private final SyntheticTelemetry telemetry = SyntheticTelemetry.generate(SPEC);

  @Test
  void theSameSettingsGiveTheSameData() {
    SyntheticTelemetry again = SyntheticTelemetry.generate(SPEC);

    assertThat(again.values()).isDeepEqualTo(telemetry.values());
    assertThat(again.failures()).isEqualTo(telemetry.failures());
    assertThat(again.benign()).isEqualTo(telemetry.benign());
  }

  @Test
  void anotherSeedGivesAnotherHistory() {
    SyntheticTelemetry other = SyntheticTelemetry.generate(SPEC.toBuilder().seed(43).build());

    assertThat(other.failures()).isNotEqualTo(telemetry.failures());
    assertThat(other.benign()).isNotEqualTo(telemetry.benign());
    double[][] values = other.values();
    assertThat(values[0]).isNotEqualTo(telemetry.values()[0]);
  }

  @Test
  void aQuietMinuteIsLoadAndNoise() {
    double[] load = Load.series(SPEC.minutes(), new RandomStream(42, "load"));
    double[] cpu = new RandomStream(42, "noise/cpu").ar1(SPEC.minutes(), 0.80);
    double[] tput = new RandomStream(42, "noise/analytics_tput").ar1(SPEC.minutes(), 0.80);
    BitSet quiet = minutesOutsideFailures(telemetry);
    telemetry.benign().forEach(event -> quiet.clear(event.start(), event.end()));
    double[][] values = telemetry.values();

    assertThat(quiet.cardinality()).isGreaterThan(2_000);
    quiet.stream()
        .forEach(
            t -> {
              // rounding to 4 decimals moves a value by half of the last at most
              assertThat(values[t][0]).isCloseTo(38 + 22 * load[t] + 3 * cpu[t], within(5.1e-5));
              assertThat(values[t][7])
                  .isCloseTo(900 + 260 * load[t] + 48 * tput[t], within(5.1e-5));
            });
  }

  @Test
  void twoPairsLeaveLoadNoiseAndOtherEventsAsTheyWere() {
    SyntheticTelemetry stress = SyntheticTelemetry.generate(SPEC.toBuilder().pairs(2).build());
    BitSet untouched = minutesOutsideFailures(telemetry);
    telemetry.benign().stream()
        .filter(
            event ->
                event.kind() == BenignKind.BENIGN_PAIR
                    || event.kind() == BenignKind.ABORTED_FAILURE)
        .forEach(event -> untouched.clear(event.start(), event.end()));

    assertThat(untouched.cardinality()).isGreaterThan(5_000);
    assertSameRows(stress, telemetry, untouched);
    assertThat(Arrays.deepEquals(stress.values(), telemetry.values())).isFalse();
  }

  @Test
  void anOvertVictimLeavesEverythingButItsFailuresAsItWas() {
    SyntheticTelemetry hard =
        SyntheticTelemetry.generate(SPEC.toBuilder().victimOvert(true).build());

    assertThat(hard.failures()).isEqualTo(telemetry.failures());
    assertThat(hard.benign()).isEqualTo(telemetry.benign());
    assertSameRows(hard, telemetry, minutesOutsideFailures(telemetry));
    assertThat(Arrays.deepEquals(hard.values(), telemetry.values())).isFalse();
  }

  @Test
  void furtherKpisLeaveTheFirstEightAsTheyWere() {
    double[][] wide =
        SyntheticTelemetry.generate(SPEC.toBuilder().intents(3).kpis(12).build()).values();

    double[][] values = telemetry.values();
    for (int t = 0; t < wide.length; t++) {
      assertThat(wide[t]).hasSize(12);
      assertThat(Arrays.copyOf(wide[t], 8)).isEqualTo(values[t]);
    }
  }

  @Test
  void furtherIntentsLeaveTheScheduleAndTheNoiseAsTheyWere() {
    SyntheticTelemetry large =
        SyntheticTelemetry.generate(SPEC.toBuilder().intents(6).kpis(11).build());
    BitSet quiet = minutesOutsideFailures(telemetry);
    telemetry.benign().forEach(event -> quiet.clear(event.start(), event.end()));
    double[][] values = large.values();
    double[][] plain = telemetry.values();

    assertThat(large.failures())
        .extracting(SyntheticFailure::onset)
        .isEqualTo(telemetry.failures().stream().map(SyntheticFailure::onset).toList());
    quiet.stream().forEach(t -> assertThat(Arrays.copyOf(values[t], 8)).isEqualTo(plain[t]));
    assertThat(large.failures()).extracting(SyntheticFailure::root).contains("intent_6");
  }

  @Test
  void aLongerHistoryBeginsAsTheShorterOne() {
    SyntheticTelemetry longer =
        SyntheticTelemetry.generate(SPEC.toBuilder().minutes(25_000).build());
    int lastRecovered = telemetry.failures().get(telemetry.failures().size() - 1).recovered();
    BitSet common = new BitSet();
    common.set(0, lastRecovered);

    assertSameRows(longer, telemetry, common);
    assertThat(longer.failures()).startsWith(telemetry.failures().toArray(SyntheticFailure[]::new));
  }

  @Test
  void failuresFollowOneAnotherWithoutOverlap() {
    int free = 0;
    for (SyntheticFailure failure : telemetry.failures()) {
      assertThat(failure.onset()).isGreaterThanOrEqualTo(free + 90);
      assertThat(failure.failure()).isGreaterThan(failure.onset());
      assertThat(failure.recovered()).isGreaterThan(failure.failure());
      free = failure.recovered();
    }
    assertThat(free).isLessThanOrEqualTo(SPEC.minutes());
  }

  @Test
  void timesStartOnATuesdayAndStepByAMinute() {
    // date -u -d 2023-11-14T00:00:00Z +%s prints 1699920000
    assertThat(telemetry.epochSeconds())
        .hasSize(20_000)
        .startsWith(1_699_920_000L, 1_699_920_060L)
        .endsWith(1_699_920_000L + 60 * 19_999L);
  }

  @Test
  void valuesAreACopy() {
    telemetry.values()[5][0] = -1;

    assertThat(telemetry.values()[5][0]).isPositive();
  }

  @Test
  void aSingleIntentAndALargeServiceGenerateToo() {
    SyntheticTelemetry single =
        SyntheticTelemetry.generate(SPEC.toBuilder().intents(1).kpis(8).build());
    SyntheticTelemetry large =
        SyntheticTelemetry.generate(
            SPEC.toBuilder().intents(20).kpis(60).pairs(2).victimOvert(true).build());

    assertThat(single.failures()).extracting(SyntheticFailure::root).containsOnly("api");
    assertThat(single.failures()).extracting(SyntheticFailure::victim).containsOnly("");
    assertThat(large.intents()).hasSize(20);
    assertThat(large.values()[0]).hasSize(60);
    assertThat(Arrays.stream(large.values()).flatMapToDouble(Arrays::stream))
        .allMatch(value -> value > 0);
  }

  @Test
  void progressEndsAtOne() {
    List<Double> told = new ArrayList<>();

    SyntheticTelemetry.generate(SPEC, told::add);

    assertThat(told).isSorted().hasSize(8).startsWith(0.125).endsWith(1.0);
  }

  /** Minutes that no failure can touch; a victim may drift up to an hour before the root. */
  private static BitSet minutesOutsideFailures(SyntheticTelemetry telemetry) {
    BitSet outside = new BitSet();
    outside.set(0, telemetry.spec().minutes());
    telemetry
        .failures()
        .forEach(failure -> outside.clear(failure.onset() - 60, failure.recovered()));
    return outside;
  }

  private static void assertSameRows(
      SyntheticTelemetry actual, SyntheticTelemetry expected, BitSet minutes) {
    double[][] actualValues = actual.values();
    double[][] expectedValues = expected.values();
    minutes.stream().forEach(t -> assertThat(actualValues[t]).isEqualTo(expectedValues[t]));
  }
}
