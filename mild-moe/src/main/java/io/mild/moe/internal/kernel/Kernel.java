package io.mild.moe.internal.kernel;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/**
 * Sums of products over many rows at once: rows lie side by side in columns, an array a feature or
 * unit.
 *
 * <p>To score, each sum is rounded as the same loop over a single row would round it: a product and
 * its addition apart, term after term in the order of the inputs, so that all kernels and a single
 * row give the same to the last bit.
 *
 * <p>To train, there are {@link #samples}, in one array. Kernels round their sums differently, but
 * each always in the same way; the Vector API's multiplies and adds at once, which is slow beyond
 * use on a processor that can't.
 *
 * <p>There are two: plain Java, which the JIT makes vector instructions of where columns are long;
 * and the Vector API, for who starts Java with {@code --add-modules jdk.incubator.vector}. Both
 * hold no state.
 */
public abstract class Kernel {
  private static final String VECTOR_API = "jdk.incubator.vector";
  private static final Kernel PLAIN = new PlainKernel();
  private static final Optional<Kernel> VECTOR = vector(ModuleLayer.boot());

  /** Columns a power of two apart would share few lines of a cache: a line more between them. */
  private static final int SPREAD = 16;

  Kernel() {}

  /** That of the Vector API where it is there, else plain Java. */
  public static Kernel best() {
    return VECTOR.orElse(PLAIN);
  }

  /** Plain Java, which is always there. */
  public static Kernel plain() {
    return PLAIN;
  }

  /** That of the Vector API, if its module was resolved as Java started. */
  public static Optional<Kernel> vector() {
    return VECTOR;
  }

  /**
   * Its class is named by a string alone: whose Java has no such module never loads it. Nothing in
   * a module descriptor asks for a module that may go as it is incubating.
   */
  private static Optional<Kernel> vector(ModuleLayer boot) {
    Optional<Module> module = boot.findModule(VECTOR_API);
    if (module.isEmpty()) {
      return Optional.empty();
    }
    Kernel.class.getModule().addReads(module.get());
    try {
      Object kernel =
          Class.forName(Kernel.class.getPackageName() + ".VectorKernel")
              .getDeclaredConstructor()
              .newInstance();
      return Optional.of((Kernel) kernel);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException
        | LinkageError e) {
      return Optional.empty(); // of a Java whose Vector API is another by now
    }
  }

  /** Whether this is the one that the Vector API makes fast. */
  public boolean isVector() {
    return this != PLAIN;
  }

  /** Fewer rows are better taken one by one. */
  public abstract int least();

  /** How many rows are best taken together. */
  public abstract int block();

  /** Columns are as long as their rows and then some, a multiple of this. */
  public abstract int step();

  /** Columns for so many rows, all zero. */
  public float[][] columns(int columns, int rows) {
    return new float[columns][padded(rows)];
  }

  /**
   * A matrix of zeros with a sample a row, column after column. What follows the samples in their
   * columns up to the next {@link #step} is zero too, and all that is done with samples leaves it
   * so.
   */
  public FloatMatrix samples(int rows, int columns) {
    int stride = padded(rows) + SPREAD;
    return new FloatMatrix(new float[columns * stride], 0, rows, columns, 1, stride);
  }

  final int padded(int rows) {
    return (rows + step() - 1) / step() * step();
  }

  /**
   * A layer: {@code out_j = b_j + Σ_i w_ij in_i}, rectified if that is asked for. What follows the
   * rows in their columns up to the next {@link #step} is overwritten.
   *
   * @param weights {@code [outputs][inputs + 1]}, the bias last
   * @param in at least {@code inputs} columns, which are no column of {@code out}
   * @param rows how many
   * @param rectified whether {@code max(out, 0)} is wanted
   * @param out at least {@code outputs} columns
   */
  public abstract void layer(
      float[][] weights, float[][] in, int rows, boolean rectified, float[][] out);

  /** {@code out = max(in, 0)} of one column's rows from {@code from} on. */
  public abstract void rectify(float[] in, int from, int rows, float[] out);

  /**
   * Four sums of every fourth term each, added pair by pair: {@code out = (Σ_0 + Σ_1) + (Σ_2 +
   * Σ_3)} with {@code Σ_k = Σ_i w_i in_i} over i = k, k + 4, … and the rest at the end in {@code
   * Σ_0}. It is how a single row's long sum is added without waiting for each addition.
   *
   * @param weights {@code count} weights from {@code weight}
   * @param in {@code count} columns from {@code first}
   * @param out one column
   * @param memory three columns to work with
   */
  public abstract void dot(
      float[] weights,
      int weight,
      float[][] in,
      int first,
      int count,
      int rows,
      float[] out,
      float[][] memory);

  /**
   * Of all {@link #samples}: {@code out = in · weights}, or {@code out = out + in · weights}.
   *
   * @param in not {@code out}
   * @param weights any matrix
   * @param added whether to what is there
   * @param out as many samples, a column for each of the weights
   */
  public abstract void product(FloatMatrix in, FloatMatrix weights, boolean added, FloatMatrix out);

  /**
   * Over all {@link #samples}: {@code out = leftᵀ · right}.
   *
   * @param left with a column for each row of {@code out}
   * @param right as many samples, with a column for each of {@code out}
   * @param out any matrix
   */
  public abstract void sum(FloatMatrix left, FloatMatrix right, FloatMatrix out);

  /** {@code units = max(units, 0)}, of {@link #samples}. */
  public abstract void rectify(FloatMatrix units);

  /** {@code gradient = gradient ∘ (units > 0)}, of {@link #samples}. */
  public abstract void rectifyGradient(FloatMatrix units, FloatMatrix gradient);

  /**
   * Of {@link #samples}: each value is a number where what was drawn for it, column after column,
   * is not below another, else zero.
   */
  public abstract void keep(short[] draws, int least, float number, FloatMatrix out);
}
