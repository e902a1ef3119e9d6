package io.mild.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mild.internal.io.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A request and its answer. */
final class Exchange {
  /** No form and no command is longer. */
  private static final int MOST_BODY_BYTES = 64 << 10;

  private static final int METHOD_NOT_ALLOWED = 405;

  final Request request;
  final Response response;
  final Callback done;

  /** The path's parts, such as {@code [api, v1, systems]}; decoded. */
  final List<String> path;

  Exchange(Request request, Response response, Callback done) {
    this.request = request;
    this.response = response;
    this.done = done;
    this.path = List.of(Request.getPathInContext(request).substring(1).split("/", -1));
  }

  boolean is(String method) {
    return request.getMethod().equals(method);
  }

  /** Whether nothing is asked to change. */
  boolean isReading() {
    return is("GET") || is("HEAD");
  }

  /** Whether the path is that; {@code *} stands for any part that is not empty. */
  boolean isAt(String... parts) {
    if (path.size() != parts.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      boolean fits = parts[i].equals("*") ? !path.get(i).isEmpty() : parts[i].equals(path.get(i));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  /**
   * The body.
   *
   * @throws RefusedRequest if it is too long
   */
  byte[] body() throws IOException, RefusedRequest {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(MOST_BODY_BYTES + 1);
      if (bytes.length > MOST_BODY_BYTES) {
        throw new RefusedRequest(413, "a body has at most " + MOST_BODY_BYTES + " bytes");
      }
      return bytes;
    }
  }

  /**
   * The body as a JSON object; an empty one is {@code {}}.
   *
   * @throws RefusedRequest if it is none
   */
  Map<String, Object> jsonBody() throws IOException, RefusedRequest {
    byte[] bytes = body();
    try {
      return bytes.length == 0 ? Map.of() : Json.read(bytes);
    } catch (IOException e) {
      throw new RefusedRequest(400, "the body is no JSON object");
    }
  }

  void answer(int status, String type, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, is("HEAD") ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body), done);
  }

  void answerJson(int status, Map<String, ?> json) {
    answer(status, "application/json", Json.write(json));
  }

  void answerText(int status, String text) {
    answer(status, "text/plain; charset=utf-8", (text + "\n").getBytes(UTF_8));
  }

  void redirect(String place) {
    response.setStatus(303);
    response.getHeaders().put(HttpHeader.LOCATION, place);
    response.write(true, ByteBuffer.allocate(0), done);
  }

  void requireMethod(String method) throws RefusedRequest {
    boolean fits = is(method) || (method.equals("GET") && is("HEAD"));
    if (!fits) {
      response.getHeaders().put(HttpHeader.ALLOW, method);
      throw new RefusedRequest(METHOD_NOT_ALLOWED, "only " + method + " is known here");
    }
  }
}
