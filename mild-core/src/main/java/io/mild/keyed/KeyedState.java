package io.mild.keyed;

import io.mild.internal.io.StateBytes;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of a key between two of its messages: where its stream stands, and which rows wait.
 *
 * <p>{@link KeyedStreams} change it in place, so that a row costs no more than writing some hundred
 * bytes over. An engine that needs it as it was, as for a checkpoint that is written meanwhile,
 * takes a {@link #copy} first.
 *
 * <p>As bytes: the version; which parts follow; the kind; the model and what alerts mean to it; the
 * time of the latest row, when it came, and since when none does; the rows that wait; the stream's
 * state; and a CRC-32 of all before. Bytes of each released version are kept as a test resource,
 * and are read for ever.
 */
public final class KeyedState {
  static final int VERSION = 2;
  private static final int OLDEST = 1;

  private static final int SILENT = 1;
  private static final int WATCHED = 2;
  private static final int KNOWN = SILENT | WATCHED;

  static final long NEVER = Long.MIN_VALUE;
  static final byte[] NO_STREAM = {};

  /** A row that waits for its turn. */
  record Waiting(long epochMillis, double[] values) {}

  final String kind;

  /** The first eight bytes of the identity of the model that the stream is of. */
  long model;

  /** The first four of a digest of what alerts mean to it. */
  int alerts;

  byte[] stream = NO_STREAM;
  long lastRow = NEVER;
  long arrival = NEVER;
  long silentSince = NEVER;
  boolean watched;
  List<Waiting> waiting = List.of(); // in order of time; a list of its own once one waits

  KeyedState(String kind) {
    this.kind = kind.intern(); // of few kinds, a string each and not one a key
  }

  /** The kind of its system. */
  public String kind() {
    return kind;
  }

  /** Whether its engine has been asked to {@link KeyedStreams#lookForSilence look for silence}. */
  public boolean isWatched() {
    return watched;
  }

  /** Remembers whether a timer of the engine's will look for silence. */
  public void watched(boolean isSo) {
    watched = isSo;
  }

  /** How many bytes {@link #toBytes} gives, about. */
  public int size() {
    int values = waiting.isEmpty() ? 0 : waiting.get(0).values().length;
    return 48 + kind.length() + stream.length + waiting.size() * (12 + Double.BYTES * values);
  }

  /** One that stays as it is when this one goes on. */
  public KeyedState copy() {
    KeyedState copy = new KeyedState(kind);
    copy.model = model;
    copy.alerts = alerts;
    copy.stream = stream.clone();
    copy.lastRow = lastRow;
    copy.arrival = arrival;
    copy.silentSince = silentSince;
    copy.watched = watched;
    copy.waiting = waiting.isEmpty() ? List.of() : new ArrayList<>(waiting); // rows don't change
    return copy;
  }

  /** The newest row's time, be it scored or wait. */
  long newest() {
    return waiting.isEmpty() ? lastRow : waiting.get(waiting.size() - 1).epochMillis();
  }

  /** The state as bytes. */
  public byte[] toBytes() {
    StateBytes bytes = new StateBytes();
    try {
      writeTo(bytes.out);
      bytes.out.writeInt((int) bytes.checksum());
    } catch (IOException e) {
      throw new AssertionError("memory doesn't fail", e);
    }
    return bytes.toByteArray();
  }

  private void writeTo(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeByte((silentSince == NEVER ? 0 : SILENT) | (watched ? WATCHED : 0));
    out.writeUTF(kind);
    out.writeLong(model);
    out.writeInt(alerts);
    out.writeLong(lastRow);
    out.writeLong(arrival);
    if (silentSince != NEVER) {
      out.writeLong(silentSince);
    }
    out.writeInt(waiting.size());
    for (Waiting row : waiting) {
      KeyedBytes.writeValues(row.epochMillis(), row.values(), out);
    }
    out.writeInt(stream.length);
    out.write(stream);
  }

  /**
   * Reads what {@link #toBytes} wrote, of this version of the library or an earlier one.
   *
   * @throws IOException if it is of a later one, damaged, or something else; the message says which
   */
  public static KeyedState ofBytes(byte[] bytes) throws IOException {
    int body = bytes.length - Integer.BYTES;
    if (body < 1) {
      throw new IOException("%d bytes are no state of a key".formatted(bytes.length));
    }
    if (bytes[0] < OLDEST || bytes[0] > VERSION) {
      throw new IOException(
          "the state of a key has format %d, but this version of the library reads %d to %d"
              .formatted(bytes[0], OLDEST, VERSION));
    }
    StateBytes in = new StateBytes();
    in.rewind(bytes, body, bytes.length);
    if (in.in.readInt() != (int) StateBytes.checksum(bytes, body)) {
      throw new IOException("the state of a key is damaged: its checksum differs");
    }
    in.rewind(bytes, 1, body);
    KeyedState state = read(in.in);
    if (in.in.available() > 0) {
      throw new IOException(
          "the state of a key has %d bytes too many".formatted(in.in.available()));
    }
    return state;
  }

  private static KeyedState read(StateBytes.Input in) throws IOException {
    int parts = in.readUnsignedByte();
    if ((parts & ~KNOWN) != 0) {
      throw new IOException("the state of a key has parts that are not known: " + parts);
    }
    KeyedState state = new KeyedState(in.readUTF());
    state.watched = (parts & WATCHED) != 0;
    state.model = in.readLong();
    state.alerts = in.readInt();
    state.lastRow = in.readLong();
    state.arrival = in.readLong();
    if ((parts & SILENT) != 0) {
      state.silentSince = in.readLong();
    }
    int waiting = count("rows that wait", in.readInt(), in);
    if (waiting > 0) {
      state.waiting = new ArrayList<>();
      for (int i = 0; i < waiting; i++) {
        state.waiting.add(new Waiting(in.readLong(), KeyedBytes.readValues(in)));
      }
    }
    state.stream = new byte[count("bytes of a stream", in.readInt(), in)];
    in.readFully(state.stream);
    return state;
  }

  private static int count(String what, int count, StateBytes.Input in) throws IOException {
    if (count < 0 || count > in.available()) {
      throw new IOException("the state of a key has %d %s".formatted(count, what));
    }
    return count;
  }
}
