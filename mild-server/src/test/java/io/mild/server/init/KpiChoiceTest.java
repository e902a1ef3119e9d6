package io.mild.server.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.connect.prometheus.KpiQuery;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KpiChoiceTest {
  private static final int ROWS = 500;
  private static final double NAN = Double.NaN;

  private final Map<String, double[]> columns = new LinkedHashMap<>();
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void whatNeverMovesOrGoesWithAnotherIsLeftOut() {
    double[] latency = noise();
    columns.put("latency", latency);
    columns.put("latency_ms", mapped(latency, value -> 1000 * value));
    columns.put("spare", mapped(latency, value -> 7 - value));
    columns.put("size", mapped(latency, value -> 8));
    columns.put("queue", noise());
    columns.put("uptime", IntStream.range(0, ROWS).mapToDouble(row -> 60.0 * row).toArray());
    columns.put("nothing", mapped(latency, value -> NAN));
    columns.put("rare", mapped(latency, value -> value > 0.3 ? NAN : value));

    KpiChoice choice = chosen(List.of("latency"), 40);

    assertThat(choice.kpis()).extracting(ProposedKpi::name).containsExactly("latency", "queue");
    assertThat(choice.leftOut())
        .extracting(out -> out.what() + " " + out.why())
        .satisfiesExactly(
            it ->
                assertThat(it)
                    .isEqualTo("latency_ms goes with the KPI latency (correlation 1.0000)"),
            it -> assertThat(it).isEqualTo("spare goes with the KPI latency (correlation -1.0000)"),
            it -> assertThat(it).isEqualTo("size never moves"),
            it -> assertThat(it).isEqualTo("uptime goes with the clock and nothing else"),
            it -> assertThat(it).isEqualTo("nothing has no value in the past"),
            it -> assertThat(it).matches("rare has a value in \\d\\d % of the past only"));
  }

  @Test
  void ofTooManyThoseThatMoveMostWithRulesStay() {
    double[] latency = noise();
    double[] other = noise();
    columns.put("latency", latency);
    columns.put("far", noise());
    columns.put("near", sum(latency, other, 0.1));
    columns.put("between", sum(latency, other, 2));

    KpiChoice choice = chosen(List.of("latency"), 3);

    assertThat(choice.kpis())
        .extracting(ProposedKpi::name)
        .containsExactly("latency", "near", "between");
    assertThat(choice.leftOut())
        .singleElement()
        .satisfies(out -> assertThat(out.why()).startsWith("is one too many"));
  }

  /** As of a server that was started three days ago, and is asked for two weeks. */
  @Test
  void whatIsBeforeAllValuesIsNotMissing() {
    columns.put("latency", late(noise()));
    columns.put("queue", late(noise()));

    assertThat(chosen(List.of("latency"), 40).kpis())
        .extracting(ProposedKpi::name)
        .containsExactly("latency", "queue");
  }

  private static double[] late(double[] values) {
    Arrays.fill(values, 0, ROWS * 4 / 5, NAN);
    return values;
  }

  @Test
  void ofARuleIsAlwaysTaken() {
    columns.put("constant", new double[ROWS]);

    assertThat(chosen(List.of("constant"), 1).kpis()).hasSize(1);
  }

  @Test
  void correlationIsPearsons() {
    // On a line.
    assertThat(Moves.correlation(new double[] {1, 2, 3}, new double[] {1, 3, 5}))
        .isCloseTo(1, within(1e-15));
    // Deviations (-1, 0, 1) and (-1, 1, 0): 1 / sqrt(2 · 2).
    assertThat(Moves.correlation(new double[] {1, 2, 3}, new double[] {1, 3, 2}))
        .isCloseTo(0.5, within(1e-15));
    assertThat(Moves.correlation(new double[] {1, 2, NAN, 3}, new double[] {1, 3, 9, 2}))
        .isCloseTo(0.5, within(1e-15));
    assertThat(Moves.correlation(new double[] {1, 1, 1}, new double[] {1, 3, 5})).isZero();
    assertThat(Moves.correlation(new double[] {1, 2}, new double[] {1, 3})).isZero();
  }

  @Test
  void aHugeLevelDoesNotHideWhatMoves() {
    double[] small = noise();
    double[] high = mapped(small, value -> 1e9 + value);

    assertThat(Moves.correlation(small, high)).isCloseTo(1, within(1e-6));
  }

  private KpiChoice chosen(List<String> ofRules, int most) {
    List<ProposedKpi> rules = ofRules.stream().map(KpiChoiceTest::kpi).toList();
    List<ProposedKpi> others =
        columns.keySet().stream()
            .filter(name -> !ofRules.contains(name))
            .map(KpiChoiceTest::kpi)
            .toList();
    return KpiChoice.of(rules, others, new KpiPast(columns), most);
  }

  private static ProposedKpi kpi(String name) {
    return new ProposedKpi(new KpiQuery(name, name), name);
  }

  private double[] noise() {
    return random.doubles(ROWS).toArray();
  }

  private static double[] mapped(double[] of, DoubleUnaryOperator by) {
    return Arrays.stream(of).map(by).toArray();
  }

  private static double[] sum(double[] one, double[] other, double share) {
    return IntStream.range(0, ROWS).mapToDouble(row -> one[row] + share * other[row]).toArray();
  }
}
