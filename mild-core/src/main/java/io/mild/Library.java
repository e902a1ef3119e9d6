package io.mild;

/** This library. */
final class Library {
  private Library() {}

  /** Of the build that runs, from the jar's manifest. */
  static String version() {
    String version = Library.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
