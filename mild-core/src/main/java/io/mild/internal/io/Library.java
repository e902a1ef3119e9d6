package io.mild.internal.io;

/** This library. */
public final class Library {
  private Library() {}

  /** Of the build that runs, from the jar's manifest. */
  public static String version() {
    String version = Library.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
