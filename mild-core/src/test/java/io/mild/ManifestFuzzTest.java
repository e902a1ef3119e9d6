package io.mild;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mild.data.ModelFileException;
import io.mild.features.SeasonalProfile;
import io.mild.internal.file.BlendedLayout;
import io.mild.internal.file.DepartureLayout;
import io.mild.internal.file.ExplanationLayout;
import io.mild.internal.file.Fields;
import io.mild.internal.file.FirstDayLayout;
import io.mild.internal.file.Manifest;
import io.mild.internal.io.Json;
import io.mild.internal.io.Npy;
import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureShape;
import io.mild.moe.MixtureShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any manifest, with arrays of the sizes that it tells, checksums that fit and values by chance, so
 * that it is not refused for anything but what it says itself.
 */
class ManifestFuzzTest {
  private static final int CHANGES = 1_000;

  /** Larger models are left without arrays; they are for the tests of sizes. */
  private static final int MOST_VALUES = 1 << 16;

  private static final double[] MAGNITUDES = {1e-3, 1, 1, 1, 30, 1e6, 1e12, 3e38};

  @TempDir private static Path folder;

  @MethodSource("seeds")
  @FuzzTest
  void anyManifestIsRefusedOrWorks(byte[] json) throws IOException {
    Archive archive = new Archive().with(Archive.MANIFEST, json);
    Optional<Manifest> manifest =
        Untrusted.read(json.length, IOException.class, () -> Manifest.of(folder, fields(json)))
            .filter(read -> values(read) <= MOST_VALUES);
    if (manifest.isPresent()) {
      addArrays(archive, manifest.get(), Arrays.hashCode(json));
    }
    Path file = archive.write(folder);
    Untrusted.read(json.length, ModelFileException.class, () -> Mild.load(file))
        .ifPresent(Untrusted::use);
  }

  @Test
  void aManifestChangedByChanceIsRefusedOrWorks() throws IOException {
    for (byte[] bytes : Mutations.of(seeds(), CHANGES).toList()) {
      anyManifestIsRefusedOrWorks(bytes);
    }
  }

  static List<byte[]> seeds() throws IOException {
    List<byte[]> manifests = new ArrayList<>();
    for (Mild mild : AnyModel.all()) {
      manifests.add(Archive.of(mild, folder).entries().get(Archive.MANIFEST));
    }
    return manifests;
  }

  private static Fields fields(byte[] json) throws IOException {
    return new Fields(folder, Archive.MANIFEST, Json.read(json));
  }

  private static long values(Manifest manifest) {
    long features = manifest.features().featureCount(manifest.schema());
    ExplanationLayout explanations = manifest.explanations();
    long values = (2L + explanations.healthyRows()) * features + explanations.healthyRows();
    values += 2L * explanations.past().size() * manifest.schema().kpis().size();
    for (Manifest.Horizon horizon : manifest.horizons()) {
      if (horizon.risk() instanceof BlendedLayout blended) {
        MixtureShape shape = blended.shape();
        values += shape.parameterCount() + shape.intents() * features;
      } else if (horizon.risk() instanceof FirstDayLayout firstDay) {
        values += firstDay.shape().kpis() * (1L + firstDay.shape().kpis());
      } else {
        DepartureShape shape = ((DepartureLayout) horizon.risk()).shape();
        values += (1L + shape.intents()) * DepartureModel.detectionLength(shape);
      }
    }
    return values;
  }

  private static void addArrays(Archive archive, Manifest manifest, long seed) throws IOException {
    Values values = new Values(new SplittableRandom(seed));
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    int kpis = manifest.schema().kpis().size();
    int features = manifest.features().featureCount(manifest.schema());
    arrays.put("seasonal/medians.npy", values.doubles(kpis, -1));
    arrays.put("seasonal/scales.npy", values.doubles(kpis, 0));
    arrays.put(
        "seasonal/coefficients.npy", values.doubles(kpis * SeasonalProfile.COEFFICIENTS, -1));
    arrays.put("reference/usual.npy", values.doubles(features / 3, 0));
    arrays.put("standardizer/mean.npy", values.doubles(features, -1));
    arrays.put("standardizer/deviation.npy", values.doubles(features, 0));
    ExplanationLayout explanations = manifest.explanations();
    arrays.put(
        ExplanationLayout.HEALTHY, values.floats(explanations.healthyRows(), features, false));
    arrays.put(ExplanationLayout.TIMES, values.doubles(explanations.healthyRows(), 0));
    arrays.put(
        ExplanationLayout.PAST, values.doubles(explanations.pastValues(manifest.schema()), -1));
    for (int h = 0; h < manifest.horizons().size(); h++) {
      String folder = "horizon-" + h + "/";
      manifest
          .horizons()
          .get(h)
          .risk()
          .model(
              (name, rows, columns, fortran) -> {
                arrays.put(folder + name, values.floats(rows, columns, fortran));
                return new float[rows * columns];
              });
    }
    arrays.forEach(archive::with);
    archive.sealed();
  }

  /** Arrays of values by chance; one in eight is huge. */
  private record Values(SplittableRandom random) {
    byte[] floats(int rows, int columns, boolean fortran) {
      float[] values = new float[rows * columns];
      double magnitude = magnitude();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (magnitude * random.nextDouble(-1, 1));
      }
      return Npy.write(values, rows, columns, fortran);
    }

    byte[] doubles(int length, double least) {
      double magnitude = magnitude();
      double[] values = new double[length];
      for (int i = 0; i < values.length; i++) {
        values[i] = magnitude * magnitude * random.nextDouble(least, 1);
      }
      return Npy.write(values);
    }

    private double magnitude() {
      return MAGNITUDES[random.nextInt(MAGNITUDES.length)];
    }
  }
}
