package io.mild.training;

import io.mild.report.Preset;
import io.mild.training.mixture.LossTerms;
import java.time.Duration;

/**
 * How far a training is.
 *
 * @param stage what it does
 * @param horizon the horizon whose model is made, the longest of those that share one; zero in
 *     {@link Stage#FEATURES}
 * @param epoch the epoch that has ended, from 1; 0 outside {@link Stage#MIXTURE}
 * @param maxEpochs how many epochs this horizon's mixture is trained at most; early stopping may
 *     end it sooner
 * @param trainingLoss mean loss over the epoch, term by term; {@link LossTerms#UNKNOWN} outside
 *     {@link Stage#MIXTURE}
 * @param validationLoss the same on the validation rows after the epoch
 * @param fraction share of the whole training that is done, 0 to 1
 * @param remaining the longest it can still take at the pace so far
 */
public record TrainingProgress(
    Stage stage,
    Duration horizon,
    int epoch,
    int maxEpochs,
    LossTerms trainingLoss,
    LossTerms validationLoss,
    double fraction,
    Duration remaining) {

  /**
   * What a training does, in this order; {@link Preset#PAPER} from TEACHER on once a horizon.
   * {@link Preset#RECOMMENDED} trains several mixtures one after another, for the longest horizon
   * and all others: the one that is used, and one without each quarter of the history.
   */
  public enum Stage {
    /** Replays the history through the feature engineer. */
    FEATURES,
    /** Fits the logistic regressions. */
    TEACHER,
    /** Trains the mixture of experts. */
    MIXTURE,
    /** Tunes spans and thresholds on the validation rows. */
    ALERTING,
    /** Done. */
    DONE
  }
}
