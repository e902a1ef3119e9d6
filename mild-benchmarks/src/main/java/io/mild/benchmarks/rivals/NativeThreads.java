package io.mild.benchmarks.rivals;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The threads of ND4J's native operations.
 *
 * <p>The rivals' networks are so small that a second thread makes them slower, and sums in another
 * order would make two runs differ.
 */
public final class NativeThreads {
  private NativeThreads() {}

  /**
   * One native thread for the operations of the calling thread, and one for OpenBLAS and ND4J in
   * the whole process; for good. An application that trains in several threads calls it once before
   * it starts them.
   */
  public static void useOne() {
    Nd4j.getEnvironment().setMaxThreads(1); // loads the back end, which the next line needs
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    Nd4j.factory().blas().setMaxThreads(1);
  }
}
