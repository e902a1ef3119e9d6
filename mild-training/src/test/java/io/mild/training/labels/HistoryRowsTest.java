package io.mild.training.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.SmallService;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.features.FeatureSet;
import io.mild.features.Standardizer;
import io.mild.training.mixture.MixtureData;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryRowsTest {
  private final KpiHistory history = SmallService.history();
  private final FailureLog failures = SmallService.failures();
  private final FeatureSet spec = SmallService.mild().model().features();
  private final Standardizer standardizer = SmallService.mild().model().standardizer();
  private final FeatureReplay replay = new FeatureReplay(history, spec, history.rows());
  private final HistoryRows rows =
      new HistoryRows(
          replay,
          standardizer,
          () ->
              new RowLabels(
                  failures,
                  failures,
                  SmallService.INTENTS,
                  List.of(SmallService.LONG, SmallService.SHORT),
                  false));

  /** In the order that was asked for, the first twice. */
  @Test
  void rowsAreThoseOfTheWholeHistory() {
    int[] asked =
        IntStream.concat(
                IntStream.of(history.rows() - 1),
                IntStream.iterate(history.rows() - 1, row -> row >= 0, row -> row - 7))
            .toArray();
    float[] all = replay.standardized(standardizer);
    Labels longest = Labels.of(history, failures, SmallService.INTENTS, SmallService.LONG);
    Labels shortest = Labels.of(history, failures, SmallService.INTENTS, SmallService.SHORT);

    MixtureData some = rows.at(asked).data();

    for (int place = 0; place < asked.length; place++) {
      int row = asked[place];
      assertThat(part(some.features(), place, spec.featureCount()))
          .isEqualTo(part(all, row, spec.featureCount()));
      float[] labels = part(some.labels(), place, 4);
      assertThat(part(labels, 0, 2)).isEqualTo(part(longest.binary(), row, 2));
      assertThat(part(labels, 1, 2)).isEqualTo(part(shortest.binary(), row, 2));
      assertThat(part(some.causes(), place, 2)).isEqualTo(part(longest.causes(), row, 2));
    }
  }

  private static float[] part(float[] values, int place, int width) {
    return Arrays.copyOfRange(values, place * width, (place + 1) * width);
  }
}
