package io.mild.training;

import io.mild.data.KpiHistory;
import io.mild.features.FeatureSet;
import io.mild.features.Standardizer;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.IncidentModel;
import io.mild.report.TrainingReport;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.labels.FeatureReplay;
import java.util.List;
import java.util.Optional;

/** How a preset learns. */
interface Recipe {
  /** The features that it wants, fitted to the rows that it learns from where they need that. */
  FeatureSet features();

  /** How many rows it learns from; the others come after them. */
  int fitRows();

  /** Scales the features, as they are in the rows that it learns from. */
  default Standardizer standardizer(Iterable<double[]> fitRows) {
    return Standardizer.fit(fitRows);
  }

  /**
   * Learns.
   *
   * @param standardizer of the rows that it learns from
   * @return what it learned
   */
  Learned learn(Standardizer standardizer);

  /** Standardised features of a whole history, {@code [rows × features]}. */
  default float[] standardized(KpiHistory history, Standardizer standardizer) {
    return new FeatureReplay(history, features(), history.rows()).standardized(standardizer);
  }

  /**
   * What was learned.
   *
   * @param horizons longest first
   * @param incident beside the risks
   * @param reports of the horizons
   * @param budgets what other budgets would mean
   * @param leftOut what is said of the history, at the longest horizon, by what had not learned
   *     from its failures there; empty of a recipe that none is held against
   */
  record Learned(
      List<HorizonModel> horizons,
      IncidentModel incident,
      List<TrainingReport.Horizon> reports,
      List<TrainingReport.Budget> budgets,
      Optional<ScoredBlock> leftOut) {}
}
