package io.mild;

import io.mild.internal.io.Digests;
import io.mild.internal.io.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The entries of a model file, to be changed and written again. */
public final class Archive {
  public static final String MANIFEST = "manifest.json";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  public static Archive of(Mild mild, Path folder) throws IOException {
    Path file = folder.resolve("whole.mild");
    mild.save(file);
    return read(file);
  }

  public static Archive read(Path file) throws IOException {
    Archive archive = new Archive();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        archive.entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return archive;
  }

  public Map<String, byte[]> entries() {
    return entries;
  }

  public String manifest() {
    return new String(entries.get(MANIFEST), StandardCharsets.UTF_8);
  }

  public Archive withManifest(String manifest) {
    return with(MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
  }

  /** Another text in the manifest, in all places. */
  public Archive replacing(String text, String by) {
    if (!manifest().contains(text)) {
      throw new IllegalArgumentException(text + " is not in " + manifest());
    }
    return withManifest(manifest().replace(text, by));
  }

  public Archive with(String entry, byte[] bytes) {
    entries.put(entry, bytes);
    return this;
  }

  /** With the checksum in the manifest that the bytes have. */
  public Archive withArray(String entry, byte[] bytes) {
    String checksum = "\"" + entry + "\": \"";
    String before = Digests.hex(entries.get(entry));
    return with(entry, bytes).replacing(checksum + before, checksum + Digests.hex(bytes));
  }

  /** With the checksums in the manifest that the arrays have, if it is a JSON object. */
  public Archive sealed() throws IOException {
    Map<String, Object> json = Json.read(entries.get(MANIFEST));
    Map<String, Object> checksums = new LinkedHashMap<>();
    entries.forEach((name, bytes) -> checksums.put(name, Digests.hex(bytes)));
    json.put("sha256", checksums);
    return with(MANIFEST, Json.write(json));
  }

  public Archive without(String entry) {
    entries.remove(entry);
    return this;
  }

  public byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  public Path write(Path folder) throws IOException {
    return Files.write(folder.resolve("changed.mild"), bytes());
  }
}
