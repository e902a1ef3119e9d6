package io.mild.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in, and who may change something.
 *
 * <p>A browser is let in by a name that is known, so that no page of somewhere else reaches a
 * loopback address by a name of its own (DNS rebinding). What changes something needs the token, as
 * {@code Authorization: Bearer} or by a session that began with it; and of a session, a header that
 * no form and no other site can send.
 */
final class Gate {
  static final String COOKIE = "mild_session";
  static final String CHANGES = "X-Mild-Change";

  private static final String BEARER = "Bearer ";

  private final Sessions sessions;
  private final byte[] token;
  private final Set<String> hosts = new HashSet<>();
  private final boolean isOpenToRead;
  private final boolean secureCookies;

  /**
   * A gate.
   *
   * @param listen where the server is
   * @param names further names of it
   * @param token that changes need
   * @param secureCookies whether sessions are for HTTPS alone
   */
  Gate(InetSocketAddress listen, Set<String> names, String token, boolean secureCookies) {
    this.sessions = new Sessions();
    this.token = token.getBytes(UTF_8);
    this.secureCookies = secureCookies;
    this.isOpenToRead = listen.getAddress().isLoopbackAddress();
    hosts.add("localhost");
    hosts.add("127.0.0.1");
    hosts.add("[::1]");
    hosts.add(listen.getAddress().getHostAddress());
    names.forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
  }

  /** Refuses who calls the server by a name that it does not have. */
  void requireHost(Request request) throws RefusedRequest {
    String host = Request.getServerName(request);
    if (host == null || !hosts.contains(host.toLowerCase(Locale.ROOT))) {
      throw new RefusedRequest(421, "this server is not known by that name; see 'hosts'");
    }
  }

  /** Whether a request may read. */
  boolean mayRead(Exchange exchange) {
    return isOpenToRead || isKnown(exchange);
  }

  /** Whether the token or a session was given. */
  boolean isKnown(Exchange exchange) {
    return hasToken(exchange) || hasSession(exchange);
  }

  /** Refuses a request to change something without leave. */
  void requireChange(Exchange exchange) throws RefusedRequest {
    if (hasToken(exchange)) {
      return;
    }
    if (!hasSession(exchange)) {
      throw new RefusedRequest(401, "that needs the token: sign in, or send it as a bearer");
    }
    if (exchange.header(CHANGES) == null) {
      throw new RefusedRequest(403, "that needs the header " + CHANGES);
    }
    requireSameOrigin(exchange);
  }

  /** Refuses what a page of another site sends. */
  void requireSameOrigin(Exchange exchange) throws RefusedRequest {
    String origin = exchange.header("Origin");
    String host = exchange.header("Host");
    if (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
      throw new RefusedRequest(403, "that was sent by a page of another site");
    }
  }

  private boolean hasToken(Exchange exchange) {
    String header = exchange.header("Authorization");
    return header != null && header.startsWith(BEARER) && isToken(header.substring(7).strip());
  }

  /** Takes as long for a wrong token as for the right one. */
  boolean isToken(String given) {
    return MessageDigest.isEqual(given.getBytes(UTF_8), token);
  }

  private boolean hasSession(Exchange exchange) {
    String id = session(exchange);
    return id != null && sessions.has(id);
  }

  private static @Nullable String session(Exchange exchange) {
    for (HttpCookie cookie : Request.getCookies(exchange.request)) {
      if (cookie.getName().equals(COOKIE)) {
        return cookie.getValue();
      }
    }
    return null;
  }

  /** Begins a session. */
  void signIn(Exchange exchange) {
    setCookie(exchange.response, sessions.begin(), Sessions.LONGEST.toSeconds());
  }

  /** Ends the session, if there is one. */
  void signOut(Exchange exchange) {
    String id = session(exchange);
    if (id != null) {
      sessions.end(id);
    }
    setCookie(exchange.response, "", 0);
  }

  private void setCookie(Response response, String value, long seconds) {
    Response.addCookie(
        response,
        HttpCookie.build(COOKIE, value)
            .path("/")
            .httpOnly(true)
            .secure(secureCookies)
            .sameSite(HttpCookie.SameSite.STRICT)
            .maxAge(seconds)
            .build());
  }

  /** What browsers are told of each answer. */
  static void addHeaders(HttpFields.Mutable headers) {
    headers.put(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Cache-Control", "no-store");
  }
}
