package io.mild.connect.real;

import io.mild.connect.http.HttpAccess;
import io.mild.connect.http.HttpService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An Alertmanager of the machine, in a folder of its own, that tells a receiver. */
public final class RealAlertmanager implements AutoCloseable {
  private final Path folder;
  private final Path binary = Program.find("prometheus-alertmanager", "alertmanager");
  private final int port = Program.freePort();
  private Program program;

  private RealAlertmanager(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.program = run();
  }

  /** Starts one with a group interval of a second, as docs/connect.md groups. */
  public static RealAlertmanager start(Path folder, URI receiver)
      throws IOException, InterruptedException {
    return start(folder, receiver, "200ms", "1s");
  }

  /**
   * Starts one.
   *
   * @param wait until a new group is told
   * @param interval between what is told of a group
   */
  public static RealAlertmanager start(Path folder, URI receiver, String wait, String interval)
      throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("alertmanager.yml"),
        """
        route:
          receiver: pager
          group_by: [alertname, system, incident]
          group_wait: %s
          group_interval: %s
          repeat_interval: 4h
        receivers:
          - name: pager
            webhook_configs: [{url: '%s', send_resolved: true}]
        """
            .formatted(wait, interval, receiver));
    return new RealAlertmanager(folder);
  }

  private Program run() throws IOException, InterruptedException {
    return Program.start(
        folder,
        "alertmanager",
        port,
        List.of(
            binary.toString(),
            "--config.file=" + folder.resolve("alertmanager.yml"),
            "--storage.path=" + folder.resolve("data"),
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + port));
  }

  /** Where it is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** It as a service. */
  public HttpService service() {
    return HttpAccess.create().to(address());
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
