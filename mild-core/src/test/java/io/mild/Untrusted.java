package io.mild;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What bytes from outside may do and cost, whatever they say. */
final class Untrusted {
  /** What a few bytes may claim: the largest windows of a stream, or the largest manifest. */
  private static final long CLAIMED_BYTES = 384L << 20;

  /** What each byte of a file may cost: it unpacks to 100 at most, of which copies are made. */
  private static final long BYTES_A_BYTE = 4_000;

  /** Of one thread's work, so that a busy machine doesn't matter. */
  private static final Duration LONGEST_WORK = Duration.ofSeconds(20);

  private static final int LONGEST_MESSAGE = 5_000;

  /** Larger models are not explained, which takes longer the more rows they are compared with. */
  private static final int MOST_EXPLAINED_VALUES = 200;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Of a stream that is later, not every time has a next one. */
  private static final Instant FAR = Instant.parse("+100000-01-01T00:00:00Z");

  /** Whether all classes are loaded, which a fuzzer rewrites at a higher cost than all else. */
  private static boolean warm;

  static {
    try {
      Path file = Files.createTempFile("warm", ".mild");
      for (Mild mild : AnyModel.all()) {
        mild.save(file);
        use(Mild.load(file));
      }
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    warm = true;
  }

  private Untrusted() {}

  /** May throw nothing but what is documented. */
  interface Reading<T> {
    T read() throws IOException;
  }

  /** What was read, or empty where an exception of this kind refused it in a few words. */
  static <T> Optional<T> read(int bytes, Class<? extends IOException> refusal, Reading<T> reading) {
    Cost cost = new Cost();
    try {
      return Optional.of(reading.read());
    } catch (IOException e) {
      assertThat(e).isInstanceOf(refusal);
      assertThat(e.getMessage()).hasSizeLessThan(LONGEST_MESSAGE);
      return Optional.empty();
    } finally {
      cost.requireAtMost(CLAIMED_BYTES + bytes * BYTES_A_BYTE);
    }
  }

  /** What was not refused must work, be it ever so odd. */
  static void use(Mild mild) {
    use(mild.openStream());
    if (mild.takesFeedback()) {
      use(mild.openFeedbackStream());
    }
    assertThat(mild.report().toString()).isNotEmpty();
  }

  /** The stream goes on with any row, and resumed from a snapshot in the same way. */
  static void use(AssuranceStream stream) {
    Cost cost = new Cost();
    Mild mild = stream.mild();
    Duration period = mild.schema().samplingPeriod();
    Instant time = stream.lastRow().map(last -> last.plus(period)).orElse(HandMade.START);
    double[] row = new double[mild.schema().kpis().size()];
    for (double value : new double[] {0, Double.NaN, 1, -1e9, 1e300, -1e300, 1e-300, 3}) {
      if (time.isAfter(FAR)) {
        return;
      }
      Arrays.fill(row, value);
      row[row.length - 1] = -value;
      Assessment now = stream.accept(time, row);
      requireSound(now, mild);
      time = time.plus(period);
    }
    Assessment resumed = mild.resumeStream(stream.snapshot()).accept(time, row);
    assertThat(StreamedAssessment.of(resumed, mild.horizons()))
        .isEqualTo(StreamedAssessment.of(stream.accept(time, row), mild.horizons()));
    if (mild.model().explanationModel().healthy().rows().length * row.length
        <= MOST_EXPLAINED_VALUES) {
      assertThat(resumed.explain(mild.intents().get(0)).contributions()).hasSize(row.length);
    }
    cost.requireAtMost(CLAIMED_BYTES);
  }

  private static void requireSound(Assessment now, Mild mild) {
    for (Duration horizon : mild.horizons()) {
      for (IntentRisk intent : now.intents(horizon)) {
        assertThat(intent.risk()).isBetween(0.0, 1.0);
        assertThat(intent.smoothedRisk()).isBetween(0.0, 1.0);
        assertThat(intent.rootCauseProbability()).isBetween(0.0, 1.0);
      }
    }
    assertThat(now.quality().confidence()).isBetween(0.0, 1.0);
    assertThat(mild.intents()).containsAll(now.verdict().candidates());
    for (Alert alert : now.alerts()) {
      assertThat(alert.timeToFailure().after()).isLessThanOrEqualTo(alert.timeToFailure().until());
    }
    assertThat(now.toString()).isNotEmpty();
  }

  /** What the thread has taken since it began. */
  private static final class Cost {
    private final long bytes = THREADS.getCurrentThreadAllocatedBytes();
    private final long nanos = THREADS.getCurrentThreadCpuTime();

    void requireAtMost(long mostBytes) {
      if (!warm) {
        return;
      }
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - bytes).isLessThan(mostBytes);
      assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - nanos))
          .isLessThan(LONGEST_WORK);
    }
  }
}
