package io.mild.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.keyed.KeyedIncident;
import io.mild.keyed.KeyedSettings;
import io.mild.keyed.ManySystems;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever the parallelism, the back end and what fails meanwhile: what is told is what a fleet
 * tells that is fed in order, nothing twice and nothing left out.
 */
class EqualToAFleetTest {
  private static final String HEAP = "hashmap";
  private static final String ROCKS = "rocksdb";
  private static final Duration CHECKPOINTS = Duration.ofMillis(60);
  private static final int WITHIN = 4;

  private static Cluster cluster;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    cluster = new Cluster(2, 4);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** How much, how disturbed. */
  private record Load(int systems, int minutes, int pauseEvery) {
    long rows() {
      return (long) systems * minutes;
    }

    Map<String, List<KeyedIncident>> expected() {
      return ManySystems.expected(systems, minutes);
    }
  }

  private static final Load SMALL = new Load(16, 240, 60);

  /** Which leaves time to be stopped. */
  private static final Load SLOW = new Load(16, 240, 2);

  /** That of the savepoint that is a resource. */
  private static final Load RELEASED = new Load(2, 1_000, 1);

  /** The one that is to be shown; about a minute each. */
  private static final Load LARGE = new Load(1_000, 2_000, 4_000);

  @ParameterizedTest
  @CsvSource({"hashmap,2", "rocksdb,4"})
  void whereFunctionsFail(String backEnd, int parallelism) throws Exception {
    failsAt("fails-" + backEnd + parallelism, SMALL, backEnd, parallelism, 3);
  }

  @Test
  void whereItIsRescaledBySavepointsFromTwoToFourToOne() throws Exception {
    rescaled("rescaled", SLOW, HEAP, ROCKS, HEAP);
  }

  @Test
  void whereATaskManagerIsKilled() throws Exception {
    killed("killed", SLOW, HEAP, 1);
  }

  /**
   * Of the first version that was released, on the heap; must load for ever, on any back end. The
   * last bits of what it had averaged may be others today.
   */
  @Test
  void aSavepointOfTheFirstReleasedVersionGoesOn() throws Exception {
    Path savepoint = Files.createDirectory(folder.resolve("savepoint-1"));
    try (InputStream in = EqualToAFleetTest.class.getResourceAsStream("savepoint-1.bin")) {
      Files.copy(Objects.requireNonNull(in), savepoint.resolve("_metadata"));
    }
    cluster.run(job("released", RELEASED, ROCKS, 2, savepoint.toUri().toString()));

    Map<String, List<KeyedIncident>> expected = RELEASED.expected();
    assertThat(told("released"))
        .isNotEmpty()
        .allSatisfy(
            (key, told) -> {
              List<KeyedIncident> all = expected.get(key);
              assertThat(told)
                  .usingRecursiveComparison()
                  .withComparatorForType(ManySystems.ALMOST_EQUAL, Double.class)
                  .isEqualTo(all.subList(all.size() - told.size(), all.size()));
            });
  }

  /** Makes that savepoint, whose one file is the resource. */
  static Path savepointOfToday(Path folder) throws Exception {
    EqualToAFleetTest test = new EqualToAFleetTest();
    test.folder = folder;
    start();
    String savepoint =
        test.stopAfterAFifth("today", RELEASED, test.job("today", RELEASED, HEAP, 1, ""));
    stop();
    return Path.of(URI.create(savepoint)).resolve("_metadata");
  }

  @ParameterizedTest
  @Tag("experiment")
  @CsvSource({
    "hashmap,1",
    "hashmap,2",
    "hashmap,4",
    "rocksdb,1",
    "rocksdb,2",
    "rocksdb,4",
  })
  void manyWhereFunctionsFail(String backEnd, int parallelism) throws Exception {
    failsAt("many-fails-" + backEnd + parallelism, LARGE, backEnd, parallelism, 10);
  }

  @ParameterizedTest
  @Tag("experiment")
  @CsvSource({"hashmap,hashmap,hashmap", "rocksdb,rocksdb,rocksdb", "hashmap,rocksdb,hashmap"})
  void manyRescaled(String first, String second, String third) throws Exception {
    rescaled("many-rescaled-" + first + second, LARGE, first, second, third);
  }

  @ParameterizedTest
  @Tag("experiment")
  @CsvSource({"hashmap", "rocksdb"})
  void manyWhereTaskManagersAreKilled(String backEnd) throws Exception {
    killed("many-killed-" + backEnd, LARGE, backEnd, 10);
  }

  private void failsAt(String test, Load load, String backEnd, int parallelism, int failures)
      throws Exception {
    SplittableRandom random = new SplittableRandom(parallelism);
    Interruptions.failAt(
        test,
        LongStream.generate(() -> random.nextLong(load.rows()))
            .distinct()
            .limit(failures)
            .sorted()
            .toArray());

    cluster.run(job(test, load, backEnd, parallelism, ""));

    assertThat(Interruptions.left(test)).isZero();
    assertThat(told(test)).isEqualTo(load.expected()).isNotEmpty();
  }

  private void rescaled(String test, Load load, String first, String second, String third)
      throws Exception {
    String savepoint = stopAfterAFifth(test, load, job(test, load, first, 2, ""));
    savepoint = stopAfterAFifth(test, load, job(test, load, second, 4, savepoint));
    cluster.run(job(test, load, third, 1, savepoint));

    assertThat(told(test)).isEqualTo(load.expected());
  }

  private String stopAfterAFifth(String test, Load load, StreamExecutionEnvironment env)
      throws Exception {
    long before = Interruptions.passed(test);
    JobID job = cluster.submit(env);
    Interruptions.await(test, before + load.rows() / 5);
    return cluster.stop(job, folder);
  }

  private void killed(String test, Load load, String backEnd, int times) throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    JobID job = cluster.submit(job(test, load, backEnd, 4, ""));
    long step = load.rows() / (times + 1);
    for (int kill = 0; kill < times; kill++) {
      Interruptions.await(test, kill * step + 1 + random.nextLong(step));
      cluster.kill(taskManagers - 2 + random.nextInt(2));
      taskManagers++;
      assertThat(cluster.isOver(job)).isFalse();
    }
    cluster.await(job);

    assertThat(told(test)).isEqualTo(load.expected());
  }

  /** How many were ever started: numbers are not given again. */
  private static int taskManagers = 2;

  private StreamExecutionEnvironment job(
      String test, Load load, String backEnd, int parallelism, String savepoint) {
    StreamExecutionEnvironment env =
        Cluster.environment(backEnd, parallelism, CHECKPOINTS, folder, savepoint);
    SystemRows rows = new SystemRows(load.systems, load.minutes, WITHIN, load.pauseEvery);
    KeyedSettings settings =
        KeyedSettings.DEFAULT
            .withDisorder(Duration.ofMinutes(WITHIN))
            .withSilence(Duration.ofHours(1));
    MildFlink.assess(
            env.fromSource(rows, WatermarkStrategy.noWatermarks(), "rows", KeyedTypes.MESSAGE)
                .uid("rows")
                .map(new Interruptions(test))
                .returns(KeyedTypes.MESSAGE)
                .uid("interruptions"),
            env.fromData(KeyedTypes.MODEL, ManySystems.model()).uid("models"),
            settings)
        .incidents()
        .map(new CommittedIncidents(test))
        .returns(KeyedTypes.INCIDENT)
        .setParallelism(1)
        .uid("incidents")
        .sinkTo(new DiscardingSink<>())
        .setParallelism(1)
        .uid("nowhere");
    return env;
  }

  private static Map<String, List<KeyedIncident>> told(String test) {
    return ManySystems.byKey(CommittedIncidents.of(test));
  }
}
