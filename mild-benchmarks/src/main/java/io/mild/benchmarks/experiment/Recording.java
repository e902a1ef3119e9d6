package io.mild.benchmarks.experiment;

import io.mild.data.CsvFormat;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What an experiment is made on: a folder's {@code kpis.csv} and {@code failures.csv}, plain or
 * gzipped, and where a generator left one its {@code moved.csv}. Nothing else there is read.
 */
public final class Recording {
  private final String name;
  private final KpiHistory history;
  private final FailureLog failures;
  private final FailureLog judged;
  private final MovedKpis moved;
  private final String sha256;

  private Recording(
      String name,
      KpiHistory history,
      FailureLog failures,
      FailureLog judged,
      MovedKpis moved,
      String sha256) {
    this.name = name;
    this.history = history;
    this.failures = failures;
    this.judged = judged;
    this.moved = moved;
    this.sha256 = sha256;
  }

  /**
   * Reads a folder.
   *
   * @param name for the report
   * @throws NoSuchFileException if a file is missing
   * @throws IOException if one can't be read, with its line where its content is wrong
   */
  public static Recording read(Path folder, String name) throws IOException {
    return read(folder, name, CsvFormat.DEFAULT, CsvFormat.DEFAULT);
  }

  /**
   * Reads a folder of files of another form; see {@link #read(Path, String)}.
   *
   * @param ofKpis how {@code kpis.csv} is written
   * @param ofFailures how {@code failures.csv} is written
   */
  public static Recording read(Path folder, String name, CsvFormat ofKpis, CsvFormat ofFailures)
      throws IOException {
    Path kpis = file(folder, "kpis.csv");
    Path failures = file(folder, "failures.csv");
    Path moved = folder.resolve("moved.csv");
    FailureLog log = FailureLog.readCsv(ofFailures, failures);
    return new Recording(
        name,
        KpiHistory.readCsv(ofKpis, kpis),
        log,
        log,
        Files.exists(moved) ? MovedKpis.readCsv(moved) : MovedKpis.unknown(),
        sha256(kpis, failures));
  }

  /**
   * The same failures in other rows, made of these.
   *
   * @param how what was done to them, for the report
   */
  public Recording with(String how, KpiHistory history, FailureLog failures) {
    return new Recording(name + how, history, failures, failures, moved, sha256);
  }

  /**
   * The same rows, of which others are known and others are foretold.
   *
   * @param how what was done, for the report
   * @param known failures to learn from
   * @param judged failures to foretell
   */
  public Recording with(String how, FailureLog known, FailureLog judged) {
    return new Recording(name + how, history, known, judged, moved, sha256);
  }

  private static Path file(Path folder, String name) throws IOException {
    Path plain = folder.resolve(name);
    Path gzipped = folder.resolve(name + ".gz");
    if (!Files.exists(plain) && Files.exists(gzipped)) {
      return gzipped;
    }
    if (!Files.exists(plain)) {
      throw new NoSuchFileException(plain.toString());
    }
    return plain;
  }

  private static String sha256(Path... files) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  String name() {
    return name;
  }

  /** The rows. */
  public KpiHistory history() {
    return history;
  }

  /** All failures. */
  public FailureLog failures() {
    return failures;
  }

  /** What is to be foretold: usually these. */
  FailureLog judged() {
    return judged;
  }

  MovedKpis moved() {
    return moved;
  }

  String sha256() {
    return sha256;
  }
}
