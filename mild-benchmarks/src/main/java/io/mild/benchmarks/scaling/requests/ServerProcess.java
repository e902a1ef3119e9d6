package io.mild.benchmarks.scaling.requests;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A {@link WorkServer} or a {@link HttpWorkServer} in a JVM of its own. */
final class ServerProcess implements AutoCloseable {
  private final Class<?> server;
  private final Behaviour behaviour;
  private final int port;
  private Process process;

  private ServerProcess(Class<?> server, Behaviour behaviour) throws IOException {
    this.server = server;
    this.behaviour = behaviour;
    this.process = start(server, behaviour, 0);
    this.port = portOf(process);
  }

  static ServerProcess start(Class<?> server, Behaviour behaviour) throws IOException {
    return new ServerProcess(server, behaviour);
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", port);
  }

  /** Killed, and started anew at the same address; returns once it serves. */
  void restart() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    process = start(server, behaviour, port);
    portOf(process);
  }

  private static Process start(Class<?> server, Behaviour behaviour, int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            server.getName(),
            Integer.toString(port),
            behaviour.text())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static int portOf(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("a server process ended before it served");
    }
    return Integer.parseInt(line);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
