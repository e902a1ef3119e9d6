package io.mild.data;

/**
 * How a refusal names what would read the file, to callers of the library and on a command line.
 */
final class ReadWith {
  private ReadWith() {}

  /**
   * The end of a message.
   *
   * @param advice names the command line's option
   * @param method of {@link CsvFormat}
   */
  static String option(String advice, String method) {
    return "; " + advice + " (CsvFormat." + method + ")";
  }
}
