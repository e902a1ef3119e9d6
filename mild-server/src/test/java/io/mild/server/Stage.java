package io.mild.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mild.HandMade;
import io.mild.Mild;
import io.mild.data.KpiSchema;
import io.mild.features.FeatureSpec;
import io.mild.internal.model.TrainedModel;
import io.mild.server.config.ServerConfig;
import io.mild.server.system.Drill;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A server of a system whose rows and model are made by hand, and a client of it. */
public final class Stage implements AutoCloseable {
  /** Names as nobody should choose them, none of which may be taken for anything but a name. */
  public static final List<String> HOSTILE =
      List.of("<img src=x onerror=\"document.title='owned'\">", "'\"><b id=owned>&amp;\u2028x");

  public static final String TOKEN = "a-token-of-the-test";

  private static final int MINUTES = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Under the header of any two KPIs. */
  private static final String ROWS =
      IntStream.range(0, MINUTES)
          .mapToObj(Drill::row)
          .map(row -> "\n" + row.time() + "," + row.values()[0] + "," + row.values()[1])
          .collect(Collectors.joining());

  public final MildServer server;
  public final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  private Stage(MildServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  private static Stage ready(Path folder) throws Exception {
    Stage stage =
        new Stage(MildServer.start(ServerConfig.read(folder.resolve("mild.yaml"))), folder);
    while (stage.get("/-/ready").statusCode() != 200) {
      Thread.sleep(10);
    }
    return stage;
  }

  /** Of a server that was started by others, with the token that it made. */
  public static Stage of(MildServer server, Path folder) {
    return new Stage(server, folder);
  }

  /** Of KPIs and intents with plain names. */
  public static Stage plain(Path folder) throws Exception {
    return of(folder, Drill.model(), HandMade.KPIS);
  }

  /** Of {@link #HOSTILE} ones. */
  public static Stage hostile(Path folder) throws Exception {
    TrainedModel plain = HandMade.withoutPull().operated().build().model();
    FeatureSpec spec =
        FeatureSpec.of(HOSTILE).withWindows(List.of(Duration.ofMinutes(2), Duration.ofMinutes(4)));
    return of(
        folder,
        Mild.of(
            new TrainedModel(
                new KpiSchema(HOSTILE, spec.period()),
                spec,
                HOSTILE,
                plain.standardizer(),
                plain.horizonModels(),
                plain.incidentModel(),
                plain.explanationModel(),
                plain.report())),
        HOSTILE);
  }

  private static Stage of(Path folder, Mild mild, List<String> kpis) throws Exception {
    configure(folder, mild, kpis);
    return ready(folder);
  }

  /** What {@link #plain} would start. */
  public static ServerConfig configure(Path folder, Mild mild) throws IOException {
    configure(folder, mild, HandMade.KPIS);
    return ServerConfig.read(folder.resolve("mild.yaml"));
  }

  private static void configure(Path folder, Mild mild, List<String> kpis) throws IOException {
    mild.save(folder.resolve("shop.mild"));
    StringBuilder csv = new StringBuilder("timestamp");
    kpis.forEach(kpi -> csv.append(",\"").append(kpi.replace("\"", "\"\"")).append('"'));
    Files.writeString(folder.resolve("kpis.csv"), csv + ROWS + "\n");
    Files.writeString(folder.resolve("token"), TOKEN);
    Files.writeString(
        folder.resolve("mild.yaml"),
        """
        listen: 127.0.0.1:0
        state: state
        token: {file: token}
        systems:
          shop:
            source: {csv: {file: kpis.csv, pace: 10ms, trainOn: 0.001}}
            model: shop.mild
        sinks:
          - jsonLines: {file: events.jsonl}
        """);
  }

  /** The same state again, by another server. */
  public Stage restarted() throws Exception {
    server.close();
    return ready(folder);
  }

  public URI at(String path) {
    return URI.create(server.address()).resolve(path);
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(at(path)));
  }

  private String token() throws IOException {
    Path made = folder.resolve("state/token");
    return Files.exists(made) ? Files.readString(made) : TOKEN;
  }

  /** Something that the token allows. */
  public HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(at(path))
            .header("Authorization", "Bearer " + token())
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  public JsonNode json(String path) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(get(path).body());
  }

  /** Waits until a place says something. */
  public JsonNode await(String path, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode seen = json(path);
    while (!wanted.test(seen)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + PATIENCE + ": " + seen);
      }
      Thread.sleep(20);
      seen = json(path);
    }
    return seen;
  }

  /** Waits for an incident; its identity. */
  public String incident() throws IOException, InterruptedException {
    return await("/api/v1/systems/shop", it -> it.at("/incidents/0/id").isTextual())
        .at("/incidents/0/id")
        .asText();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
