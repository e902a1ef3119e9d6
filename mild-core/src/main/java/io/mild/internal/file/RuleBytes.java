package io.mild.internal.file;

import io.mild.alerting.incident.NoiseRules;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@link NoiseRules} as bytes: the length of their text and the text, in UTF-8. */
public final class RuleBytes {
  private static final int MOST = 1 << 20;

  private RuleBytes() {}

  /** Writes them. */
  public static void write(NoiseRules rules, DataOutput out) throws IOException {
    byte[] text = rules.toString().getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if reading fails
   * @throws IllegalArgumentException if it is no text of rules
   */
  public static NoiseRules read(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST) {
      throw new IllegalArgumentException(
          "rules must have 0 to %d bytes, but had %d".formatted(MOST, length));
    }
    byte[] text = new byte[length];
    in.readFully(text);
    return NoiseRules.parse(new String(text, StandardCharsets.UTF_8));
  }
}
