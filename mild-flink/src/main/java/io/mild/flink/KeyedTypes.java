package io.mild.flink;

import io.mild.keyed.KeyStatus;
import io.mild.keyed.KeyedBytes;
import io.mild.keyed.KeyedHealth;
import io.mild.keyed.KeyedIncident;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedOutput;
import io.mild.keyed.RefusedMessage;
import io.mild.keyed.RefusedModel;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * The types of what goes into the operator and comes out of it, for sources, sinks and functions
 * before and after it: {@code stream.map(…).returns(KeyedTypes.MESSAGE)}. None goes through Kryo or
 * Java's serialization.
 */
public final class KeyedTypes {
  /** Rows, outcomes and questions. */
  public static final TypeInformation<KeyedMessage> MESSAGE =
      KeyedSerializer.type(KeyedMessage.class, new MessageSerializer());

  /** Models. */
  public static final TypeInformation<KeyedModel> MODEL =
      KeyedSerializer.type(KeyedModel.class, new ModelSerializer());

  /** Steps in the lives of incidents. */
  public static final TypeInformation<KeyedIncident> INCIDENT = output(KeyedIncident.class);

  /** Findings. */
  public static final TypeInformation<KeyedHealth> HEALTH = output(KeyedHealth.class);

  /** Answers to questions. */
  public static final TypeInformation<KeyStatus> STATUS = output(KeyStatus.class);

  /** Messages that changed nothing. */
  public static final TypeInformation<RefusedMessage> REFUSED_MESSAGE =
      output(RefusedMessage.class);

  /** Models that were not put in force. */
  public static final TypeInformation<RefusedModel> REFUSED_MODEL = output(RefusedModel.class);

  private KeyedTypes() {}

  @SuppressWarnings("unchecked") // what was written of a type is of that type
  private static <T extends KeyedOutput> TypeInformation<T> output(Class<T> type) {
    return KeyedSerializer.type(type, (KeyedSerializer<T>) new OutputSerializer());
  }

  private static final class MessageSerializer extends KeyedSerializer<KeyedMessage> {
    private static final long serialVersionUID = 1;

    @Override
    void write(KeyedMessage message, DataOutput out) throws IOException {
      KeyedBytes.write(message, out);
    }

    @Override
    KeyedMessage read(DataInput in) throws IOException {
      return KeyedBytes.readMessage(in);
    }

    @Override
    public TypeSerializerSnapshot<KeyedMessage> snapshotConfiguration() {
      return new MessageSnapshot();
    }
  }

  /** Not for users: Flink makes it of what a savepoint names. */
  public static final class MessageSnapshot extends SimpleTypeSerializerSnapshot<KeyedMessage> {
    /** As Flink asks for it. */
    public MessageSnapshot() {
      super(MessageSerializer::new);
    }
  }

  private static final class ModelSerializer extends KeyedSerializer<KeyedModel> {
    private static final long serialVersionUID = 1;

    @Override
    void write(KeyedModel model, DataOutput out) throws IOException {
      KeyedBytes.write(model, out);
    }

    @Override
    KeyedModel read(DataInput in) throws IOException {
      return KeyedBytes.readModel(in);
    }

    @Override
    public TypeSerializerSnapshot<KeyedModel> snapshotConfiguration() {
      return new ModelSnapshot();
    }
  }

  /** Not for users: Flink makes it of what a savepoint names. */
  public static final class ModelSnapshot extends SimpleTypeSerializerSnapshot<KeyedModel> {
    /** As Flink asks for it. */
    public ModelSnapshot() {
      super(ModelSerializer::new);
    }
  }

  private static final class OutputSerializer extends KeyedSerializer<KeyedOutput> {
    private static final long serialVersionUID = 1;

    @Override
    void write(KeyedOutput output, DataOutput out) throws IOException {
      KeyedBytes.write(output, out);
    }

    @Override
    KeyedOutput read(DataInput in) throws IOException {
      return KeyedBytes.readOutput(in);
    }

    @Override
    public TypeSerializerSnapshot<KeyedOutput> snapshotConfiguration() {
      return new OutputSnapshot();
    }
  }

  /** Not for users: Flink makes it of what a savepoint names. */
  public static final class OutputSnapshot extends SimpleTypeSerializerSnapshot<KeyedOutput> {
    /** As Flink asks for it. */
    public OutputSnapshot() {
      super(OutputSerializer::new);
    }
  }
}
