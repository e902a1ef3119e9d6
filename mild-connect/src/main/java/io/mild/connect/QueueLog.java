package io.mild.connect;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Numbered entries in files side by side, bounded: where there are too many bytes, the oldest file
 * goes, whether or not its entries were read. Thread-safe; one process at a time.
 */
final class QueueLog implements AutoCloseable {
  /** So that what goes at once is a small part. */
  private static final int SEGMENTS = 16;

  private final Path folder;
  private final long mostBytes;
  private final FileChannel lock;
  private final ArrayDeque<QueueSegment> segments = new ArrayDeque<>();

  /** An entry by its number. */
  record Entry(long number, byte[] payload) {}

  private QueueLog(Path folder, long mostBytes, FileChannel lock) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.lock = lock;
  }

  /**
   * Opens what is there, or begins.
   *
   * @throws IOException if files can't be read or written, or another process has them open
   */
  static QueueLog open(Path folder, long mostBytes) throws IOException {
    Files.createDirectories(folder);
    QueueLog log = new QueueLog(folder, mostBytes, lock(folder));
    try {
      log.readSegments();
      return log;
    } catch (IOException e) {
      log.close();
      throw e;
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      lock.close();
      throw new IOException(inUse(folder), e);
    }
    lock.close();
    throw new IOException(inUse(folder));
  }

  private static String inUse(Path folder) {
    return "the queue in %s is in use: give each process a folder of its own".formatted(folder);
  }

  private void readSegments() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(folder, "*" + QueueSegment.SUFFIX)) {
      found.forEach(files::add);
    }
    Collections.sort(files);
    for (Path file : files) {
      segments.add(QueueSegment.open(file));
    }
    if (segments.isEmpty()) {
      segments.add(QueueSegment.create(folder, 0));
    }
  }

  /**
   * Keeps entries.
   *
   * @throws IOException if they can't be forced to disk; none is kept then
   */
  synchronized void append(List<byte[]> payloads) throws IOException {
    if (segments.getLast().bytes() >= mostBytes / SEGMENTS) {
      segments.add(QueueSegment.create(folder, segments.getLast().next()));
    }
    segments.getLast().append(payloads);
    long bytes = segments.stream().mapToLong(QueueSegment::bytes).sum();
    while (bytes > mostBytes && segments.size() > 1) {
      bytes -= segments.getFirst().bytes();
      segments.removeFirst().delete();
    }
    notifyAll();
  }

  /** The first entry from a number on, if there is one; those before it may be gone. */
  synchronized Optional<Entry> from(long number) throws IOException {
    for (QueueSegment segment : segments) {
      long wanted = Math.max(number, segment.first());
      if (wanted < segment.next()) {
        return Optional.of(new Entry(wanted, segment.read(wanted)));
      }
    }
    return Optional.empty();
  }

  /** Waits until there is an entry from a number on, or so many milliseconds have passed. */
  synchronized void await(long number, long millis) throws InterruptedException {
    if (end() <= number) {
      wait(millis);
    }
  }

  /** Deletes files whose entries are all before a number. */
  synchronized void forgetBefore(long number) throws IOException {
    while (segments.size() > 1 && segments.getFirst().next() <= number) {
      segments.removeFirst().delete();
    }
  }

  /** The number of the oldest entry that is kept. */
  synchronized long start() {
    return segments.getFirst().first();
  }

  /** The number of the next entry. */
  synchronized long end() {
    return segments.getLast().next();
  }

  @Override
  public synchronized void close() throws IOException {
    for (QueueSegment segment : segments) {
      segment.close();
    }
    lock.close();
  }
}
