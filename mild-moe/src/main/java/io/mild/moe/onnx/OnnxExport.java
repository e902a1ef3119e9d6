package io.mild.moe.onnx;

import io.mild.moe.BlendedModel;
import io.mild.moe.DepartureModel;
import io.mild.moe.FirstDayModel;
import io.mild.moe.RiskModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Risk models as one ONNX model: standardised features in, calibrated risks and root cause out.
 *
 * <pre>{@code
 * byte[] file = new OnnxExport(model.mixture().shape().features()).add(model).toBytes();
 * }</pre>
 *
 * <p>The input is {@code features}, float {@code [batch, D']}: rows as {@link
 * RiskModel.Scorer#score} takes them. The outputs are {@code risks}, float {@code [batch, n·K]},
 * those of a model added later after those of the earlier, and {@code rootCause}, float {@code
 * [batch, K]}, the first model's gate, and {@code riskLogOdds}, float {@code [batch, n·K]}, the
 * log-odds {@code ln(p / (1 − p))} of {@code risks}. They differ from what {@code score} gives by
 * the rounding of floats. A runtime's sigmoid may be 0 from some risk on (ONNX Runtime's below
 * 1.5e-8, log-odds of −18); log-odds go on. The operators are of version 13 (ONNX 1.8).
 *
 * <p>Needs Tribuo's {@code tribuo-util-onnx}, on the class path or as the module {@code
 * org.tribuo.util.onnx}, which a program on the module path adds ({@code --add-modules}). Not
 * thread-safe.
 */
public final class OnnxExport {
  private static final String ARTIFACT = "org.tribuo:tribuo-util-onnx:4.3.2";

  private final int features;
  private final List<Part> parts = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  /** A model and its calibration, which is linear in log-odds. */
  record Part(RiskModel model, double[] slopes, double[] intercepts) {}

  /**
   * An export of nothing yet.
   *
   * @param features length D' of a row
   */
  public OnnxExport(int features) {
    this.features = features;
  }

  /**
   * Adds a model that is taken at its word.
   *
   * @throws IllegalArgumentException if it is of rows of another length, or of another number of
   *     intents than the first
   */
  public OnnxExport add(RiskModel model) {
    double[] slopes = new double[model.risks()];
    Arrays.fill(slopes, 1);
    return add(model, slopes, new double[slopes.length]);
  }

  /**
   * Adds a model and its calibration: of the longest horizon's risk, and of each step {@code P(Hj)
   * / P(Hj−1)} to a shorter one, p becomes {@code σ(slope · logit p + intercept)}, where p counts
   * as no nearer to 0 or 1 than 1e-12.
   *
   * @param slopes {@code [n·K]}, in the order of the model's risks
   * @param intercepts {@code [n·K]}
   * @throws IllegalArgumentException if the calibration is not of as many risks, or the model is of
   *     rows of another length, or of another number of intents than the first
   */
  public OnnxExport add(RiskModel model, double[] slopes, double[] intercepts) {
    requireFeatures(model);
    if (!parts.isEmpty() && parts.get(0).model.intents() != model.intents()) {
      throw new IllegalArgumentException(
          "a model of %d intents can't follow one of %d"
              .formatted(model.intents(), parts.get(0).model.intents()));
    }
    if (slopes.length != model.risks() || intercepts.length != model.risks()) {
      throw new IllegalArgumentException(
          "%d slopes and %d intercepts can't calibrate %d risks"
              .formatted(slopes.length, intercepts.length, model.risks()));
    }
    parts.add(new Part(model, slopes.clone(), intercepts.clone()));
    return this;
  }

  private void requireFeatures(RiskModel model) {
    int least = 0;
    int expected;
    if (model instanceof DepartureModel departures) {
      expected = departures.shape().features();
    } else if (model instanceof FirstDayModel firstDay) {
      expected = firstDay.shape().features();
    } else {
      BlendedModel blended = (BlendedModel) model;
      expected = blended.mixture().shape().features();
      least =
          blended
              .views()
              .map(
                  views ->
                      Arrays.stream(views.own()).flatMapToInt(Arrays::stream).max().orElse(0) + 1)
              .orElse(0);
    }
    if (least > 0 ? features < least : features != expected) {
      throw new IllegalArgumentException(
          "a model of %d features can't be asked for rows of %d"
              .formatted(least > 0 ? least : expected, features));
    }
  }

  /** Says something of the model in the file's metadata, which ONNX runtimes show. */
  public OnnxExport describe(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /**
   * The bytes of an {@code .onnx} file; the same for the same models and metadata.
   *
   * @throws IllegalStateException if no model was added, or {@code tribuo-util-onnx} is missing;
   *     the message names the artifact to add
   */
  public byte[] toBytes() {
    if (parts.isEmpty()) {
      throw new IllegalStateException("no model was added");
    }
    try {
      return new OnnxGraph(features, parts).toBytes(metadata);
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "Exporting to ONNX needs %s, and its class %s is missing: add it to the class path."
              .formatted(ARTIFACT, e.getMessage()),
          e);
    }
  }
}
