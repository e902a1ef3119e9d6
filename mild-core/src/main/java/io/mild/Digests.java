package io.mild;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of bytes and of training data. */
final class Digests {
  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  static String ofTrainingData(KpiHistory history, FailureLog failures) {
    MessageDigest digest = sha256();
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                new DigestOutputStream(OutputStream.nullOutputStream(), digest)))) {
      text(out, String.join("\n", history.kpis()));
      double[] values = new double[history.kpis().size()];
      for (int row = 0; row < history.rows(); row++) {
        out.writeLong(history.epochMillis(row));
        history.copyRow(row, values);
        for (double value : values) {
          out.writeDouble(value);
        }
      }
      for (Failure failure : failures.failures()) {
        text(out, failure.incident() + "\n" + failure.intent() + "\n" + failure.role());
        out.writeLong(failure.time().toEpochMilli());
        text(out, failure.onset() + "\n" + failure.recovered());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
