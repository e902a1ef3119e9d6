package io.mild.testbed;

import io.mild.testbed.recording.PrometheusPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a scene to a Prometheus. */
@Command(
    name = "live",
    description = {
      "Runs a scene as record does, and shows its KPIs at http://127.0.0.1:PORT/metrics, for a"
          + " Prometheus to scrape once a minute of the scene.",
      "Ends at Ctrl-C, or after --hours."
    })
final class LiveCommand implements Callable<Integer> {
  @Mixin private SceneOptions options = new SceneOptions();

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where to show them, on loopback; 0 is any (default: ${DEFAULT-VALUE}).")
  private int port = 9464;

  @Option(
      names = "--hours",
      paramLabel = "X",
      description = "How long at most (default: ${DEFAULT-VALUE}).")
  private double hours = 24;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to record the run, too, and what was injected.")
  private @Nullable Path folder;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    try (PrometheusPage page = new PrometheusPage(port)) {
      new SceneRun(options, options.rows(hours), out)
          .run(
              Optional.ofNullable(folder),
              false,
              new SceneRun.Audience() {
                private List<String> names = List.of();

                @Override
                public void begins(List<String> kpis) {
                  names = kpis;
                  out.printf("http://127.0.0.1:%d/metrics%n", page.port());
                }

                @Override
                public void row(int row, double[] values) {
                  page.show(names, values);
                }
              });
    }
    return 0;
  }
}
