package io.mild.training.mixture;

import io.mild.training.backend.Buffers;
import io.mild.training.backend.NativeCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Inverted dropout of some layers' units, for batches of one size: a unit of a row is left out with
 * the rate's probability, and what is left is scaled up so that the mean stays.
 *
 * <p>A mask follows from its seed alone. One 64-bit number decides on four units, 16 bits each.
 */
final class Dropout {
  private static final int LANES = 4;
  private static final int LANE_BITS = 16;
  private static final int LANE_VALUES = 1 << LANE_BITS;

  private final int left; // lane values that leave a unit out
  private final float scale;
  private final List<INDArray> masks = new ArrayList<>();
  private final List<MulOp> forward = new ArrayList<>();
  private final List<MulOp> backward = new ArrayList<>();
  private final float[] values;

  Dropout(double rate, List<Rectified> layers, Buffers buffers) {
    left = (int) (rate * LANE_VALUES);
    scale = LANE_VALUES / (float) (LANE_VALUES - left);
    int longest = 0;
    for (Rectified layer : layers) {
      INDArray mask = buffers.ofBatch(layer.units.columns());
      masks.add(mask);
      forward.add(new MulOp(layer.units, mask, layer.units));
      backward.add(new MulOp(layer.gradient, mask, layer.gradient));
      longest = Math.max(longest, (int) mask.length());
    }
    values = new float[longest + LANES - 1];
  }

  /** Draws the masks of a seed. */
  void draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (INDArray mask : masks) {
      int length = (int) mask.length();
      for (int i = 0; i < length; i += LANES) {
        long bits = random.nextLong();
        for (int lane = 0; lane < LANES; lane++) {
          int value = (int) (bits >>> lane * LANE_BITS) & LANE_VALUES - 1;
          values[i + lane] = scale * (left - 1 - value >>> Integer.SIZE - 1); // no branch
        }
      }
      NativeCopy.write(values, mask, length);
    }
  }

  /** units = units ∘ mask. */
  void forward(int layer) {
    Nd4j.exec(forward.get(layer));
  }

  /** gradient = gradient ∘ mask. */
  void backward(int layer) {
    Nd4j.exec(backward.get(layer));
  }
}
