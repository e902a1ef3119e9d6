package io.mild.connect.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mild.connect.EventSink;
import io.mild.connect.IncidentMessage;
import io.mild.internal.io.Folder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * Appends each message as a line of JSON, as {@link IncidentMessage#toJson} writes it, to a file,
 * and forces it to disk.
 *
 * <p>A file that would grow beyond its bound becomes {@code FILE.1}, what was that {@code FILE.2},
 * and so on; the oldest goes. A line that a killed process left unfinished is cut off, and a
 * message that it had written whole, but not noted as delivered, is not written again. The file is
 * opened anew for each message, so that others may move it.
 */
public final class JsonLinesSink implements EventSink {
  /** 16 MiB. */
  public static final long DEFAULT_MOST_BYTES = 16 << 20;

  /** Besides the one that grows. */
  public static final int DEFAULT_OLD_FILES = 4;

  private static final int BLOCK = 4096;

  private final Path file;
  private final long mostBytes;
  private final int oldFiles;
  private boolean isFirst = true;

  private JsonLinesSink(Path file, long mostBytes, int oldFiles) {
    this.file = file;
    this.mostBytes = mostBytes;
    this.oldFiles = oldFiles;
  }

  /** Appends to a file, whose directory is there. */
  public static JsonLinesSink to(Path file) {
    return new JsonLinesSink(file, DEFAULT_MOST_BYTES, DEFAULT_OLD_FILES);
  }

  /**
   * The same with other bounds.
   *
   * @param most bytes of a file, at least 1; a message that is longer has a file of its own
   * @param old files that are kept besides, 0 to 1000
   * @throws IllegalArgumentException if they are not as said
   */
  public JsonLinesSink withRotation(long most, int old) {
    if (most < 1) {
      throw new IllegalArgumentException("mostBytes must be at least 1, but was " + most);
    }
    if (old < 0 || old > 1000) {
      throw new IllegalArgumentException("oldFiles must be 0 to 1000, but was " + old);
    }
    return new JsonLinesSink(file, most, old);
  }

  @Override
  public void deliver(IncidentMessage message) throws IOException {
    byte[] line = (message.toJson() + "\n").getBytes(UTF_8);
    boolean mayBeThere = isFirst;
    isFirst = false;
    boolean isNew = !Files.exists(file);
    if (!isNew) {
      long whole = cutUnfinished();
      if (mayBeThere && endsWith(line, whole)) {
        return;
      }
      if (whole > 0 && whole + line.length > mostBytes) {
        rotate();
        isNew = true;
      }
    }
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(out.length());
      out.write(line);
      out.getFD().sync();
    }
    if (isNew) {
      Folder.force(file.toAbsolutePath().resolveSibling(""));
    }
  }

  private boolean endsWith(byte[] line, long end) throws IOException {
    if (end < line.length) {
      return false;
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] last = new byte[line.length];
      in.seek(end - line.length);
      in.readFully(last);
      return Arrays.equals(last, line);
    }
  }

  /** Cuts off what comes after the last line's end; returns what is left. */
  private long cutUnfinished() throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "rw")) {
      long end = in.length();
      byte[] block = new byte[BLOCK];
      while (end > 0) {
        int size = (int) Math.min(BLOCK, end);
        in.seek(end - size);
        in.readFully(block, 0, size);
        for (int i = size - 1; i >= 0; i--) {
          if (block[i] == '\n') {
            long whole = end - size + i + 1;
            if (whole < in.length()) {
              in.setLength(whole);
            }
            return whole;
          }
        }
        end -= size;
      }
      in.setLength(0);
      return 0;
    }
  }

  private void rotate() throws IOException {
    for (int number = oldFiles; number > 0; number--) {
      Path from = number == 1 ? file : numbered(number - 1);
      if (Files.exists(from)) {
        Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(file); // where none is kept
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
