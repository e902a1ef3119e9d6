package io.mild.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mild.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how the systems of a running server are. */
@Command(
    name = "status",
    description = {
      "Says how the systems of a running server are, one a line.",
      "Ends with 0 if all are well, 1 if one is not, 2 if the server is not there."
    })
final class StatusCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int NOT_WELL = 1;
  private static final int NOT_THERE = 2;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Of its page (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:" + ServerConfig.DEFAULT_LISTEN.getPort() + "/");

  @Option(
      names = "--token-variable",
      paramLabel = "NAME",
      description =
          "The environment variable that has its token, if it listens on more than loopback"
              + " (default: ${DEFAULT-VALUE}).")
  private String tokenVariable = "MILD_TOKEN";

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve("api/v1/systems")).timeout(TIMEOUT);
    String token = System.getenv(tokenVariable);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> answer;
    try {
      answer =
          HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      command.commandLine().getErr().println("error: no server at " + url);
      return NOT_THERE;
    }
    JsonNode json = new ObjectMapper().readTree(answer.body());
    if (answer.statusCode() != 200) {
      throw new IOException(url + ": " + json.path("error").asText());
    }
    return tell(json.path("systems"));
  }

  private int tell(JsonNode systems) {
    PrintWriter out = command.commandLine().getOut();
    boolean isWell = true;
    for (JsonNode system : systems) {
      isWell &= system.path("standing").asText().equals("OK");
      out.printf("%-20s %-9s %s%n", text(system, "key"), text(system, "standing"), said(system));
    }
    out.flush();
    return isWell ? 0 : NOT_WELL;
  }

  private static String said(JsonNode system) {
    JsonNode problem = system.path("problems").path(0);
    if (problem.isTextual()) {
      return plain(problem.asText());
    }
    JsonNode incident = system.path("incidents").path(0);
    return incident.isObject()
        ? "root cause %s (%s)".formatted(text(incident, "rootCause"), text(incident, "severity"))
        : text(system, "text");
  }

  private static String text(JsonNode node, String field) {
    return plain(node.path(field).asText());
  }

  /** Nothing that a terminal would obey. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
