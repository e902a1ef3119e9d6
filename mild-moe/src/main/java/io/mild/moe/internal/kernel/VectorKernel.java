package io.mild.moe.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * In the Vector API: four outputs and two vectors of rows at a time, whose eight sums stay in
 * registers. That fills the adders of a processor with vectors of any length.
 *
 * <p>Compiled apart from all other classes, and loaded by name, see {@link Kernel}. Keeps to calls
 * that are the same in Java 17 and 25.
 */
final class VectorKernel extends Kernel {
  private static final VectorSpecies<Float> LANES =
      FloatVector.SPECIES_PREFERRED.length() > 16
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;
  private static final int ONE = LANES.length();
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(ONE * Short.SIZE));
  private static final int TWO = 2 * ONE;

  /** As few rows as let a wide layer's columns stay in the nearest cache. */
  private static final int BLOCK = 64;

  /** As many samples as do so of all columns. */
  private static final int SAMPLES = 128;

  /** As many columns as stay in the nearest cache while others pass by. */
  private static final int BESIDE = 8;

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
  public void product(FloatMatrix in, FloatMatrix weights, boolean added, FloatMatrix out) {
    int rows = padded(in.rows());
    int outputs = out.columns();
    for (int from = 0; from < rows; from += SAMPLES) {
      int until = Math.min(rows, from + SAMPLES);
      int j = 0;
      for (; j + 4 <= outputs; j += 4) {
        for (int r = from; r < until; r += TWO) {
          four(in, r, weights, j, added, out);
        }
      }
      for (; j < outputs; j++) {
        for (int r = from; r < until; r += TWO) {
          one(in, r, weights, j, added, out);
        }
      }
    }
  }

  private static void four(
      FloatMatrix in, int r, FloatMatrix weights, int j, boolean added, FloatMatrix out) {
    float[] x = in.values();
    int at = in.at(r, 0);
    int stride = in.columnStride();
    float[] w = weights.values();
    int weight = weights.at(0, j);
    int next = weights.rowStride();
    int beside = weights.columnStride();
    FloatVector a = FloatVector.zero(LANES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector e = a;
    FloatVector f = a;
    FloatVector g = a;
    FloatVector h = a;
    for (int i = in.columns(); i > 0; i--) {
      FloatVector left = FloatVector.fromArray(LANES, x, at);
      FloatVector right = FloatVector.fromArray(LANES, x, at + ONE);
      FloatVector by = FloatVector.broadcast(LANES, w[weight]);
      a = left.fma(by, a);
      e = right.fma(by, e);
      by = FloatVector.broadcast(LANES, w[weight + beside]);
      b = left.fma(by, b);
      f = right.fma(by, f);
      by = FloatVector.broadcast(LANES, w[weight + 2 * beside]);
      c = left.fma(by, c);
      g = right.fma(by, g);
      by = FloatVector.broadcast(LANES, w[weight + 3 * beside]);
      d = left.fma(by, d);
      h = right.fma(by, h);
      at += stride;
      weight += next;
    }
    put(a, e, added, out.values(), out.at(r, j));
    put(b, f, added, out.values(), out.at(r, j + 1));
    put(c, g, added, out.values(), out.at(r, j + 2));
    put(d, h, added, out.values(), out.at(r, j + 3));
  }

  private static void one(
      FloatMatrix in, int r, FloatMatrix weights, int j, boolean added, FloatMatrix out) {
    float[] x = in.values();
    int at = in.at(r, 0);
    float[] w = weights.values();
    int weight = weights.at(0, j);
    FloatVector a = FloatVector.zero(LANES);
    FloatVector b = a;
    for (int i = in.columns(); i > 0; i--) {
      FloatVector by = FloatVector.broadcast(LANES, w[weight]);
      a = by.fma(FloatVector.fromArray(LANES, x, at), a);
      b = by.fma(FloatVector.fromArray(LANES, x, at + ONE), b);
      at += in.columnStride();
      weight += weights.rowStride();
    }
    put(a, b, added, out.values(), out.at(r, j));
  }

  private static void put(FloatVector a, FloatVector b, boolean added, float[] out, int at) {
    if (added) {
      a.add(FloatVector.fromArray(LANES, out, at)).intoArray(out, at);
      b.add(FloatVector.fromArray(LANES, out, at + ONE)).intoArray(out, at + ONE);
    } else {
      a.intoArray(out, at);
      b.intoArray(out, at + ONE);
    }
  }

  @Override
  public void sum(FloatMatrix left, FloatMatrix right, FloatMatrix out) {
    float[] sums = new float[8 * ONE];
    for (int from = 0; from < left.columns(); from += BESIDE) {
      int until = Math.min(left.columns(), from + BESIDE);
      int j = 0;
      for (; j + 2 <= right.columns(); j += 2) {
        int i = from;
        for (; i + 4 <= until; i += 4) {
          fourByTwo(left, i, right, j, sums, out);
        }
        for (; i < until; i++) {
          oneByOne(left, i, right, j, sums, out);
          oneByOne(left, i, right, j + 1, sums, out);
        }
      }
      for (int i = from; i < until && j < right.columns(); i++) {
        oneByOne(left, i, right, j, sums, out);
      }
    }
  }

  private static void fourByTwo(
      FloatMatrix left, int i, FloatMatrix right, int j, float[] sums, FloatMatrix out) {
    float[] x = left.values();
    int at = left.at(0, i);
    int stride = left.columnStride();
    float[] y = right.values();
    int first = right.at(0, j);
    int second = right.at(0, j + 1);
    FloatVector a = FloatVector.zero(LANES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector e = a;
    FloatVector f = a;
    FloatVector g = a;
    FloatVector h = a;
    for (int r = 0; r < left.rows(); r += ONE) {
      FloatVector p = FloatVector.fromArray(LANES, y, first + r);
      FloatVector q = FloatVector.fromArray(LANES, y, second + r);
      FloatVector by = FloatVector.fromArray(LANES, x, at + r);
      a = p.fma(by, a);
      e = q.fma(by, e);
      by = FloatVector.fromArray(LANES, x, at + stride + r);
      b = p.fma(by, b);
      f = q.fma(by, f);
      by = FloatVector.fromArray(LANES, x, at + 2 * stride + r);
      c = p.fma(by, c);
      g = q.fma(by, g);
      by = FloatVector.fromArray(LANES, x, at + 3 * stride + r);
      d = p.fma(by, d);
      h = q.fma(by, h);
    }
    a.intoArray(sums, 0);
    b.intoArray(sums, ONE);
    c.intoArray(sums, 2 * ONE);
    d.intoArray(sums, 3 * ONE);
    e.intoArray(sums, 4 * ONE);
    f.intoArray(sums, 5 * ONE);
    g.intoArray(sums, 6 * ONE);
    h.intoArray(sums, 7 * ONE);
    for (int k = 0; k < 4; k++) {
      out.values()[out.at(i + k, j)] = sum(sums, k);
      out.values()[out.at(i + k, j + 1)] = sum(sums, 4 + k);
    }
  }

  private static void oneByOne(
      FloatMatrix left, int i, FloatMatrix right, int j, float[] sums, FloatMatrix out) {
    FloatVector a = FloatVector.zero(LANES);
    for (int r = 0; r < left.rows(); r += ONE) {
      FloatVector x = FloatVector.fromArray(LANES, left.values(), left.at(r, i));
      a = x.fma(FloatVector.fromArray(LANES, right.values(), right.at(r, j)), a);
    }
    a.intoArray(sums, 0);
    out.values()[out.at(i, j)] = sum(sums, 0);
  }

  /**
   * The lanes of the k-th sum, four at a time. (The API's own reduction may add in another order
   * once it is compiled, and halves that are turned onto one another take longer than this.)
   */
  private static float sum(float[] lanes, int k) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int lane = k * ONE; lane < (k + 1) * ONE; lane += 4) {
      a += lanes[lane];
      b += lanes[lane + 1];
      c += lanes[lane + 2];
      d += lanes[lane + 3];
    }
    return (a + b) + (c + d);
  }

  @Override
  public void rectify(FloatMatrix units) {
    float[] values = units.values();
    for (int j = 0; j < units.columns(); j++) {
      int end = units.at(units.rows(), j);
      for (int at = units.at(0, j); at < end; at += ONE) {
        FloatVector.fromArray(LANES, values, at).max(0).intoArray(values, at);
      }
    }
  }

  @Override
  public void rectifyGradient(FloatMatrix units, FloatMatrix gradient) {
    float[] values = gradient.values();
    for (int j = 0; j < units.columns(); j++) {
      for (int r = 0; r < units.rows(); r += ONE) {
        int at = gradient.at(r, j);
        FloatVector unit = FloatVector.fromArray(LANES, units.values(), units.at(r, j));
        FloatVector.fromArray(LANES, values, at)
            .blend(0, unit.compare(VectorOperators.GT, 0).not())
            .intoArray(values, at);
      }
    }
  }

  @Override
  public void keep(short[] draws, int least, float number, FloatMatrix out) {
    float[] values = out.values();
    int rows = out.rows();
    for (int j = 0; j < out.columns(); j++) {
      int from = j * rows;
      int to = out.at(0, j);
      int r = 0;
      for (; r + ONE <= rows; r += ONE) {
        Vector<Float> drawn =
            ShortVector.fromArray(SHORTS, draws, from + r)
                .convertShape(VectorOperators.S2F, LANES, 0);
        FloatVector.zero(LANES)
            .blend(number, drawn.compare(VectorOperators.GE, least))
            .intoArray(values, to + r);
      }
      for (; r < rows; r++) {
        values[to + r] = draws[from + r] >= least ? number : 0;
      }
    }
  }

  @Override
  public String toString() {
    return "Vector API, %d bits".formatted(LANES.vectorBitSize());
  }
}
