package io.mild.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Chromium that is at hand, driven by the WebDriver protocol; nothing is downloaded. */
final class Browser implements AutoCloseable {
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private final URI base;
  private String session = "";

  private Browser(Process driver, URI base) {
    this.driver = driver;
    this.base = base;
  }

  static boolean isInstalled() {
    return Files.isExecutable(DRIVER) && Files.isExecutable(CHROMIUM);
  }

  static Browser start(Path profile) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process driver =
        new ProcessBuilder(DRIVER.toString(), "--port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Browser browser = new Browser(driver, URI.create("http://127.0.0.1:" + port));
    browser.awaitDriver();
    List<String> arguments =
        List.of(
            "--headless=new",
            "--no-sandbox", // of root, as in a container
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-dev-shm-usage",
            "--user-data-dir=" + profile);
    JsonNode answer =
        browser.call(
            "POST",
            "/session",
            Map.of(
                "capabilities",
                Map.of(
                    "alwaysMatch",
                    Map.of(
                        "browserName",
                        "chrome",
                        "goog:loggingPrefs",
                        Map.of("browser", "ALL"),
                        "goog:chromeOptions",
                        Map.of("binary", CHROMIUM.toString(), "args", arguments)))));
    browser.session = "/session/" + answer.at("/sessionId").asText();
    return browser;
  }

  private void awaitDriver() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        call("GET", "/status", null);
        return;
      } catch (IOException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  private JsonNode call(String method, String path, @Nullable Object body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(base.resolve(path))
                .method(method, publisher)
                .timeout(PATIENCE.multipliedBy(3))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode value = JSON.readTree(answer.body()).at("/value");
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + value);
    }
    return value;
  }

  void open(URI place) throws Exception {
    call("POST", session + "/url", Map.of("url", place.toString()));
  }

  /** What a script returns. */
  JsonNode run(String script, Object... arguments) throws Exception {
    return call(
        "POST", session + "/execute/sync", Map.of("script", script, "args", List.of(arguments)));
  }

  /** What the first element of a selector says. */
  String text(String selector) throws Exception {
    return run(
            "const e = document.querySelector(arguments[0]); return e ? e.innerText : '';",
            selector)
        .asText();
  }

  /** Waits until a script returns true. */
  void await(String script, Object... arguments) throws Exception {
    if (!sees(script, arguments)) {
      throw new AssertionError("not within " + PATIENCE + ": " + script + "\n" + text("body"));
    }
  }

  /** Whether a script returns true within some time. */
  boolean sees(String script, Object... arguments) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!run("return !!(" + script + ")", arguments).asBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(50);
    }
    return true;
  }

  /** Clicks as a person would: where something else is on top, it fails. */
  void click(String selector) throws Exception {
    JsonNode element =
        call("POST", session + "/element", Map.of("using", "css selector", "value", selector));
    String id = element.elements().next().asText();
    call("POST", session + "/element/" + id + "/click", Map.of());
  }

  /** Presses keys, in the words of the WebDriver protocol: tab is U+E004, enter U+E007. */
  void press(String... keys) throws Exception {
    List<Map<String, Object>> actions = new ArrayList<>();
    for (String key : keys) {
      actions.add(Map.of("type", "keyDown", "value", key));
      actions.add(Map.of("type", "keyUp", "value", key));
    }
    call(
        "POST",
        session + "/actions",
        Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", actions))));
  }

  /** As a window of that size, and by night or by day. */
  void look(int width, int height, boolean isDark) throws Exception {
    devtools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    devtools(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
  }

  /** A picture of the window, or of all of the page. */
  void picture(Path file, boolean isOfAll) throws Exception {
    JsonNode taken =
        devtools(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", isOfAll));
    Files.write(file, Base64.getDecoder().decode(taken.at("/data").asText()));
  }

  private JsonNode devtools(String command, Map<String, ?> parameters) throws Exception {
    return call(
        "POST", session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  /** What the page complained of: errors of scripts, and what its policy refused. */
  JsonNode complaints() throws Exception {
    return call("POST", session + "/se/log", Map.of("type", "browser"));
  }

  @Override
  public void close() throws IOException {
    try {
      if (!session.isEmpty()) {
        call("DELETE", session, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      driver.destroy();
      driver.onExit().join();
    }
  }
}
