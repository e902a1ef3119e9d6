package io.mild.moe;

import static java.util.Objects.requireNonNull;

import io.mild.moe.internal.kernel.Kernel;
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

  /** How often a row is scored. */
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
    return new Scorer(this);
  }

  @Override
  public Scorer newBatchScorer() {
    return newBatchScorer(Kernel.best());
  }

  /** The same by a kernel of choice. */
  Scorer newBatchScorer(Kernel kernel) {
    return new Scorer(this, kernel);
  }

  @Override
  public Optional<SumScorer> newSumScorer() {
    return newSumScorer(Kernel.best());
  }

  /** The same by a kernel of choice. */
  Optional<SumScorer> newSumScorer(Kernel kernel) {
    return views == null ? Optional.of(new Scorer(this, kernel).ofSums()) : Optional.empty();
  }

  /** Scores rows without allocating. */
  public static final class Scorer implements RiskModel.Scorer {
    private final BlendedModel model;
    private final RootCauses rootCauses;
    private final boolean mixtureNeeded;
    private final @Nullable BlendedColumns columns;
    private final float[] views;
    private final MixtureOfExperts.Scratch scratch;
    private final double[] rowLogits; // of one row:
    private final float[] rowPrior;
    private final double[] rowRisks;
    private final double[] rowGate;

    private Scorer(BlendedModel model) {
      this(model, null);
    }

    private Scorer(BlendedModel model, @Nullable Kernel kernel) {
      int intents = model.intents();
      int viewCount = model.viewCount();
      this.model = model;
      this.rootCauses = model.mixture.shape().rootCauses();
      this.mixtureNeeded = !model.blend.equals(Blend.TEACHER) || model.horizons() > 1;
      this.columns =
          kernel == null
              ? null
              : new BlendedColumns(model.teacher, model.mixture, model.views, kernel);
      this.views =
          new float[model.views == null ? 0 : viewCount * model.mixture.shape().features()];
      this.scratch = model.mixture.newScratch(viewCount);
      this.rowLogits = new double[intents];
      this.rowPrior = new float[intents];
      this.rowRisks = new double[model.risks()];
      this.rowGate = new double[intents];
    }

    @Override
    public void score(float[] x, int offset, double[] risks, double[] gate) {
      ask(x, offset, mixtureNeeded);
      blend(risks, 0, gate, 0);
    }

    @Override
    public void score(float[] x, int offset, int width, int rows, double[] risks, double[] gates) {
      int from = 0;
      if (columns != null) {
        for (; rows - from >= columns.least(); from += columns.block()) {
          int count = Math.min(columns.block(), rows - from);
          columns.ask(x, offset + from * width, width, count, mixtureNeeded);
          take(columns, count, risks, gates, from);
        }
      }
      for (; from < rows; from++) {
        ask(x, offset + from * width, mixtureNeeded);
        blend(risks, from * rowRisks.length, gates, from * rowGate.length);
      }
    }

    private SumScorer ofSums() {
      BlendedColumns columns = requireNonNull(this.columns);
      return new SumScorer() {
        @Override
        public float[][] weights() {
          return columns.firstWeights();
        }

        @Override
        public void score(float[][] sums, int rows, double[] risks, double[] gates) {
          for (int from = 0; from < rows; from += columns.block()) {
            int count = Math.min(columns.block(), rows - from);
            columns.askSums(sums, from, count, mixtureNeeded);
            take(columns, count, risks, gates, from);
          }
        }
      };
    }

    private void take(
        BlendedColumns columns, int rows, double[] risks, double[] gates, int firstRow) {
      if (model.blend.equals(Blend.MIXTURE)) {
        columns.risks(rows, risks, firstRow * rowRisks.length);
        columns.gates(rows, gates, firstRow * rowGate.length);
        return;
      }
      for (int row = 0; row < rows; row++) {
        columns.take(row, rowRisks, rowGate, rowLogits, rowPrior);
        int to = firstRow + row;
        blend(risks, to * rowRisks.length, gates, to * rowGate.length);
      }
    }

    /** Gives the teacher its share and hands the row out. */
    private void blend(double[] risks, int risksFrom, double[] gates, int gatesFrom) {
      blendRisks(rowRisks, rowLogits, model.blend.risk());
      rootCauses.blend(rowGate, rowPrior, rowLogits, model.blend.gate());
      System.arraycopy(rowRisks, 0, risks, risksFrom, rowRisks.length);
      System.arraycopy(rowGate, 0, gates, gatesFrom, rowGate.length);
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
      ask(x, offset, true);
      System.arraycopy(rowRisks, 0, risks, 0, risks.length);
      System.arraycopy(rowGate, 0, gate, 0, gate.length);
      System.arraycopy(rowLogits, 0, logits, 0, logits.length);
      System.arraycopy(rowPrior, 0, prior, 0, prior.length);
    }

    /** Asks teacher and, if it is wanted, mixture about a row. */
    private void ask(float[] x, int offset, boolean mixture) {
      float[] seen = x;
      int from = offset;
      if (model.views != null) {
        model.views.write(x, offset, views, 0);
        seen = views;
        from = 0;
      }
      model.teacher.logits(seen, from, rowLogits);
      rootCauses.prior(rowLogits, rowPrior);
      if (mixture) {
        model.mixture.score(seen, from, rowPrior, rowRisks, rowGate, scratch);
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
