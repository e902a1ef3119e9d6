package io.mild.training.mixture;

/**
 * The weights of the hybrid loss (Eq. 5–7).
 *
 * <pre>{@code
 * L_head,i = α · focal_γ(y_i, p_i) + (1−α) · cross-entropy(p^T_i, p_i)
 * L_gate   = w_c · KL(ȳ‖g) + w_T · KL(d‖g) + λ_s · Σ g_i (1−g_i)
 * L        = Σ_i L_head,i + λ_gate · L_gate + λ_decorr · L_decorr
 * }</pre>
 *
 * <p>Each term is a mean over the batch; KL(ȳ‖g) counts rows with a gate target only and is divided
 * by the full batch. The focal term is unweighted. L_decorr is the DeCov penalty between heads
 * (Cogswell et al. 2016): the sum over pairs i &lt; j of the squared Frobenius norm of the batch's
 * cross-covariance of u_i and u_j, where u_i is what head i reads: g_i · expert_i(h), without the
 * coupling expert_i(h).
 *
 * <p>For multiple root causes, KL is the sum over the intents of the divergences of Bernoulli
 * distributions, {@code t·log(t/g) + (1−t)·log((1−t)/(1−g))}: of targets 0 and 1, the binary
 * cross-entropy of each.
 *
 * <p>With horizons H1 &gt; H2 &gt; …, head i has outputs z_1, z_2, …, and {@code P(H1) = σ(z_1),
 * P(Hj) = P(Hj−1) · σ(z_j)}: risks that can't contradict each other (continuation ratios, Tutz
 * 1991). The focal term of output 1 counts all rows, that of output j the rows whose label at Hj−1
 * is 1; they are summed. With γ = 0 the sum is the negative log-likelihood of the time to failure's
 * bin. Only P(H1) is distilled.
 *
 * @param alpha α, 0 to 1
 * @param gamma γ ≥ 0; 0 makes the focal term the cross-entropy
 * @param cause w_c ≥ 0
 * @param teacher w_T ≥ 0
 * @param sparsity λ_s ≥ 0
 * @param gate λ_gate ≥ 0
 * @param decorrelation λ_decorr ≥ 0; 0 leaves the term out
 */
public record HybridLoss(
    double alpha,
    double gamma,
    double cause,
    double teacher,
    double sparsity,
    double gate,
    double decorrelation) {

  /**
   * @throws IllegalArgumentException if a weight is negative or not finite, or α is above 1
   */
  public HybridLoss {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be 0 to 1, but was " + alpha);
    }
    notNegative("gamma", gamma);
    notNegative("cause", cause);
    notNegative("teacher", teacher);
    notNegative("sparsity", sparsity);
    notNegative("gate", gate);
    notNegative("decorrelation", decorrelation);
  }

  /** The paper's: α = 0.9, γ = 2, w_c = w_T = 0.7, λ_s = 0.005, λ_gate = 1, no decorrelation. */
  public static HybridLoss paper() {
    return new HybridLoss(0.9, 2, 0.7, 0.7, 0.005, 1, 0);
  }

  /**
   * Plain cross-entropy for the heads and, on rows with a gate target, for the gate: α = 1, γ = 0,
   * w_c = λ_gate = 1, all else 0. (KL(ȳ‖g) differs from the cross-entropy by a constant.)
   */
  public static HybridLoss crossEntropy() {
    return new HybridLoss(1, 0, 1, 0, 0, 1, 0);
  }

  /** The same with another weight of the decorrelation. */
  public HybridLoss withDecorrelation(double weight) {
    return new HybridLoss(alpha, gamma, cause, teacher, sparsity, gate, weight);
  }

  private static void notNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be at least 0, but was " + value);
    }
  }
}
