package io.mild.moe;

import java.util.SplittableRandom;

/** Random rows of which some intents fail, with a rule that can be learned. */
final class Rows {
  private Rows() {}

  /** Intent i fails where the product of features i and i+1 is above one half. */
  static MixtureData random(int rows, int features, int intents, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[rows * features];
    float[] y = new float[rows * intents];
    float[] causes = new float[rows * intents];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < features; j++) {
        x[row * features + j] = (float) random.nextDouble(-2, 2);
      }
      float failing = 0;
      for (int i = 0; i < intents; i++) {
        float product = x[row * features + i % features] * x[row * features + (i + 1) % features];
        y[row * intents + i] = product > 0.5f ? 1 : 0;
        failing += y[row * intents + i];
      }
      for (int i = 0; i < intents && failing > 0; i++) {
        causes[row * intents + i] = y[row * intents + i] / failing;
      }
    }
    return new MixtureData(rows, x, y, causes);
  }

  static Teacher teacher(int features, int intents, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[intents * features];
    float[] intercepts = new float[intents];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-1, 1);
    }
    for (int i = 0; i < intents; i++) {
      intercepts[i] = (float) random.nextDouble(-1, 1);
    }
    return new Teacher(features, weights, intercepts);
  }
}
