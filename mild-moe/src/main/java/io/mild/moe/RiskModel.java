package io.mild.moe;

/**
 * The teacher and the mixture that was trained with it: feature row in, risk and gate of every
 * intent out.
 *
 * <p>Immutable and safe to share between threads; a {@link Scorer} belongs to one thread at a time.
 *
 * @param teacher gives the prior
 * @param mixture gives risks and gate
 */
public record RiskModel(Teacher teacher, MixtureOfExperts mixture) {

  /**
   * @throws IllegalArgumentException if the two differ in features or intents
   */
  public RiskModel {
    MixtureShape shape = mixture.shape();
    if (teacher.features() != shape.features() || teacher.intents() != shape.intents()) {
      throw new IllegalArgumentException(
          "teacher of "
              + teacher.features()
              + " features and "
              + teacher.intents()
              + " intents, but mixture of "
              + shape.features()
              + " and "
              + shape.intents());
    }
  }

  /** The number K of intents. */
  public int intents() {
    return teacher.intents();
  }

  /** The number n of horizons. */
  public int horizons() {
    return mixture.shape().horizons();
  }

  /** n·K, the number of risks of a scored row. */
  public int risks() {
    return mixture.shape().risks();
  }

  /** A scorer with working memory of its own. */
  public Scorer newScorer() {
    return new Scorer(this);
  }

  /** Scores rows, one at a time, without allocating. */
  public static final class Scorer {
    private final RiskModel model;
    private final double[] logits;
    private final float[] prior;
    private final MixtureOfExperts.Scratch scratch;

    private Scorer(RiskModel model) {
      this.model = model;
      this.logits = new double[model.intents()];
      this.prior = new float[model.intents()];
      this.scratch = model.mixture.newScratch();
    }

    /**
     * Scores one row.
     *
     * @param x standardised features; D' values from {@code offset}
     * @param offset where the row begins
     * @param risks receives n·K risks, horizon after horizon, the longest first, each 0 to 1
     * @param gate receives K probabilities that sum to one
     */
    public void score(float[] x, int offset, double[] risks, double[] gate) {
      model.teacher.logits(x, offset, logits);
      Teacher.prior(logits, prior);
      model.mixture.score(x, offset, prior, risks, gate, scratch);
    }
  }
}
