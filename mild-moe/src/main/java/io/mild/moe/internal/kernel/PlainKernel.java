package io.mild.moe.internal.kernel;

import java.util.Arrays;

/**
 * In plain Java, in loops of which the JIT makes vector instructions: arrays indexed by the row
 * alone, and two outputs and four inputs a pass, so that what is loaded serves several sums. (Four
 * by four are too many: nothing is vectorised.)
 */
final class PlainKernel extends Kernel {
  /** What does not fill a vector at the ends of a loop is done one by one: few long loops. */
  private static final int BLOCK = 512;

  /** Java 17's JIT, once it has seen loops of a few turns, makes no vectors of them any more. */
  private static final int LEAST = 128;

  @Override
  public int least() {
    return LEAST;
  }

  @Override
  public int block() {
    return BLOCK;
  }

  @Override
  public int step() {
    return 1;
  }

  @Override
  public void layer(float[][] weights, float[][] in, int rows, boolean rectified, float[][] out) {
    int outputs = weights.length;
    int j = 0;
    for (; j + 2 <= outputs; j += 2) {
      two(weights[j], weights[j + 1], in, rows, out[j], out[j + 1]);
    }
    if (j < outputs) {
      one(weights[j], in, rows, out[j]);
    }
    for (j = 0; j < outputs && rectified; j++) {
      rectify(out[j], 0, rows, out[j]);
    }
  }

  private static void two(float[] wa, float[] wb, float[][] in, int rows, float[] a, float[] b) {
    int inputs = wa.length - 1;
    Arrays.fill(a, 0, rows, wa[inputs]);
    Arrays.fill(b, 0, rows, wb[inputs]);
    int i = 0;
    for (; i + 4 <= inputs; i += 4) {
      addFourToBoth(
          in[i], in[i + 1], in[i + 2], in[i + 3], wa[i], wa[i + 1], wa[i + 2], wa[i + 3], wb[i],
          wb[i + 1], wb[i + 2], wb[i + 3], a, b, rows);
    }
    for (; i < inputs; i++) {
      addOne(in[i], wa[i], a, rows);
      addOne(in[i], wb[i], b, rows);
    }
  }

  private static void one(float[] weights, float[][] in, int rows, float[] out) {
    int inputs = weights.length - 1;
    Arrays.fill(out, 0, rows, weights[inputs]);
    int i = 0;
    for (; i + 4 <= inputs; i += 4) {
      addFour(
          in[i],
          in[i + 1],
          in[i + 2],
          in[i + 3],
          weights[i],
          weights[i + 1],
          weights[i + 2],
          weights[i + 3],
          out,
          rows);
    }
    for (; i < inputs; i++) {
      addOne(in[i], weights[i], out, rows);
    }
  }

  private static void addFourToBoth(
      float[] x,
      float[] y,
      float[] z,
      float[] u,
      float xa,
      float ya,
      float za,
      float ua,
      float xb,
      float yb,
      float zb,
      float ub,
      float[] a,
      float[] b,
      int rows) {
    for (int r = 0; r < rows; r++) {
      float p = x[r];
      float q = y[r];
      float s = z[r];
      float t = u[r];
      a[r] = a[r] + p * xa + q * ya + s * za + t * ua;
      b[r] = b[r] + p * xb + q * yb + s * zb + t * ub;
    }
  }

  private static void addFour(
      float[] x,
      float[] y,
      float[] z,
      float[] u,
      float wx,
      float wy,
      float wz,
      float wu,
      float[] out,
      int rows) {
    for (int r = 0; r < rows; r++) {
      out[r] = out[r] + x[r] * wx + y[r] * wy + z[r] * wz + u[r] * wu;
    }
  }

  private static void addOne(float[] x, float weight, float[] out, int rows) {
    for (int r = 0; r < rows; r++) {
      out[r] += x[r] * weight;
    }
  }

  @Override
  public void rectify(float[] in, int from, int rows, float[] out) {
    for (int r = 0; r < rows; r++) {
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
    float[] b = memory[0];
    float[] c = memory[1];
    float[] d = memory[2];
    Arrays.fill(out, 0, rows, 0);
    Arrays.fill(b, 0, rows, 0);
    Arrays.fill(c, 0, rows, 0);
    Arrays.fill(d, 0, rows, 0);
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      int w = weight + i;
      int x = first + i;
      addEach(
          in[x],
          in[x + 1],
          in[x + 2],
          in[x + 3],
          weights[w],
          weights[w + 1],
          weights[w + 2],
          weights[w + 3],
          out,
          b,
          c,
          d,
          rows);
    }
    for (; i < count; i++) {
      addOne(in[first + i], weights[weight + i], out, rows);
    }
    for (int r = 0; r < rows; r++) {
      out[r] = out[r] + b[r] + (c[r] + d[r]);
    }
  }

  private static void addEach(
      float[] x,
      float[] y,
      float[] z,
      float[] u,
      float wx,
      float wy,
      float wz,
      float wu,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      int rows) {
    for (int r = 0; r < rows; r++) {
      a[r] += x[r] * wx;
      b[r] += y[r] * wy;
      c[r] += z[r] * wz;
      d[r] += u[r] * wu;
    }
  }

  @Override
  public void product(FloatMatrix in, FloatMatrix weights, boolean added, FloatMatrix out) {
    int rows = in.rows();
    for (int j = 0; j < out.columns(); j++) {
      int to = out.at(0, j);
      if (!added) {
        Arrays.fill(out.values(), to, to + rows, 0);
      }
      for (int i = 0; i < in.columns(); i++) {
        int from = in.at(0, i);
        float weight = weights.values()[weights.at(i, j)];
        for (int r = 0; r < rows; r++) {
          out.values()[to + r] += in.values()[from + r] * weight;
        }
      }
    }
  }

  @Override
  public void sum(FloatMatrix left, FloatMatrix right, FloatMatrix out) {
    for (int i = 0; i < left.columns(); i++) {
      for (int j = 0; j < right.columns(); j++) {
        float sum = 0;
        for (int r = 0; r < left.rows(); r++) {
          sum += left.values()[left.at(r, i)] * right.values()[right.at(r, j)];
        }
        out.values()[out.at(i, j)] = sum;
      }
    }
  }

  @Override
  public void rectify(FloatMatrix units) {
    for (int j = 0; j < units.columns(); j++) {
      int at = units.at(0, j);
      for (int r = 0; r < units.rows(); r++) {
        units.values()[at + r] = Math.max(units.values()[at + r], 0);
      }
    }
  }

  @Override
  public void rectifyGradient(FloatMatrix units, FloatMatrix gradient) {
    for (int j = 0; j < units.columns(); j++) {
      for (int r = 0; r < units.rows(); r++) {
        if (!(units.values()[units.at(r, j)] > 0)) {
          gradient.values()[gradient.at(r, j)] = 0;
        }
      }
    }
  }

  @Override
  public void keep(short[] draws, int least, float number, FloatMatrix out) {
    int at = 0;
    for (int j = 0; j < out.columns(); j++) {
      for (int r = 0; r < out.rows(); r++) {
        out.values()[out.at(r, j)] = draws[at++] >= least ? number : 0;
      }
    }
  }

  @Override
  public String toString() {
    return "plain Java";
  }
}
