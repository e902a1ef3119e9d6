package io.mild.training.mixture;

import java.util.Arrays;

/**
 * The weights of the hybrid loss (Eq. 5–7). Immutable; two are equal if all their weights are.
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
 */
public final class HybridLoss {
  private final double alpha;
  private final double gamma;
  private final double cause;
  private final double teacher;
  private final double sparsity;
  private final double gate;
  private final double decorrelation;

  private HybridLoss(Builder builder) {
    alpha = builder.alpha;
    gamma = builder.gamma;
    cause = builder.cause;
    teacher = builder.teacher;
    sparsity = builder.sparsity;
    gate = builder.gate;
    decorrelation = builder.decorrelation;
  }

  /** The paper's: α = 0.9, γ = 2, w_c = w_T = 0.7, λ_s = 0.005, λ_gate = 1, no decorrelation. */
  public static HybridLoss paper() {
    return builder().build();
  }

  /**
   * Plain cross-entropy for the heads and, on rows with a gate target, for the gate: α = 1, γ = 0,
   * w_c = λ_gate = 1, all else 0. (KL(ȳ‖g) differs from the cross-entropy by a constant.)
   */
  public static HybridLoss crossEntropy() {
    return builder().alpha(1).gamma(0).cause(1).teacher(0).sparsity(0).build();
  }

  /** A builder that begins with the {@link #paper() paper's} weights. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with these weights. */
  public Builder toBuilder() {
    return builder()
        .alpha(alpha)
        .gamma(gamma)
        .cause(cause)
        .teacher(teacher)
        .sparsity(sparsity)
        .gate(gate)
        .decorrelation(decorrelation);
  }

  /** α, the label's share in the loss of the heads; the rest is the teacher's. */
  public double alpha() {
    return alpha;
  }

  /** γ of the focal term. */
  public double gamma() {
    return gamma;
  }

  /** w_c. */
  public double cause() {
    return cause;
  }

  /** w_T. */
  public double teacher() {
    return teacher;
  }

  /** λ_s. */
  public double sparsity() {
    return sparsity;
  }

  /** λ_gate. */
  public double gate() {
    return gate;
  }

  /** λ_decorr. */
  public double decorrelation() {
    return decorrelation;
  }

  private double[] weights() {
    return new double[] {alpha, gamma, cause, teacher, sparsity, gate, decorrelation};
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HybridLoss that && Arrays.equals(weights(), that.weights());
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (double weight : weights()) {
      hash = 31 * hash + Double.hashCode(weight);
    }
    return hash;
  }

  @Override
  public String toString() {
    return "HybridLoss" + Arrays.toString(weights());
  }

  /** Weights in the making. Each is refused if it is negative or not finite. Not thread-safe. */
  public static final class Builder {
    private double alpha = 0.9;
    private double gamma = 2;
    private double cause = 0.7;
    private double teacher = 0.7;
    private double sparsity = 0.005;
    private double gate = 1;
    private double decorrelation;

    private Builder() {}

    /**
     * α, 0 to 1.
     *
     * @throws IllegalArgumentException if it is not
     */
    public Builder alpha(double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("alpha must be 0 to 1, but was " + share);
      }
      alpha = share;
      return this;
    }

    /** γ ≥ 0; 0 makes the focal term the cross-entropy. */
    public Builder gamma(double exponent) {
      gamma = notNegative("gamma", exponent);
      return this;
    }

    /** w_c ≥ 0. */
    public Builder cause(double weight) {
      cause = notNegative("cause", weight);
      return this;
    }

    /** w_T ≥ 0. */
    public Builder teacher(double weight) {
      teacher = notNegative("teacher", weight);
      return this;
    }

    /** λ_s ≥ 0. */
    public Builder sparsity(double weight) {
      sparsity = notNegative("sparsity", weight);
      return this;
    }

    /** λ_gate ≥ 0. */
    public Builder gate(double weight) {
      gate = notNegative("gate", weight);
      return this;
    }

    /** λ_decorr ≥ 0; 0 leaves the term out. */
    public Builder decorrelation(double weight) {
      decorrelation = notNegative("decorrelation", weight);
      return this;
    }

    /** The weights; the builder may go on. */
    public HybridLoss build() {
      return new HybridLoss(this);
    }

    private static double notNegative(String name, double value) {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(name + " must be at least 0, but was " + value);
      }
      return value;
    }
  }
}
