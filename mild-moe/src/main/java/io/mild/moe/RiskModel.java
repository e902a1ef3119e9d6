package io.mild.moe;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The teacher and the mixture that was trained with it: feature row in, risk and gate of every
 * intent out.
 *
 * <p>Either both are of all K intents and see the row as it is, or both are of one intent and
 * shared: they see the row through the {@link IntentViews views} of K.
 *
 * <p>Immutable and safe to share between threads; a {@link Scorer} belongs to one thread at a time.
 */
public final class RiskModel {
  private final Teacher teacher;
  private final MixtureOfExperts mixture;
  private final @Nullable IntentViews views;
  private final Blend blend;

  /**
   * A model whose mixture has the say.
   *
   * @param teacher gives the prior
   * @param mixture gives risks and gate
   * @throws IllegalArgumentException if the two differ in features or intents
   */
  public RiskModel(Teacher teacher, MixtureOfExperts mixture) {
    this(teacher, mixture, null, Blend.MIXTURE);
  }

  private RiskModel(
      Teacher teacher, MixtureOfExperts mixture, @Nullable IntentViews views, Blend blend) {
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
    if (views != null && (views.width() != shape.features() || shape.intents() > 1)) {
      throw new IllegalArgumentException(
          "views of %d features can't share a mixture of %d features and %d intents"
              .formatted(views.width(), shape.features(), shape.intents()));
    }
    this.teacher = teacher;
    this.mixture = mixture;
    this.views = views;
    this.blend = blend;
  }

  /**
   * The same shared by the intents of these views.
   *
   * @throws IllegalArgumentException if teacher and mixture are not of one intent and a view's
   *     features
   */
  public RiskModel sharedBy(IntentViews views) {
    return new RiskModel(teacher, mixture, views, blend);
  }

  /** The same with the teacher having its share in what is said. */
  public RiskModel withBlend(Blend blend) {
    return new RiskModel(teacher, mixture, views, blend);
  }

  /** Gives the prior, and the teacher's share of the risks. */
  public Teacher teacher() {
    return teacher;
  }

  /** Gives risks and gate. */
  public MixtureOfExperts mixture() {
    return mixture;
  }

  /** What each intent sees of a row, if teacher and mixture are shared. */
  public Optional<IntentViews> views() {
    return Optional.ofNullable(views);
  }

  /** Whose word counts how much. */
  public Blend blend() {
    return blend;
  }

  /** The number K of intents. */
  public int intents() {
    return views == null ? teacher.intents() : views.count();
  }

  /** The number n of horizons. */
  public int horizons() {
    return mixture.shape().horizons();
  }

  /** n·K, the number of risks of a scored row. */
  public int risks() {
    return horizons() * intents();
  }

  RootCauses rootCauses() {
    return mixture.shape().rootCauses();
  }

  /**
   * Whether no sum overflows on any row of features within a limit: if not, scores may be NaN.
   *
   * @param limit greatest magnitude of a standardised feature, at least 0
   */
  public boolean isFiniteWithin(double limit) {
    double seen = views == null ? limit : views.limit(limit);
    return LargestSum.of(teacher, seen) < LargestSum.SAFE
        && LargestSum.of(mixture, seen) < LargestSum.SAFE;
  }

  /** A scorer with working memory of its own. */
  public Scorer newScorer() {
    return new Scorer(this);
  }

  /** Scores rows, one at a time, without allocating. */
  public static final class Scorer {
    private final RiskModel model;
    private final RootCauses rootCauses;
    private final boolean mixtureNeeded;
    private final double[] logits;
    private final float[] prior;
    private final float[] views;
    private final MixtureOfExperts.Scratch scratch;

    private Scorer(RiskModel model) {
      int intents = model.intents();
      IntentViews views = model.views;
      this.model = model;
      this.rootCauses = model.rootCauses();
      this.mixtureNeeded = !model.blend.equals(Blend.TEACHER) || model.horizons() > 1;
      this.logits = new double[intents];
      this.prior = new float[intents];
      this.views = new float[views == null ? 0 : views.count() * views.width()];
      this.scratch = model.mixture.newScratch(views == null ? 1 : views.count());
    }

    /**
     * Scores one row.
     *
     * @param x standardised features; D' values from {@code offset}
     * @param offset where the row begins
     * @param risks receives n·K risks, horizon after horizon, the longest first, each 0 to 1
     * @param gate receives K probabilities, which sum to one but for multiple root causes
     */
    public void score(float[] x, int offset, double[] risks, double[] gate) {
      ask(x, offset, risks, gate, mixtureNeeded);
      blendRisks(risks, model.blend.risk());
      rootCauses.blend(gate, prior, logits, model.blend.gate());
    }

    /** The mixture's answer and, into the last two arrays, the teacher's logits and prior. */
    void scoreBoth(
        float[] x, int offset, double[] risks, double[] gate, double[] logits, float[] prior) {
      ask(x, offset, risks, gate, true);
      System.arraycopy(this.logits, 0, logits, 0, logits.length);
      System.arraycopy(this.prior, 0, prior, 0, prior.length);
    }

    private void ask(float[] x, int offset, double[] risks, double[] gate, boolean mixture) {
      float[] row = x;
      int from = offset;
      if (model.views != null) {
        model.views.write(x, offset, views, 0);
        row = views;
        from = 0;
      }
      model.teacher.logits(row, from, logits);
      rootCauses.prior(logits, prior);
      if (mixture) {
        model.mixture.score(row, from, prior, risks, gate, scratch);
      }
    }

    private void blendRisks(double[] risks, double share) {
      if (share == 0) {
        return;
      }
      for (int i = 0; i < logits.length; i++) {
        double own = risks[i];
        double logit =
            share == 1
                ? logits[i]
                : Probabilities.between(Probabilities.logit(own), logits[i], share);
        risks[i] = Probabilities.sigmoid(logit);
        for (int j = i + logits.length; j < risks.length; j += logits.length) {
          risks[j] = own > 0 ? risks[i] * Math.min(1, risks[j] / own) : 0;
        }
      }
    }
  }
}
