package io.mild.training.backend;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Finds out whether ND4J runs here, and lends it to trainings, each with one thread. */
public final class BackEnd {
  /** What an application adds to train; the classifier is the platform's. */
  public static final String ARTIFACT = "org.nd4j:nd4j-native:1.0.0-M2.1";

  private static int trainings; // these three under the class's lock
  private static int threadsBefore;
  private static int blasThreadsBefore;

  private BackEnd() {}

  /**
   * Runs a training with one native thread, and gives the threads back when no training is left.
   *
   * <p>The networks are so small that a second thread makes their operations up to thirty times
   * slower, and sums in another order would make two runs differ.
   *
   * @throws TrainingBackEndException if DL4J is missing, or no back end is there or runs on this
   *     platform
   */
  public static <T> T call(Supplier<T> training) {
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
              + " is missing. Add org.deeplearning4j:deeplearning4j-nn:1.0.0-M2.1, or take the"
              + " exclusion of it away. A trained model is scored without it.",
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
