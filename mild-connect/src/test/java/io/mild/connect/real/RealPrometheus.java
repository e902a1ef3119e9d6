package io.mild.connect.real;

import io.mild.connect.http.HttpAccess;
import io.mild.connect.prometheus.PrometheusClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Prometheus of the machine, in a folder of its own. */
public final class RealPrometheus implements AutoCloseable {
  private final Path folder;
  private final Path binary = Program.find("prometheus");
  private final int port = Program.freePort();
  private Program program;

  private RealPrometheus(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.program = run();
  }

  /**
   * Starts one.
   *
   * @param config its {@code prometheus.yml}
   */
  public static RealPrometheus start(Path folder, String config)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("prometheus.yml"), config);
    return new RealPrometheus(folder);
  }

  /** Fills a folder before the start, with what a file in the OpenMetrics format says. */
  public static void fill(Path folder, Path openMetrics) throws IOException, InterruptedException {
    Path promtool = Program.find("promtool");
    Program.run(
        folder,
        promtool.toString(),
        "tsdb",
        "create-blocks-from",
        "--max-block-duration=744h", // it reads the file once a block
        "openmetrics",
        openMetrics.toString(),
        folder.resolve("data").toString());
  }

  private Program run() throws IOException, InterruptedException {
    return Program.start(
        folder,
        "prometheus",
        port,
        List.of(
            binary.toString(),
            "--config.file=" + folder.resolve("prometheus.yml"),
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--storage.tsdb.retention.time=50y",
            "--web.listen-address=127.0.0.1:" + port));
  }

  /** A client of it. */
  public PrometheusClient client() {
    return new PrometheusClient(HttpAccess.create().to(address()));
  }

  /** Where it is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Stops it, to be started again. */
  public void stop() {
    program.close();
  }

  /** The same again, with what it keeps on disk. */
  public void startAgain() throws IOException, InterruptedException {
    program = run();
  }

  @Override
  public void close() {
    program.close();
  }
}
