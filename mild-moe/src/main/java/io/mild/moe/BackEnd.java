package io.mild.moe;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Finds out whether ND4J runs here, and lends it to one training at a time with one thread. */
final class BackEnd {
  /** What an application adds to train; the classifier is the platform's. */
  static final String ARTIFACT = "org.nd4j:nd4j-native:1.0.0-M2.1";

  private BackEnd() {}

  /**
   * Runs a training with one native thread, and gives the threads back afterwards.
   *
   * <p>The networks are so small that a second thread makes their operations up to thirty times
   * slower, and sums in another order would make two runs differ.
   *
   * @throws TrainingBackEndException if DL4J is missing, or no back end is there or runs on this
   *     platform
   */
  static <T> T call(Supplier<T> training) {
    requireDl4j();
    requireBackEnd();
    synchronized (BackEnd.class) { // the numbers of threads are settings of the whole process
      NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
      Environment environment = Nd4j.getEnvironment();
      Blas blas = Nd4j.factory().blas();
      int ompThreads = operations.ompGetMaxThreads();
      int threads = environment.maxThreads();
      int blasThreads = blas.getMaxThreads();
      try {
        operations.setOmpNumThreads(1); // OpenMP's own, of the calling thread
        environment.setMaxThreads(1);
        blas.setMaxThreads(1);
        return training.get();
      } finally {
        operations.setOmpNumThreads(ompThreads);
        environment.setMaxThreads(threads);
        blas.setMaxThreads(blasThreads);
      }
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
