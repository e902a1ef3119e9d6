package io.mild.testbed.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All that a running scene has outside this process: a temporary folder, processes, control groups,
 * network namespaces. It is gone when this is closed. Where the conductor is killed, its children
 * see it and end, and a shell that waits for nothing else, the janitor, takes the rest away; should
 * that be killed, too, the next scene does it.
 */
public final class Workspace implements AutoCloseable {
  private static final String PREFIX = "mild-testbed-";
  private static final Pattern OWNED = Pattern.compile("(?:mild-testbed-|mt)(\\d+)[-x].*");

  /** Arguments: the folder, the prefix of groups, the prefix of namespaces. */
  private static final String JANITOR =
      """
      trap '' INT TERM HUP
      cat > /dev/null
      sleep 1
      rm -rf "$1"
      for group in /sys/fs/cgroup/cpu/"$2"* /sys/fs/cgroup/"$2"*; do
        if [ -d "$group" ]; then rmdir "$group"; fi
      done
      if command -v ip > /dev/null; then
        ip netns list | while read name rest; do
          case "$name" in "$3"*) ip netns del "$name" ;; esac
        done
      fi
      """;

  private final long owner = ProcessHandle.current().pid();
  private final Path folder;
  private final Process janitor;
  private final Optional<Integer> core;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<ControlGroup> groups = new ArrayList<>();

  /**
   * Takes away what killed conductors left, and makes the folder.
   *
   * @param core the processor that all children run on; any, if empty or where there is no taskset
   */
  public Workspace(Optional<Integer> core) throws IOException {
    sweep();
    this.core = core.filter(c -> Programs.has("taskset"));
    this.folder = Files.createTempDirectory(PREFIX + owner + "-");
    this.janitor =
        new ProcessBuilder(
                "sh", "-c", JANITOR, "janitor", folder.toString(), groupPrefix(), netPrefix())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /** A folder for files, which is deleted with all that is in it. */
  public Path folder() {
    return folder;
  }

  /** What names of namespaces begin with. */
  public String netPrefix() {
    return "mt" + owner + "x";
  }

  private String groupPrefix() {
    return PREFIX + owner + "-";
  }

  /** The processor that children run on. */
  public Optional<Integer> core() {
    return core;
  }

  /**
   * A group of processes that share the processor by weight, where this machine can do that.
   *
   * @param weight beside others' 100
   */
  public Optional<ControlGroup> group(String name, int weight) throws IOException {
    Optional<ControlGroup> group = ControlGroup.create(groupPrefix() + name, weight);
    group.ifPresent(groups::add);
    return group;
  }

  /**
   * Starts a JVM of this program.
   *
   * @param name for messages
   * @param before what to start it by, such as {@code ip netns exec x}
   * @param megabytes the limit of its heap
   * @param main its {@link Child}
   */
  public ChildProcess start(
      String name,
      List<String> before,
      Optional<ControlGroup> group,
      int megabytes,
      Class<?> main,
      String... arguments)
      throws IOException {
    ChildProcess child = new ChildProcess(name, launch(before, group, megabytes, main, arguments));
    opened.push(child);
    return child;
  }

  /** The same for a program that talks with nobody and ends by itself. */
  public Process launch(
      List<String> before,
      Optional<ControlGroup> group,
      int megabytes,
      Class<?> main,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    core.ifPresent(c -> command.addAll(List.of("taskset", "-c", Integer.toString(c))));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + megabytes + "m",
            "-Xss256k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.io.tmpdir=" + folder,
            "-Dsun.net.httpserver.nodelay=true",
            "-Dsun.net.http.retryPost=false",
            "-Dhttp.maxConnections=128",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("errors.txt").toFile()));
    Process process = builder.start();
    if (group.isPresent()) {
      group.get().add(process.pid());
    }
    return process;
  }

  /** What children wrote to standard error, to tell why one ended. */
  public String errors() {
    try {
      Path file = folder.resolve("errors.txt");
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Closes it before the workspace's own; the last first. */
  public void own(AutoCloseable closeable) {
    opened.push(closeable);
  }

  @Override
  public void close() throws IOException {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("not closed: " + e.getMessage());
      }
    }
    for (ControlGroup group : groups) {
      group.remove();
    }
    delete(folder);
    try {
      janitor.getOutputStream().close();
      janitor.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes away what conductors left that are no more. */
  private static void sweep() throws IOException {
    List<Path> places = new ArrayList<>(ControlGroup.roots());
    places.add(Path.of(System.getProperty("java.io.tmpdir")));
    for (Path place : places) {
      try (Stream<Path> entries = Files.list(place)) {
        for (Path left : entries.filter(Workspace::isAbandoned).toList()) {
          if (place.startsWith("/sys")) {
            deleteGroup(left);
          } else {
            delete(left);
          }
        }
      }
    }
    for (String namespace : Programs.namespaces()) {
      if (isAbandoned(Path.of(namespace))) {
        Programs.run("ip", "netns", "del", namespace);
      }
    }
  }

  private static void deleteGroup(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      System.err.println("still in use: " + group);
    }
  }

  private static boolean isAbandoned(Path left) {
    Matcher owned = OWNED.matcher(left.getFileName().toString());
    if (!owned.matches()) {
      return false;
    }
    long pid = Long.parseLong(owned.group(1));
    if (pid == ProcessHandle.current().pid()) {
      return false;
    }
    Optional<Instant> started = ProcessHandle.of(pid).flatMap(p -> p.info().startInstant());
    try {
      // a process of that number that is younger than the folder is another
      return started.isEmpty()
          || Files.exists(left)
              && Files.getLastModifiedTime(left).toInstant().isBefore(started.get());
    } catch (IOException e) {
      return false;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
