package io.mild.internal.model;

import io.mild.explanation.Explanation.Level;
import io.mild.features.FeatureSet;
import io.mild.features.FeatureSpec;
import io.mild.features.Reference;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What features say in the unit of their KPI, and between which values they usually are: those of
 * the middle 80 % of the healthy rows that an explanation compares with.
 *
 * <p>A window's mean is in that unit as it is. An average of seasonal residuals is put on top of
 * what is expected at that time.
 */
public final class Levels {
  private static final double LOW = 0.1;
  private static final double HIGH = 0.9;

  private static final double NOTHING = 1e-6;

  /** Of the longest horizon, what the feature that stands for its KPI spans: 15 minutes of 120. */
  private static final int READABLE_SHARE = 8;

  private final FeatureSet features;
  private final double[] means;
  private final double[] deviations;
  private final double[] offsets; // of each KPI: what is expected now
  private final double[] scales;
  private final float[][] usual;
  private final int levels;

  /**
   * @param time of the row that is explained
   * @param usual standardised rows that it is compared with
   */
  public Levels(FeatureSet features, Standardizer standardizer, Instant time, float[][] usual) {
    this.features = features;
    this.means = standardizer.mean();
    this.deviations = standardizer.deviation();
    this.offsets = new double[features.kpiCount()];
    this.scales = new double[features.kpiCount()];
    Arrays.fill(scales, 1);
    if (features instanceof ResidualSpec residuals) {
      SeasonalProfile profile = residuals.profile();
      profile.expected(time.toEpochMilli(), offsets);
      System.arraycopy(profile.scales(), 0, scales, 0, scales.length);
    }
    this.usual = usual;
    this.levels = levels(features);
  }

  /**
   * Where a feature stands.
   *
   * @param row standardised
   */
  public Level of(int feature, float[] row) {
    float[] sorted = new float[usual.length];
    for (int b = 0; b < sorted.length; b++) {
      sorted[b] = usual[b][feature];
    }
    Arrays.sort(sorted);
    String kpi = features.kpis().get(features.kpiOf(feature));
    String name = features.featureNames().get(feature);
    return new Level(
        name.equals(kpi) ? "" : name.substring(kpi.length() + 1),
        inUnits(feature, row[feature]),
        inUnits(feature, quantile(sorted, LOW)),
        inUnits(feature, quantile(sorted, HIGH)),
        Math.abs(row[feature]) >= Standardizer.CLIP);
  }

  /**
   * The feature that stands for a KPI: its mean over an eighth of the longest horizon, in whole
   * rows, or over the next longer span.
   */
  public static int representative(FeatureSet features, Duration horizon, int kpi) {
    Duration readable = horizon.dividedBy(READABLE_SHARE).minus(features.period().dividedBy(2));
    boolean residual = features instanceof ResidualSpec;
    List<Duration> spans =
        features instanceof ResidualSpec residuals
            ? residuals.spans()
            : ((FeatureSpec) features).windows();
    int span =
        IntStream.range(0, spans.size())
            .filter(i -> spans.get(i).compareTo(readable) >= 0)
            .findFirst()
            .orElse(spans.size() - 1);
    int block = residual ? span : 1 + 2 * span; // KPIs themselves, then means and deviations
    return block * features.kpiCount() + kpi;
  }

  /** So many features, the first, are levels of KPIs; those after them, as many, are departures. */
  private static int levels(FeatureSet features) {
    Optional<Reference> reference =
        features instanceof ResidualSpec residuals ? residuals.reference() : Optional.empty();
    int all = features.featureCount();
    return reference.map(recent -> recent.isAlone() ? 0 : all / 3).orElse(all);
  }

  /**
   * A departure is a difference, and what is usual of departures has no unit. A level that is next
   * to nothing beside what it usually moves by is 0: averages fade, and never get there.
   */
  private double inUnits(int feature, double standardised) {
    int kpi = features.kpiOf(feature);
    double value = means[feature] + deviations[feature] * standardised;
    if (feature < levels) {
      double level = offsets[kpi] + scales[kpi] * value;
      double grain = NOTHING * Math.max(Math.abs(offsets[kpi]), scales[kpi] * deviations[feature]);
      return Math.abs(level) < grain ? 0 : level;
    }
    return levels > 0 && feature >= 2 * levels ? value : scales[kpi] * value;
  }

  private static float quantile(float[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
