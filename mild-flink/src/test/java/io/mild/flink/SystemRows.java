package io.mild.flink;

import io.mild.keyed.KeyedMessage;
import io.mild.keyed.ManySystems;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
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

/**
 * The rows of {@link ManySystems} as a source with partitions, as a topic has them: each system's
 * rows are in one, and a reader begins where the checkpoint says.
 *
 * @param systems how many
 * @param minutes how many rows each has
 * @param within so many rows of a key that lie side by side come in any order; 1 for in order
 * @param pauseEvery after so many rows of a partition it sleeps for a millisecond; 0 for never
 */
record SystemRows(int systems, int minutes, int within, int pauseEvery)
    implements Source<KeyedMessage, SystemRows.Partition, Collection<SystemRows.Partition>> {
  private static final int PARTITIONS = 8;

  /** One partition from a place on. */
  record Partition(SystemRows rows, int number, int next)
      implements IteratorSourceSplit<KeyedMessage, Rows> {
    @Override
    public String splitId() {
      return Integer.toString(number);
    }

    @Override
    public Rows getIterator() {
      return new Rows(rows, number, next);
    }

    @Override
    public IteratorSourceSplit<KeyedMessage, Rows> getUpdatedSplitForIterator(Rows iterator) {
      return new Partition(rows, number, iterator.next);
    }
  }

  /** A partition's rows, minute by minute. */
  static final class Rows implements Iterator<KeyedMessage> {
    private final SystemRows rows;
    private final int number;
    private final int systems;
    private int next;

    Rows(SystemRows rows, int number, int next) {
      this.rows = rows;
      this.number = number;
      this.systems = (rows.systems - number + PARTITIONS - 1) / PARTITIONS;
      this.next = next;
    }

    @Override
    public boolean hasNext() {
      return next < systems * rows.minutes;
    }

    @Override
    public KeyedMessage next() {
      int place = next / systems;
      int system = number + PARTITIONS * (next % systems);
      next++;
      if (rows.pauseEvery > 0 && next % rows.pauseEvery == 0) {
        pause();
      }
      return ManySystems.row(system, ManySystems.shuffled(place, rows.within));
    }

    private static void pause() {
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<KeyedMessage, Partition> createReader(SourceReaderContext context) {
    return new IteratorSourceReader<>(context);
  }

  @Override
  public SplitEnumerator<Partition, Collection<Partition>> createEnumerator(
      SplitEnumeratorContext<Partition> context) {
    List<Partition> all = new ArrayList<>();
    for (int number = 0; number < Math.min(PARTITIONS, systems); number++) {
      all.add(new Partition(this, number, 0));
    }
    return new IteratorSourceEnumerator<>(context, all);
  }

  @Override
  public SplitEnumerator<Partition, Collection<Partition>> restoreEnumerator(
      SplitEnumeratorContext<Partition> context, Collection<Partition> left) {
    return new IteratorSourceEnumerator<>(context, left);
  }

  @Override
  public SimpleVersionedSerializer<Partition> getSplitSerializer() {
    return new Bytes<>() {
      @Override
      void write(Partition partition, DataOutputStream out) throws IOException {
        SystemRows.write(partition, out);
      }

      @Override
      Partition read(DataInputStream in) throws IOException {
        return SystemRows.read(in);
      }
    };
  }

  @Override
  public SimpleVersionedSerializer<Collection<Partition>> getEnumeratorCheckpointSerializer() {
    return new Bytes<>() {
      @Override
      void write(Collection<Partition> left, DataOutputStream out) throws IOException {
        out.writeInt(left.size());
        for (Partition partition : left) {
          SystemRows.write(partition, out);
        }
      }

      @Override
      Collection<Partition> read(DataInputStream in) throws IOException {
        List<Partition> left = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
          left.add(SystemRows.read(in));
        }
        return left;
      }
    };
  }

  private static void write(Partition partition, DataOutputStream out) throws IOException {
    SystemRows rows = partition.rows;
    for (int number :
        new int[] {
          rows.systems, rows.minutes, rows.within, rows.pauseEvery, partition.number, partition.next
        }) {
      out.writeInt(number);
    }
  }

  private static Partition read(DataInputStream in) throws IOException {
    SystemRows rows = new SystemRows(in.readInt(), in.readInt(), in.readInt(), in.readInt());
    return new Partition(rows, in.readInt(), in.readInt());
  }

  private abstract static class Bytes<T> implements SimpleVersionedSerializer<T> {
    abstract void write(T value, DataOutputStream out) throws IOException;

    abstract T read(DataInputStream in) throws IOException;

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(T value) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      write(value, new DataOutputStream(bytes));
      return bytes.toByteArray();
    }

    @Override
    public T deserialize(int version, byte[] bytes) throws IOException {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
  }
}
