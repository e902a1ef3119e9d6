package io.mild.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The testbed in a JVM of its own, as a user starts it. */
final class TestbedProcess implements AutoCloseable {
  final Process process;
  private final long pid;
  private List<ProcessHandle> children = List.of();

  TestbedProcess(Path log, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                TestbedCommand.class.getName()));
    command.addAll(List.of(arguments));
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    pid = process.pid();
  }

  /** The scene that needs most cleaning of those that this machine can run. */
  static String scene() {
    return NetworkHere.is() ? "network" : "shop";
  }

  /** Remembers its processes, once the recording has begun. */
  void awaitRows(Path folder) {
    until(() -> lines(folder.resolve("kpis.csv")) > 2);
    children = process.descendants().toList();
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      return 0;
    }
  }

  List<ProcessHandle> children() {
    return children;
  }

  /** Whether no process, file, group or namespace of it is there any more. */
  boolean hasLeftNothing() {
    return children.stream().noneMatch(ProcessHandle::isAlive) && left().isEmpty();
  }

  /** What is named after it, on this machine. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    for (String place :
        List.of(
            System.getProperty("java.io.tmpdir"),
            "/sys/fs/cgroup",
            "/sys/fs/cgroup/cpu",
            "/run/netns")) {
      if (Files.isDirectory(Path.of(place))) {
        try (Stream<Path> entries = Files.list(Path.of(place))) {
          entries
              .map(entry -> entry.getFileName().toString())
              .filter(
                  name ->
                      name.startsWith("mild-testbed-" + pid + "-")
                          || name.startsWith("mt" + pid + "x"))
              .forEach(left::add);
        } catch (IOException e) {
          left.add(e.toString());
        }
      }
    }
    return left;
  }

  static boolean until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
