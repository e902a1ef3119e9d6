package io.mild.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.synthetic.IntentModel.PairSignature;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Looks at what benign events alone add to the KPIs, in σ, where one stands for itself. */
class BenignSourceTest {
  private static final int DAYS = 500;
  private static final SyntheticSpec SPEC =
      SyntheticSpec.builder().minutes(DAYS * Load.MINUTES_A_DAY).build();

  private final SyntheticService service = SyntheticService.of(SPEC);
  private final Deviations deviations = new Deviations(SPEC.kpis(), SPEC.minutes());
  private final List<BenignEvent> events = new BenignSource(SPEC, service).addTo(deviations);

  @ParameterizedTest
  @EnumSource
  void everyKindComesAtItsDailyRate(BenignKind kind) {
    PoissonDistribution expected = new PoissonDistribution(kind.perDay() * DAYS);

    assertThat((int) events.stream().filter(event -> event.kind() == kind).count())
        .isBetween(
            expected.inverseCumulativeProbability(0.0005),
            expected.inverseCumulativeProbability(0.9995));
  }

  @Test
  void eventsComeInOrderAndWithinTheHistory() {
    assertThat(events).extracting(BenignEvent::start).isSorted();
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(event.end())
                    .isGreaterThan(event.start())
                    .isLessThanOrEqualTo(SPEC.minutes()));
  }

  @Test
  void aTransientIsThirtyToEightyPercentOfASimpleDrift() {
    assertThat(alone(BenignKind.TRANSIENT))
        .allSatisfy(
            event -> {
              IntentModel intent = intent(event);
              assertThat(event.end() - event.start()).isBetween(25 + 10, 100 + 15 + 40);
              assertThat(event.kpis()).containsExactly(kpi(intent.overtKpi()));
              assertThat(intent.overtSign() * peak(intent.overtKpi(), event))
                  .isBetween(4 * 0.3, 8 * 0.8);
            });
  }

  @Test
  void aLoadSpikeRaisesTheResourcesInProportionToCpu() {
    assertThat(alone(BenignKind.LOAD_SPIKE))
        .allSatisfy(
            event -> {
              double cpu = peak(SyntheticService.CPU, event);
              assertThat(event.end() - event.start()).isBetween(8 + 10 + 10, 40 + 60 + 30);
              assertThat(cpu).isBetween(3.0, 7.0);
              assertThat(peak(SyntheticService.RAM, event) / cpu).isBetween(0.5, 1.0);
              assertThat(peak(SyntheticService.SNET, event) / cpu).isBetween(0.3, 1.0);
              assertThat(peak(SyntheticService.API_LATENCY, event) / cpu).isBetween(0.0, 0.5);
              assertThat(event.kpis()).containsExactly("cpu", "ram", "snet", "api_latency");
              assertThat(event.intent()).isEmpty();
            });
  }

  @Test
  void aBenignPairHasTheOppositeProductOfSigns() {
    assertThat(alone(BenignKind.BENIGN_PAIR))
        .allSatisfy(
            event -> {
              PairSignature pair = intent(event).pairs().get(0);
              double first = peak(pair.first(), event);
              double second = peak(pair.second(), event);
              assertThat(event.end() - event.start()).isBetween(60 + 25, 240 + 30 + 60);
              assertThat(Math.signum(first * second)).isEqualTo(-pair.failingProduct());
              assertThat(Math.abs(first)).isBetween(4 * 0.8, 8 * 1.2);
              assertThat(Math.abs(second)).isBetween(4 * 0.8, 8 * 1.2);
              assertThat(event.kpis()).containsExactly(kpi(pair.first()), kpi(pair.second()));
            });
  }

  @Test
  void anAbortedFailureHasTheFailingProductAndStopsEarly() {
    assertThat(alone(BenignKind.ABORTED_FAILURE))
        .allSatisfy(
            event -> {
              PairSignature pair = intent(event).pairs().get(0);
              double first = peak(pair.first(), event);
              double second = peak(pair.second(), event);
              assertThat(event.end() - event.start()).isBetween(30 + 15, 144 + 45);
              assertThat(Math.signum(first * second)).isEqualTo(pair.failingProduct());
              // at most 60 % of the rise at the lowest γ, a rounded minute of 120 above it
              assertThat(Math.abs(first)).isBetween(0.1, 8 * 1.2 * Math.pow(0.6 + 0.5 / 120, 0.8));
            });
  }

  @Test
  void anSriDipIsShortAndDown() {
    assertThat(alone(BenignKind.SRI_DIP))
        .allSatisfy(
            event -> {
              assertThat(event.end() - event.start()).isBetween(8 + 8, 30 + 10 + 25);
              assertThat(-peak(SyntheticService.SRI, event)).isBetween(2.0, 5.0);
              assertThat(event.kpis()).containsExactly("sri");
            });
  }

  @Test
  void withTwoPairsTheTimesStayAndBothPairsAreDrawn() {
    SyntheticSpec stress = SPEC.toBuilder().pairs(2).build();
    List<BenignEvent> drawn =
        new BenignSource(stress, SyntheticService.of(stress))
            .addTo(new Deviations(SPEC.kpis(), SPEC.minutes()));

    assertThat(drawn).usingRecursiveComparison().ignoringFields("kpis").isEqualTo(events);
    List<BenignEvent> pairs =
        drawn.stream().filter(event -> event.kind() == BenignKind.BENIGN_PAIR).toList();
    long second = pairs.stream().filter(event -> !events.contains(event)).count();
    // half of some 750, within four standard deviations
    assertThat(second / (double) pairs.size()).isBetween(0.43, 0.57);
  }

  /** Events of a kind that overlap with no other, a few dozen at least. */
  private List<BenignEvent> alone(BenignKind kind) {
    List<BenignEvent> alone =
        events.stream()
            .filter(event -> event.kind() == kind && event.end() < SPEC.minutes())
            .filter(event -> events.stream().filter(other -> overlap(event, other)).count() == 1)
            .toList();
    assertThat(alone).hasSizeGreaterThan(50);
    return alone;
  }

  private static boolean overlap(BenignEvent one, BenignEvent other) {
    return one.start() < other.end() && other.start() < one.end();
  }

  /** The signed value that is farthest from 0. */
  private double peak(int kpi, BenignEvent event) {
    DoubleStream values = Arrays.stream(deviations.of(kpi), event.start(), event.end());
    return values.reduce(0, (a, b) -> Math.abs(b) > Math.abs(a) ? b : a);
  }

  private IntentModel intent(BenignEvent event) {
    return service.intents().get(service.intentNames().indexOf(event.intent()));
  }

  private String kpi(int index) {
    return service.kpis().get(index).name();
  }
}
