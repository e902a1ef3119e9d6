package io.mild.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code init} says where it can do nothing. */
class InitCommandTest {
  @TempDir private Path folder;

  @Test
  void aServerThatIsDownIsSaid() {
    CommandRun run = init("http://127.0.0.1:1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines()).hasSize(1);
    assertThat(run.err()).contains("http://127.0.0.1:1: no connection: is it up");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html>                              | gave no answer of a Prometheus",
        "200 | {\"status\":\"success\",\"data\":{}}| has no alert rules",
        "404 | nothing                             | answered 404 (check the address and its path)",
        "401 | secret                              | answered 401 (check token, user and password)",
        "302 |                                     | redirects are not followed",
      })
  void whatIsNoPrometheusIsSaid(int status, String body, String said) throws Exception {
    HttpServer server = answering(status, body == null ? "" : body);
    try {
      CommandRun run = init("http://127.0.0.1:" + server.getAddress().getPort());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.errorLines()).hasSize(1);
      assertThat(run.err()).contains(said);
      assertThat(folder).isEmptyDirectory();
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bearer-env A --bearer-file b | 2 | exclude each other",
        "--user me                      | 2 | go together",
        "--password-env A               | 2 | go together",
        "--bearer-env MILD_NOT_SET      | 1 | is MILD_NOT_SET, but no such variable is set",
        "--bearer-file missing          | 1 | can't be read",
        "--ca missing.pem               | 1 | missing.pem",
        "--certificate our.pem          | 2 | go together",
        "--kpis 0                       | 2 | were to be 0",
        "--days 0                       | 2 | an hour to 400 days",
        "--period 10ms                  | 2 | at least 1 s",
        "--system a/b                   | 2 | 'a/b'",
        "--metrics [                    | 2 | --metrics",
      })
  void aWrongOptionIsSaid(String options, int exitCode, String said) {
    CommandRun run = init("http://127.0.0.1:1", options.split(" "));

    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(said);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anAddressWithAPasswordIsRefusedWithoutRepeatingIt() {
    CommandRun run = init("http://me:hunter2@127.0.0.1:1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("credentials are given apart").doesNotContain("hunter2");
  }

  private CommandRun init(String url, String... options) {
    List<Object> arguments =
        new ArrayList<>(List.of("init", "--prometheus", url, "--out", folder.resolve("mild.yaml")));
    arguments.addAll(List.of(options));
    return CommandRun.of(arguments.toArray());
  }

  private static HttpServer answering(int status, String body) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }
}
