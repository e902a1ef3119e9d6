package io.mild.flink;

import io.mild.keyed.KeyedState;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The state of a key for Flink. On the heap back end it is an object that is changed in place and
 * serialised at checkpoints only; while one is written, Flink takes a {@link #copy} of each state
 * before it gives it out. RocksDB serialises with each access.
 *
 * <p>Its schema evolves within: each state's bytes begin with their version, and those of all
 * earlier versions are read. So what a savepoint says of the serializer is its class alone, and a
 * state of an earlier version is rewritten with the key's next row rather than all at a restore.
 */
public final class KeyedStateSerializer extends TypeSerializerSingleton<KeyedState> {
  private static final long serialVersionUID = 1;

  /** The longest state that can be: a stream of tens of thousands of KPIs, with rows that wait. */
  private static final int LONGEST = 1 << 28;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  /** Nothing: Flink asks for one only to read into it, which this one does not do. */
  @Override
  @SuppressWarnings("NullAway")
  public KeyedState createInstance() {
    return null;
  }

  @Override
  public KeyedState copy(KeyedState from) {
    return from.copy();
  }

  @Override
  public KeyedState copy(KeyedState from, KeyedState reuse) {
    return from.copy();
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(KeyedState state, DataOutputView out) throws IOException {
    byte[] bytes = state.toBytes();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public KeyedState deserialize(DataInputView in) throws IOException {
    return KeyedState.ofBytes(bytes(in));
  }

  @Override
  public KeyedState deserialize(KeyedState reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    byte[] bytes = bytes(in);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputView in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("the state of a key is damaged: it has " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  @Override
  public TypeSerializerSnapshot<KeyedState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Not for users: Flink makes it of what a savepoint names. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<KeyedState> {
    /** As Flink asks for it. */
    public Snapshot() {
      super(KeyedStateSerializer::new);
    }
  }
}
