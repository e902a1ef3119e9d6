package io.mild.connect.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mild.connect.OneLine;
import io.mild.connect.RefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** A service at an address that the configuration says. Safe to share between threads. */
public final class HttpService {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int REDIRECTS = 3;
  private static final int CLASS = 100;
  private static final int SHOWN_OF_BODY = 200;

  private final HttpAccess access;
  private final URI address;

  HttpService(HttpAccess access, URI address) {
    this.access = access;
    this.address = address;
  }

  /** Where it is. */
  public URI address() {
    return address;
  }

  /**
   * Asks by GET.
   *
   * @param path below the address, such as {@code api/v1/rules}; empty for the address itself
   * @throws IOException if there is no whole answer in time; the message says what to do
   */
  public HttpAnswer get(String path) throws IOException {
    return send(request(path).GET());
  }

  /**
   * Asks by POST of a form.
   *
   * @throws IOException as {@link #get}
   */
  public HttpAnswer postForm(String path, Map<String, String> fields) throws IOException {
    String form =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  /**
   * Sends JSON by POST.
   *
   * @param headers besides those of content and authorization
   * @throws IOException as {@link #get}
   */
  public HttpAnswer postJson(String path, byte[] json, Map<String, String> headers)
      throws IOException {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    headers.forEach(request::header);
    return send(request.POST(BodyPublishers.ofByteArray(json)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private HttpRequest.Builder request(String path) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(place(path))
            .header("Accept", "application/json")
            .header("User-Agent", "mild-connect");
    authorize(request);
    return request;
  }

  /** Without a cause, whose message may have the secret. */
  private void authorize(HttpRequest.Builder request) throws IOException {
    try {
      access.authorization().ifPresent(value -> request.header("Authorization", value));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the credentials for %s have characters that a header can't have".formatted(address));
    } catch (UncheckedIOException e) {
      throw new IOException("the credentials for %s can't be read".formatted(address));
    }
  }

  private URI place(String path) {
    if (path.isEmpty()) {
      return address;
    }
    String base = address.toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + path);
  }

  /**
   * The request's own timeout is over with the answer's first line; the body has what is left.
   *
   * <p>On the caller's thread: an asynchronous answer is completed on a thread of the common pool,
   * in whose place the JDK starts a new one for each where there are one or two processors.
   */
  private HttpAnswer send(HttpRequest.Builder builder) throws IOException {
    long end = System.nanoTime() + access.timeout().toNanos();
    HttpRequest request = builder.timeout(access.timeout()).build();
    try {
      HttpResponse<byte[]> whole =
          access
              .client()
              .send(request, info -> new BoundedBody(access.mostBytes(), end - System.nanoTime()));
      return new HttpAnswer(whole.statusCode(), whole.body());
    } catch (IOException e) {
      String why =
          isTooLate(e)
              ? "no whole answer in %s: it is slow, or the timeout too short"
                  .formatted(access.timeout())
              : why(e);
      throw new IOException("%s: %s".formatted(address, why), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private static boolean isTooLate(IOException e) {
    return e.getCause() instanceof TimeoutException // of the body
        || e instanceof HttpTimeoutException && !(e instanceof HttpConnectTimeoutException);
  }

  private static String why(Throwable cause) {
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    if (cause instanceof ConnectException) {
      return "no connection: is it up, and the address right? (" + message + ")";
    }
    if (cause instanceof SSLException) {
      return "no TLS: is its certificate known, and ours to it? (" + message + ")";
    }
    return message;
  }

  /**
   * What an answer that is no success comes to.
   *
   * @param answer no success
   * @param said by the service of it; may be empty
   * @return the exception to throw: a {@link RefusedException} where the service won't ever take
   *     the request, but not where an operator may let it by changing its side
   */
  public IOException failure(HttpAnswer answer, String said) {
    String what =
        said.isBlank() && answer.body().length > 0
            ? answer.text().substring(0, Math.min(SHOWN_OF_BODY, answer.text().length()))
            : said;
    String message =
        OneLine.of(
            "%s answered %d%s%s"
                .formatted(
                    address, answer.status(), hint(answer), what.isBlank() ? "" : ": " + what));
    boolean isConfigured =
        answer.status() == UNAUTHORIZED
            || answer.status() == FORBIDDEN
            || answer.status() == NOT_FOUND
            || answer.status() / CLASS == REDIRECTS;
    return answer.mayPass() || isConfigured
        ? new IOException(message)
        : new RefusedException(message);
  }

  private static String hint(HttpAnswer answer) {
    return switch (answer.status()) {
      case UNAUTHORIZED, FORBIDDEN -> " (check token, user and password)";
      case NOT_FOUND -> " (check the address and its path)";
      default ->
          answer.status() / CLASS == REDIRECTS
              ? " (redirects are not followed: give the address that it leads to)"
              : "";
    };
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
