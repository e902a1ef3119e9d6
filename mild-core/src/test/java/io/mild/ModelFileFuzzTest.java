package io.mild;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mild.data.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in place of a model file. */
class ModelFileFuzzTest {
  private static final int CHANGES = 1_000;

  @TempDir private static Path folder;

  @MethodSource("seeds")
  @FuzzTest
  void anyFileIsRefusedOrWorks(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("any.mild"), bytes);
    Untrusted.read(bytes.length, ModelFileException.class, () -> Mild.load(file))
        .ifPresent(Untrusted::use);
  }

  @Test
  void aFileChangedByChanceIsRefusedOrWorks() throws IOException {
    for (byte[] bytes : Mutations.of(seeds(), CHANGES).toList()) {
      anyFileIsRefusedOrWorks(bytes);
    }
  }

  static List<byte[]> seeds() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (Mild mild : AnyModel.all()) {
      files.add(Archive.of(mild, folder).bytes());
    }
    return files;
  }
}
