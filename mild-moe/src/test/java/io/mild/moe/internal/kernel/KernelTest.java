package io.mild.moe.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Against loops over one row, of any sizes. */
class KernelTest {
  private static final List<Kernel> KERNELS = List.of(Kernel.plain(), Kernel.best());

  @Test
  void bothKernelsAreTested() {
    assertThat(Kernel.best().isVector()).isTrue();
    assertThat(Kernel.plain().isVector()).isFalse();
    assertThat(Kernel.best().toString()).matches("Vector API, \\d+ bits");
  }

  /** Bias first, then each product, rounded by itself, in the order of the inputs. */
  @Property(tries = 40)
  void aLayerIsThatOfEachRowToTheLastBit(
      @ForAll @IntRange(min = 1, max = 11) int inputs,
      @ForAll @IntRange(min = 1, max = 11) int outputs,
      @ForAll @IntRange(min = 1, max = 70) int rows,
      @ForAll boolean rectified,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] weights = fill(new float[outputs][inputs + 1], random);
    for (Kernel kernel : KERNELS) {
      float[][] in = fill(kernel.columns(inputs, rows), random);
      float[][] out = kernel.columns(outputs, rows);
      kernel.layer(weights, in, rows, rectified, out);
      for (int j = 0; j < outputs; j++) {
        for (int row = 0; row < rows; row++) {
          float sum = weights[j][inputs];
          for (int i = 0; i < inputs; i++) {
            sum += in[i][row] * weights[j][i];
          }
          assertThat(out[j][row]).isEqualTo(rectified ? Math.max(sum, 0) : sum);
        }
      }
    }
  }

  /** A unit that is zero can be left out. */
  @Property(tries = 20)
  void zerosChangeNothing(@ForAll @IntRange(min = 1, max = 40) int rows, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] weights = fill(new float[5][9], random);
    float[][] without = new float[5][];
    for (int j = 0; j < without.length; j++) {
      without[j] = new float[] {weights[j][0], weights[j][3], weights[j][8]};
    }
    for (Kernel kernel : KERNELS) {
      float[][] in = kernel.columns(8, rows);
      in[0] = fill(kernel.columns(1, rows), random)[0];
      in[3] = fill(kernel.columns(1, rows), random)[0];
      float[][] all = kernel.columns(5, rows);
      float[][] some = kernel.columns(5, rows);
      kernel.layer(weights, in, rows, false, all);
      kernel.layer(without, new float[][] {in[0], in[3]}, rows, false, some);
      assertThat(all).isDeepEqualTo(some);
    }
  }

  @Property(tries = 30)
  void aDotAddsFourSumsSideBySide(
      @ForAll @IntRange(min = 1, max = 14) int count,
      @ForAll @IntRange(min = 1, max = 70) int rows,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = fill(new float[1][count + 2], random)[0];
    for (Kernel kernel : KERNELS) {
      float[][] in = fill(kernel.columns(count + 1, rows), random);
      float[] out = kernel.columns(1, rows)[0];
      kernel.dot(weights, 2, in, 1, count, rows, out, fill(kernel.columns(3, rows), random));
      for (int row = 0; row < rows; row++) {
        float[] sums = new float[4];
        for (int i = 0; i < count; i++) {
          sums[i < count / 4 * 4 ? i % 4 : 0] += in[1 + i][row] * weights[2 + i];
        }
        assertThat(out[row]).isEqualTo(sums[0] + sums[1] + (sums[2] + sums[3]));
      }
    }
  }

  @Property(tries = 20)
  void aColumnIsRectifiedFromAnyRowOn(
      @ForAll @IntRange(min = 0, max = 40) int from,
      @ForAll @IntRange(min = 1, max = 70) int rows,
      @ForAll long seed) {
    float[] in = fill(new float[1][from + rows], new SplittableRandom(seed))[0];
    for (Kernel kernel : KERNELS) {
      float[] out = kernel.columns(1, rows)[0];
      kernel.rectify(in, from, rows, out);
      for (int row = 0; row < rows; row++) {
        assertThat(out[row]).isEqualTo(Math.max(in[from + row], 0));
      }
    }
  }

  @Property(tries = 40)
  void aProductIsThatOfMatrices(
      @ForAll @IntRange(min = 1, max = 11) int inner,
      @ForAll @IntRange(min = 1, max = 11) int outputs,
      @ForAll @IntRange(min = 1, max = 150) int rows,
      @ForAll boolean transposed,
      @ForAll boolean added,
      @ForAll long seed) {
    for (Kernel kernel : KERNELS) {
      SplittableRandom random = new SplittableRandom(seed);
      FloatMatrix in = samples(kernel, rows, inner, random);
      FloatMatrix weights =
          transposed
              ? weights(outputs, inner, random).transposed()
              : weights(inner, outputs, random);
      FloatMatrix out = samples(kernel, rows, outputs, random);
      double[][] before = values(out);

      kernel.product(in, weights, added, out);

      for (int row = 0; row < rows; row++) {
        for (int j = 0; j < outputs; j++) {
          double expected = added ? before[row][j] : 0;
          for (int i = 0; i < inner; i++) {
            expected += (double) value(in, row, i) * value(weights, i, j);
          }
          assertThat((double) value(out, row, j)).isCloseTo(expected, within(1e-5));
        }
      }
      assertThat(nothingFollows(kernel, out)).isTrue();
    }
  }

  @Property(tries = 40)
  void aSumOverSamplesIsThatOfTheirProducts(
      @ForAll @IntRange(min = 1, max = 11) int left,
      @ForAll @IntRange(min = 1, max = 5) int right,
      @ForAll @IntRange(min = 1, max = 150) int rows,
      @ForAll long seed) {
    for (Kernel kernel : KERNELS) {
      SplittableRandom random = new SplittableRandom(seed);
      FloatMatrix a = samples(kernel, rows, left, random);
      FloatMatrix b = samples(kernel, rows, right, random);
      FloatMatrix out = weights(left, right, random);

      kernel.sum(a, b, out);

      for (int i = 0; i < left; i++) {
        for (int j = 0; j < right; j++) {
          double expected = 0;
          for (int row = 0; row < rows; row++) {
            expected += (double) value(a, row, i) * value(b, row, j);
          }
          assertThat((double) value(out, i, j)).isCloseTo(expected, within(1e-4));
        }
      }
    }
  }

  @Property(tries = 20)
  void rectifiedUnitsLetTheGradientOfTheActiveThrough(
      @ForAll @IntRange(min = 1, max = 4) int columns,
      @ForAll @IntRange(min = 1, max = 150) int rows,
      @ForAll long seed) {
    for (Kernel kernel : KERNELS) {
      SplittableRandom random = new SplittableRandom(seed);
      FloatMatrix units = samples(kernel, rows, columns, random);
      FloatMatrix gradient = samples(kernel, rows, columns, random);
      double[][] sums = values(units);
      double[][] above = values(gradient);

      kernel.rectify(units);
      kernel.rectifyGradient(units, gradient);

      for (int row = 0; row < rows; row++) {
        for (int j = 0; j < columns; j++) {
          assertThat((double) value(units, row, j)).isEqualTo(Math.max(sums[row][j], 0));
          assertThat((double) value(gradient, row, j))
              .isEqualTo(sums[row][j] > 0 ? above[row][j] : 0);
        }
      }
      assertThat(nothingFollows(kernel, units)).isTrue();
      assertThat(nothingFollows(kernel, gradient)).isTrue();
    }
  }

  @Property(tries = 20)
  void whatIsDrawnBelowANumberIsNotKept(
      @ForAll @IntRange(min = 1, max = 4) int columns,
      @ForAll @IntRange(min = 1, max = 150) int rows,
      @ForAll short least,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    short[] draws = new short[rows * columns];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = (short) (i % 9 == 0 ? least : random.nextInt());
    }
    for (Kernel kernel : KERNELS) {
      FloatMatrix out = samples(kernel, rows, columns, random);
      kernel.keep(draws, least, 1.25f, out);
      for (int i = 0; i < draws.length; i++) {
        assertThat(value(out, i % rows, i / rows)).isEqualTo(draws[i] >= least ? 1.25f : 0);
      }
      assertThat(nothingFollows(kernel, out)).isTrue();
    }
  }

  private static FloatMatrix samples(
      Kernel kernel, int rows, int columns, SplittableRandom random) {
    return filled(kernel.samples(rows, columns + 2).columns(1, columns + 1), random);
  }

  private static FloatMatrix weights(int rows, int columns, SplittableRandom random) {
    return filled(FloatMatrix.within(new float[3 + rows * columns], 3, rows, columns), random);
  }

  private static FloatMatrix filled(FloatMatrix matrix, SplittableRandom random) {
    for (int row = 0; row < matrix.rows(); row++) {
      for (int column = 0; column < matrix.columns(); column++) {
        matrix.values()[matrix.at(row, column)] = (float) random.nextDouble(-2, 2);
      }
    }
    return matrix;
  }

  private static float value(FloatMatrix matrix, int row, int column) {
    return matrix.values()[matrix.at(row, column)];
  }

  private static double[][] values(FloatMatrix matrix) {
    double[][] values = new double[matrix.rows()][matrix.columns()];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int column = 0; column < matrix.columns(); column++) {
        values[row][column] = value(matrix, row, column);
      }
    }
    return values;
  }

  /** Whether samples still end in zeros. */
  private static boolean nothingFollows(Kernel kernel, FloatMatrix samples) {
    for (int column = 0; column < samples.columns(); column++) {
      for (int row = samples.rows(); row % kernel.step() != 0; row++) {
        if (value(samples, row, column) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static float[][] fill(float[][] columns, SplittableRandom random) {
    for (float[] column : columns) {
      for (int i = 0; i < column.length; i++) {
        column[i] = (float) random.nextDouble(-2, 2);
      }
    }
    return columns;
  }
}
