package io.mild.scaling.kubernetes;

import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The mock server knows no {@code resize}: a patch of it is one of the pod itself. Nor does it say
 * of what type its answers are.
 */
final class ResizeDispatcher extends KubernetesMixedDispatcher {
  private static final String SUBRESOURCE = "/resize";

  /** What was patched that way, in order. */
  final List<String> patches = new ArrayList<>();

  /** A path that is answered as scripted. */
  String refused = "";

  ResizeDispatcher(Map<ServerRequest, Queue<ServerResponse>> scripted) {
    super(scripted);
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    return answer(request).setHeader("Content-Type", "application/json");
  }

  private MockResponse answer(RecordedRequest request) {
    String path = request.getPath();
    if (!path.endsWith(SUBRESOURCE) || path.equals(refused)) {
      return super.dispatch(request);
    }
    String patch = request.getUtf8Body(); // which can be read once
    patches.add(patch);
    return super.dispatch(
        new RecordedRequest(
            request.getHttpVersion(),
            request.method(),
            path.substring(0, path.length() - SUBRESOURCE.length()),
            request.getHeaders(),
            new Buffer(patch.getBytes(StandardCharsets.UTF_8))));
  }
}
