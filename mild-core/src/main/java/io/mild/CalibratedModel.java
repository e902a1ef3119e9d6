package io.mild;

import io.mild.alerting.NestedCalibration;
import io.mild.moe.RiskModel;

/**
 * A risk model whose risks mean what they say.
 *
 * @param model scores a feature row
 * @param calibration of its risks, one step a horizon and intent of the model
 */
record CalibratedModel(RiskModel model, NestedCalibration calibration) {
  CalibratedModel {
    if (calibration.intents() != model.intents() || calibration.steps().size() != model.risks()) {
      throw new IllegalArgumentException(
          "calibration of "
              + calibration.steps().size()
              + " risks, but the model has "
              + model.risks());
    }
  }

  /** A model that is taken at its word. */
  static CalibratedModel uncalibrated(RiskModel model) {
    return new CalibratedModel(
        model, NestedCalibration.identity(model.horizons(), model.intents()));
  }

  Scorer newScorer() {
    return new Scorer(model.newScorer(), calibration);
  }

  /** Scores rows, one at a time; for one thread at a time. */
  static final class Scorer {
    private final RiskModel.Scorer scorer;
    private final NestedCalibration calibration;
    private final boolean calibrated;

    private Scorer(RiskModel.Scorer scorer, NestedCalibration calibration) {
      this.scorer = scorer;
      this.calibration = calibration;
      this.calibrated = !calibration.isIdentity();
    }

    /** As {@link RiskModel.Scorer#score}, calibrated. */
    void score(float[] x, int offset, double[] risks, double[] gate) {
      scorer.score(x, offset, risks, gate);
      if (calibrated) {
        calibration.apply(risks);
      }
    }
  }
}
