package io.mild.testbed.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A group of processes that share the processor by weight: Linux's cgroups, of both versions. */
public final class ControlGroup {
  private static final Path FIRST = Path.of("/sys/fs/cgroup/cpu");
  private static final Path SECOND = Path.of("/sys/fs/cgroup");
  private static final int SHARES_OF_WEIGHT_1 = 10;

  private final Path folder;

  private ControlGroup(Path folder) {
    this.folder = folder;
  }

  /** Where groups may be, of the version that is there. */
  static List<Path> roots() {
    return Stream.of(FIRST, SECOND).filter(Files::isDirectory).toList();
  }

  /** Whether this user of this machine can make one. */
  static Optional<ControlGroup> create(String name, int weight) {
    try {
      if (Files.isWritable(FIRST.resolve("cgroup.procs"))) {
        Path folder = Files.createDirectory(FIRST.resolve(name));
        Files.writeString(
            folder.resolve("cpu.shares"), Integer.toString(weight * SHARES_OF_WEIGHT_1));
        return Optional.of(new ControlGroup(folder));
      }
      Path controllers = SECOND.resolve("cgroup.controllers");
      if (Files.exists(controllers)
          && Files.readString(controllers).contains("cpu")
          && Files.isWritable(SECOND.resolve("cgroup.subtree_control"))) {
        Files.writeString(SECOND.resolve("cgroup.subtree_control"), "+cpu");
        Path folder = Files.createDirectory(SECOND.resolve(name));
        Files.writeString(folder.resolve("cpu.weight"), Integer.toString(weight));
        return Optional.of(new ControlGroup(folder));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  void add(long pid) throws IOException {
    Files.writeString(folder.resolve("cgroup.procs"), Long.toString(pid));
  }

  /** The group of processes that have ended; the kernel may take a moment to see it. */
  void remove() throws IOException {
    IOException last = null;
    for (int attempt = 0; attempt < 20; attempt++) {
      try {
        Files.deleteIfExists(folder);
        return;
      } catch (IOException e) {
        last = e;
        try {
          Thread.sleep(100);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
    throw new IOException("group not removed: " + folder, last);
  }
}
