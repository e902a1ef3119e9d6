package io.mild.moe;

import java.util.Arrays;
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
public final class BlendedModel implements RiskModel {
  /** So many lines stay in the fastest cache beside the weights of a layer. */
  private static final int LINES_AT_A_TIME = 8;

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
  public BlendedModel(Teacher teacher, MixtureOfExperts mixture) {
    this(teacher, mixture, null, Blend.MIXTURE);
  }

  private BlendedModel(
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
  public BlendedModel sharedBy(IntentViews views) {
    return new BlendedModel(teacher, mixture, views, blend);
  }

  /** The same with the teacher having its share in what is said. */
  public BlendedModel withBlend(Blend blend) {
    return new BlendedModel(teacher, mixture, views, blend);
  }

  @Override
  public BlendedModel ofIntent(int intent) {
    if (mixture.shape().coupled() || mixture.shape().commonExpert() || views != null) {
      return this;
    }
    int width = teacher.features();
    Teacher own =
        new Teacher(
            width,
            Arrays.copyOfRange(teacher.weights(), intent * width, (intent + 1) * width),
            new float[] {teacher.intercepts()[intent]});
    return new BlendedModel(own, mixture.ofIntent(intent), null, blend);
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

  @Override
  public int intents() {
    return views == null ? teacher.intents() : views.count();
  }

  @Override
  public int horizons() {
    return mixture.shape().horizons();
  }

  /** How many lines of the mixture a row is. */
  private int viewCount() {
    return views == null ? 1 : views.count();
  }

  @Override
  public boolean isFiniteWithin(double limit) {
    double seen = views == null ? limit : views.limit(limit);
    return LargestSum.of(teacher, seen) < LargestSum.SAFE
        && LargestSum.of(mixture, seen) < LargestSum.SAFE;
  }

  @Override
  public Scorer newScorer() {
    return new Scorer(this, 1);
  }

  @Override
  public Scorer newBatchScorer() {
    return new Scorer(this, Math.max(1, LINES_AT_A_TIME / viewCount()));
  }

  /** Scores rows without allocating. */
  public static final class Scorer implements RiskModel.Scorer {
    private final BlendedModel model;
    private final RootCauses rootCauses;
    private final boolean mixtureNeeded;
    private final int capacity; // rows at a time, to which belong:
    private final double[] logits;
    private final float[] prior;
    private final float[] views;
    private final double[] mixtureRisks;
    private final double[] mixtureGates;
    private final MixtureOfExperts.Scratch scratch;
    private final double[] rowLogits; // and to one of them:
    private final float[] rowPrior;
    private final double[] rowRisks;
    private final double[] rowGate;

    private Scorer(BlendedModel model, int capacity) {
      int intents = model.intents();
      int viewCount = model.viewCount();
      int width = model.mixture.shape().features();
      this.model = model;
      this.rootCauses = model.mixture.shape().rootCauses();
      this.mixtureNeeded = !model.blend.equals(Blend.TEACHER) || model.horizons() > 1;
      this.capacity = capacity;
      this.logits = new double[capacity * intents];
      this.prior = new float[capacity * intents];
      this.views = new float[model.views == null ? 0 : capacity * viewCount * width];
      this.mixtureRisks = new double[capacity * model.risks()];
      this.mixtureGates = new double[capacity * intents];
      this.scratch = model.mixture.newScratch(viewCount, capacity);
      this.rowLogits = new double[intents];
      this.rowPrior = new float[intents];
      this.rowRisks = new double[model.risks()];
      this.rowGate = new double[intents];
    }

    @Override
    public void score(float[] x, int offset, double[] risks, double[] gate) {
      score(x, offset, 0, 1, risks, gate);
    }

    @Override
    public void score(float[] x, int offset, int width, int rows, double[] risks, double[] gates) {
      for (int from = 0; from < rows; from += capacity) {
        int count = Math.min(capacity, rows - from);
        ask(x, offset + from * width, width, count, mixtureNeeded);
        for (int row = 0; row < count; row++) {
          takeRow(row);
          blendRisks(rowRisks, rowLogits, model.blend.risk());
          rootCauses.blend(rowGate, rowPrior, rowLogits, model.blend.gate());
          System.arraycopy(rowRisks, 0, risks, (from + row) * rowRisks.length, rowRisks.length);
          System.arraycopy(rowGate, 0, gates, (from + row) * rowGate.length, rowGate.length);
        }
      }
    }

    /**
     * Scores one row by mixture and teacher apart, whatever the blend.
     *
     * @param x standardised features; D' values from {@code offset}
     * @param offset where the row begins
     * @param risks receives the mixture's n·K risks, horizon after horizon, the longest first
     * @param gate receives the mixture's K probabilities
     * @param logits receives the teacher's K log-odds
     * @param prior receives the teacher's prior, K probabilities
     */
    public void scoreBoth(
        float[] x, int offset, double[] risks, double[] gate, double[] logits, float[] prior) {
      ask(x, offset, 0, 1, true);
      takeRow(0);
      System.arraycopy(rowRisks, 0, risks, 0, risks.length);
      System.arraycopy(rowGate, 0, gate, 0, gate.length);
      System.arraycopy(rowLogits, 0, logits, 0, logits.length);
      System.arraycopy(rowPrior, 0, prior, 0, prior.length);
    }

    private void takeRow(int row) {
      System.arraycopy(mixtureRisks, row * rowRisks.length, rowRisks, 0, rowRisks.length);
      System.arraycopy(mixtureGates, row * rowGate.length, rowGate, 0, rowGate.length);
      System.arraycopy(logits, row * rowLogits.length, rowLogits, 0, rowLogits.length);
      System.arraycopy(prior, row * rowPrior.length, rowPrior, 0, rowPrior.length);
    }

    /** Asks teacher and, if it is wanted, mixture about some rows. */
    private void ask(float[] x, int offset, int width, int rows, boolean mixture) {
      float[] lines = x;
      int first = offset;
      int lineLength = width;
      if (model.views != null) {
        lineLength = model.viewCount() * model.mixture.shape().features();
        for (int row = 0; row < rows; row++) {
          model.views.write(x, offset + row * width, views, row * lineLength);
        }
        lines = views;
        first = 0;
      }
      for (int row = 0; row < rows; row++) {
        model.teacher.logits(lines, first + row * lineLength, rowLogits);
        rootCauses.prior(rowLogits, rowPrior);
        System.arraycopy(rowLogits, 0, logits, row * rowLogits.length, rowLogits.length);
        System.arraycopy(rowPrior, 0, prior, row * rowPrior.length, rowPrior.length);
      }
      if (mixture) {
        model.mixture.score(lines, first, rows, prior, mixtureRisks, mixtureGates, scratch);
      }
    }

    private static void blendRisks(double[] risks, double[] logits, double share) {
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
