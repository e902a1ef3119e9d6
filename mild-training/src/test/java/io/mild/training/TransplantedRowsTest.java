package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mild.SmallService;
import io.mild.data.KpiHistory;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
import io.mild.training.labels.FeatureReplay;
import io.mild.training.labels.HistoryRows;
import io.mild.training.labels.Split;
import io.mild.training.mixture.MixtureData;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransplantedRowsTest {
  private static final int DRAWN = 1_000;

  private final KpiHistory history = SmallService.history();
  private final ResidualSpec spec = spec();
  private final TransplantedRows rows = rows();

  @Test
  void anEpochHasItsOwnRowsAndAlwaysTheSame() {
    float[][] first = drawn(rows, 1);

    assertThat(drawn(rows, 2)).matches(second -> !Arrays.deepEquals(second, first));
    assertThat(drawn(rows, 1)).isDeepEqualTo(first);
    assertThat(drawn(rows(), 1)).isDeepEqualTo(first);
  }

  /** An epoch's features, {@code [draws][features]}. */
  private static float[][] drawn(TransplantedRows rows, int epoch) {
    MixtureData data = rows.rows(epoch);
    int width = data.featureCount();
    return Arrays.stream(rows.draws(data))
        .mapToObj(row -> Arrays.copyOfRange(data.features(), row * width, (row + 1) * width))
        .toArray(float[][]::new);
  }

  @Test
  void aRowThatIsDrawnSeveralTimesIsThereOnce() {
    MixtureData different = rows.rows(1);
    int[] draws = rows.draws(different);

    assertThat(draws).hasSize(DRAWN);
    assertThat(different.rows()).isLessThan(DRAWN);
    assertThat(Arrays.stream(draws).distinct().count())
        .isGreaterThan(different.rows() - DRAWN / 20) // other epochs may draw more
        .isLessThanOrEqualTo(different.rows());
  }

  /** Whatever is as long as the history takes most of a training's memory. */
  @Test
  void anEpochAllocatesLessThanTheHistorysFeaturesWouldTake() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    rows.rows(1);
    long before = threads.getCurrentThreadAllocatedBytes();
    rows.rows(2);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .isLessThan((long) history.rows() * spec.featureCount() * Float.BYTES);
  }

  private ResidualSpec spec() {
    int kpis = history.kpis().size();
    long[] times = IntStream.range(0, history.rows()).mapToLong(history::epochMillis).toArray();
    double[] values = new double[times.length * kpis];
    for (int row = 0; row < times.length; row++) {
      System.arraycopy(history.values(row), 0, values, row * kpis, kpis);
    }
    List<Duration> spans = IntStream.of(1, 4, 8, 15, 30, 60).mapToObj(Duration::ofMinutes).toList();
    return new ResidualSpec(
        history.kpis(),
        history.samplingPeriod(),
        spans,
        SeasonalProfile.fit(ZoneOffset.UTC, times, values, row -> true),
        Optional.empty());
  }

  private TransplantedRows rows() {
    TrainingRun run =
        new TrainingRun(
            MildTrainer.create().horizons(SmallService.LONG, SmallService.SHORT).plan(),
            history,
            SmallService.failures(),
            SmallService.INTENTS,
            Split.of(history, SmallService.LONG),
            OwnedKpis.NONE,
            false);
    FeatureReplay replay = new FeatureReplay(history, spec, history.rows());
    HistoryRows all =
        new HistoryRows(
            replay, Standardizer.fit(replay), () -> run.rowLabels(SmallService.failures()));
    double[] residuals = new double[history.rows() * history.kpis().size()];
    int[] kept = IntStream.range(0, history.rows()).toArray();
    return new TransplantedRows(run, spec, residuals, all, kept, DRAWN, 2);
  }
}
