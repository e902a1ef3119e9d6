package io.mild.cli;

import io.mild.server.MildServer;
import io.mild.server.config.ServerConfig;
import io.mild.server.example.ExampleConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Watches systems, and shows them on a page. */
@Command(
    name = "serve",
    description = {
      "Watches systems, tells of incidents, and shows them on a page in the browser.",
      "Without --config, it watches an example that is nowhere but in this process, ten minutes a"
          + " second."
    })
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "What to watch and whom to tell, a YAML file; docs/operate.md has its keys.")
  private @Nullable Path config;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Of the example's page (default: ${DEFAULT-VALUE}).")
  private int port = ServerConfig.DEFAULT_LISTEN.getPort();

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerConfig read = config == null ? example() : ServerConfig.read(config);
    CountDownLatch stopped = new CountDownLatch(1);
    MildServer server = MildServer.start(read);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server, stopped), "mild-stop"));
    PrintWriter out = command.commandLine().getOut();
    out.printf("page:           %s%n", server.address());
    out.printf("to change, too: %s   (works once)%n", server.signInAddress());
    out.printf("state:          %s%n", read.state());
    out.flush();
    stopped.await();
    return 0;
  }

  private ServerConfig example() throws IOException {
    InetSocketAddress listen =
        new InetSocketAddress(ServerConfig.DEFAULT_LISTEN.getAddress(), port);
    return ExampleConfig.of(listen, Files.createTempDirectory("mild-example"));
  }

  private static void close(MildServer server, CountDownLatch stopped) {
    try {
      server.close();
    } catch (IOException e) {
      System.err.println("error: " + e.getMessage()); // the command's own streams may be gone
    } finally {
      stopped.countDown();
    }
  }
}
