package io.mild.moe;

/**
 * How much of what is said comes from the teacher, the rest being the mixture's.
 *
 * <pre>{@code
 * p = σ((1−w) · logit p_mixture + w · logit p_teacher)
 * g = softmax((1−v) · log g_mixture + v · log d)
 * }</pre>
 *
 * <p>For multiple root causes, {@code g = σ((1−v) · logit g_mixture + v · logit p_teacher)}.
 *
 * <p>Where both shares are 1 the mixture is not asked at all, unless for shorter horizons: the
 * teacher knows the longest only, and the risk within a shorter one keeps its ratio to it.
 *
 * @param risk w, 0 to 1
 * @param gate v, 0 to 1
 */
public record Blend(double risk, double gate) {
  /** The mixture alone. */
  public static final Blend MIXTURE = new Blend(0, 0);

  /** The teacher alone. */
  public static final Blend TEACHER = new Blend(1, 1);

  /**
   * @throws IllegalArgumentException if a share is not 0 to 1
   */
  public Blend {
    requireShare("risk", risk);
    requireShare("gate", gate);
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the teacher's share of the " + name + " must be 0 to 1, but was " + share);
    }
  }
}
