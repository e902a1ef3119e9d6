package io.mild.connect.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * A server that somebody else wrote, on loopback, for as long as a test lasts. Where it is not
 * installed, its tests are left out, loudly; where {@code MILD_NEEDS_PROGRAMS} is {@code true},
 * they fail.
 */
public final class Program implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path output;
  private final Thread hook;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
    this.hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook); // of a test run that is ended
  }

  /** Where one of these names is on the PATH. */
  public static Path find(String... names) {
    Optional<Path> found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(folder -> Arrays.stream(names).map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    String what = names[0] + " is not on the PATH: install it, as .ci/run does, to run these tests";
    if (Boolean.parseBoolean(System.getenv("MILD_NEEDS_PROGRAMS"))) {
      fail(what);
    }
    System.err.println("\n*** SKIPPED: " + what + "\n");
    throw new TestAbortedException(what);
  }

  /** A port that nobody uses. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts it, and waits until it is ready. */
  public static Program start(Path folder, String name, int port, List<String> command)
      throws IOException, InterruptedException {
    Path output = folder.resolve(name + ".log");
    Program program =
        new Program(
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start(),
            output);
    try {
      program.awaitReady(URI.create("http://127.0.0.1:" + port + "/-/ready"));
      return program;
    } catch (IOException | InterruptedException | AssertionError e) {
      program.close();
      throw e;
    }
  }

  private void awaitReady(URI ready) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!isReady(ready)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        fail("it does not start:\n" + Files.readString(output));
      }
      Thread.sleep(30);
    }
  }

  private static boolean isReady(URI ready) throws InterruptedException {
    try {
      return HTTP.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs a command to its end. */
  public static void run(Path folder, String... command) throws IOException, InterruptedException {
    Path output = folder.resolve("command.log");
    Process process =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Stops it as an operator does. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
