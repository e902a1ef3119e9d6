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
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.ZoneOffset;
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
    float[] first = rows.rows(1).features().clone();

    assertThat(rows.rows(2).features()).isNotEqualTo(first);
    assertThat(rows.rows(1).features()).isEqualTo(first);
    assertThat(rows().rows(1).features()).isEqualTo(first);
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
            Optional.empty());
    FeatureReplay replay = new FeatureReplay(history, spec, history.rows());
    HistoryRows all =
        new HistoryRows(
            replay, Standardizer.fit(replay), () -> run.rowLabels(SmallService.failures()));
    double[] residuals = new double[history.rows() * history.kpis().size()];
    int[] kept = IntStream.range(0, history.rows()).toArray();
    return new TransplantedRows(run, spec, residuals, all, kept, DRAWN);
  }
}
