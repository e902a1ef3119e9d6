package io.mild.internal.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What names a folder has, on disk. */
public final class Folder {
  private Folder() {}

  /**
   * Forces to disk that a file is in a folder under its name: what is in the file may be there
   * after a power failure, and its name not. Does nothing where folders can't be forced, as on
   * Windows.
   *
   * @throws IOException if the disk refuses
   */
  public static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      // not here
    } catch (ClosedByInterruptException e) {
      // The file is whole, and who interrupted does not wait; the thread stays interrupted.
    }
  }
}
