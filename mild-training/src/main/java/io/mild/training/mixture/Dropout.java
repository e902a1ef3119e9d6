package io.mild.training.mixture;

import io.mild.training.backend.Arithmetic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Inverted dropout of some layers' units, for batches of one size: a unit of a row is left out with
 * the rate's probability, and what is left is scaled up so that the mean stays.
 *
 * <p>A mask follows from its seed alone. One 64-bit number decides on four units, 16 bits each.
 */
final class Dropout<M> {
  private static final int LANES = 4;
  private static final int LANE_BITS = 16;
  private static final int LANE_VALUES = 1 << LANE_BITS;

  /** Makes the least of 16 bits the lowest short. */
  private static final long SIGNS = 0x8000_8000_8000_8000L;

  private final int left; // lane values that leave a unit out
  private final float scale;
  private final Arithmetic<M> arithmetic;
  private final int[] lengths;
  private final List<M> masks = new ArrayList<>();
  private final List<Runnable> forward = new ArrayList<>();
  private final List<Runnable> backward = new ArrayList<>();
  private final short[] draws;

  /**
   * @param widths how many units each layer has
   */
  Dropout(double rate, List<Rectified<M>> layers, List<Integer> widths, Arithmetic<M> arithmetic) {
    this.arithmetic = arithmetic;
    left = (int) (rate * LANE_VALUES);
    scale = LANE_VALUES / (float) (LANE_VALUES - left);
    lengths = widths.stream().mapToInt(width -> width * arithmetic.samples()).toArray();
    for (int layer = 0; layer < layers.size(); layer++) {
      Rectified<M> rectified = layers.get(layer);
      M mask = arithmetic.ofBatch(widths.get(layer));
      masks.add(mask);
      forward.add(arithmetic.multiply(rectified.units, mask, rectified.units));
      backward.add(arithmetic.multiply(rectified.gradient, mask, rectified.gradient));
    }
    draws = new short[Arrays.stream(lengths).max().orElse(0) + LANES - 1];
  }

  /** Draws the masks of a seed. */
  void draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int layer = 0; layer < masks.size(); layer++) {
      for (int i = 0; i < lengths[layer]; i += LANES) {
        long bits = random.nextLong() ^ SIGNS;
        draws[i] = (short) bits;
        draws[i + 1] = (short) (bits >>> LANE_BITS);
        draws[i + 2] = (short) (bits >>> 2 * LANE_BITS);
        draws[i + 3] = (short) (bits >>> 3 * LANE_BITS);
      }
      arithmetic.keep(draws, left + Short.MIN_VALUE, scale, masks.get(layer));
    }
  }

  /** units = units ∘ mask. */
  void forward(int layer) {
    forward.get(layer).run();
  }

  /** gradient = gradient ∘ mask. */
  void backward(int layer) {
    backward.get(layer).run();
  }
}
