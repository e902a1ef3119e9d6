package io.mild.internal.file;

import io.mild.data.KpiSchema;
import io.mild.data.ModelFileException;
import io.mild.internal.io.Npy;
import io.mild.internal.model.ExplanationModel;
import io.mild.internal.model.HealthyRows;
import io.mild.internal.model.PastFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An {@link ExplanationModel} in a model file, without what is in arrays. Times and past failures
 * are left out where there are none: they were not there in earlier versions.
 *
 * @param healthyRows how many
 * @param timed whether it is known when they were measured
 * @param past failures without their numbers
 */
public record ExplanationLayout(int healthyRows, boolean timed, List<Past> past) {
  public static final String HEALTHY = "background.npy";
  public static final String TIMES = "background.times.npy";
  public static final String PAST = "past.npy";

  private static final int MOST_HEALTHY_ROWS = 100_000;
  private static final int MOST_PAST = 1_000;
  private static final int NUMBERS_A_KPI = 2;

  /** A failure without its numbers. */
  public record Past(String incident, String intent, String kind, Instant time) {}

  public static ExplanationLayout of(ExplanationModel model) {
    return new ExplanationLayout(
        model.healthy().rows().length,
        model.healthy().epochMillis().length > 0,
        model.past().stream()
            .map(p -> new Past(p.incident(), p.intent(), p.kind(), p.time()))
            .toList());
  }

  /** How many numbers the past failures have. */
  public int pastValues(KpiSchema schema) {
    return Math.multiplyExact(NUMBERS_A_KPI * past.size(), schema.kpis().size());
  }

  /**
   * Joins arrays.
   *
   * @param healthy {@code [rows × features]}
   * @param times {@code [rows]} in milliseconds since the epoch, or empty
   * @param numbers of each failure the KPIs' contributions, then their deviations
   */
  public ExplanationModel model(float[] healthy, double[] times, double[] numbers) {
    int features = healthy.length / healthyRows;
    float[][] rows = new float[healthyRows][];
    for (int row = 0; row < healthyRows; row++) {
      rows[row] = Arrays.copyOfRange(healthy, row * features, (row + 1) * features);
    }
    List<PastFailure> failures = new ArrayList<>();
    int kpis = past.isEmpty() ? 0 : numbers.length / past.size() / NUMBERS_A_KPI;
    int at = 0;
    for (Past failure : past) {
      failures.add(
          new PastFailure(
              failure.incident,
              failure.intent,
              failure.kind,
              failure.time,
              Arrays.copyOfRange(numbers, at, at + kpis),
              Arrays.copyOfRange(numbers, at + kpis, at + 2 * kpis)));
      at += 2 * kpis;
    }
    long[] epochMillis = Arrays.stream(times).mapToLong(time -> (long) time).toArray();
    return new ExplanationModel(new HealthyRows(rows, epochMillis), failures);
  }

  /** What {@link #model} joins. */
  public static Map<String, byte[]> arrays(ExplanationModel model, int features) {
    float[][] rows = model.healthy().rows();
    float[] flat = new float[rows.length * features];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * features, features);
    }
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put(HEALTHY, Npy.write(flat, rows.length, features, false));
    long[] times = model.healthy().epochMillis();
    if (times.length > 0) {
      arrays.put(TIMES, Npy.write(Arrays.stream(times).asDoubleStream().toArray()));
    }
    if (!model.past().isEmpty()) {
      double[] numbers =
          model.past().stream()
              .flatMap(failure -> List.of(failure.contributions(), failure.deviations()).stream())
              .flatMapToDouble(Arrays::stream)
              .toArray();
      arrays.put(PAST, Npy.write(numbers));
    }
    return arrays;
  }

  public void toJson(Map<String, Object> json) {
    json.put("backgroundRows", healthyRows);
    if (timed) {
      json.put("backgroundTimes", true);
    }
    if (!past.isEmpty()) {
      json.put("pastFailures", past.stream().map(ExplanationLayout::toJson).toList());
    }
  }

  private static Map<String, Object> toJson(Past failure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("incident", failure.incident);
    json.put("intent", failure.intent);
    json.put("kind", failure.kind);
    json.put("time", failure.time.toString());
    return json;
  }

  public static ExplanationLayout of(Fields json) throws ModelFileException {
    int rows = json.integer("backgroundRows");
    if (rows < 1 || rows > MOST_HEALTHY_ROWS) {
      throw json.problem("backgroundRows", "is " + rows + ", out of range");
    }
    List<Past> past = new ArrayList<>();
    if (json.has("pastFailures")) {
      for (Fields failure : json.objects("pastFailures")) {
        past.add(
            new Past(
                failure.text("incident"),
                failure.text("intent"),
                failure.text("kind"),
                failure.instant("time")));
      }
    }
    if (past.size() > MOST_PAST) {
      throw json.problem("pastFailures", "are " + past.size() + ", out of range");
    }
    return new ExplanationLayout(
        rows, json.has("backgroundTimes") && json.yes("backgroundTimes"), past);
  }
}
