package io.mild.benchmarks.streams;

import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of many keys, minute by minute, as fast as they are taken; within this JVM, in which what is
 * measured is kept. Each of {@code parts} has its keys.
 */
record PacedSource(int keys, int minutes, int parts, boolean waits)
    implements Source<KeyedMessage, PacedSource.Part, Collection<PacedSource.Part>> {
  /** The kind of all. */
  static final String KIND = "service";

  /** What rows hold; set before a job is begun. */
  static double[][] values = {};

  static long start;

  /** When the first row of a job was taken. */
  static volatile long firstNanos;

  /** What this process had used of processors by then. */
  static volatile long firstProcessorNanos;

  /** How many parts have given all of their rows. */
  static final AtomicInteger DONE = new AtomicInteger();

  /** Whether those that wait at their end may end. */
  static volatile boolean mayEnd;

  static void reset() {
    firstNanos = 0;
    DONE.set(0);
    mayEnd = false;
  }

  /** One part from a row on. */
  record Part(PacedSource source, int number, long next)
      implements IteratorSourceSplit<KeyedMessage, Rows> {
    @Override
    public String splitId() {
      return Integer.toString(number);
    }

    @Override
    public Rows getIterator() {
      return new Rows(source, number, next);
    }

    @Override
    public IteratorSourceSplit<KeyedMessage, Rows> getUpdatedSplitForIterator(Rows iterator) {
      return new Part(source, number, iterator.next);
    }
  }

  static final class Rows implements Iterator<KeyedMessage> {
    private final PacedSource source;
    private final int number;
    private final String[] keys;
    private long next;
    private boolean isDone;
    private @Nullable KeyedMessage filler;

    Rows(PacedSource source, int number, long next) {
      this.source = source;
      this.number = number;
      this.next = next;
      this.keys = new String[source.keys / source.parts];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = "service-" + (i * source.parts + number);
      }
    }

    @Override
    public boolean hasNext() {
      if (next < (long) keys.length * source.minutes) {
        return true;
      }
      if (!isDone) {
        isDone = true;
        DONE.incrementAndGet();
      }
      return source.waits && !mayEnd;
    }

    @Override
    public KeyedMessage next() {
      if (next == 0 && firstNanos == 0) {
        firstProcessorNanos = StreamsSpeed.processorNanos();
        firstNanos = System.nanoTime();
      }
      if (isDone) {
        return idle();
      }
      int minute = (int) (next / keys.length);
      int key = (int) (next % keys.length);
      next++;
      return new KeyedRow(
          keys[key],
          KIND,
          start + minute * 60_000L,
          values[(minute + 37 * (key + number)) % values.length]);
    }

    /** While a checkpoint is measured: now and then a row that is too late to change anything. */
    private KeyedMessage idle() {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      KeyedMessage late = filler;
      if (late == null) {
        late = new KeyedRow(keys[0], KIND, start, values[0]);
        filler = late;
      }
      return late;
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<KeyedMessage, Part> createReader(SourceReaderContext context) {
    return new IteratorSourceReader<>(context);
  }

  @Override
  public SplitEnumerator<Part, Collection<Part>> createEnumerator(
      SplitEnumeratorContext<Part> context) {
    List<Part> all = new ArrayList<>();
    for (int number = 0; number < parts; number++) {
      all.add(new Part(this, number, 0));
    }
    return new IteratorSourceEnumerator<>(context, all);
  }

  @Override
  public SplitEnumerator<Part, Collection<Part>> restoreEnumerator(
      SplitEnumeratorContext<Part> context, Collection<Part> left) {
    return new IteratorSourceEnumerator<>(context, left);
  }

  @Override
  public SimpleVersionedSerializer<Part> getSplitSerializer() {
    return new PartBytes();
  }

  @Override
  public SimpleVersionedSerializer<Collection<Part>> getEnumeratorCheckpointSerializer() {
    return new AllBytes();
  }

  private static void write(Part part, DataOutputStream out) throws IOException {
    out.writeInt(part.source.keys);
    out.writeInt(part.source.minutes);
    out.writeInt(part.source.parts);
    out.writeBoolean(part.source.waits);
    out.writeInt(part.number);
    out.writeLong(part.next);
  }

  private static Part read(DataInputStream in) throws IOException {
    PacedSource source =
        new PacedSource(in.readInt(), in.readInt(), in.readInt(), in.readBoolean());
    return new Part(source, in.readInt(), in.readLong());
  }

  private static final class PartBytes implements SimpleVersionedSerializer<Part> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Part part) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      write(part, new DataOutputStream(bytes));
      return bytes.toByteArray();
    }

    @Override
    public Part deserialize(int version, byte[] bytes) throws IOException {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
  }

  private static final class AllBytes implements SimpleVersionedSerializer<Collection<Part>> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Collection<Part> parts) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(parts.size());
      for (Part part : parts) {
        write(part, out);
      }
      return bytes.toByteArray();
    }

    @Override
    public Collection<Part> deserialize(int version, byte[] bytes) throws IOException {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      List<Part> parts = new ArrayList<>();
      for (int count = in.readInt(); count > 0; count--) {
        parts.add(read(in));
      }
      return parts;
    }
  }
}
