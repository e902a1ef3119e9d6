package io.mild.alerting.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Something wrong that holds, or did until shortly ago: pending at first, then found. */
final class HealthCondition {
  /** No time. */
  static final long NEVER = Long.MIN_VALUE;

  private static final int FOUND = 1;
  private static final int ACKNOWLEDGED = 2;
  private static final int UNTOLD = 4;
  private static final int OBSOLETE = 8;
  private static final int MOST_FLAGS = 15;
  private static final int MOST_BYTES = 1 << 20;

  private static final HealthKind[] KINDS = HealthKind.values();

  final HealthKind kind;
  final String subject;
  final long since;
  String evidence;
  long evidenceAt;
  long goneSince = NEVER;
  boolean isFound;
  boolean isAcknowledged;
  boolean isAcknowledgementUntold;

  /** Whether it is of a model that is no longer in use. */
  boolean isObsolete;

  HealthCondition(HealthKind kind, String subject, long since, String evidence) {
    this.kind = kind;
    this.subject = subject;
    this.since = since;
    this.evidence = evidence;
    this.evidenceAt = since;
  }

  boolean isOf(HealthKind otherKind, String otherSubject) {
    return kind == otherKind && subject.equals(otherSubject);
  }

  HealthFinding finding() {
    return new HealthFinding(kind, subject, Instant.ofEpochMilli(since), evidence, isAcknowledged);
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeByte(kind.ordinal());
    writeText(out, subject);
    out.writeLong(since);
    writeText(out, evidence);
    out.writeLong(evidenceAt);
    out.writeLong(goneSince);
    out.writeByte(
        (isFound ? FOUND : 0)
            | (isAcknowledged ? ACKNOWLEDGED : 0)
            | (isAcknowledgementUntold ? UNTOLD : 0)
            | (isObsolete ? OBSOLETE : 0));
  }

  static HealthCondition read(DataInput in) throws IOException {
    int kind = in.readUnsignedByte();
    if (kind >= KINDS.length) {
      throw new IOException("kind of health must be below " + KINDS.length + ", but was " + kind);
    }
    HealthCondition read =
        new HealthCondition(KINDS[kind], readText(in), in.readLong(), readText(in));
    read.evidenceAt = in.readLong();
    read.goneSince = in.readLong();
    int flags = in.readUnsignedByte();
    read.isFound = (flags & FOUND) != 0;
    read.isAcknowledged = (flags & ACKNOWLEDGED) != 0;
    read.isAcknowledgementUntold = (flags & UNTOLD) != 0;
    read.isObsolete = (flags & OBSOLETE) != 0;
    boolean isSound =
        flags <= MOST_FLAGS
            && (read.isFound || flags == 0 && read.goneSince == NEVER)
            && (read.isAcknowledged || !read.isAcknowledgementUntold)
            && (!read.isObsolete || read.isFound);
    if (!isSound) {
      throw new IOException(
          "a condition that is %s can't have the flags %d"
              .formatted(read.isFound ? "found" : "pending", flags));
    }
    return read;
  }

  /** Of any length, which a name of a KPI may have. */
  private static void writeText(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a text of health must not have %d bytes".formatted(length));
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
