package io.mild.connect.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param body bounded; not copied
 */
public record HttpAnswer(int status, byte[] body) {
  private static final int CLASS = 100;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;

  /** Whether the service did what it was asked. */
  public boolean isSuccess() {
    return status / CLASS == 2;
  }

  /** Whether the same request may succeed later. */
  public boolean mayPass() {
    return status / CLASS == 5 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
  }

  /** The body as text. */
  public String text() {
    return new String(body, UTF_8);
  }

  @Override
  public String toString() {
    return "HttpAnswer[" + status + ", " + body.length + " bytes]";
  }
}
