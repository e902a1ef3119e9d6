package io.mild.internal.file;

import io.mild.data.KpiSchema;
import io.mild.data.ModelFileException;
import io.mild.features.FeatureSet;
import io.mild.features.FeatureSpec;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.internal.io.Npy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which features a model has, as its manifest says: windows of the KPIs themselves, or spans of
 * averages of their seasonal residuals. What is expected of each KPI is in arrays.
 *
 * @param windows of means and deviations; empty for residuals
 * @param spans of averages of residuals; empty for windows
 * @param zone of the time of day, for residuals
 */
public record FeatureLayout(List<Duration> windows, List<Duration> spans, ZoneOffset zone) {
  private static final String MEDIANS = "seasonal/medians.npy";
  private static final String SCALES = "seasonal/scales.npy";
  private static final String COEFFICIENTS = "seasonal/coefficients.npy";

  public static FeatureLayout of(FeatureSet features) {
    if (features instanceof ResidualSpec residuals) {
      return new FeatureLayout(List.of(), residuals.spans(), residuals.profile().zone());
    }
    return new FeatureLayout(((FeatureSpec) features).windows(), List.of(), ZoneOffset.UTC);
  }

  /** Reads one of an array's rows of doubles. */
  public interface Arrays<E extends Exception> {
    double[] doubles(String name, int columns) throws E;
  }

  /** The number of features of a row. */
  public int featureCount(KpiSchema schema) {
    return spans.isEmpty()
        ? new FeatureSpec(schema.kpis(), schema.samplingPeriod(), windows).featureCount()
        : Math.multiplyExact(schema.kpis().size(), spans.size());
  }

  public <E extends Exception> FeatureSet features(KpiSchema schema, Arrays<E> arrays) throws E {
    if (spans.isEmpty()) {
      return new FeatureSpec(schema.kpis(), schema.samplingPeriod(), windows);
    }
    int kpis = schema.kpis().size();
    double[] flat = arrays.doubles(COEFFICIENTS, kpis * SeasonalProfile.COEFFICIENTS);
    double[][] coefficients = new double[kpis][SeasonalProfile.COEFFICIENTS];
    for (int kpi = 0; kpi < kpis; kpi++) {
      System.arraycopy(
          flat, kpi * SeasonalProfile.COEFFICIENTS, coefficients[kpi], 0, coefficients[kpi].length);
    }
    SeasonalProfile profile =
        new SeasonalProfile(
            zone, arrays.doubles(MEDIANS, kpis), arrays.doubles(SCALES, kpis), coefficients);
    return new ResidualSpec(schema.kpis(), schema.samplingPeriod(), spans, profile);
  }

  /** What {@link #features} reads. */
  public static Map<String, byte[]> arrays(FeatureSet features) {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    if (features instanceof ResidualSpec residuals) {
      SeasonalProfile profile = residuals.profile();
      int columns = SeasonalProfile.COEFFICIENTS;
      double[] flat = new double[profile.kpiCount() * columns];
      for (int kpi = 0; kpi < profile.kpiCount(); kpi++) {
        System.arraycopy(profile.coefficients()[kpi], 0, flat, kpi * columns, columns);
      }
      arrays.put(MEDIANS, Npy.write(profile.medians()));
      arrays.put(SCALES, Npy.write(profile.scales()));
      arrays.put(COEFFICIENTS, Npy.write(flat));
    }
    return arrays;
  }

  public void toJson(Map<String, Object> json) {
    if (spans.isEmpty()) {
      json.put("windows", windows.stream().map(Duration::toString).toList());
    } else {
      json.put("spans", spans.stream().map(Duration::toString).toList());
      json.put("zone", zone.getId());
    }
  }

  public static FeatureLayout of(Fields json) throws ModelFileException {
    if (!json.has("spans")) {
      return new FeatureLayout(json.durations("windows"), List.of(), ZoneOffset.UTC);
    }
    List<Duration> spans = json.durations("spans");
    if (spans.isEmpty()) {
      throw json.problem("spans", "are none");
    }
    try {
      return new FeatureLayout(List.of(), spans, ZoneOffset.of(json.text("zone")));
    } catch (DateTimeException e) {
      throw json.problem(
          "zone", "is '" + json.text("zone") + "', but an offset such as +01:00 was expected");
    }
  }
}
