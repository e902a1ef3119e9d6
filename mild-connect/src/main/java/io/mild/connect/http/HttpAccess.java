package io.mild.connect.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * How to get at HTTP services: who one is, whom one trusts, how long one waits. Immutable; services
 * {@link #to opened} from one share its connections and threads.
 *
 * <pre>{@code
 * HttpService prometheus =
 *     HttpAccess.create().withBearer(() -> token).to(URI.create("https://prometheus:9090"));
 * }</pre>
 */
public final class HttpAccess {
  /** For a whole answer. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** 64 MiB. */
  public static final long DEFAULT_MOST_BYTES = 64 << 20;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client;
  private final Optional<Supplier<String>> authorization;
  private final Duration timeout;
  private final long mostBytes;

  private HttpAccess(
      HttpClient client,
      Optional<Supplier<String>> authorization,
      Duration timeout,
      long mostBytes) {
    this.client = client;
    this.authorization = authorization;
    this.timeout = timeout;
    this.mostBytes = mostBytes;
  }

  /** Without credentials, trusting whom the JDK trusts. */
  public static HttpAccess create() {
    return new HttpAccess(
        newClient().build(), Optional.empty(), DEFAULT_TIMEOUT, DEFAULT_MOST_BYTES);
  }

  /** HTTP/1.1, for an upgrade to HTTP/2 is asked for at each first request and rarely granted. */
  private static HttpClient.Builder newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT_TIMEOUT);
  }

  /**
   * With a token.
   *
   * @param token is asked for at each request, so that it may change; white space around it, such
   *     as the end of a file's line, is not part of it; never logged
   */
  public HttpAccess withBearer(Supplier<String> token) {
    return authorized(() -> "Bearer " + token.get().strip());
  }

  /**
   * With a name and a password.
   *
   * @param password as a token is
   * @throws IllegalArgumentException if the name has a colon
   */
  public HttpAccess withBasic(String user, Supplier<String> password) {
    if (user.contains(":")) {
      throw new IllegalArgumentException("a user's name has no colon, but was '" + user + "'");
    }
    return authorized(
        () -> {
          byte[] pair = (user + ":" + password.get().strip()).getBytes(UTF_8);
          return "Basic " + Base64.getEncoder().encodeToString(pair);
        });
  }

  private HttpAccess authorized(Supplier<String> header) {
    return new HttpAccess(client, Optional.of(header), timeout, mostBytes);
  }

  /** With certificates of one's own: whom one trusts and, for mutual TLS, who one is. */
  public HttpAccess withSslContext(SSLContext context) {
    return new HttpAccess(
        newClient().sslContext(context).build(), authorization, timeout, mostBytes);
  }

  /**
   * With another bound on the time of a whole answer.
   *
   * @throws IllegalArgumentException if it is below a millisecond
   */
  public HttpAccess withTimeout(Duration most) {
    if (most.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be at least 1 ms, but was " + most);
    }
    return new HttpAccess(client, authorization, most, mostBytes);
  }

  /**
   * With another bound on the size of an answer.
   *
   * @throws IllegalArgumentException if it is below 1 or above 2<sup>30</sup>
   */
  public HttpAccess withMostBytes(long most) {
    if (most < 1 || most > 1 << 30) {
      throw new IllegalArgumentException("mostBytes must be 1 to 2^30, but was " + most);
    }
    return new HttpAccess(client, authorization, timeout, most);
  }

  /**
   * The service at an address.
   *
   * @param address http or https, with a path if the service has one; without user, query and
   *     fragment
   * @throws IllegalArgumentException if it is another; the message has it, but no password in it
   */
  public HttpService to(URI address) {
    boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!isHttp || address.getHost() == null) {
      throw new IllegalArgumentException(
          "an address begins with http:// or https:// and a host, but its scheme was '%s' and its host '%s'"
              .formatted(address.getScheme(), address.getHost()));
    }
    if (address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the address of %s must have no user, password, query and fragment in it; credentials are given apart"
              .formatted(address.getHost()));
    }
    return new HttpService(this, address);
  }

  HttpClient client() {
    return client;
  }

  Optional<String> authorization() {
    return authorization.map(Supplier::get);
  }

  Duration timeout() {
    return timeout;
  }

  long mostBytes() {
    return mostBytes;
  }
}
