package io.mild.moe.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * In the Vector API: four outputs and two vectors of rows at a time, whose eight sums stay in
 * registers. That fills the adders of a processor with vectors of any length.
 *
 * <p>Compiled apart from all other classes, and loaded by name, see {@link Kernel}. Keeps to calls
 * that are the same in Java 17 and 25.
 */
final class VectorKernel extends Kernel {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int ONE = LANES.length();
  private static final int TWO = 2 * ONE;

  /** As few rows as let a wide layer's columns stay in the nearest cache. */
  private static final int BLOCK = 64;

  /** Of an odd vector too many lanes would be empty. */
  private static final int LEAST = 8;

  VectorKernel() {}

  @Override
  public int least() {
    return LEAST;
  }

  @Override
  public int block() {
    return Math.max(BLOCK, TWO);
  }

  @Override
  public int step() {
    return TWO;
  }

  @Override
  public void layer(float[][] weights, float[][] in, int rows, boolean rectified, float[][] out) {
    float least = rectified ? 0 : Float.NEGATIVE_INFINITY;
    int outputs = weights.length;
    int j = 0;
    for (; j + 4 <= outputs; j += 4) {
      for (int r = 0; r < rows; r += TWO) {
        four(weights[j], weights[j + 1], weights[j + 2], weights[j + 3], in, r, least, out, j);
      }
    }
    for (; j < outputs; j++) {
      for (int r = 0; r < rows; r += TWO) {
        one(weights[j], in, r, least, out[j]);
      }
    }
  }

  private static void four(
      float[] wa,
      float[] wb,
      float[] wc,
      float[] wd,
      float[][] in,
      int r,
      float least,
      float[][] out,
      int j) {
    int inputs = wa.length - 1;
    FloatVector a = FloatVector.broadcast(LANES, wa[inputs]);
    FloatVector b = FloatVector.broadcast(LANES, wb[inputs]);
    FloatVector c = FloatVector.broadcast(LANES, wc[inputs]);
    FloatVector d = FloatVector.broadcast(LANES, wd[inputs]);
    FloatVector e = a;
    FloatVector f = b;
    FloatVector g = c;
    FloatVector h = d;
    for (int i = 0; i < inputs; i++) {
      float[] column = in[i];
      FloatVector x = FloatVector.fromArray(LANES, column, r);
      FloatVector y = FloatVector.fromArray(LANES, column, r + ONE);
      FloatVector weight = FloatVector.broadcast(LANES, wa[i]);
      a = a.add(x.mul(weight));
      e = e.add(y.mul(weight));
      weight = FloatVector.broadcast(LANES, wb[i]);
      b = b.add(x.mul(weight));
      f = f.add(y.mul(weight));
      weight = FloatVector.broadcast(LANES, wc[i]);
      c = c.add(x.mul(weight));
      g = g.add(y.mul(weight));
      weight = FloatVector.broadcast(LANES, wd[i]);
      d = d.add(x.mul(weight));
      h = h.add(y.mul(weight));
    }
    put(a, e, least, out[j], r);
    put(b, f, least, out[j + 1], r);
    put(c, g, least, out[j + 2], r);
    put(d, h, least, out[j + 3], r);
  }

  private static void one(float[] weights, float[][] in, int r, float least, float[] out) {
    int inputs = weights.length - 1;
    FloatVector a = FloatVector.broadcast(LANES, weights[inputs]);
    FloatVector b = a;
    for (int i = 0; i < inputs; i++) {
      FloatVector weight = FloatVector.broadcast(LANES, weights[i]);
      a = a.add(FloatVector.fromArray(LANES, in[i], r).mul(weight));
      b = b.add(FloatVector.fromArray(LANES, in[i], r + ONE).mul(weight));
    }
    put(a, b, least, out, r);
  }

  private static void put(FloatVector a, FloatVector b, float least, float[] out, int r) {
    a.max(least).intoArray(out, r);
    b.max(least).intoArray(out, r + ONE);
  }

  @Override
  public void rectify(float[] in, int from, int rows, float[] out) {
    int r = 0;
    for (; r + ONE <= rows; r += ONE) {
      FloatVector.fromArray(LANES, in, from + r).max(0).intoArray(out, r);
    }
    for (; r < rows; r++) {
      out[r] = Math.max(in[from + r], 0);
    }
  }

  @Override
  public void dot(
      float[] weights,
      int weight,
      float[][] in,
      int first,
      int count,
      int rows,
      float[] out,
      float[][] memory) {
    for (int r = 0; r < rows; r += ONE) {
      FloatVector a = FloatVector.zero(LANES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      int i = 0;
      for (; i + 4 <= count; i += 4) {
        int w = weight + i;
        int x = first + i;
        a = a.add(FloatVector.fromArray(LANES, in[x], r).mul(weights[w]));
        b = b.add(FloatVector.fromArray(LANES, in[x + 1], r).mul(weights[w + 1]));
        c = c.add(FloatVector.fromArray(LANES, in[x + 2], r).mul(weights[w + 2]));
        d = d.add(FloatVector.fromArray(LANES, in[x + 3], r).mul(weights[w + 3]));
      }
      for (; i < count; i++) {
        a = a.add(FloatVector.fromArray(LANES, in[first + i], r).mul(weights[weight + i]));
      }
      a.add(b).add(c.add(d)).intoArray(out, r);
    }
  }

  @Override
  public String toString() {
    return "Vector API, %d bits".formatted(LANES.vectorBitSize());
  }
}
