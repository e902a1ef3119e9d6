package io.mild.training.mixture;

import io.mild.training.backend.NativeCopy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Adam on DL4J's own moments, in single precision and in one loop over copies in the heap: in less
 * than half the time of ND4J's operation.
 */
final class HeapAdam extends Adam {
  private static final long serialVersionUID = 1;

  HeapAdam(double rate) {
    super(rate);
  }

  HeapAdam(ISchedule rate) {
    super(rate);
  }

  @Override
  public GradientUpdater<?> instantiate(INDArray state, boolean initialize) {
    AdamUpdater updater = (AdamUpdater) super.instantiate(state, initialize);
    return new Loop(this, updater, state);
  }

  /** DL4J copies what describes a layer; this never changes. */
  @Override
  public Adam clone() {
    return this;
  }

  private static final class Loop extends AdamUpdater {
    private final INDArray state; // the means, then the mean squares
    private final float[] gradients;
    private final float[] means;
    private final float[] squares;

    Loop(Adam adam, AdamUpdater dl4j, INDArray state) {
      super(adam);
      setM(dl4j.getM());
      setV(dl4j.getV());
      setGradientReshapeOrder(dl4j.getGradientReshapeOrder());
      this.state = state;
      int length = (int) state.length() / 2;
      gradients = new float[length];
      means = new float[length];
      squares = new float[length];
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      Adam adam = getConfig();
      double bias1 = 1 - Math.pow(adam.getBeta1(), iteration + 1);
      double bias2 = 1 - Math.pow(adam.getBeta2(), iteration + 1);
      double rate = adam.getLearningRate(iteration, epoch) * Math.sqrt(bias2) / bias1;
      int length = gradients.length;
      NativeCopy.read(gradient, 0, gradients, length);
      NativeCopy.read(state, 0, means, length);
      NativeCopy.read(state, length, squares, length);
      step(
          gradients,
          means,
          squares,
          (float) adam.getBeta1(),
          (float) adam.getBeta2(),
          (float) rate,
          (float) adam.getEpsilon());
      NativeCopy.write(gradients, gradient, 0, length);
      NativeCopy.write(means, state, 0, length);
      NativeCopy.write(squares, state, length, length);
    }

    /** Gradients become what is taken from the parameters. */
    private static void step(
        float[] gradients,
        float[] means,
        float[] squares,
        float beta1,
        float beta2,
        float rate,
        float epsilon) {
      for (int i = 0; i < gradients.length; i++) {
        float gradient = gradients[i];
        float mean = beta1 * means[i] + (1 - beta1) * gradient;
        float square = beta2 * squares[i] + (1 - beta2) * gradient * gradient;
        means[i] = mean;
        squares[i] = square;
        gradients[i] = rate * mean / ((float) Math.sqrt(square) + epsilon);
      }
    }
  }
}
