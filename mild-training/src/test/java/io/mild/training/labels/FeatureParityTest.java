package io.mild.training.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.IntentRisk;
import io.mild.Mild;
import io.mild.SmallService;
import io.mild.data.KpiHistory;
import io.mild.features.FeatureStream;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.HorizonModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What is trained on is what is streamed. */
class FeatureParityTest {
  private final KpiHistory history = SmallService.history();
  private final Mild mild = SmallService.mild();

  @Test
  void batchFeaturesEqualStreamedFeaturesBitForBit() {
    FeatureStream streamed = mild.model().features().openStream();
    double[] features = new double[mild.model().features().featureCount()];
    int row = 0;
    for (double[] batch : new FeatureReplay(history, mild.model().features(), history.rows())) {
      streamed.accept(history.epochMillis(row), history.values(row), features);
      assertThat(batch).isEqualTo(features);
      row++;
    }
    assertThat(row).isEqualTo(history.rows());
  }

  /** A history may have rows that are nearer than half a period, which a stream folds. */
  @Test
  void aRowThatIsFoldedHasTheFeaturesOfItsSlotInBoth() {
    List<Instant> times = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    for (int row = 0; row < 100; row++) {
      times.add(history.time(row));
      rows.add(history.values(row));
      if (row % 9 == 0) {
        times.add(history.time(row).plusSeconds(20));
        rows.add(history.values(row + 1));
      }
    }
    KpiHistory dense = KpiHistory.of(history.kpis(), times, rows.toArray(double[][]::new));
    AssuranceStream stream = mild.openStream();
    float[] standardized = new float[mild.model().features().featureCount()];
    int row = 0;
    for (double[] batch : new FeatureReplay(dense, mild.model().features(), dense.rows())) {
      mild.model().standardizer().apply(batch, standardized);
      assertThat(stream.accept(dense.time(row), dense.values(row)).features())
          .isEqualTo(standardized);
      row++;
    }
    assertThat(row).isEqualTo(112);
  }

  /** The model was tuned on risks of batch features; its streams must give the same ones. */
  @Test
  void risksOfBatchFeaturesEqualThoseOfAStreamBitForBit() {
    AssuranceStream stream = mild.openStream();
    float[] standardized = new float[mild.model().features().featureCount()];
    double[] risk = new double[mild.intents().size()];
    double[] gate = new double[mild.intents().size()];
    int row = 0;
    for (double[] batch : new FeatureReplay(history, mild.model().features(), history.rows())) {
      mild.model().standardizer().apply(batch, standardized);
      Assessment now = stream.accept(history.time(row), history.values(row));
      for (HorizonModel model : mild.model().horizonModels()) {
        CalibratedModel.Scorer scorer = model.risk().newScorer();
        scorer.score(standardized, 0, risk, gate);
        for (int i = 0; i < risk.length; i++) {
          IntentRisk streamed = now.intents(model.horizon()).get(i);
          assertThat(streamed.risk()).isEqualTo(risk[i]);
          if (model.horizon().equals(mild.horizons().get(0))) {
            assertThat(streamed.rootCauseProbability()).isCloseTo(gate[i], within(1e-12));
          }
        }
      }
      row++;
    }
  }

  @Test
  void aReplayOfSomeRowsEndsWithThem() {
    var rows = new FeatureReplay(history, mild.model().features(), 2).iterator();
    rows.next();
    rows.next();

    assertThat(rows.hasNext()).isFalse();
    Assertions.assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
  }
}
