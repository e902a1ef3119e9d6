package io.mild.benchmarks.jmh;

import io.mild.moe.BlendedModel;
import io.mild.moe.MixtureOfExperts;
import io.mild.moe.MixtureShape;
import io.mild.moe.Teacher;
import java.util.SplittableRandom;

/**
 * The model part of the paper's shape, 40 features and 3 intents, and rows for it: sizes matter.
 */
final class RandomWeights {
  static final int FEATURES = 40;
  static final int INTENTS = 3;

  private RandomWeights() {}

  static BlendedModel model() {
    MixtureShape shape = MixtureShape.paper(FEATURES, INTENTS);
    return new BlendedModel(
        new Teacher(FEATURES, random(INTENTS * FEATURES, 0.2, 1), random(INTENTS, 0.2, 2)),
        new MixtureOfExperts(shape, random(shape.parameterCount(), 0.2, 3)));
  }

  /** Standardised features, row after row. */
  static float[] rows(int count) {
    return random(count * FEATURES, 2, 4);
  }

  private static float[] random(int count, double bound, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }
}
