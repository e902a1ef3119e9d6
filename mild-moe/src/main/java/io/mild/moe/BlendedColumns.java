package io.mild.moe;

import io.mild.moe.internal.kernel.Kernel;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Teacher and mixture of some rows at once, each to the last bit as if it were alone: the same sums
 * in the same order, by a {@link Kernel}. For one thread at a time.
 */
final class BlendedColumns {
  /** Rows that are turned into columns together, so that they are read from the nearest cache. */
  private static final int TURNED = 32;

  private final Kernel kernel;
  private final Teacher teacher;
  private final float[] intercepts;
  private final MixtureShape shape;
  private final @Nullable IntentViews views;
  private final RootCauses rootCauses;
  private final int block;

  private final float[][][] encoder; // of each layer, as all the following: [output][inputs + 1]
  private final float[][] gateHidden; // of [d; h]
  private final float[][] gateOutput;
  private final float[][] experts;
  private final float[] heads; // [horizon][intent × its expert's units]
  private final float[] headBias; // [horizon][intent]

  private final float[] turned; // views of some rows, row by row
  private final View[] ofViews;
  private final float[][][] units; // of each layer of the encoder
  private final float[][] gateUnits;
  private final float[][] expertUnits;
  private final float[][] memory;
  private final double[][] softmaxMemory;
  private final double[][] teacherLogits; // of all views, as all the following
  private final double[][] prior;
  private final double[][] gateLogits;
  private final double[][] gate;
  private final double[][] risks; // [horizon × intent or view][row]

  BlendedColumns(
      Teacher teacher, MixtureOfExperts mixture, @Nullable IntentViews views, Kernel kernel) {
    this.kernel = kernel;
    this.teacher = teacher;
    this.intercepts = teacher.intercepts();
    this.shape = mixture.shape();
    this.views = views;
    this.rootCauses = shape.rootCauses();
    this.block = kernel.block();
    float[] parameters = mixture.parameters();
    this.encoder = new float[shape.encoder().size()][][];
    this.units = new float[encoder.length][][];
    for (int layer = 0; layer < encoder.length; layer++) {
      encoder[layer] = DenseLayer.columns(shape.encoderLayer(layer), parameters);
      units[layer] = kernel.columns(shape.encoder().get(layer), block);
    }
    this.gateHidden = DenseLayer.columns(shape.gateHidden(), parameters);
    this.gateOutput = DenseLayer.columns(shape.gateOutput(), parameters);
    this.experts = DenseLayer.columns(shape.experts(), parameters);
    int from = shape.heads().offset();
    this.heads = Arrays.copyOfRange(parameters, from, from + shape.heads().length());
    from = shape.headBias().offset();
    this.headBias = Arrays.copyOfRange(parameters, from, from + shape.headBias().length());
    this.gateUnits = kernel.columns(shape.gate(), block);
    this.expertUnits = kernel.columns(shape.expertUnits(), block);
    int viewCount = views == null ? 1 : views.count();
    this.turned = new float[views == null ? 0 : TURNED * viewCount * shape.features()];
    this.ofViews = IntStream.range(0, viewCount).mapToObj(view -> new View()).toArray(View[]::new);
    int intents = viewCount * shape.intents();
    this.memory = kernel.columns(3, block);
    this.softmaxMemory = new double[2][block];
    this.teacherLogits = new double[intents][block];
    this.prior = new double[intents][block];
    this.gateLogits = new double[intents][block];
    this.gate = new double[intents][block];
    this.risks = new double[viewCount * shape.risks()][block];
  }

  /** What the rows are in one view of them. */
  private final class View {
    final float[][] x = kernel.columns(shape.features(), block);
    final float[][] teacherSums = kernel.columns(shape.intents(), block);
    final float[][] prior = kernel.columns(shape.intents(), block);
    final float[][] gateInputs = Arrays.copyOf(prior, shape.intents() + shape.hidden()); // [d; h]
    final float[][] gateLogits = kernel.columns(shape.intents(), block);
    final float[][] sums = kernel.columns(shape.risks(), block);

    View() {
      float[][] hidden = units[units.length - 1];
      System.arraycopy(hidden, 0, gateInputs, prior.length, hidden.length);
    }
  }

  /** So many rows are worth it; fewer are for single rows' own loops. */
  int least() {
    return kernel.least();
  }

  /** The most rows at once. */
  int block() {
    return block;
  }

  /**
   * Asks the teacher and, if it is wanted, the mixture about rows.
   *
   * @param rows at most {@link #block}, the first from {@code offset}, each of {@code width} values
   */
  void ask(float[] rows, int offset, int width, int count, boolean mixtureToo) {
    for (int first = 0; first < count; first += TURNED) {
      int end = Math.min(count, first + TURNED);
      turn(rows, offset + first * width, width, first, end);
    }
    for (View view : ofViews) {
      teacher.sums(kernel, view.x, count, view.teacherSums, memory);
    }
    prior(count);
    if (mixtureToo) {
      for (View view : ofViews) {
        kernel.layer(encoder[0], view.x, count, true, units[0]);
        askAbove(view, count);
      }
      answer(count);
    }
  }

  /**
   * What the sums are made of that {@link #askSums} begins with, where there are no views: the
   * first layer's, then the teacher's without its intercepts.
   */
  float[][] firstWeights() {
    int features = shape.features();
    int units = encoder[0].length;
    float[] ofTeacher = teacher.weights();
    float[][] weights = Arrays.copyOf(encoder[0], units + intercepts.length);
    for (int intent = 0; intent < intercepts.length; intent++) {
      weights[units + intent] = new float[features + 1];
      System.arraycopy(ofTeacher, intent * features, weights[units + intent], 0, features);
    }
    return weights;
  }

  /**
   * Asks as {@link #ask} does, from {@link #firstWeights sums} instead of features.
   *
   * @param sums columns, of which the rows are those from {@code from} on
   */
  void askSums(float[][] sums, int from, int count, boolean mixtureToo) {
    View view = ofViews[0];
    int firstUnits = encoder[0].length;
    for (int unit = 0; unit < firstUnits; unit++) {
      kernel.rectify(sums[unit], from, count, units[0][unit]);
    }
    for (int intent = 0; intent < intercepts.length; intent++) {
      System.arraycopy(sums[firstUnits + intent], from, view.teacherSums[intent], 0, count);
    }
    int rows = Math.max(count, Math.min(kernel.least(), block)); // what is beyond is nobody's
    prior(rows);
    if (mixtureToo) {
      askAbove(view, rows);
      answer(rows);
    }
  }

  private void turn(float[] rows, int offset, int width, int first, int end) {
    float[] values = rows;
    int from = offset;
    int step = width;
    if (views != null) {
      values = turned;
      from = 0;
      step = ofViews.length * shape.features();
      for (int row = first; row < end; row++) {
        views.write(rows, offset + (row - first) * width, values, (row - first) * step);
      }
    }
    for (View view : ofViews) {
      for (float[] column : view.x) {
        for (int row = first, at = from; row < end; row++, at += step) {
          column[row] = values[at];
        }
        from++;
      }
    }
  }

  private void prior(int count) {
    int intents = intercepts.length;
    for (int k = 0; k < teacherLogits.length; k++) {
      float[] sums = ofViews[k / intents].teacherSums[k % intents];
      float intercept = intercepts[k % intents];
      double[] logits = teacherLogits[k];
      for (int row = 0; row < count; row++) {
        logits[row] = intercept + sums[row];
      }
    }
    rootCauses.ofColumns(teacherLogits, Teacher.TEMPERATURE, count, prior, softmaxMemory);
    for (int k = 0; k < prior.length; k++) {
      double[] from = prior[k];
      float[] to = ofViews[k / intents].prior[k % intents];
      for (int row = 0; row < count; row++) {
        to[row] = (float) from[row];
      }
    }
  }

  /** From the units of the first layer on. */
  private void askAbove(View view, int count) {
    for (int layer = 1; layer < encoder.length; layer++) {
      kernel.layer(encoder[layer], units[layer - 1], count, true, units[layer]);
    }
    kernel.layer(gateHidden, view.gateInputs, count, true, gateUnits);
    kernel.layer(gateOutput, gateUnits, count, false, view.gateLogits);
    kernel.layer(experts, units[units.length - 1], count, true, expertUnits);
    int inputs = shape.headInputs();
    for (int output = 0; output < shape.risks(); output++) {
      int first = shape.firstHeadInput(output % shape.intents());
      kernel.dot(
          heads, output * inputs, expertUnits, first, inputs, count, view.sums[output], memory);
    }
  }

  private void answer(int count) {
    int intents = shape.intents();
    for (int k = 0; k < gate.length; k++) {
      float[] from = ofViews[k / intents].gateLogits[k % intents];
      double[] to = gateLogits[k];
      for (int row = 0; row < count; row++) {
        to[row] = from[row];
      }
    }
    rootCauses.ofColumns(gateLogits, 1, count, gate, softmaxMemory);
    for (int output = 0; output < risks.length; output++) {
      int k = output % gate.length;
      int horizon = output / gate.length;
      float[] sums = ofViews[k / intents].sums[horizon * intents + k % intents];
      double[] logits = risks[output];
      for (int row = 0; row < count; row++) {
        logits[row] = sums[row];
      }
      if (shape.coupled()) {
        multiply(gate[k], logits, count);
      }
      steps(logits, headBias[horizon * intents + k % intents], count);
      if (horizon > 0) {
        multiply(risks[output - gate.length], logits, count);
      }
    }
  }

  private static void multiply(double[] by, double[] values, int count) {
    for (int row = 0; row < count; row++) {
      values[row] *= by[row];
    }
  }

  /** {@link Probabilities#sigmoid} of each. */
  private static void steps(double[] logits, float bias, int count) {
    for (int row = 0; row < count; row++) {
      logits[row] = Probabilities.sigmoid(logits[row] + bias);
    }
  }

  /** The mixture's n·K risks of each row, row by row from an index. */
  void risks(int count, double[] to, int from) {
    rowByRow(risks, count, to, from);
  }

  /** The mixture's K probabilities of each row, row by row from an index. */
  void gates(int count, double[] to, int from) {
    rowByRow(gate, count, to, from);
  }

  private static void rowByRow(double[][] columns, int count, double[] to, int from) {
    for (int column = 0; column < columns.length; column++) {
      double[] values = columns[column];
      for (int row = 0, at = from + column; row < count; row++, at += columns.length) {
        to[at] = values[row];
      }
    }
  }

  /** All of a row: the mixture's risks and gate, the teacher's log-odds and prior. */
  void take(int row, double[] risks, double[] gate, double[] logits, float[] prior) {
    for (int output = 0; output < risks.length; output++) {
      risks[output] = this.risks[output][row];
    }
    for (int k = 0; k < gate.length; k++) {
      gate[k] = this.gate[k][row];
      logits[k] = teacherLogits[k][row];
      prior[k] = (float) this.prior[k][row];
    }
  }
}
