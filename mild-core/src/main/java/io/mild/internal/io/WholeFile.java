package io.mild.internal.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes files that are whole or as they were before, whenever the process is killed: beside their
 * place, forced to disk, then renamed, and the name forced, too. Two who write the same file at
 * once don't mix: the last to end wins.
 */
public final class WholeFile {
  private static final int BUFFER = 1 << 16;

  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  /** After the file's name: the process, and which of its files it is. */
  private static final Pattern TEMPORARY = Pattern.compile("\\.(\\d{1,18})-(\\d{1,18})\\.tmp");

  private static final long PROCESS = ProcessHandle.current().pid();
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Set<Long> BEING_WRITTEN = ConcurrentHashMap.newKeySet();

  private WholeFile() {}

  /** What is written. */
  public interface Content {
    /**
     * Writes it.
     *
     * @param out buffered; closed by others
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** What is written, as text. */
  public interface TextContent {
    /**
     * Writes it.
     *
     * @param out buffered; may be closed
     */
    void writeTo(Writer out) throws IOException;
  }

  /**
   * Writes a file of text in UTF-8, as {@link #write}.
   *
   * @throws IOException as there
   */
  public static void writeText(Path file, TextContent content) throws IOException {
    write(
        file,
        out -> {
          Writer writer =
              new BufferedWriter(new OutputStreamWriter(out, UTF_8)) {
                @Override
                public void close() throws IOException {
                  flush(); // what is below is still to be forced to disk
                }
              };
          content.writeTo(writer);
          writer.flush();
        });
  }

  /**
   * Writes a file, and deletes what killed processes left of earlier tries.
   *
   * @param file where; directories that lead there are created, a file of this name is replaced. A
   *     symbolic link stays one, and what it points to is written.
   * @throws IOException if it can't be written, or something of this name is no regular file; what
   *     was there is as it was
   */
  public static void write(Path file, Content content) throws IOException {
    Path place = place(file);
    long count = COUNT.incrementAndGet();
    Path temporary = temporary(place, count);
    BEING_WRITTEN.add(count);
    try {
      // Not a FileChannel, which an interruption of the thread would close.
      try (FileOutputStream bytes = new FileOutputStream(temporary.toFile())) {
        OutputStream out = new BufferedOutputStream(bytes, BUFFER);
        content.writeTo(out);
        out.flush();
        bytes.getFD().sync();
      }
      Files.move(
          temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Folder.force(place.toAbsolutePath().resolveSibling(""));
    } finally {
      Files.deleteIfExists(temporary);
      BEING_WRITTEN.remove(count);
    }
  }

  /**
   * Finds out whether a file could be written, before work is done in vain: by writing and deleting
   * an empty one beside its place.
   *
   * @throws IOException as {@link #write}; what was there is as it was
   */
  public static void requireWritable(Path file) throws IOException {
    Path temporary = temporary(place(file), COUNT.incrementAndGet());
    try {
      new FileOutputStream(temporary.toFile()).close();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Where a file is to be, whose directory is made, and cleaned of what was left. */
  private static Path place(Path file) throws IOException {
    Path place = linked(file.toAbsolutePath());
    Path directory = place.getParent();
    if (directory == null) {
      throw new IOException(file + " is no file");
    }
    if (Files.exists(place) && !Files.isRegularFile(place)) {
      throw new IOException(file + " is there already and no regular file");
    }
    if (!Files.isDirectory(directory)) { // createDirectories takes no link for a directory
      Files.createDirectories(directory);
    }
    deleteAbandoned(directory, place.getFileName().toString());
    return place;
  }

  /** What a symbolic link points to, be it there or not; else the file itself. */
  private static Path linked(Path file) throws IOException {
    Path place = file;
    for (int links = 0; Files.isSymbolicLink(place); links++) {
      if (links == MOST_LINKS) {
        throw new IOException(file + " is a symbolic link that points to itself");
      }
      place = place.resolveSibling(Files.readSymbolicLink(place));
    }
    return place;
  }

  /** Not Files.createTempFile, which would let nobody but this user read the file. */
  private static Path temporary(Path place, long count) {
    return place.resolveSibling("%s.%d-%d.tmp".formatted(place.getFileName(), PROCESS, count));
  }

  private static void deleteAbandoned(Path directory, String name) throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            directory, path -> isAbandoned(path.getFileName().toString(), name))) {
      for (Path path : left) {
        Files.deleteIfExists(path);
      }
    }
  }

  /**
   * Whether nobody writes it any more. In containers, a process often has the number of its last.
   */
  private static boolean isAbandoned(String path, String name) {
    Matcher temporary =
        TEMPORARY.matcher(path.startsWith(name) ? path.substring(name.length()) : "");
    if (!temporary.matches()) {
      return false;
    }
    long process = Long.parseLong(temporary.group(1));
    return process == PROCESS
        ? !BEING_WRITTEN.contains(Long.parseLong(temporary.group(2)))
        : ProcessHandle.of(process).isEmpty();
  }
}
