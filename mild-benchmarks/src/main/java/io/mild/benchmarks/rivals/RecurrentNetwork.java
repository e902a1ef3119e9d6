package io.mild.benchmarks.rivals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.nd4j.linalg.activations.Activation;

/**
 * LSTM: it sees the last hour of KPIs in 20 steps, each the mean of three rows, and has a sigmoid
 * head an intent. Neighbouring rows' hours are nearly the same, so it learns from every third row.
 */
public final class RecurrentNetwork implements Predictor {
  private static final int CELLS = 32;
  private static final int STEPS = 20;
  private static final int ROWS_A_STEP = 3;
  private static final int STRIDE = 3;

  @Override
  public Trained train(Fold fold, DoubleConsumer progress) {
    NetworkTrainer trainer =
        new NetworkTrainer(
            NetworkTrainer.layers()
                .layer(
                    new LastTimeStep(
                        new LSTM.Builder()
                            .nIn(fold.spec().kpiCount())
                            .nOut(CELLS)
                            .activation(Activation.TANH)
                            .build()))
                .layer(NetworkTrainer.heads(CELLS, fold.intents().size())),
            Sequences::new,
            STRIDE);
    return trainer.train(fold, progress);
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("cells", CELLS);
    settings.put("steps", STEPS);
    settings.put("minutes a step", ROWS_A_STEP);
    settings.put("rows learnt from", "every " + STRIDE + "rd");
    settings.putAll(NetworkTrainer.settings());
    return settings;
  }

  /** The hour up to a row, {@code [rows, kpis, steps]}; a step before the first row is 0. */
  private static final class Sequences implements RowValues {
    private final float[] features;
    private final int width;
    private final int kpis;

    Sequences(Fold fold) {
      this.features = fold.features();
      this.width = fold.spec().featureCount();
      this.kpis = fold.spec().kpiCount();
    }

    @Override
    public long[] shape(int rows) {
      return new long[] {rows, kpis, STEPS};
    }

    @Override
    public void read(int row, float[] values) {
      Arrays.fill(values, 0);
      for (int step = 0; step < STEPS; step++) {
        int last = row - (STEPS - 1 - step) * ROWS_A_STEP;
        int first = Math.max(0, last - ROWS_A_STEP + 1);
        for (int source = first; source <= last; source++) {
          for (int j = 0; j < kpis; j++) { // a row's features begin with the KPIs themselves
            values[step * kpis + j] += features[source * width + j] / (last - first + 1);
          }
        }
      }
    }
  }
}
