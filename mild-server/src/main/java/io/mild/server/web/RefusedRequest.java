package io.mild.server.web;

/** A request that is not done, and why. */
final class RefusedRequest extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  RefusedRequest(int status, String why) {
    super(why);
    this.status = status;
  }

  /** Of HTTP. */
  int status() {
    return status;
  }
}
