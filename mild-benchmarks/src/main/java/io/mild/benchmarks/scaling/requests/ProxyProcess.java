package io.mild.benchmarks.scaling.requests;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A proxy of others before all servers, with the balancing that it is known for. */
final class ProxyProcess implements AutoCloseable {
  private static final String CONFIG = "proxy.conf";
  private static final long START_NANOS = 20_000_000_000L;
  private static final long LOOK_MILLIS = 20;
  private static final long END_SECONDS = 5;

  private final Process process;
  private final Path folder;
  private final InetSocketAddress address;

  private ProxyProcess(Process process, Path folder, InetSocketAddress address) {
    this.process = process;
    this.folder = folder;
    this.address = address;
  }

  /** Which proxy. */
  enum Kind {
    /** Checks servers each second, and asks another where it can't connect. */
    HAPROXY("haproxy") {
      @Override
      List<String> command(Path program, Path folder) {
        return List.of(program.toString(), "-db", "-q", "-f", folder.resolve(CONFIG).toString());
      }

      @Override
      String config(int port, List<InetSocketAddress> servers) {
        return """
        global
          maxconn 8192
        defaults
          mode http
          timeout connect 5s
          timeout client 1h
          timeout server 1h
          option redispatch
          http-reuse always
        frontend all
          bind 127.0.0.1:%d
          default_backend servers
        backend servers
          balance leastconn
        %s\
        """
            .formatted(
                port,
                IntStream.range(0, servers.size())
                    .mapToObj(
                        i ->
                            "  server s%d 127.0.0.1:%d check inter 1s%n"
                                .formatted(i, servers.get(i).getPort()))
                    .reduce("", String::concat));
      }
    },
    /** Leaves out who fails, and asks another where it can't connect. */
    NGINX("nginx") {
      @Override
      List<String> command(Path program, Path folder) {
        return List.of(program.toString(), "-p", folder.toString(), "-e", "stderr", "-c", CONFIG);
      }

      @Override
      String config(int port, List<InetSocketAddress> servers) {
        return """
        daemon off;
        pid nginx.pid;
        worker_processes 1;
        events { worker_connections 8192; }
        http {
          access_log off;
          error_log stderr crit;
          client_body_temp_path client;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          upstream servers {
            least_conn;
        %s
            keepalive 512;
            keepalive_requests 1000000;
          }
          server {
            listen 127.0.0.1:%d;
            keepalive_requests 1000000;
            location / {
              proxy_pass http://servers;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_read_timeout 1h;
            }
          }
        }
        """
            .formatted(
                servers.stream()
                    .map(server -> "    server 127.0.0.1:%d;%n".formatted(server.getPort()))
                    .reduce("", String::concat),
                port);
      }
    };

    private final String program;

    Kind(String program) {
      this.program = program;
    }

    abstract List<String> command(Path program, Path folder);

    abstract String config(int port, List<InetSocketAddress> servers);

    /** Where it is installed, if it is. */
    Optional<Path> find() {
      return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
          .map(folder -> Path.of(folder, program))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  /**
   * Starts one; returns once it serves.
   *
   * @throws IOException if it is not installed, or doesn't start
   */
  static ProxyProcess start(Kind kind, List<InetSocketAddress> servers) throws IOException {
    Path program =
        kind.find().orElseThrow(() -> new IOException(kind.program + " is not on the PATH"));
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", freePort());
    Path folder = Files.createTempDirectory("mild-" + kind.program);
    Files.writeString(folder.resolve(CONFIG), kind.config(address.getPort(), servers));
    Process process =
        new ProcessBuilder(kind.command(program, folder))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ProxyProcess proxy = new ProxyProcess(process, folder, address);
    try {
      proxy.awaitReady();
      return proxy;
    } catch (IOException e) {
      proxy.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException {
    long start = System.nanoTime();
    while (!accepts()) {
      if (!process.isAlive() || System.nanoTime() - start > START_NANOS) {
        throw new IOException("the proxy doesn't start: " + folder.resolve(CONFIG));
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the proxy starts", e);
      }
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    process.destroy(); // a worker of nginx ends with it alone
    process
        .onExit()
        .orTimeout(END_SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly())
        .join();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // what is left in the folder of temporary files is the system's
    }
  }
}
