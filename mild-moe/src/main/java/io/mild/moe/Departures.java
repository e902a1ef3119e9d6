package io.mild.moe;

import java.util.Arrays;

/**
 * What a {@link DepartureModel} makes of one row before any weight: signed logarithms, the
 * distances of all KPIs, and those of each intent's own.
 *
 * <p>Working memory of one thread, written by {@link #see}.
 */
public final class Departures {
  private static final int TOP = 3;

  /** ε: less than that of what is usual makes no difference. */
  public static final double NEGLIGIBLE = 0.05;

  private final DepartureShape shape;
  private final int[][] owned;
  private final int owners;
  private final double[] logs; // [2 · averages]
  private final double[] usual; // [averages]
  private final double[] tempered; // [averages]
  private final double[] excess; // [averages]
  private final double[] distances; // [3 · spans]
  private final double[] own; // [intent × span]
  private final double[] ownAgainstOthers; // [intent × span]
  private final double[] ownMeanExcess; // [intent × span]
  private final double[] ownFarthest; // [intent × span]

  /** Of rows of a shape. */
  public Departures(DepartureShape shape) {
    this.shape = shape;
    this.owned = shape.owned();
    this.owners = (int) Arrays.stream(owned).filter(its -> its.length > 0).count();
    this.logs = new double[shape.weighed()];
    this.usual = new double[shape.averages()];
    this.tempered = new double[shape.averages()];
    this.excess = new double[shape.averages()];
    this.distances = new double[shape.distances()];
    this.own = new double[shape.intents() * shape.spans()];
    this.ownAgainstOthers = new double[own.length];
    this.ownMeanExcess = new double[own.length];
    this.ownFarthest = new double[own.length];
  }

  /**
   * Takes a row.
   *
   * @param x standardised features, the row's from {@code offset}
   * @param offset where the row begins
   */
  public void see(float[] x, int offset) {
    int averages = shape.averages();
    for (int i = 0; i < logs.length; i++) {
      float value = x[offset + i];
      logs[i] = Math.copySign(Math.log1p(Math.abs(value)), value);
    }
    for (int i = 0; i < averages; i++) {
      usual[i] = Math.max(0, x[offset + 2 * averages + i]);
      excess[i] = Math.abs(logs[averages + i]) - x[offset + 2 * averages + i];
    }
    int kpis = shape.kpis();
    for (int span = 0; span < shape.spans(); span++) {
      int first = span * kpis;
      double sum = 0;
      double top = Double.NEGATIVE_INFINITY;
      double second = top;
      double third = top;
      for (int kpi = 0; kpi < kpis; kpi++) {
        double its = excess[first + kpi];
        sum += its;
        if (its > top) {
          third = second;
          second = top;
          top = its;
        } else if (its > second) {
          third = second;
          second = its;
        } else if (its > third) {
          third = its;
        }
      }
      distances[3 * span] = sum / kpis;
      distances[3 * span + 1] =
          kpis >= TOP ? (top + second + third) / TOP : kpis == 2 ? (top + second) / 2 : top;
      distances[3 * span + 2] = owners > 1 ? seeOwnExcess(span, first) : 0;
      seeOwn(span, averages + first);
    }
  }

  /** Leaves mean and greatest excess of each intent's own KPIs; the highest of the means. */
  private double seeOwnExcess(int span, int first) {
    double highest = Double.NEGATIVE_INFINITY;
    double means = 0;
    double farthest = 0;
    for (int i = 0; i < owned.length; i++) {
      double sum = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int kpi : owned[i]) {
        sum += excess[first + kpi];
        most = Math.max(most, excess[first + kpi]);
      }
      if (owned[i].length > 0) {
        int at = i * shape.spans() + span;
        ownMeanExcess[at] = sum / owned[i].length;
        ownFarthest[at] = most;
        highest = Math.max(highest, ownMeanExcess[at]);
        means += ownMeanExcess[at];
        farthest += most;
      }
    }
    for (int i = 0; i < owned.length; i++) {
      if (owned[i].length == 0) {
        ownMeanExcess[i * shape.spans() + span] = means / owners;
        ownFarthest[i * shape.spans() + span] = farthest / owners;
      }
    }
    return highest;
  }

  private void seeOwn(int span, int first) {
    int intents = shape.intents();
    double all = 0;
    for (int i = 0; i < intents; i++) {
      double sum = 0;
      for (int kpi : owned[i]) {
        sum += Math.abs(logs[first + kpi]);
      }
      double mean = owned[i].length == 0 ? 0 : sum / owned[i].length;
      own[i * shape.spans() + span] = mean;
      all += mean;
    }
    for (int i = 0; i < intents; i++) {
      int at = i * shape.spans() + span;
      boolean compared = owned[i].length > 0 && owners > 1;
      ownAgainstOthers[at] = compared ? own[at] - (all - own[at]) / (owners - 1) : 0;
    }
  }

  /** {@code sign(x) · log(1 + |x|)} of the averages of residuals, then of departures. */
  public double[] logs() {
    return logs;
  }

  /** What is usual of {@code log(1 + |d|)} of each average of a departure d, at least 0. */
  public double[] usual() {
    return usual;
  }

  /**
   * The logarithms of the averages of departures, where KPIs usually depart further than they once
   * did smaller: {@code ℓ · min(1, ((u₀ + 0.05) / (u + 0.05))^¼)}.
   *
   * @param once u₀, what {@link #usual} was, {@code [averages]}
   */
  public double[] tempered(float[] once) {
    int averages = shape.averages();
    for (int i = 0; i < averages; i++) {
      double share = Math.sqrt(Math.sqrt((once[i] + NEGLIGIBLE) / (usual[i] + NEGLIGIBLE)));
      tempered[i] = logs[averages + i] * Math.min(1, share);
    }
    return tempered;
  }

  /** How far beyond what is usual {@code log(1 + |d|)} of each average of a departure is. */
  public double[] excess() {
    return excess;
  }

  /**
   * Of each span: the mean over all KPIs of {@link #excess}, the mean of the three highest, and the
   * highest mean of an intent's own KPIs (0 where fewer than two intents own any).
   */
  public double[] distances() {
    return distances;
  }

  /**
   * The mean {@code log(1 + |d|)} of an intent's own KPIs at each span, {@code [intent × span]}.
   */
  public double[] own() {
    return own;
  }

  /** The same less the mean of the other intents', {@code [intent × span]}. */
  public double[] ownAgainstOthers() {
    return ownAgainstOthers;
  }

  /**
   * The mean {@link #excess} of an intent's own KPIs at each span, {@code [intent × span]}: of one
   * that owns none the mean of what those have who own some, which says neither for nor against it.
   * 0 where fewer than two intents own any.
   */
  public double[] ownMeanExcess() {
    return ownMeanExcess;
  }

  /**
   * The greatest {@link #excess} of an intent's own KPIs at each span, {@code [intent × span]}, and
   * without any as with {@link #ownMeanExcess}.
   */
  public double[] ownFarthest() {
    return ownFarthest;
  }
}
