package io.mild.testbed.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Programs of this machine. */
public final class Programs {
  private static final String EFFECTIVE = "CapEff:";
  private static final long CAPABILITIES = 1L << 12 | 1L << 21; // as linux/capability.h has them

  private Programs() {}

  /** Whether it is on the path, or where root's programs are. */
  public static boolean has(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Whether this process has CAP_NET_ADMIN and CAP_SYS_ADMIN, as root has but in containers. */
  public static boolean mayMakeNamespaces() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith(EFFECTIVE))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16))
          .anyMatch(effective -> (effective & CAPABILITIES) == CAPABILITIES);
    } catch (IOException e) {
      return false; // no Linux
    }
  }

  /**
   * Runs it and gives what it printed.
   *
   * @throws IOException if it is not there or fails, with what it said
   */
  public static String run(String... command) throws IOException {
    return run("", command);
  }

  /** The same with an input. */
  public static String run(String input, String[] command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("'%s' failed: %s".formatted(String.join(" ", command), out.strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return out;
  }

  /** The names of all network namespaces. */
  static List<String> namespaces() throws IOException {
    if (!has("ip")) {
      return List.of();
    }
    return Stream.of(run("ip", "netns", "list").split("\n"))
        .map(line -> line.split(" ")[0])
        .filter(name -> !name.isBlank())
        .toList();
  }
}
