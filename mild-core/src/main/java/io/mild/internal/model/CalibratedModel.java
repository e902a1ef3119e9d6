package io.mild.internal.model;

import io.mild.alerting.NestedCalibration;
import io.mild.moe.RiskModel;

/**
 * A risk model whose risks mean what they say.
 *
 * @param model scores a feature row
 * @param calibration of its risks, one step a horizon and intent of the model
 */
public record CalibratedModel(RiskModel model, NestedCalibration calibration) {
  public CalibratedModel {
    if (calibration.intents() != model.intents() || calibration.steps().size() != model.risks()) {
      throw new IllegalArgumentException(
          "calibration of "
              + calibration.steps().size()
              + " risks, but the model has "
              + model.risks());
    }
  }

  /** A model that is taken at its word. */
  public static CalibratedModel uncalibrated(RiskModel model) {
    return new CalibratedModel(
        model, NestedCalibration.identity(model.horizons(), model.intents()));
  }

  /** A scorer of single rows. */
  public Scorer newScorer() {
    return new Scorer(model.newScorer(), this);
  }

  /** A scorer of many rows. */
  public Scorer newBatchScorer() {
    return new Scorer(model.newBatchScorer(), this);
  }

  /** Scores rows; for one thread at a time. */
  public static final class Scorer {
    private final RiskModel.Scorer scorer;
    private final NestedCalibration calibration;
    private final boolean calibrated;
    private final double[] row;

    private Scorer(RiskModel.Scorer scorer, CalibratedModel model) {
      this.scorer = scorer;
      this.calibration = model.calibration;
      this.calibrated = !calibration.isIdentity();
      this.row = new double[model.model.risks()];
    }

    /** As {@link RiskModel.Scorer#score(float[], int, double[], double[])}, calibrated. */
    public void score(float[] x, int offset, double[] risks, double[] gate) {
      scorer.score(x, offset, risks, gate);
      if (calibrated) {
        calibration.apply(risks);
      }
    }

    /**
     * As {@link RiskModel.Scorer#score(float[], int, int, int, double[], double[])}, calibrated.
     */
    public void score(float[] x, int offset, int width, int rows, double[] risks, double[] gates) {
      scorer.score(x, offset, width, rows, risks, gates);
      for (int from = 0; from < rows * row.length && calibrated; from += row.length) {
        System.arraycopy(risks, from, row, 0, row.length);
        calibration.apply(row);
        System.arraycopy(row, 0, risks, from, row.length);
      }
    }
  }
}
