package io.mild.server.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mild.server.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {
  @TempDir static Path folder;

  private static Stage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = Stage.plain(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    stage.close();
  }

  @Test
  void readingIsOpenOnLoopback() throws Exception {
    assertThat(stage.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(stage.get("/-/ready").statusCode()).isEqualTo(200);
    assertThat(stage.json("/api/v1/systems").at("/systems/0/key").asText()).isEqualTo("shop");
    assertThat(stage.get("/systems/shop").body()).contains("<main id=\"main\"");
  }

  @Test
  void anIncidentIsTheWayThatTheApiTellsIt() throws Exception {
    String id = stage.incident();
    JsonNode story = stage.json("/api/v1/systems/shop/incidents/" + id);

    assertThat(story.at("/rootCause").asText()).isIn("api", "orders");
    assertThat(story.at("/steps/0/kind").asText()).isEqualTo("OPENED");
    assertThat(story.at("/why").size()).as("the usual risk and two KPIs").isEqualTo(3);
    assertThat(story.at("/similar/0/incident").asText()).isEqualTo("INC-1");
    assertThat(story.at("/course/times").size()).isEqualTo(story.at("/course/risks").size());
    double sum = 0;
    for (JsonNode line : story.at("/why")) {
      sum += line.at("/contribution").asDouble();
    }
    assertThat(sum).as("what is explained is a risk").isBetween(0.0, 1.0);
  }

  @Test
  void metricsAreTold() throws Exception {
    stage.incident();
    assertThat(stage.get("/metrics").body()).contains("mild_", "system=\"shop\"");
  }

  @Test
  void whatChangesSomethingNeedsTheToken() throws Exception {
    String id = stage.incident();
    String place = "/api/v1/systems/shop/incidents/" + id + "/acknowledge";
    assertThat(post(place, "").statusCode()).isEqualTo(401);
    assertThat(post(place, "", "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
    assertThat(stage.post(place, "").statusCode()).isEqualTo(200);
    assertThat(post("/api/v1/systems/shop/retrain", "").statusCode()).isEqualTo(401);
  }

  @Test
  void aSessionNeedsTheHeaderThatNoOtherSiteCanSend() throws Exception {
    HttpResponse<String> login =
        post("/login", "token=" + Stage.TOKEN, "Content-Type", "application/x-www-form-urlencoded");
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(Stage.TOKEN);
    String session = cookie.substring(0, cookie.indexOf(';'));
    String place = "/api/v1/systems/shop/mutes";
    String mute = "{\"intent\": \"api\", \"for\": \"1m\"}";

    assertThat(post(place, mute, "Cookie", session).statusCode()).isEqualTo(403);
    assertThat(post(place, mute, "Cookie", session, Gate.CHANGES, "1").statusCode()).isEqualTo(200);
    assertThat(
            post(
                    place,
                    mute,
                    "Cookie",
                    session,
                    Gate.CHANGES,
                    "1",
                    "Origin",
                    "http://elsewhere.example")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aWrongTokenSignsNobodyIn() throws Exception {
    HttpResponse<String> login = post("/login", "token=wrong");
    assertThat(login.statusCode()).isEqualTo(403);
    assertThat(login.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void theFirstSignInWorksOnce() throws Exception {
    String place = stage.server.signInAddress();
    HttpResponse<String> first = stage.send(HttpRequest.newBuilder(URI.create(place)));
    HttpResponse<String> second = stage.send(HttpRequest.newBuilder(URI.create(place)));
    assertThat(first.headers().firstValue("Set-Cookie")).isPresent();
    assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void rulesAreCheckedAndMutesTakenBack() throws Exception {
    assertThat(stage.post("/api/v1/systems/shop/mutes", "{\"intent\":\"nobody\",\"for\":\"1h\"}"))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(400))
        .satisfies(answer -> assertThat(answer.body()).contains("nobody"));
    String window = "Tue 02:00 4h Europe/Berlin for orders";
    String place = "/api/v1/systems/shop/windows";
    stage.post(place, "{\"window\": \"" + window + "\"}");
    JsonNode rules = stage.json("/api/v1/systems/shop").at("/rules");
    assertThat(rules.at("/windows/0").asText()).isEqualTo(window);
    stage.post(place, "{\"remove\": \"" + window + "\"}");
    assertThat(stage.json("/api/v1/systems/shop").at("/rules/windows").size()).isZero();
    assertThat(stage.post(place, "{\"window\": \"some day\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void bodiesAreBounded() throws Exception {
    String place = "/api/v1/systems/shop/rules";
    assertThat(stage.post(place, "x".repeat(65 << 10)).statusCode()).isEqualTo(413);
    assertThat(stage.post(place, "no json").statusCode()).isEqualTo(400);
    assertThat(stage.post(place, "[".repeat(30_000)).statusCode()).isEqualTo(400);
    assertThat(stage.get("/systems/" + "x".repeat(20_000)).statusCode()).isGreaterThan(399);
  }

  @Test
  void browsersAreToldToTrustNothingElse() throws Exception {
    for (String place : new String[] {"/systems/shop", "/login", "/api/v1/systems", "/none"}) {
      var headers = stage.get(place).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Server")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rebound.example", "rebound.example:80", "127.0.0.1.example", ""})
  void whoCallsItByAnotherNameIsNotLetIn(String host) throws Exception {
    assertThat(status("GET /api/v1/systems HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).isIn(400, 421);
  }

  @Test
  void byItsOwnNamesItIs() throws Exception {
    for (String host : new String[] {"localhost", "127.0.0.1", "LOCALHOST:1", "[::1]:8420"}) {
      assertThat(status("GET /api/v1/systems HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /../../etc/passwd HTTP/1.1",
        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1",
        "GET /systems/..%2f..%2f HTTP/1.1",
        "GET /systems/nobody HTTP/1.1",
        "GET /api/v1/systems/shop/incidents/%00 HTTP/1.1",
        "GET //page.js/.. HTTP/1.1",
        "DELETE /api/v1/systems/shop HTTP/1.1",
        "PUT / HTTP/1.1",
        "TRACE / HTTP/1.1",
        "GET /page.js\u00ff HTTP/1.1"
      })
  void whatIsNotThereIsNot(String line) throws Exception {
    assertThat(status(line + "\r\nHost: localhost\r\n\r\n")).isBetween(400, 499);
  }

  @Test
  void updatesAreTold() throws Exception {
    HttpResponse<InputStream> updates =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(stage.at("/api/v1/updates")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(updates.body(), UTF_8))) {
      String line = lines.readLine();
      while (!line.startsWith("data:")) {
        line = lines.readLine();
      }
      assertThat(line).contains("\"shop\"");
    }
  }

  /** With header names and values, one after the other. */
  private static HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(stage.at(path)).POST(HttpRequest.BodyPublishers.ofString(body));
    return stage.send(headers.length == 0 ? request : request.headers(headers));
  }

  /** That of an answer to what no client would send. */
  private static int status(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", stage.at("/").getPort())) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      String line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine();
      return Integer.parseInt(line.split(" ")[1]);
    }
  }
}
