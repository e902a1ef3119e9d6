package io.mild.internal.yaml;

/** A field has another value than was expected. */
public final class FieldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String path;
  private final String problem;

  /**
   * A problem of a field.
   *
   * @param path such as {@code goals.api.holds}; empty for the whole
   * @param problem what it is and what was expected, to be read after the path
   */
  public FieldException(String path, String problem) {
    super(path.isEmpty() ? problem : path + ": " + problem);
    this.path = path;
    this.problem = problem;
  }

  /** A problem that another exception told. */
  public FieldException(String path, String problem, Throwable cause) {
    this(path, problem);
    initCause(cause);
  }

  /** The same of a field within another. */
  public FieldException within(String outer) {
    return new FieldException(path.isEmpty() ? outer : outer + "." + path, problem, this);
  }

  /** Such as {@code goals.api.holds}; empty for the whole. */
  public String path() {
    return path;
  }

  /** What it is and what was expected. */
  public String problem() {
    return problem;
  }
}
