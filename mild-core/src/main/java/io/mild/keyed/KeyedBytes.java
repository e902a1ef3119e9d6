package io.mild.keyed;

import io.mild.IntentRisk;
import io.mild.alerting.health.HealthEvent;
import io.mild.alerting.health.HealthFinding;
import io.mild.alerting.health.HealthKind;
import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.FailureFact;
import io.mild.alerting.incident.HeldBack;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.IncidentEvent.Change;
import io.mild.alerting.incident.Severity;
import io.mild.alerting.incident.TimeLeft;
import io.mild.alerting.incident.TrackedIncident;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages, models and outputs as bytes, for an engine's network, topics and checkpoints. Each
 * begins with a byte that says what it is; that of a later version of the library is refused.
 */
public final class KeyedBytes {
  private static final int ROW = 1;
  private static final int OUTCOME = 2;
  private static final int QUESTION = 3;
  private static final int MODEL = 16;
  private static final int INCIDENT = 32;
  private static final int HEALTH = 33;
  private static final int STATUS = 34;
  private static final int REFUSED_MESSAGE = 35;
  private static final int REFUSED_MODEL = 36;

  private static final int MOST_VALUES = 1 << 20;
  private static final int LONGEST_FILE = 1 << 30;

  private KeyedBytes() {}

  /** Writes a message. */
  public static void write(KeyedMessage message, DataOutput out) throws IOException {
    if (message instanceof KeyedRow row) {
      out.writeByte(ROW);
      out.writeUTF(row.key());
      out.writeUTF(row.kind());
      writeValues(row.epochMillis(), row.values(), out);
    } else if (message instanceof KeyedOutcome outcome) {
      out.writeByte(OUTCOME);
      out.writeUTF(outcome.key());
      out.writeByte(outcome.what().ordinal());
      out.writeUTF(outcome.subject());
      out.writeLong(outcome.time().toEpochMilli());
    } else {
      out.writeByte(QUESTION);
      out.writeUTF(message.key());
    }
  }

  /**
   * Reads a message.
   *
   * @throws IOException if it is none
   */
  public static KeyedMessage readMessage(DataInput in) throws IOException {
    int what = in.readUnsignedByte();
    return switch (what) {
      case ROW -> {
        String key = in.readUTF();
        String kind = in.readUTF();
        yield new KeyedRow(key, kind, in.readLong(), readValues(in));
      }
      case OUTCOME ->
          new KeyedOutcome(
              in.readUTF(), read(KeyedOutcome.What.values(), in), in.readUTF(), readTime(in));
      case QUESTION -> new KeyedQuestion(in.readUTF());
      default -> throw unknown("message", what);
    };
  }

  /** Writes a model. */
  public static void write(KeyedModel model, DataOutput out) throws IOException {
    out.writeByte(MODEL);
    out.writeUTF(model.kind());
    out.writeBoolean(model.feedback());
    out.writeInt(model.file().length);
    out.write(model.file());
  }

  /**
   * Reads a model.
   *
   * @throws IOException if it is none
   */
  public static KeyedModel readModel(DataInput in) throws IOException {
    int what = in.readUnsignedByte();
    if (what != MODEL) {
      throw unknown("model", what);
    }
    String kind = in.readUTF();
    boolean feedback = in.readBoolean();
    int length = in.readInt();
    if (length < 0 || length > LONGEST_FILE) {
      throw new IOException("a model has " + length + " bytes");
    }
    byte[] file = new byte[length];
    in.readFully(file);
    return new KeyedModel(kind, feedback, file);
  }

  /** Writes an output. */
  public static void write(KeyedOutput output, DataOutput out) throws IOException {
    if (output instanceof KeyedIncident incident) {
      out.writeByte(INCIDENT);
      out.writeUTF(incident.key());
      out.writeUTF(incident.kind());
      write(incident.event(), out);
    } else if (output instanceof KeyedHealth health) {
      out.writeByte(HEALTH);
      out.writeUTF(health.key());
      out.writeUTF(health.kind());
      out.writeByte(health.event().kind().ordinal());
      out.writeLong(health.event().time().toEpochMilli());
      write(health.event().finding(), out);
    } else if (output instanceof KeyStatus status) {
      out.writeByte(STATUS);
      write(status, out);
    } else if (output instanceof RefusedMessage refused) {
      out.writeByte(REFUSED_MESSAGE);
      write(refused.message(), out);
      out.writeByte(refused.reason().ordinal());
      out.writeUTF(refused.why());
    } else if (output instanceof RefusedModel refused) {
      out.writeByte(REFUSED_MODEL);
      out.writeUTF(refused.kind());
      out.writeUTF(refused.why());
    }
  }

  /**
   * Reads an output.
   *
   * @throws IOException if it is none
   */
  public static KeyedOutput readOutput(DataInput in) throws IOException {
    int what = in.readUnsignedByte();
    return switch (what) {
      case INCIDENT -> new KeyedIncident(in.readUTF(), in.readUTF(), readIncidentEvent(in));
      case HEALTH ->
          new KeyedHealth(
              in.readUTF(),
              in.readUTF(),
              new HealthEvent(read(HealthEvent.Kind.values(), in), readTime(in), readFinding(in)));
      case STATUS -> readStatus(in);
      case REFUSED_MESSAGE ->
          new RefusedMessage(
              readMessage(in), read(RefusedMessage.Reason.values(), in), in.readUTF());
      case REFUSED_MODEL -> new RefusedModel(in.readUTF(), in.readUTF());
      default -> throw unknown("output", what);
    };
  }

  private static void write(IncidentEvent event, DataOutput out) throws IOException {
    out.writeByte(event.kind().ordinal());
    out.writeLong(event.time().toEpochMilli());
    write(event.incident(), out);
    writeAll(event.changes(), KeyedBytes::write, out);
    out.writeBoolean(event.isNotification());
    writeIfThere(event.heldBack(), KeyedBytes::write, out);
  }

  private static IncidentEvent readIncidentEvent(DataInput in) throws IOException {
    return new IncidentEvent(
        read(IncidentEvent.Kind.values(), in),
        readTime(in),
        readIncident(in),
        readAll(KeyedBytes::readChange, in),
        in.readBoolean(),
        readIfThere(KeyedBytes::readHeldBack, in));
  }

  private static void write(Change change, DataOutput out) throws IOException {
    out.writeByte(change.aspect().ordinal());
    out.writeUTF(change.before());
    out.writeUTF(change.after());
    out.writeUTF(change.why());
  }

  private static Change readChange(DataInput in) throws IOException {
    return new Change(read(Change.Aspect.values(), in), in.readUTF(), in.readUTF(), in.readUTF());
  }

  private static void write(HeldBack held, DataOutput out) throws IOException {
    out.writeByte(held.rule().ordinal());
    writeAll(held.intents(), KeyedBytes::write, out);
    writeIfThere(held.until(), KeyedBytes::write, out);
  }

  private static HeldBack readHeldBack(DataInput in) throws IOException {
    return new HeldBack(
        read(HeldBack.Rule.values(), in),
        readAll(DataInput::readUTF, in),
        readIfThere(KeyedBytes::readTime, in));
  }

  private static void write(TrackedIncident incident, DataOutput out) throws IOException {
    out.writeUTF(incident.id());
    out.writeUTF(incident.fingerprint());
    write(incident.opened(), out);
    write(incident.lastAlerting(), out);
    out.writeBoolean(incident.isAlerting());
    out.writeUTF(incident.rootCause());
    out.writeDouble(incident.rootProbability());
    writeAll(incident.intents(), KeyedBytes::write, out);
    out.writeByte(incident.severity().ordinal());
    out.writeDouble(incident.probability());
    out.writeLong(incident.timeLeft().least().toMillis());
    out.writeLong(incident.timeLeft().most().toMillis());
    out.writeDouble(incident.confidence());
    writeIfThere(incident.notified(), KeyedBytes::write, out);
    writeIfThere(incident.acknowledged(), KeyedBytes::write, out);
    writeIfThere(incident.acted(), KeyedBytes::write, out);
    writeAll(incident.failures(), KeyedBytes::write, out);
    writeIfThere(incident.closing(), (closing, to) -> to.writeByte(closing.ordinal()), out);
  }

  private static TrackedIncident readIncident(DataInput in) throws IOException {
    return new TrackedIncident(
        in.readUTF(),
        in.readUTF(),
        readTime(in),
        readTime(in),
        in.readBoolean(),
        in.readUTF(),
        in.readDouble(),
        readAll(DataInput::readUTF, in),
        read(Severity.values(), in),
        in.readDouble(),
        new TimeLeft(Duration.ofMillis(in.readLong()), Duration.ofMillis(in.readLong())),
        in.readDouble(),
        readIfThere(KeyedBytes::readTime, in),
        readIfThere(KeyedBytes::readTime, in),
        readIfThere(KeyedBytes::readTime, in),
        readAll(KeyedBytes::readFailure, in),
        readIfThere(from -> read(Closing.values(), from), in));
  }

  private static void write(FailureFact failure, DataOutput out) throws IOException {
    out.writeUTF(failure.intent());
    write(failure.failed(), out);
    writeIfThere(failure.recovered(), KeyedBytes::write, out);
  }

  private static FailureFact readFailure(DataInput in) throws IOException {
    return new FailureFact(in.readUTF(), readTime(in), readIfThere(KeyedBytes::readTime, in));
  }

  private static void write(HealthFinding finding, DataOutput out) throws IOException {
    out.writeByte(finding.kind().ordinal());
    out.writeUTF(finding.subject());
    write(finding.since(), out);
    out.writeUTF(finding.evidence());
    out.writeBoolean(finding.isAcknowledged());
  }

  private static HealthFinding readFinding(DataInput in) throws IOException {
    return new HealthFinding(
        read(HealthKind.values(), in), in.readUTF(), readTime(in), in.readUTF(), in.readBoolean());
  }

  private static void write(KeyStatus status, DataOutput out) throws IOException {
    out.writeUTF(status.key());
    out.writeUTF(status.kind());
    writeIfThere(status.lastRow(), KeyedBytes::write, out);
    writeIfThere(status.silentSince(), KeyedBytes::write, out);
    out.writeInt(status.waiting());
    writeAll(status.intents(), KeyedBytes::write, out);
    writeAll(status.incidents(), KeyedBytes::write, out);
    writeAll(status.health(), KeyedBytes::write, out);
  }

  private static KeyStatus readStatus(DataInput in) throws IOException {
    return new KeyStatus(
        in.readUTF(),
        in.readUTF(),
        readIfThere(KeyedBytes::readTime, in),
        readIfThere(KeyedBytes::readTime, in),
        in.readInt(),
        readAll(KeyedBytes::readIntent, in),
        readAll(KeyedBytes::readIncident, in),
        readAll(KeyedBytes::readFinding, in));
  }

  private static void write(IntentRisk intent, DataOutput out) throws IOException {
    out.writeUTF(intent.intent());
    out.writeDouble(intent.risk());
    out.writeDouble(intent.smoothedRisk());
    out.writeDouble(intent.threshold());
    out.writeDouble(intent.rootCauseProbability());
    out.writeBoolean(intent.alerting());
  }

  private static IntentRisk readIntent(DataInput in) throws IOException {
    return new IntentRisk(
        in.readUTF(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readBoolean());
  }

  /** A row's time and values. */
  static void writeValues(long epochMillis, double[] values, DataOutput out) throws IOException {
    out.writeLong(epochMillis);
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  /** The values, after the time. */
  static double[] readValues(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_VALUES) {
      throw new IOException("a row has " + count + " values");
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }

  private interface Writer<T> {
    void write(T value, DataOutput out) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  private static void write(String text, DataOutput out) throws IOException {
    out.writeUTF(text);
  }

  private static void write(Instant time, DataOutput out) throws IOException {
    out.writeLong(time.toEpochMilli());
  }

  private static Instant readTime(DataInput in) throws IOException {
    return Instant.ofEpochMilli(in.readLong());
  }

  private static <T> void writeAll(List<T> values, Writer<T> writer, DataOutput out)
      throws IOException {
    out.writeShort(values.size());
    for (T value : values) {
      writer.write(value, out);
    }
  }

  private static <T> List<T> readAll(Reader<T> reader, DataInput in) throws IOException {
    int count = in.readUnsignedShort();
    List<T> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(reader.read(in));
    }
    return values;
  }

  private static <T> void writeIfThere(Optional<T> value, Writer<T> writer, DataOutput out)
      throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      writer.write(value.get(), out);
    }
  }

  private static <T> Optional<T> readIfThere(Reader<T> reader, DataInput in) throws IOException {
    return in.readBoolean() ? Optional.of(reader.read(in)) : Optional.empty();
  }

  private static <E extends Enum<E>> E read(E[] values, DataInput in) throws IOException {
    int ordinal = in.readUnsignedByte();
    if (ordinal >= values.length) {
      throw new IOException(
          "%d is no %s that this version of the library knows"
              .formatted(ordinal, values[0].getDeclaringClass().getSimpleName()));
    }
    return values[ordinal];
  }

  private static IOException unknown(String what, int found) {
    return new IOException(
        "%d begins no %s that this version of the library knows".formatted(found, what));
  }
}
