package io.mild.benchmarks;

import io.mild.moe.internal.kernel.Kernel;

/**
 * Prints what this JVM would score batches and train by, for {@link SpeedCommand} to say of others
 * like it.
 */
final class KernelName {
  private KernelName() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    System.out.println(
        Kernel.best().isVector() ? Kernel.best() : Kernel.plain() + ", trains by ND4J");
  }
}
