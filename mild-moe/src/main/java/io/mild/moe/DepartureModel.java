package io.mild.moe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model of few parameters, for histories of few failures: how far KPIs have departed from their
 * usual says <em>that</em> something fails, and whose they are says <em>what</em>.
 *
 * <pre>{@code
 * z   = b + Σ m_t · log(1 + d_t²) + Σ a_k · distance_k + Σ w_j · log x_j   that any intent fails, log-odds
 * s_i = c_i + Σ v_ij · log x_j + Σ v'_ij · e_j + Σ (u_t · own_it + u'_t · (own_it − mean of the others'))
 *       + Σ (y_t · mean e of its own KPIs + y'_t · greatest e of its own KPIs)
 * g   = softmax(s)                                                  which one is the root cause
 * p_i = σ(z − max_j s_j + s_i)                                      risk of intent i
 * }</pre>
 *
 * <p>where log x is {@code sign(x) · log(1 + |x|)} of averages of residuals and of departures, e
 * how far {@code log(1 + |x|)} of a departure is beyond its usual, whichever way it went, t is a
 * span, d the {@link Mahalanobis} distance of a span's {@linkplain Departures#tempered tempered}
 * departures, where the model has {@link JointDepartures}, and other distances are as {@link
 * Departures} has them: all unsupervised. So the risk of the intent that leads is that of any
 * failure, and another's odds are smaller as its probability of being the root cause is. For
 * multiple root causes, {@code g_i = e^(s_i − max_j s_j)}: how an intent stands against the one
 * that leads.
 *
 * <p>An intent that owns no KPIs has the mean and the greatest e that those who own some have on
 * average.
 *
 * <p>It tells of one horizon. Immutable and safe to share between threads.
 */
public final class DepartureModel implements RiskModel {
  private final DepartureShape shape;
  private final float[] detection;
  private final float[] naming;
  private final float[] excessNaming;
  private final float[] sharedNaming;
  private final @Nullable JointDepartures joint;

  /**
   * How far departures of all KPIs together are from usual: those that usually go together are
   * near, those that part company far.
   *
   * @param distances of each span's {@linkplain Departures#tempered tempered} departures, over all
   *     KPIs
   * @param usual u₀, what was usual of these while they were learned from, {@code [averages]}
   * @param slopes m, of each span's {@code log(1 + d²)}
   */
  public record JointDepartures(List<Mahalanobis> distances, float[] usual, float[] slopes) {
    /**
     * Copies all.
     *
     * @throws IllegalArgumentException if there are not as many slopes as spans, or a number is not
     *     finite, or what is usual negative
     */
    public JointDepartures {
      distances = List.copyOf(distances);
      int averages = distances.stream().mapToInt(Mahalanobis::kpis).sum();
      usual = weights("usual departures", usual, averages);
      for (float its : usual) {
        if (its < 0) {
          throw new IllegalArgumentException("what is usual must be at least 0, but was " + its);
        }
      }
      slopes = weights("joint departures", slopes, distances.size());
    }

    @Override
    public float[] usual() {
      return usual.clone();
    }

    @Override
    public float[] slopes() {
      return slopes.clone();
    }

    /** {@code Σ m_t · log(1 + d_t²)} of a row. */
    private double score(Departures row) {
      double[] tempered = row.tempered(usual);
      double sum = 0;
      for (int span = 0; span < slopes.length; span++) {
        Mahalanobis its = distances.get(span);
        double distance = its.distance(tempered, span * its.kpis());
        sum += slopes[span] * Math.log1p(distance * distance);
      }
      return sum;
    }

    /** No row of logarithms within ±{@code limit} scores more, whichever sign slopes have. */
    private double largest(double limit) {
      double sum = 0;
      for (int span = 0; span < slopes.length; span++) {
        double distance = distances.get(span).largest(limit);
        sum += Math.abs(slopes[span]) * Math.log1p(distance * distance);
      }
      return sum;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof JointDepartures that
          && distances.equals(that.distances)
          && Arrays.equals(usual, that.usual)
          && Arrays.equals(slopes, that.slopes);
    }

    @Override
    public int hashCode() {
      return 31 * distances.hashCode() + Arrays.hashCode(slopes);
    }

    @Override
    public String toString() {
      return "JointDepartures[slopes=" + Arrays.toString(slopes) + "]";
    }
  }

  /** A model of known weights, those of what is beyond its usual being 0. */
  public DepartureModel(
      DepartureShape shape, float[] detection, float[] naming, float[] sharedNaming) {
    this(
        shape,
        detection,
        naming,
        new float[excessNamingLength(shape)],
        sharedNaming,
        Optional.empty());
  }

  /** A model of known weights in which no Mahalanobis distance has a say. */
  public DepartureModel(
      DepartureShape shape,
      float[] detection,
      float[] naming,
      float[] excessNaming,
      float[] sharedNaming) {
    this(shape, detection, naming, excessNaming, sharedNaming, Optional.empty());
  }

  /**
   * A model of known weights.
   *
   * @param detection b, then a, {@code [3 · spans]}, then w, {@code [2 · averages]}
   * @param naming of each intent: c_i, then v_i, {@code [2 · averages]}
   * @param excessNaming of each intent: v'_i, {@code [averages]}
   * @param sharedNaming u, then u', then y, then y', each {@code [spans]}
   * @param joint empty where no Mahalanobis distance has a say
   * @throws IllegalArgumentException if an array is of another length, a weight is not finite, or
   *     {@code joint} is of other KPIs or spans
   */
  public DepartureModel(
      DepartureShape shape,
      float[] detection,
      float[] naming,
      float[] excessNaming,
      float[] sharedNaming,
      Optional<JointDepartures> joint) {
    this.shape = shape;
    this.detection = weights("detection", detection, detectionLength(shape));
    this.naming =
        weights("naming", naming, Math.multiplyExact(shape.intents(), namingLength(shape)));
    this.excessNaming = weights("excess naming", excessNaming, excessNamingLength(shape));
    this.sharedNaming = weights("shared naming", sharedNaming, sharedNamingLength(shape));
    this.joint = joint.orElse(null);
    joint.ifPresent(its -> requireOf(shape, its));
  }

  private static void requireOf(DepartureShape shape, JointDepartures joint) {
    boolean fits = joint.distances().size() == shape.spans();
    for (Mahalanobis its : joint.distances()) {
      fits &= its.kpis() == shape.kpis();
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "joint departures must be of %d spans of %d KPIs, but are of %s"
              .formatted(shape.spans(), shape.kpis(), joint.distances()));
    }
  }

  /** The number of weights of detection. */
  public static int detectionLength(DepartureShape shape) {
    return 1 + shape.distances() + shape.weighed();
  }

  /** The number of an intent's weights of naming. */
  public static int namingLength(DepartureShape shape) {
    return 1 + shape.weighed();
  }

  /** The number of all intents' weights of what is beyond its usual. */
  public static int excessNamingLength(DepartureShape shape) {
    return Math.multiplyExact(shape.intents(), shape.averages());
  }

  /** The number of weights that all intents share: u, u', y and y' of each span. */
  public static int sharedNamingLength(DepartureShape shape) {
    return Math.multiplyExact(4, shape.spans());
  }

  private static float[] weights(String name, float[] weights, int length) {
    if (weights.length != length) {
      throw new IllegalArgumentException(
          "weights of %s must be %d, but were %d".formatted(name, length, weights.length));
    }
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite(weights[i])) {
        throw new IllegalArgumentException("weight %d of %s is %s".formatted(i, name, weights[i]));
      }
    }
    return weights.clone();
  }

  /** Which features it sees, and whose they are. */
  public DepartureShape shape() {
    return shape;
  }

  /** b, a and w. */
  public float[] detection() {
    return detection.clone();
  }

  /** c and v of each intent, one after the other. */
  public float[] naming() {
    return naming.clone();
  }

  /** v' of each intent, one after the other. */
  public float[] excessNaming() {
    return excessNaming.clone();
  }

  /** Whether any of {@link #excessNaming} is not 0. */
  public boolean weighsExcess() {
    return weighs(excessNaming, 0);
  }

  /** Whether any of y and y', the second half of {@link #sharedNaming}, is not 0. */
  public boolean weighsOwnExcess() {
    return weighs(sharedNaming, 2 * shape.spans());
  }

  private static boolean weighs(float[] weights, int first) {
    for (int i = first; i < weights.length; i++) {
      if (weights[i] != 0) {
        return true;
      }
    }
    return false;
  }

  /** What the Mahalanobis distances of departures are worth, if they have a say. */
  public Optional<JointDepartures> joint() {
    return Optional.ofNullable(joint);
  }

  /** u, u', y and y'. */
  public float[] sharedNaming() {
    return sharedNaming.clone();
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
    double largest = Math.max(1, Math.max(limit, 2 * Math.log1p(limit) + limit));
    double sum = joint == null ? 0 : joint.largest(Math.log1p(limit));
    for (float[] weights : new float[][] {detection, naming, excessNaming, sharedNaming}) {
      for (float weight : weights) {
        sum += Math.abs(weight) * largest;
      }
    }
    return sum < LargestSum.SAFE;
  }

  /** This one: each intent's risk hangs on the others. */
  @Override
  public RiskModel ofIntent(int intent) {
    return this;
  }

  @Override
  public RiskModel.Scorer newScorer() {
    return new Scorer();
  }

  @Override
  public RiskModel.Scorer newBatchScorer() {
    return new Scorer();
  }

  private final class Scorer implements RiskModel.Scorer {
    private final Departures departures = new Departures(shape);
    private final double[] scores = new double[shape.intents()];

    @Override
    public void score(float[] x, int offset, double[] risks, double[] gate) {
      score(x, offset, 0, 1, risks, gate);
    }

    @Override
    public void score(float[] x, int offset, int width, int rows, double[] risks, double[] gates) {
      for (int row = 0; row < rows; row++) {
        departures.see(x, offset + row * width);
        double any = any();
        double highest = name();
        double sum = 0;
        int first = row * scores.length;
        for (int i = 0; i < scores.length; i++) {
          double behind = scores[i] - highest;
          risks[first + i] = Probabilities.sigmoid(any + behind);
          gates[first + i] = Math.exp(behind);
          sum += gates[first + i];
        }
        for (int i = 0; i < scores.length && shape.rootCauses() == RootCauses.ONE; i++) {
          gates[first + i] /= sum;
        }
      }
    }

    /** Log-odds of any failure. */
    private double any() {
      double sum = detection[0];
      int at = 1;
      for (double distance : departures.distances()) {
        sum += detection[at++] * distance;
      }
      for (double log : departures.logs()) {
        sum += detection[at++] * log;
      }
      return joint == null ? sum : sum + joint.score(departures);
    }

    /** Leaves each intent's score; the highest. */
    private double name() {
      double[] logs = departures.logs();
      double[] excess = departures.excess();
      double[] own = departures.own();
      double[] against = departures.ownAgainstOthers();
      double[] ownExcess = departures.ownMeanExcess();
      double[] farthest = departures.ownFarthest();
      int spans = shape.spans();
      double highest = Double.NEGATIVE_INFINITY;
      int at = 0;
      int beyond = 0;
      for (int i = 0; i < scores.length; i++) {
        double sum = naming[at++];
        for (double log : logs) {
          sum += naming[at++] * log;
        }
        for (double its : excess) {
          sum += excessNaming[beyond++] * its;
        }
        for (int span = 0; span < spans; span++) {
          sum += sharedNaming[span] * own[i * spans + span];
          sum += sharedNaming[spans + span] * against[i * spans + span];
          sum += sharedNaming[2 * spans + span] * ownExcess[i * spans + span];
          sum += sharedNaming[3 * spans + span] * farthest[i * spans + span];
        }
        scores[i] = sum;
        highest = Math.max(highest, sum);
      }
      return highest;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DepartureModel that
        && shape.equals(that.shape)
        && Arrays.equals(detection, that.detection)
        && Arrays.equals(naming, that.naming)
        && Arrays.equals(excessNaming, that.excessNaming)
        && Arrays.equals(sharedNaming, that.sharedNaming)
        && joint().equals(that.joint());
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(detection);
  }

  @Override
  public String toString() {
    return "DepartureModel[" + shape + "]";
  }
}
