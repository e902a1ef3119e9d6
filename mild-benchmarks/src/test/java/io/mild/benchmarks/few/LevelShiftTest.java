package io.mild.benchmarks.few;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.data.Failure;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

class LevelShiftTest {
  private final Piece cut =
      LevelShift.cut(GeneratedRows.HISTORY, GeneratedRows.FAILURES, GeneratedRows.HORIZON, 1440);

  @Test
  void eachRecordingChangesByAConstantOfItsOwn() {
    KpiHistory shifted = LevelShift.shifted(cut.rows(), 3, 1);

    int[] starts = Stretch.recordings(shifted);
    assertThat(starts).isEqualTo(Stretch.recordings(cut.rows())).hasSizeBetween(6, 10);
    for (int kpi = 0; kpi < shifted.kpis().size(); kpi++) {
      Set<Double> levels = new HashSet<>();
      for (int n = 0; n < starts.length; n++) {
        double level = difference(shifted, starts[n], kpi);
        levels.add(level);
        int until = n + 1 < starts.length ? starts[n + 1] : shifted.rows();
        for (int row = starts[n]; row < until; row++) {
          assertThat(difference(shifted, row, kpi)).isCloseTo(level, within(1e-9));
        }
      }
      assertThat(levels).hasSize(starts.length).doesNotContain(0.0);
    }
  }

  /** Of a KPI of deviation 1 and a hundred recordings: their levels have one of 3, about. */
  @Test
  void levelsAreSoManyDeviationsApart() {
    KpiHistory history = GeneratedRows.HISTORY;
    int hours = 100;
    int[] kept = IntStream.range(0, hours * 60).filter(row -> row % 60 != 59).toArray();
    KpiHistory gapped = history.rowsAt(kept);
    double[] before = new double[kept.length];
    double[] levels = new double[hours];
    KpiHistory shifted = LevelShift.shifted(gapped, 3, 5);
    for (int row = 0; row < kept.length; row++) {
      before[row] = gapped.values(row)[0];
      levels[row / 59] = shifted.values(row)[0] - before[row];
    }

    double deviation = Math.sqrt(StatUtils.populationVariance(before));
    assertThat(Math.sqrt(StatUtils.variance(levels)) / deviation).isBetween(2.3, 3.7);
  }

  @Test
  void equalSeedsGiveEqualLevelsAndOthersDoNot() {
    KpiHistory first = LevelShift.shifted(cut.rows(), 3, 1);

    assertThat(LevelShift.shifted(cut.rows(), 3, 1).values(0)).isEqualTo(first.values(0));
    assertThat(LevelShift.shifted(cut.rows(), 3, 2).values(0)).isNotEqualTo(first.values(0));
  }

  @Test
  void noIncidentIsCutAndNoRowLost() {
    assertThat(cut.rows().rows()).isEqualTo(GeneratedRows.HISTORY.rows());
    assertThat(cut.failures().failures()).hasSameSizeAs(GeneratedRows.FAILURES.failures());
    for (Failure failure : cut.failures().failures()) {
      int from = cut.rows().firstRow(failure.onset().orElseThrow());
      int until = cut.rows().firstRow(failure.recovered().orElseThrow());
      assertThat(cut.rows().time(from)).isEqualTo(failure.onset().orElseThrow());
      assertThat(Duration.between(failure.onset().orElseThrow(), failure.recovered().orElseThrow()))
          .isEqualTo(Duration.ofMinutes(until - from));
    }
  }

  private double difference(KpiHistory shifted, int row, int kpi) {
    return shifted.values(row)[kpi] - cut.rows().values(row)[kpi];
  }
}
