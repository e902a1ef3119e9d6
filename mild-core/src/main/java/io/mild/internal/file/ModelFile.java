package io.mild.internal.file;

import io.mild.data.ModelFileException;
import io.mild.features.FeatureSet;
import io.mild.features.Standardizer;
import io.mild.internal.io.Digests;
import io.mild.internal.io.Json;
import io.mild.internal.io.Npy;
import io.mild.internal.io.WholeFile;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.ExplanationModel;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.TrainedModel;
import io.mild.moe.RiskModel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The {@code .mild} format: a ZIP of {@code manifest.json} and NumPy arrays.
 *
 * <p>The manifest holds the SHA-256 of each array, so the SHA-256 of the manifest tells models
 * apart. Snapshots name a model by it, so it stays with the model when a later version of the
 * library, whose manifests may differ, reads the file and writes it again. Reading takes sizes from
 * the manifest and never allocates more than they say, nor more than a hundred times the file.
 */
public final class ModelFile {
  public static final String MANIFEST = "manifest.json";

  /** How a ZIP with an entry begins. */
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private static final String IDENTITY = "identity";
  private static final int MAX_MANIFEST_BYTES = 1 << 24;

  /** Weights hardly shrink; a thousand times is what zeros do, made to fill a memory. */
  private static final int MAX_COMPRESSION = 100;

  private static final int FREELY_UNPACKED_BYTES = 1 << 20;

  /** Fixed and of no zone, so that the same model gives the same file; ZIP knows none before. */
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private ModelFile() {}

  /**
   * A model as a file has it.
   *
   * @param model what was read
   * @param id tells it from every other model
   */
  public record Stored(TrainedModel model, byte[] id) {}

  /** What tells a model that was just made from every other. */
  public static byte[] id(TrainedModel model) {
    return id(Json.write(manifest(model, arrays(model))));
  }

  private static byte[] id(byte[] manifest) {
    return Digests.sha256().digest(manifest);
  }

  /**
   * Writes a model.
   *
   * @param id kept in the manifest where it would be another's: that of a model which an earlier
   *     version of the library wrote, whose streams' snapshots name it
   */
  public static void write(TrainedModel model, byte[] id, Path file) throws IOException {
    Map<String, byte[]> arrays = arrays(model);
    Map<String, Object> json = manifest(model, arrays);
    byte[] own = Json.write(json);
    byte[] manifest = own;
    if (!Arrays.equals(id(own), id)) {
      json.put(IDENTITY, HexFormat.of().formatHex(id));
      manifest = Json.write(json);
    }
    byte[] written = manifest;
    WholeFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          put(zip, MANIFEST, written);
          for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
            put(zip, array.getKey(), array.getValue());
          }
          zip.finish();
        });
  }

  public static Stored read(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new Reader(file, zip, Files.size(file)).read();
    } catch (ZipException | EOFException e) {
      String what =
          beginsAsZip(file)
              ? "is a ZIP, as .mild files are, but damaged or cut off; copy or train it anew: "
              : "is no .mild file, which is a ZIP: ";
      throw new ModelFileException(file, "archive", what + e.getMessage(), e);
    }
  }

  private static boolean beginsAsZip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ENTRY_TIME);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static Map<String, Object> manifest(TrainedModel model, Map<String, byte[]> arrays) {
    Map<String, Object> json = Manifest.of(model).toJson();
    Map<String, Object> digests = new LinkedHashMap<>();
    arrays.forEach((name, bytes) -> digests.put(name, Digests.hex(bytes)));
    json.put("sha256", digests);
    return json;
  }

  private static Map<String, byte[]> arrays(TrainedModel model) {
    Map<String, byte[]> arrays = FeatureLayout.arrays(model.features());
    arrays.put("standardizer/mean.npy", Npy.write(model.standardizer().mean()));
    arrays.put("standardizer/deviation.npy", Npy.write(model.standardizer().deviation()));
    arrays.putAll(
        ExplanationLayout.arrays(model.explanationModel(), model.features().featureCount()));
    for (int h = 0; h < model.horizonModels().size(); h++) {
      if (model.horizonModels().get(h).output() > 0) {
        continue; // of the horizon before
      }
      String folder = folder(h);
      RiskLayout.put(
          model.horizonModels().get(h).risk().model(),
          (name, values, rows, columns, fortran) ->
              arrays.put(folder + name, Npy.write(values, rows, columns, fortran)));
    }
    return arrays;
  }

  private static String folder(int horizon) {
    return "horizon-" + horizon + "/";
  }

  /** One file on its way to a model. */
  private static final class Reader {
    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;
    private final Fields digests;
    private final byte[] id;

    /** How many bytes the entries that are still to be read may have. */
    private long unpackable;

    Reader(Path file, ZipFile zip, long fileBytes) throws IOException {
      this.file = file;
      this.zip = zip;
      this.unpackable = FREELY_UNPACKED_BYTES + MAX_COMPRESSION * fileBytes;
      Fields json;
      byte[] bytes;
      try {
        bytes = entry(MANIFEST, MAX_MANIFEST_BYTES);
        json = new Fields(file, MANIFEST, Json.read(bytes));
      } catch (ModelFileException e) {
        throw e;
      } catch (IOException e) {
        throw new ModelFileException(file, MANIFEST, String.valueOf(e.getMessage()), e);
      }
      this.manifest = Manifest.of(file, json);
      this.digests = json.object("sha256");
      this.id = json.has(IDENTITY) ? identity(json) : id(bytes);
    }

    private static byte[] identity(Fields json) throws ModelFileException {
      String hex = json.text(IDENTITY);
      if (!hex.matches("[0-9a-f]{64}")) {
        throw json.problem(IDENTITY, "is '" + hex + "', but a SHA-256 in hexadecimal was expected");
      }
      return HexFormat.of().parseHex(hex);
    }

    Stored read() throws IOException {
      return new Stored(model(), id);
    }

    private TrainedModel model() throws IOException {
      int features = manifest.features().featureCount(manifest.schema());
      double[] mean = doubles("standardizer/mean.npy", features);
      double[] deviation = doubles("standardizer/deviation.npy", features);
      try {
        List<HorizonModel> horizons = new ArrayList<>();
        for (Manifest.Horizon horizon : manifest.horizons()) {
          CalibratedModel model =
              horizon.output() > 0
                  ? horizons.get(horizons.size() - 1).risk()
                  : new CalibratedModel(
                      model(folder(horizons.size()), horizon), horizon.calibration());
          horizons.add(
              new HorizonModel(horizon.horizon(), model, horizon.output(), horizon.policy()));
        }
        FeatureSet spec = manifest.features().features(manifest.schema(), this::doubles);
        return new TrainedModel(
            manifest.schema(),
            spec,
            manifest.intents(),
            new Standardizer(mean, deviation),
            horizons,
            manifest.incident(),
            explanations(features),
            manifest.report(),
            manifest.limits(),
            manifest.usual(),
            manifest.goals());
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new ModelFileException(file, "arrays", String.valueOf(e.getMessage()), e);
      }
    }

    private ExplanationModel explanations(int features) throws IOException {
      ExplanationLayout layout = manifest.explanations();
      return layout.model(
          floats(ExplanationLayout.HEALTHY, layout.healthyRows(), features, false),
          layout.timed() ? doubles(ExplanationLayout.TIMES, layout.healthyRows()) : new double[0],
          layout.past().isEmpty()
              ? new double[0]
              : doubles(ExplanationLayout.PAST, layout.pastValues(manifest.schema())));
    }

    private RiskModel model(String folder, Manifest.Horizon horizon) throws IOException {
      RiskModel model =
          horizon
              .risk()
              .model(
                  (name, rows, columns, fortran) -> floats(folder + name, rows, columns, fortran));
      if (!model.isFiniteWithin(Standardizer.CLIP)) {
        throw new ModelFileException(
            file, folder, "has weights so large that the scores of a row could overflow");
      }
      return model;
    }

    private float[] floats(String name, int rows, int columns, boolean fortran) throws IOException {
      byte[] bytes = array(name, Npy.size(Float.BYTES, rows, columns, fortran));
      try {
        float[] values = Npy.readFloats(bytes, rows, columns, fortran);
        requireFinite(name, values);
        return values;
      } catch (ModelFileException e) {
        throw e;
      } catch (IOException e) {
        throw new ModelFileException(file, name, String.valueOf(e.getMessage()), e);
      }
    }

    private void requireFinite(String name, float[] values) throws ModelFileException {
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          throw new ModelFileException(
              file, name, "value " + i + " is " + values[i] + ", but finite ones were expected");
        }
      }
    }

    private double[] doubles(String name, int columns) throws IOException {
      byte[] bytes = array(name, Npy.size(Double.BYTES, 1, columns, false));
      try {
        return Npy.readDoubles(bytes, columns);
      } catch (IOException e) {
        throw new ModelFileException(file, name, String.valueOf(e.getMessage()), e);
      }
    }

    private byte[] array(String name, long size) throws IOException {
      byte[] bytes = entry(name, size);
      String expected = digests.text(name);
      String found = HexFormat.of().formatHex(Digests.sha256().digest(bytes));
      if (!found.equals(expected)) {
        throw new ModelFileException(
            file, name, "has SHA-256 " + found + ", but " + expected + " was expected");
      }
      return bytes;
    }

    private byte[] entry(String name, long maxBytes) throws IOException {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        throw new ModelFileException(file, name, "is missing");
      }
      if (entry.getSize() > maxBytes) {
        throw new ModelFileException(
            file,
            name,
            "has " + entry.getSize() + " bytes, but at most " + maxBytes + " were expected");
      }
      if (entry.getSize() > unpackable) {
        throw new ModelFileException(
            file,
            name,
            "would unpack to %d bytes, with what was read more than %d times the file"
                .formatted(entry.getSize(), MAX_COMPRESSION));
      }
      long most = Math.min(maxBytes, unpackable);
      try (InputStream in = zip.getInputStream(entry)) {
        byte[] bytes = in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
        if (in.read() >= 0) {
          throw new ModelFileException(file, name, "has more than " + most + " bytes");
        }
        unpackable -= bytes.length;
        requireChecksum(entry, bytes);
        return bytes;
      } catch (ModelFileException e) {
        throw e;
      } catch (IOException e) {
        throw new ModelFileException(file, name, "can't be unpacked: " + e.getMessage(), e);
      }
    }

    /** The manifest has no other checksum, and {@link ZipFile} does not look at this one. */
    private void requireChecksum(ZipEntry entry, byte[] bytes) throws ModelFileException {
      CRC32 found = new CRC32();
      found.update(bytes);
      if (found.getValue() != entry.getCrc()) {
        throw new ModelFileException(
            file,
            entry.getName(),
            "has CRC-32 %08x, but %08x was expected".formatted(found.getValue(), entry.getCrc()));
      }
    }
  }
}
