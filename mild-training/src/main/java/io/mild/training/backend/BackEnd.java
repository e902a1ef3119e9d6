package io.mild.training.backend;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Finds out whether DL4J and ND4J run here, and lends them to trainings, each with one native
 * thread.
 *
 * <p>The networks are so small that a second thread makes their operations up to thirty times
 * slower, and sums in another order would make two runs differ.
 *
 * <p>ND4J and DL4J find back ends by the context class loader of the thread that is the first to
 * use them, which may be none or one that knows nothing of them, as in pools of threads. So while a
 * training runs, its thread's is the one that loaded this class, if that finds a back end.
 */
public final class BackEnd {
  private static final String VERSION = "1.0.0-M2.1";

  /** What an application adds to train; the classifier is the platform's. */
  public static final String ARTIFACT = "org.nd4j:nd4j-native:" + VERSION;

  /** Where a back end names itself, by which it is found. */
  private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

  private static int trainings; // these three under the class's lock
  private static int threadsBefore;
  private static int blasThreadsBefore;

  private BackEnd() {}

  /**
   * Runs a training with one native thread, and gives the threads back when no training is left.
   * Trainings may run at the same time, each in a thread of its own, and within one another.
   *
   * @param training also what scores with a network
   * @return what it returns
   * @throws TrainingBackEndException if DL4J is missing, or no back end is there or runs on this
   *     platform
   */
  public static <T> T call(Supplier<T> training) {
    Thread thread = Thread.currentThread();
    @Nullable ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader(before));
    try {
      return callWithOneThread(training);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static <T> T callWithOneThread(Supplier<T> training) {
    requireDl4j();
    requireBackEnd();
    NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int ompThreads = operations.ompGetMaxThreads();
    enter();
    try {
      operations.setOmpNumThreads(1); // OpenMP's own, of the calling thread
      return training.get();
    } finally {
      operations.setOmpNumThreads(ompThreads);
      leave();
    }
  }

  /**
   * One native thread for the operations of the calling thread and for the process, for good: for a
   * process that does nothing else, such as a benchmark's.
   *
   * @throws TrainingBackEndException as {@link #call}
   */
  public static void useOneThreadForGood() {
    requireDl4j();
    requireBackEnd();
    enter();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
  }

  private static @Nullable ClassLoader loader(@Nullable ClassLoader ofThread) {
    ClassLoader own = BackEnd.class.getClassLoader();
    return own != null && own.getResource(SERVICE) != null ? own : ofThread;
  }

  /** The first training takes the process's threads, */
  private static synchronized void enter() {
    if (trainings == 0) {
      Environment environment = Nd4j.getEnvironment();
      Blas blas = Nd4j.factory().blas();
      threadsBefore = environment.maxThreads();
      blasThreadsBefore = blas.getMaxThreads();
      environment.setMaxThreads(1);
      blas.setMaxThreads(1);
    }
    trainings++;
  }

  /** and the last gives them back. */
  private static synchronized void leave() {
    trainings--;
    if (trainings == 0) {
      Nd4j.getEnvironment().setMaxThreads(threadsBefore);
      Nd4j.factory().blas().setMaxThreads(blasThreadsBefore);
    }
  }

  private static void requireDl4j() {
    try {
      Objects.requireNonNull(MultiLayerNetwork.class);
    } catch (NoClassDefFoundError e) {
      throw new TrainingBackEndException(
          "Training needs DL4J, and its class "
              + e.getMessage()
              + " is missing. Add org.deeplearning4j:deeplearning4j-nn:"
              + VERSION
              + ", or take the exclusion of it away. A trained model is scored without it.",
          e);
    }
  }

  private static void requireBackEnd() {
    try {
      Nd4j.getBackend();
      Nd4j.scalar(0f);
    } catch (LinkageError | RuntimeException e) {
      String platform =
          System.getProperty("os.name").toLowerCase(Locale.ROOT)
              + " on "
              + System.getProperty("os.arch");
      throw new TrainingBackEndException(
          "Training needs an ND4J back end, and none runs here (%s). Add the dependency %s and the same with the classifier of this platform, such as linux-x86_64, linux-arm64, macosx-x86_64, macosx-arm64 or windows-x86_64. A trained model is scored without it."
              .formatted(platform, ARTIFACT),
          e);
    }
  }
}
