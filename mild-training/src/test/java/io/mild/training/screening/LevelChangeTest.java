package io.mild.training.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.data.KpiHistory;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A KPI around 100 with a daily swing of 10 and noise of 5, in the weeks of a service. */
class LevelChangeTest {
  private static final int DAY = 288;

  private final SplittableRandom random = new SplittableRandom(11);

  private double usual(int row) {
    return 100 + 10 * Math.sin(2 * Math.PI * row / DAY) + 5 * random.nextGaussian();
  }

  private ScreenedHistory screened(IntToDoubleFunction cpu) {
    ServiceWeeks weeks = new ServiceWeeks().with("cpu", cpu);
    return ScreenedHistory.of(weeks.history(), weeks.failures(Duration.ZERO), ServiceWeeks.HORIZON);
  }

  /** The mean of the second KPI in some rows. */
  private static double mean(KpiHistory history, int from, int to) {
    return IntStream.range(from, to).mapToDouble(row -> history.values(row)[1]).average().orElse(0);
  }

  @ParameterizedTest
  @CsvSource({"5, 20", "11, 20", "12, -20", "8, 60"})
  void theDaysBeforeAChangeAreTakenAsIfTheyHadBeenAfterIt(int day, double step) {
    int change = day * DAY + 100;
    ScreenedHistory given = screened(row -> usual(row) + (row < change ? 0 : step));
    ScreenedHistory raised = given.atLastLevels();

    assertThat(raised.told()).hasSize(given.told().size() + 1);
    assertThat(raised.told().get(given.told().size()))
        .startsWith("KPIs stand elsewhere for good: 'cpu' is ")
        .contains(step > 0 ? " higher (" : " lower (");
    assertThat(mean(raised.history(), 0, 3 * DAY)).isCloseTo(100 + step, within(2.0));
    assertThat(mean(raised.history(), 13 * DAY, 14 * DAY))
        .isEqualTo(mean(given.history(), 13 * DAY, 14 * DAY));
    double[] load = row(given.history(), 0);
    assertThat(row(raised.history(), 0)).as("other KPIs").isEqualTo(load);
  }

  private static double[] row(KpiHistory history, int kpi) {
    return IntStream.range(0, history.rows()).mapToDouble(i -> history.values(i)[kpi]).toArray();
  }

  @Test
  void ofSeveralChangesTheLastLevelCounts() {
    ScreenedHistory raised =
        screened(row -> usual(row) + (row < 5 * DAY ? 0 : row < 10 * DAY ? 40 : 15)).atLastLevels();

    assertThat(mean(raised.history(), 0, 4 * DAY)).isCloseTo(115, within(3.0));
    assertThat(mean(raised.history(), 6 * DAY, 9 * DAY)).isCloseTo(115, within(3.0));
  }

  /** What is not for good, not sudden, not large, or not known for a day. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "passes", "creeps", "is small", "just came", "wanders"})
  void whatIsNoChangeForGoodIsLeftAsItIs(String what) {
    double[] wander = new double[ServiceWeeks.ROWS];
    for (int row = 1; row < wander.length; row++) {
      wander[row] = wander[row - 1] + random.nextGaussian();
    }
    ScreenedHistory given =
        screened(
            row ->
                usual(row)
                    + switch (what) {
                      case "passes" -> row >= 6 * DAY && row < 8 * DAY ? 30 : 0;
                      case "creeps" -> 30.0 * row / ServiceWeeks.ROWS;
                      case "is small" -> row < 7 * DAY ? 0 : 2;
                      case "just came" -> row < ServiceWeeks.ROWS - DAY / 2 ? 0 : 30;
                      case "wanders" -> wander[row];
                      default -> 0;
                    });

    assertThat(given.atLastLevels()).isSameAs(given);
  }

  @Test
  void failuresAreNoChange() {
    ScreenedHistory given = screened(this::usual);

    assertThat(given.atLastLevels()).isSameAs(given);
  }

  @Test
  void rowsThatAreMissingStayMissing() {
    ScreenedHistory raised =
        screened(row -> row % 7 == 0 ? Double.NaN : usual(row) + (row < 9 * DAY ? 0 : 30))
            .atLastLevels();

    double[] cpu = row(raised.history(), 1);
    assertThat(Arrays.stream(cpu).filter(Double::isNaN).count())
        .isEqualTo((ServiceWeeks.ROWS + 6) / 7);
    assertThat(Arrays.stream(cpu, 0, DAY).filter(v -> !Double.isNaN(v)).average().orElse(0))
        .isCloseTo(130, within(3.0));
  }
}
