package io.mild.server.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mild.connect.KpiRow;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/** {@link Step}s as entries of a journal, and back. */
final class StepBytes {
  private static final byte ROW = 'R';
  private static final byte SAID = 'C';
  private static final byte TOLD = 'T';

  private StepBytes() {}

  static void append(Journal journal, Step step) throws IOException {
    if (step instanceof Step.Row row) {
      journal.append(ROW, bytes(row.row()));
    } else if (step instanceof Step.Said said) {
      journal.append(SAID, said.command().toBytes());
    } else if (step instanceof Step.Told told) {
      journal.append(TOLD, String.join("\n", told.ids()).getBytes(UTF_8));
    }
  }

  private static byte[] bytes(KpiRow row) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * (1 + row.values().length));
    bytes.putLong(row.time().toEpochMilli());
    for (double value : row.values()) {
      bytes.putDouble(value);
    }
    return bytes.array();
  }

  static boolean isRow(Journal.Entry entry) {
    return entry.kind() == ROW;
  }

  static Step read(Journal.Entry entry) throws IOException {
    return switch (entry.kind()) {
      case ROW -> new Step.Row(row(entry));
      case SAID -> new Step.Said(Command.ofBytes(entry.bytes()));
      case TOLD -> new Step.Told(Arrays.asList(new String(entry.bytes(), UTF_8).split("\n")));
      default -> throw new IOException("an entry of no known kind: " + entry.kind());
    };
  }

  static KpiRow row(Journal.Entry entry) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(entry.bytes());
      Instant time = Instant.ofEpochMilli(bytes.getLong());
      double[] values = new double[bytes.remaining() / Double.BYTES];
      for (int kpi = 0; kpi < values.length; kpi++) {
        values[kpi] = bytes.getDouble();
      }
      return new KpiRow(time, values);
    } catch (BufferUnderflowException e) {
      throw new IOException("a row of too few bytes", e);
    }
  }
}
