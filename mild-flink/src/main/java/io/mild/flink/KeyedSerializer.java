package io.mild.flink;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What the serializers of values that never change have in common. */
abstract class KeyedSerializer<T> extends TypeSerializerSingleton<T> {
  private static final long serialVersionUID = 1;

  abstract void write(T value, DataOutput out) throws IOException;

  abstract T read(DataInput in) throws IOException;

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  /** Nothing that can be read before there is a first: Flink asks it only of what it reuses. */
  @Override
  @SuppressWarnings("NullAway")
  public final T createInstance() {
    return null;
  }

  @Override
  public final T copy(T from) {
    return from;
  }

  @Override
  public final T copy(T from, T reuse) {
    return from;
  }

  @Override
  public final int getLength() {
    return -1;
  }

  @Override
  public final void serialize(T value, DataOutputView out) throws IOException {
    write(value, out);
  }

  @Override
  public final T deserialize(DataInputView in) throws IOException {
    return read(in);
  }

  @Override
  public final T deserialize(T reuse, DataInputView in) throws IOException {
    return read(in);
  }

  @Override
  public final void copy(DataInputView in, DataOutputView out) throws IOException {
    write(read(in), out);
  }

  /** Its type, as Flink asks for it. */
  static <T> KeyedTypeInfo<T> type(Class<T> type, TypeSerializer<T> serializer) {
    return new KeyedTypeInfo<>(type, serializer);
  }
}
