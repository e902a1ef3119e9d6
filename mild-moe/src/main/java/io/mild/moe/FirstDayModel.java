package io.mild.moe;

import io.mild.moe.GoalBounds.Bound;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that has seen no failure: what the KPIs of an intent's goal are heading for says whether
 * the goal breaks, and how unusual all KPIs are says that something is wrong.
 *
 * <pre>{@code
 * f_k = fast_k + s · (fast_k − slow_k)                 where KPI k goes at most, s as below
 * b_i = margin of goal i at f                          {@link GoalBounds}; 0: the level is reached
 * u   = log(1 + max(0, (d − d50) / (d95 − d50)))       d is the {@link Mahalanobis} distance
 * z_i = b_i + w · u
 * p_i = σ(c + a · z_i)                                 risk of intent i
 * g   = softmax(z)                                     which one is the root cause
 * }</pre>
 *
 * <p>The trend is damped. Of all leads, one that heads for the level comes nearest at the horizon
 * and one that leaves it at the shortest lead, so s is one of two numbers. For multiple root
 * causes, {@code g_i = e^(z_i − max_j z_j)}.
 *
 * <p>It tells of one horizon. Immutable and safe to share between threads.
 */
public final class FirstDayModel implements RiskModel {
  private final FirstDayShape shape;
  private final Forecast forecast;
  private final @Nullable Unusual unusual;

  /**
   * How a margin becomes a risk.
   *
   * @param heading s of a KPI that heads for its level, at least 0
   * @param leaving s of one that leaves it, at least 0
   * @param intercept c
   * @param slope a, at least 0
   */
  public record Forecast(double heading, double leaving, double intercept, double slope) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite, or one but the intercept is negative
     */
    public Forecast {
      if (!(heading >= 0 && leaving >= 0 && slope >= 0 && Double.isFinite(intercept))
          || !Double.isFinite(heading + leaving + slope)) {
        throw new IllegalArgumentException(
            "trends and slope must be at least 0, and with the intercept finite, but were %s, %s,"
                    .formatted(heading, leaving)
                + " %s and %s".formatted(slope, intercept));
      }
    }

    /** The same that tells of margins otherwise. */
    public Forecast withRisk(double intercept, double slope) {
      return new Forecast(heading, leaving, intercept, slope);
    }
  }

  /**
   * How unusual a row is, and what that is worth.
   *
   * @param distance of all KPIs' fast averages
   * @param median d50, of usual rows, at least 0
   * @param spread d95 − d50, above 0
   * @param weight w, in the units of margins, at least 0
   */
  public record Unusual(Mahalanobis distance, double median, double spread, double weight) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range or not finite
     */
    public Unusual {
      if (!(median >= 0 && spread > 0 && weight >= 0)
          || !Double.isFinite(median + 1 / spread + weight)) {
        throw new IllegalArgumentException(
            "median and weight must be at least 0 and the spread above 0, all finite, but were"
                + " %s, %s and %s".formatted(median, weight, spread));
      }
    }

    double score(float[] x, int offset) {
      return score(distance.distance(x, offset));
    }

    /** {@code w · u} at a distance. */
    public double score(double distance) {
      return weight * Math.log1p(Math.max(0, (distance - median) / spread));
    }
  }

  /**
   * A model of known weights.
   *
   * @param unusual empty where goals' own KPIs alone tell
   * @throws IllegalArgumentException if {@code unusual} is of another number of KPIs
   */
  public FirstDayModel(FirstDayShape shape, Forecast forecast, Optional<Unusual> unusual) {
    this.shape = shape;
    this.forecast = forecast;
    this.unusual = unusual.orElse(null);
    if (this.unusual != null && this.unusual.distance().kpis() != shape.kpis()) {
      throw new IllegalArgumentException(
          "distances of %d KPIs can't tell of rows of %d"
              .formatted(this.unusual.distance().kpis(), shape.kpis()));
    }
  }

  /** Which features it sees, and what goals bound of them. */
  public FirstDayShape shape() {
    return shape;
  }

  /** How margins become risks. */
  public Forecast forecast() {
    return forecast;
  }

  /** What distances are worth, if they are. */
  public Optional<Unusual> unusual() {
    return Optional.ofNullable(unusual);
  }

  @Override
  public int intents() {
    return shape.intents();
  }

  @Override
  public int horizons() {
    return 1;
  }

  @Override
  public boolean isFiniteWithin(double limit) {
    double level = 0;
    for (GoalBounds goal : shape.goals()) {
      for (Bound bound : goal.bounds()) {
        level = Math.max(level, Math.abs(bound.level()));
      }
    }
    double trend = Math.max(forecast.heading(), forecast.leaving());
    double margin = limit + 2 * limit * trend + level;
    double distance = unusual == null ? 0 : unusual.distance().largest(limit);
    double score = unusual == null ? 0 : unusual.score(distance);
    double largest = Math.abs(forecast.intercept()) + forecast.slope() * (margin + score);
    return Math.max(distance, Math.max(margin, largest)) < LargestSum.SAFE;
  }

  @Override
  public RiskModel ofIntent(int intent) {
    FirstDayShape own =
        new FirstDayShape(shape.kpis(), shape.goals().subList(intent, intent + 1), RootCauses.ONE);
    return new FirstDayModel(own, forecast, unusual());
  }

  @Override
  public RiskModel.Scorer newScorer() {
    return new Scorer();
  }

  @Override
  public RiskModel.Scorer newBatchScorer() {
    return new Scorer();
  }

  /**
   * z of each intent.
   *
   * @param x standardised features, the row's from {@code offset}
   * @param offset where the row begins
   */
  public double[] scores(float[] x, int offset) {
    Scorer scorer = new Scorer();
    scorer.see(x, offset);
    return scorer.scores;
  }

  /** Of the forecast that comes nearest. */
  private double margin(Bound bound, float[] x, int offset) {
    double fast = x[offset + bound.kpi()];
    double ahead = fast - x[offset + shape.kpis() + bound.kpi()];
    boolean heads = ahead > 0 == bound.above();
    return bound.margin(fast + (heads ? forecast.heading() : forecast.leaving()) * ahead);
  }

  private final class Scorer implements RiskModel.Scorer {
    private final double[] scores = new double[shape.intents()];
    private final double[] margins =
        new double[shape.goals().stream().mapToInt(goal -> goal.bounds().size()).max().orElse(0)];

    /** Leaves each intent's score. */
    void see(float[] x, int offset) {
      double beyond = unusual == null ? 0 : unusual.score(x, offset);
      for (int i = 0; i < scores.length; i++) {
        GoalBounds goal = shape.goals().get(i);
        for (int j = 0; j < goal.bounds().size(); j++) {
          margins[j] = margin(goal.bounds().get(j), x, offset);
        }
        scores[i] = goal.margin(margins) + beyond;
      }
    }

    @Override
    public void score(float[] x, int offset, double[] risks, double[] gate) {
      score(x, offset, 0, 1, risks, gate);
    }

    @Override
    public void score(float[] x, int offset, int width, int rows, double[] risks, double[] gates) {
      for (int row = 0; row < rows; row++) {
        see(x, offset + row * width);
        int first = row * scores.length;
        for (int i = 0; i < scores.length; i++) {
          risks[first + i] =
              Probabilities.sigmoid(forecast.intercept() + forecast.slope() * scores[i]);
        }
        gate(gates, first);
      }
    }

    private void gate(double[] gates, int first) {
      double highest = Double.NEGATIVE_INFINITY;
      for (double score : scores) {
        highest = Math.max(highest, score);
      }
      double sum = 0;
      for (int i = 0; i < scores.length; i++) {
        gates[first + i] = Math.exp(scores[i] - highest);
        sum += gates[first + i];
      }
      for (int i = 0; i < scores.length && shape.rootCauses() == RootCauses.ONE; i++) {
        gates[first + i] /= sum;
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FirstDayModel that
        && shape.equals(that.shape)
        && forecast.equals(that.forecast)
        && unusual().equals(that.unusual());
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + forecast.hashCode();
  }

  @Override
  public String toString() {
    return "FirstDayModel[" + shape + "]";
  }
}
