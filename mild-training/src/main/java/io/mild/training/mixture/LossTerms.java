package io.mild.training.mixture;

/**
 * A batch's or an epoch's mean loss, term by term, each already multiplied by its weight in {@link
 * HybridLoss}.
 *
 * @param focal α · focal, summed over intents and horizons
 * @param distillation (1−α) · cross-entropy with the teacher, summed over intents
 * @param gateCause λ_gate · w_c · KL(ȳ‖g)
 * @param gateTeacher λ_gate · w_T · KL(d‖g)
 * @param gateSparsity λ_gate · λ_s · Σ g (1−g)
 * @param decorrelation λ_decorr · L_decorr
 */
public record LossTerms(
    double focal,
    double distillation,
    double gateCause,
    double gateTeacher,
    double gateSparsity,
    double decorrelation) {

  /** Where no loss is known: all NaN. */
  public static final LossTerms UNKNOWN =
      new LossTerms(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  static final LossTerms ZERO = new LossTerms(0, 0, 0, 0, 0, 0);

  /** The loss that is minimised: the terms' sum. */
  public double total() {
    return focal + distillation + gateCause + gateTeacher + gateSparsity + decorrelation;
  }

  LossTerms plus(LossTerms other, double weight) {
    return new LossTerms(
        focal + weight * other.focal,
        distillation + weight * other.distillation,
        gateCause + weight * other.gateCause,
        gateTeacher + weight * other.gateTeacher,
        gateSparsity + weight * other.gateSparsity,
        decorrelation + weight * other.decorrelation);
  }
}
