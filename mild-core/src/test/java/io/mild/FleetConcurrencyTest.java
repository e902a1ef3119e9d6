package io.mild;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many threads, and savers and replacers among them. A deadlock is a time-out. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FleetConcurrencyTest {
  private static final int THREADS = 8;
  private static final int KEYS_A_THREAD = 40;
  private static final int MINUTES = 150;

  private static final Mild MILD = HandMade.withPull(0.3).horizon(120, 1).horizon(30, 2).build();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void streamsFedByManyThreadsSayWhatTheyWouldAlone(@TempDir Path folder) throws Exception {
    AssuranceFleet fleet = MILD.openFleet();
    AtomicBoolean done = new AtomicBoolean();
    List<Future<?>> disturbers =
        List.of(
            until(done, () -> fleet.replaceModel(MILD)),
            until(done, () -> save(fleet, folder.resolve("fleet.state"))),
            until(done, () -> fleet.overdue(HandMade.START)));

    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<List<StreamedAssessment>>> feeders = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      feeders.add(threads.submit(() -> feed(fleet, start, number)));
    }
    for (int thread = 0; thread < THREADS; thread++) {
      assertThat(feeders.get(thread).get()).isEqualTo(alone(thread));
    }
    done.set(true);
    for (Future<?> disturber : disturbers) {
      disturber.get();
    }
    assertThat(fleet.size()).isEqualTo(THREADS * KEYS_A_THREAD);
    assertThat(MILD.resumeFleet(folder.resolve("fleet.state")).mild()).isSameAs(MILD);
  }

  /** Each of the rows of one stream, whose order the threads fight for, is taken or refused. */
  @Test
  void noRowOfAStreamThatManyThreadsFeedIsLostOrTakenTwice() throws Exception {
    AssuranceFleet fleet = MILD.openFleet();
    int rows = 400;
    AtomicInteger taken = new AtomicInteger();
    CyclicBarrier start = new CyclicBarrier(THREADS);
    Callable<Integer> contender =
        () -> {
          start.await();
          int mine = 0;
          for (int minute = 0; minute < rows; minute++) {
            try {
              fleet.accept("contended", HandMade.START.plusSeconds(60L * minute), 1.5, 0);
              mine++;
            } catch (IllegalArgumentException e) {
              assertThat(e).hasMessageContaining("must advance"); // another was first
            }
          }
          return mine;
        };
    List<Future<Integer>> contenders =
        IntStream.range(0, THREADS).mapToObj(i -> threads.submit(contender)).toList();
    for (Future<Integer> each : contenders) {
      taken.addAndGet(each.get());
    }

    assertThat(taken.get()).isBetween(1, rows);
    assertThat(fleet.lastRow("contended")).contains(HandMade.START.plusSeconds(60L * (rows - 1)));
    assertThat(fleet.accept("contended", HandMade.START.plusSeconds(60L * rows), 1.5, 0).alerts())
        .hasSize(1);
  }

  private Future<?> until(AtomicBoolean done, Runnable action) {
    return threads.submit(
        () -> {
          do {
            action.run();
          } while (!done.get());
        });
  }

  private static void save(AssuranceFleet fleet, Path file) {
    try {
      fleet.save(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<StreamedAssessment> feed(
      AssuranceFleet fleet, CyclicBarrier start, int thread) throws Exception {
    start.await();
    List<StreamedAssessment> seen = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      for (int key = 0; key < KEYS_A_THREAD; key++) {
        seen.add(
            StreamedAssessment.of(
                fleet.accept(thread + "/" + key, time(minute), row(thread, key, minute)),
                MILD.horizons()));
      }
    }
    return seen;
  }

  private static List<StreamedAssessment> alone(int thread) {
    List<AssuranceStream> streams =
        IntStream.range(0, KEYS_A_THREAD).mapToObj(key -> MILD.openStream()).toList();
    List<StreamedAssessment> seen = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      for (int key = 0; key < KEYS_A_THREAD; key++) {
        seen.add(
            StreamedAssessment.of(
                streams.get(key).accept(time(minute), row(thread, key, minute)), MILD.horizons()));
      }
    }
    return seen;
  }

  private static Instant time(int minute) {
    return HandMade.START.plusSeconds(60L * minute);
  }

  private static double[] row(int thread, int key, int minute) {
    double load = Math.sin(minute * (0.05 + 0.01 * key) + thread) + 1;
    return new double[] {load, minute % 7 == key % 7 ? Double.NaN : 0.3};
  }
}
