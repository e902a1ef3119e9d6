package io.mild.internal.file;

import io.mild.data.ModelFileException;
import io.mild.moe.BlendedModel;
import io.mild.moe.MixtureOfExperts;
import io.mild.moe.MixtureShape;
import io.mild.moe.Teacher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A {@link BlendedModel} in the file.
 *
 * @param shape of the mixture
 * @param sharing who shares it, and with whom it shares its say
 */
public record BlendedLayout(MixtureShape shape, Sharing sharing) implements RiskLayout {
  private static final int FORMAT = 1;
  private static final int MAX_HORIZONS = 1000;
  private static final String WEIGHTS = "teacher.weights.npy";
  private static final String INTERCEPTS = "teacher.intercepts.npy";

  static BlendedLayout of(BlendedModel model) {
    return new BlendedLayout(model.mixture().shape(), Sharing.of(model));
  }

  @Override
  public int format() {
    return FORMAT;
  }

  @Override
  public int horizons() {
    return shape.horizons();
  }

  @Override
  public boolean multipleRootCauses() {
    return shape.multipleRootCauses();
  }

  @Override
  public void toJson(Map<String, Object> json) {
    json.put("mixture", toJson(shape));
    sharing.toJson(json);
  }

  /** What is the paper's is left out: it was not there before others could be. */
  private static Map<String, Object> toJson(MixtureShape shape) {
    Map<String, Object> json =
        Manifest.ordered(
            "encoder", shape.encoder(), "gate", shape.gate(), "expert", shape.expert());
    if (!shape.coupled() || shape.horizons() > 1) {
      json.put("coupled", shape.coupled());
      json.put("horizons", shape.horizons());
    }
    if (shape.multipleRootCauses()) {
      json.put("multipleRootCauses", true);
    }
    if (shape.commonExpert()) {
      json.put("commonExpert", true);
    }
    return json;
  }

  static void put(BlendedModel model, Sink arrays) {
    Teacher teacher = model.teacher();
    arrays.put(WEIGHTS, teacher.weights(), teacher.intents(), teacher.features(), false);
    arrays.put(INTERCEPTS, teacher.intercepts(), 1, teacher.intents(), false);
    float[] parameters = model.mixture().parameters();
    for (MixtureShape.Block block : model.mixture().shape().blocks()) {
      float[] values = new float[block.length()];
      System.arraycopy(parameters, block.offset(), values, 0, values.length);
      arrays.put(array(block), values, block.rows(), block.columns(), true);
    }
  }

  private static String array(MixtureShape.Block block) {
    return "mixture." + block.name() + ".npy";
  }

  @Override
  public BlendedModel model(Floats arrays) throws IOException {
    int features = shape.features();
    int intents = shape.intents();
    Teacher teacher =
        new Teacher(
            features,
            arrays.floats(WEIGHTS, intents, features, false),
            arrays.floats(INTERCEPTS, 1, intents, false));
    BlendedModel model = new BlendedModel(teacher, mixture(arrays)).withBlend(sharing.blend());
    return sharing.views().map(model::sharedBy).orElse(model);
  }

  private MixtureOfExperts mixture(Floats arrays) throws IOException {
    List<float[]> blocks = new ArrayList<>(); // read before they are joined: sizes may be a lie
    for (MixtureShape.Block block : shape.blocks()) {
      blocks.add(arrays.floats(array(block), block.rows(), block.columns(), true));
    }
    float[] parameters = new float[shape.parameterCount()];
    int offset = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, parameters, offset, block.length);
      offset += block.length;
    }
    return new MixtureOfExperts(shape, parameters);
  }

  static BlendedLayout of(Fields json, int features, int intents) throws ModelFileException {
    Sharing sharing = Sharing.of(json, features, intents);
    MixtureShape shape =
        shape(json, sharing.width().orElse(features), sharing.views().isPresent() ? 1 : intents);
    return new BlendedLayout(shape, sharing);
  }

  private static MixtureShape shape(Fields json, int features, int intents)
      throws ModelFileException {
    Fields mixture = json.object("mixture");
    MixtureShape shape =
        new MixtureShape(
            features,
            intents,
            mixture.integers("encoder"),
            mixture.integer("gate"),
            mixture.integer("expert"),
            !mixture.has("coupled") || mixture.yes("coupled"),
            mixture.has("horizons") ? mixture.integer("horizons") : 1,
            mixture.has("multipleRootCauses") && mixture.yes("multipleRootCauses"),
            mixture.has("commonExpert") && mixture.yes("commonExpert"));
    if (shape.gate() > Manifest.MAX_WIDTH
        || shape.expert() > Manifest.MAX_WIDTH
        || shape.horizons() > MAX_HORIZONS
        || shape.encoder().size() > 100
        || shape.encoder().stream().anyMatch(width -> width > Manifest.MAX_WIDTH)) {
      throw json.problem("mixture", "is " + shape + ", out of range");
    }
    return shape;
  }
}
