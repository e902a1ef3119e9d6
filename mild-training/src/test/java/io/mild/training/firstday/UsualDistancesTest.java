package io.mild.training.firstday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.FirstDayModel.Unusual;
import io.mild.moe.Mahalanobis;
import io.mild.training.firstday.UsualDistances.Block;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;

class UsualDistancesTest {
  private static final int KPIS = 3;
  private static final int WIDTH = 6;
  private static final int ROWS = 400;

  /** √((x − μ)ᵀ S⁻¹ (x − μ)), S with covariances 1 % smaller, by a general solver. */
  @Test
  void aDistanceIsThatOfTheShrunkCovariance() {
    float[] rows = correlated();
    double[][] values = values(rows);
    Mahalanobis usual = new UsualDistances(rows, WIDTH, KPIS, all()).ofAll();
    RealMatrix shrunk = new Covariance(values, false).getCovarianceMatrix();
    for (int i = 0; i < KPIS; i++) {
      for (int j = 0; j < KPIS; j++) {
        shrunk.setEntry(i, j, shrunk.getEntry(i, j) * (i == j ? 1 : 0.99));
      }
    }
    RealVector away = MatrixUtils.createRealVector(new double[] {2, -1, 0.5});
    for (int kpi = 0; kpi < KPIS; kpi++) {
      int at = kpi;
      away.addToEntry(kpi, -Arrays.stream(values).mapToDouble(row -> row[at]).average().orElse(0));
    }
    double expected = away.dotProduct(new LUDecomposition(shrunk).getSolver().solve(away));

    assertThat(usual.distance(new float[] {2, -1, 0.5f}, 0))
        .isCloseTo(Math.sqrt(expected), within(1e-4));
  }

  /** Such as losses, which are hardly ever there while all is well. */
  @Test
  void aKpiThatHardlyMovesIsMeasuredByItsOwnDeviation() {
    float[] rows = correlated();
    double before =
        new UsualDistances(rows, WIDTH, KPIS, all()).ofAll().distance(new float[] {2, -1, 0.5f}, 0);
    float hardly = 4e-6f;
    for (int row = 0; row < ROWS; row++) {
      rows[row * WIDTH + 1] *= hardly;
    }
    Mahalanobis usual = new UsualDistances(rows, WIDTH, KPIS, all()).ofAll();

    assertThat(usual.distance(new float[] {2, -hardly, 0.5f}, 0)).isCloseTo(before, within(1e-3));
  }

  @Test
  void aConstantKpiHasNoSay() {
    float[] rows = correlated();
    for (int row = 0; row < ROWS; row++) {
      rows[row * WIDTH + 1] = 7;
    }
    Mahalanobis usual = new UsualDistances(rows, WIDTH, KPIS, all()).ofAll();

    assertThat(usual.distance(new float[] {1, 7, 1}, 0))
        .isEqualTo(usual.distance(new float[] {1, -50, 1}, 0));
  }

  @Test
  void ofOneKpiADistanceIsInDeviations() {
    float[] rows = {1, 0, 3, 0, 1, 0, 3, 0};
    Mahalanobis usual =
        new UsualDistances(rows, 2, 1, new boolean[] {true, true, true, true}).ofAll();

    assertThat(usual.distance(new float[] {5}, 0)).isCloseTo(3, within(1e-6));
  }

  @Test
  void failingRowsAndThoseOfTheBlockTeachNothing() {
    float[] rows = correlated();
    boolean[] healthy = all();
    Arrays.fill(healthy, 300, 350, false);
    Mahalanobis before =
        new UsualDistances(rows, WIDTH, KPIS, healthy).without(new Block(100, 150), 10);
    Arrays.fill(rows, 90 * WIDTH, 160 * WIDTH, 99);
    Arrays.fill(rows, 300 * WIDTH, 350 * WIDTH, 99);

    assertThat(new UsualDistances(rows, WIDTH, KPIS, healthy).without(new Block(100, 150), 10))
        .isEqualTo(before);
  }

  @Test
  void blocksAreAllRowsInOrder() {
    List<Block> blocks = UsualDistances.blocks(19);

    assertThat(blocks).hasSize(8);
    assertThat(blocks.get(0).from()).isZero();
    assertThat(blocks.get(7).until()).isEqualTo(19);
    for (int i = 1; i < 8; i++) {
      assertThat(blocks.get(i).from()).isEqualTo(blocks.get(i - 1).until());
    }
  }

  /** Of independent normal values the 95 % quantile of χ with 3 degrees of freedom is 2.795. */
  @Test
  void beyondTheUsualDistanceOfLeftOutRowsIsUnusual() {
    SplittableRandom random = new SplittableRandom(3);
    int rows = 8_000;
    float[] normal = new float[rows * KPIS];
    for (int i = 0; i < normal.length; i++) {
      normal[i] = (float) random.nextGaussian();
    }
    boolean[] healthy = new boolean[rows];
    Arrays.fill(healthy, true);
    UsualDistances usual = new UsualDistances(normal, KPIS, KPIS, healthy);
    List<Block> blocks = UsualDistances.blocks(rows);
    Unusual worth =
        usual.worth(blocks, blocks.stream().map(block -> usual.without(block, 0)).toList());

    assertThat(worth.median()).isCloseTo(1.538, within(0.05));
    assertThat(worth.median() + worth.spread()).isCloseTo(2.795, within(0.05));
    assertThat(worth.weight()).isEqualTo(4);
  }

  private static boolean[] all() {
    boolean[] all = new boolean[ROWS];
    Arrays.fill(all, true);
    return all;
  }

  private static float[] correlated() {
    SplittableRandom random = new SplittableRandom(1);
    float[] rows = new float[ROWS * WIDTH];
    for (int row = 0; row < ROWS; row++) {
      double common = random.nextGaussian();
      for (int kpi = 0; kpi < WIDTH; kpi++) {
        rows[row * WIDTH + kpi] = (float) (common + 0.3 * random.nextGaussian() + kpi);
      }
    }
    return rows;
  }

  private static double[][] values(float[] rows) {
    double[][] values = new double[ROWS][KPIS];
    for (int row = 0; row < ROWS; row++) {
      for (int kpi = 0; kpi < KPIS; kpi++) {
        values[row][kpi] = rows[row * WIDTH + kpi];
      }
    }
    return values;
  }
}
