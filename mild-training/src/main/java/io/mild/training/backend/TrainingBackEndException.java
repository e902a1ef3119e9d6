package io.mild.training.backend;

/**
 * Training can't start because Smile, DL4J or an ND4J back end is missing or doesn't run on this
 * platform. The message names the artifact to add. Scoring needs none of them.
 */
public final class TrainingBackEndException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is missing and what to add
   * @param cause what the class loader or the native library said
   */
  public TrainingBackEndException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Where a class of Smile was not found; the message names the artifact to add. */
  public static TrainingBackEndException smileIsMissing(NoClassDefFoundError cause) {
    return new TrainingBackEndException(
        "Training needs Smile: add com.github.haifengl:smile-core:2.6.0. A trained model is"
            + " scored without it.",
        cause);
  }
}
