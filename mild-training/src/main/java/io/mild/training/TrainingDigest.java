package io.mild.training;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.internal.io.Digests;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 of what is learned from. */
final class TrainingDigest {
  private TrainingDigest() {}

  /** Of all rows and failures, in hexadecimal. */
  static String of(KpiHistory history, FailureLog failures) {
    MessageDigest digest = Digests.sha256();
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
