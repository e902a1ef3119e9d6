package io.mild;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mild.data.ModelFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in place of an array of a model file, or of its values, with a checksum that fits. */
class ArrayFuzzTest {
  private static final int CHANGES = 600;
  private static final int NPY_HEADER = 128;

  @TempDir private static Path folder;

  /** The entries of each one's file. */
  private static final List<Map<String, byte[]>> MODELS = new ArrayList<>();

  @BeforeAll
  static void save() throws IOException {
    for (Mild mild : AnyModel.all()) {
      MODELS.add(Archive.of(mild, folder).entries());
    }
  }

  /**
   * The first byte is which model, the second which array, and the third whether the others are the
   * whole array, or its values again and again.
   */
  @MethodSource("seeds")
  @FuzzTest
  void anyArrayIsRefusedOrWorks(byte[] bytes) throws IOException {
    if (bytes.length < 4) {
      return;
    }
    Archive archive = new Archive();
    MODELS.get(Math.floorMod(bytes[0], MODELS.size())).forEach(archive::with);
    List<String> names =
        archive.entries().keySet().stream().filter(n -> n.endsWith(".npy")).toList();
    String name = names.get((bytes[1] & 255) % names.size());
    byte[] array = Arrays.copyOfRange(bytes, 3, bytes.length);
    if (bytes[2] % 2 == 0) {
      byte[] values = array;
      array = archive.entries().get(name).clone();
      for (int i = NPY_HEADER; i < array.length; i++) {
        array[i] = values[(i - NPY_HEADER) % values.length];
      }
    }
    Path file = archive.with(name, array).sealed().write(folder);
    Untrusted.read(bytes.length, ModelFileException.class, () -> Mild.load(file))
        .ifPresent(Untrusted::use);
  }

  @Test
  void anArrayChangedByChanceIsRefusedOrWorks() throws IOException {
    for (byte[] bytes : Mutations.of(seeds(), CHANGES).toList()) {
      anyArrayIsRefusedOrWorks(bytes);
    }
  }

  static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int model = 0; model < MODELS.size(); model++) {
      int array = 0;
      for (Map.Entry<String, byte[]> entry : MODELS.get(model).entrySet()) {
        if (entry.getKey().endsWith(".npy")) {
          byte[] npy = entry.getValue();
          seeds.add(joined(model, array, 1, npy));
          seeds.add(joined(model, array, 0, Arrays.copyOfRange(npy, NPY_HEADER, npy.length)));
          array++;
        }
      }
    }
    return seeds;
  }

  private static byte[] joined(int model, int array, int kind, byte[] bytes) {
    byte[] joined = new byte[3 + bytes.length];
    joined[0] = (byte) model;
    joined[1] = (byte) array;
    joined[2] = (byte) kind;
    System.arraycopy(bytes, 0, joined, 3, bytes.length);
    return joined;
  }
}
