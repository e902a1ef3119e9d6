package io.mild.internal.file;

import io.mild.data.KpiSchema;
import io.mild.data.ModelFileException;
import io.mild.features.FeatureSet;
import io.mild.features.FeatureSpec;
import io.mild.features.Reference;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.internal.io.Npy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which features a model has, as its manifest says: windows of the KPIs themselves, or spans of
 * averages of their seasonal residuals. What is expected of each KPI is in arrays.
 *
 * @param windows of means and deviations; empty for residuals
 * @param spans of averages of residuals; empty for windows
 * @param zone of the time of day, for residuals
 * @param reference how far back the recent level reaches that residuals are compared with, if they
 *     are
 * @param alone whether only departures from it are features
 * @param seeded whether averages begin at a KPI's first value
 */
public record FeatureLayout(
    List<Duration> windows,
    List<Duration> spans,
    ZoneOffset zone,
    Optional<Duration> reference,
    boolean alone,
    boolean seeded) {
  private static final String MEDIANS = "seasonal/medians.npy";
  private static final String SCALES = "seasonal/scales.npy";
  private static final String COEFFICIENTS = "seasonal/coefficients.npy";
  private static final String USUAL = "reference/usual.npy";
  private static final String REFERENCE = "reference";
  private static final String ALONE = "departuresAlone";
  private static final String SEEDED = "seeded";
  private static final int FORMAT = 1;
  private static final int FORMAT_OF_A_REFERENCE = 2;
  private static final int FORMAT_OF_SEEDED = 3;

  public static FeatureLayout of(FeatureSet features) {
    if (features instanceof ResidualSpec residuals) {
      return new FeatureLayout(
          List.of(),
          residuals.spans(),
          residuals.profile().zone(),
          residuals.reference().map(Reference::span),
          residuals.reference().filter(Reference::isAlone).isPresent(),
          residuals.seeded());
    }
    return ofWindows(((FeatureSpec) features).windows());
  }

  private static FeatureLayout ofWindows(List<Duration> windows) {
    return new FeatureLayout(windows, List.of(), ZoneOffset.UTC, Optional.empty(), false, false);
  }

  /** The first format of the file that has these. */
  int format() {
    if (seeded) {
      return FORMAT_OF_SEEDED;
    }
    return reference.isPresent() ? FORMAT_OF_A_REFERENCE : FORMAT;
  }

  /** Reads one of an array's rows of doubles. */
  public interface Arrays<E extends Exception> {
    double[] doubles(String name, int columns) throws E;
  }

  /** The number of features of a row. */
  public int featureCount(KpiSchema schema) {
    return spans.isEmpty()
        ? new FeatureSpec(schema.kpis(), schema.samplingPeriod(), windows).featureCount()
        : Math.multiplyExact(
            reference.isPresent() && !alone ? 3 : 1,
            Math.multiplyExact(schema.kpis().size(), spans.size()));
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
    Optional<Reference> recent = Optional.empty();
    if (reference.isPresent()) {
      double[] usual = alone ? new double[0] : arrays.doubles(USUAL, kpis * spans.size());
      recent = Optional.of(new Reference(reference.get(), usual));
    }
    return new ResidualSpec(schema.kpis(), schema.samplingPeriod(), spans, profile, recent, seeded);
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
      residuals
          .reference()
          .filter(recent -> !recent.isAlone())
          .ifPresent(recent -> arrays.put(USUAL, Npy.write(recent.usual())));
    }
    return arrays;
  }

  public void toJson(Map<String, Object> json) {
    if (spans.isEmpty()) {
      json.put("windows", windows.stream().map(Duration::toString).toList());
    } else {
      json.put("spans", spans.stream().map(Duration::toString).toList());
      json.put("zone", zone.getId());
      reference.ifPresent(span -> json.put(REFERENCE, span.toString()));
      if (alone) {
        json.put(ALONE, true);
      }
      if (seeded) {
        json.put(SEEDED, true);
      }
    }
  }

  public static FeatureLayout of(Fields json) throws ModelFileException {
    if (!json.has("spans")) {
      return ofWindows(json.durations("windows"));
    }
    List<Duration> spans = json.durations("spans");
    if (spans.isEmpty()) {
      throw json.problem("spans", "are none");
    }
    try {
      Optional<Duration> reference =
          json.has(REFERENCE) ? Optional.of(json.duration(REFERENCE)) : Optional.empty();
      boolean alone = json.has(ALONE) && json.yes(ALONE);
      boolean seeded = json.has(SEEDED) && json.yes(SEEDED);
      return new FeatureLayout(
          List.of(), spans, ZoneOffset.of(json.text("zone")), reference, alone, seeded);
    } catch (DateTimeException e) {
      throw json.problem(
          "zone", "is '" + json.text("zone") + "', but an offset such as +01:00 was expected");
    }
  }
}
