package io.mild.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final int KILLS = 4;
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final OutboxSettings QUICK =
      OutboxSettings.DEFAULT.withRetries(Duration.ofMillis(1), Duration.ofMillis(8));

  @TempDir private Path folder;
  private final Recorder pager = new Recorder();

  @Test
  void eachSinkIsToldAllInOrder() throws Exception {
    Recorder log = new Recorder();
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager, "log", log))) {
      outbox.append(messages(0, 50));
      outbox.append(message(50));
      assertThat(outbox.awaitDelivered(LONG)).isTrue();
    }
    assertThat(pager.taken()).isEqualTo(messages(0, 51));
    assertThat(log.taken()).isEqualTo(messages(0, 51));
  }

  @Test
  void aSinkThatFailsIsTriedAgainAndAnotherDoesNotWait() throws Exception {
    Recorder dead = new Recorder().dead(true);
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager, "dead", dead))) {
      outbox.append(messages(0, 3));
      awaitTaken(pager, 3);
      SinkState state = state(outbox, "dead");
      assertThat(state.waiting()).isEqualTo(3);
      assertThat(state.delivered()).isZero();
      while (dead.tries() < 5) {
        Thread.sleep(1);
      }
      assertThat(state(outbox, "dead").lastError()).contains("not now");

      dead.dead(false);
      assertThat(outbox.awaitDelivered(LONG)).isTrue();
      assertThat(state(outbox, "dead").failures()).isGreaterThanOrEqualTo(5);
    }
    assertThat(dead.taken()).isEqualTo(messages(0, 3));
  }

  @Test
  void whatWasNotDeliveredIsAfterARestart() throws Exception {
    pager.dead(true);
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager))) {
      outbox.append(messages(0, 4));
    }
    pager.dead(false);
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager))) {
      outbox.append(message(4));
      assertThat(outbox.awaitDelivered(LONG)).isTrue();
    }
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager))) {
      assertThat(outbox.states().get(0).waiting()).isZero();
    }
    assertThat(pager.taken()).isEqualTo(messages(0, 5));
  }

  /** Handed over again by a process that was killed before it noted that it had. */
  @Test
  void whatIsKeptAlreadyIsNotKeptAgain() throws Exception {
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager))) {
      outbox.append(messages(0, 4));
      outbox.append(messages(2, 5));
      assertThat(outbox.awaitDelivered(LONG)).isTrue();
    }
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager))) {
      outbox.append(messages(3, 6));
      assertThat(outbox.awaitDelivered(LONG)).isTrue();
    }
    assertThat(pager.taken()).isEqualTo(messages(0, 6));
  }

  @Test
  void aMessageThatIsRefusedIsCountedAndLeftOut() throws Exception {
    pager.refusing(message(1));
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager))) {
      outbox.append(messages(0, 3));
      assertThat(outbox.awaitDelivered(LONG)).isTrue();
      assertThat(outbox.states().get(0).refused()).isEqualTo(1);
      assertThat(outbox.states().get(0).delivered()).isEqualTo(2);
    }
    assertThat(pager.taken()).containsExactly(message(0), message(2));
  }

  @Test
  void aSinkIsRefreshedWhileNothingWaits() throws Exception {
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager))) {
      assertThat(outbox.states()).hasSize(1);
      while (pager.refreshes() < 1) {
        Thread.sleep(1);
      }
    }
  }

  @Test
  void whereTheQueueIsFullTheOldestGoAndAreCounted() throws Exception {
    pager.dead(true);
    OutboxSettings small = QUICK.withMostBytes(64 << 10);
    int count = 200;
    SinkState full;
    try (Outbox outbox = Outbox.open(folder, small, Map.of("pager", pager))) {
      for (int i = 0; i < count; i++) {
        outbox.append(message(i));
      }
      full = outbox.states().get(0);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.mapToLong(file -> file.toFile().length()).sum())
            .as("some more than the bound, for a file of a sixteenth")
            .isLessThan((64 << 10) * 9 / 8);
      }
      assertThat(full.dropped()).isPositive();
      assertThat(full.waiting() + full.dropped()).isEqualTo(count);

      pager.dead(false);
      assertThat(outbox.awaitDelivered(LONG)).isTrue();
      assertThat(outbox.states().get(0).dropped()).isEqualTo(full.dropped());
    }
    assertThat(pager.taken()).isEqualTo(messages((int) full.dropped(), count));
  }

  @Test
  void filesThatAllHaveReadGo() throws Exception {
    OutboxSettings small = QUICK.withMostBytes(64 << 10);
    try (Outbox outbox = Outbox.open(folder, small, Map.of("pager", pager))) {
      for (int i = 0; i < 40; i++) { // some three a file
        outbox.append(message(i));
        outbox.awaitDelivered(LONG);
      }
    }
    assertThat(pager.taken()).hasSize(40);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".queue"))).hasSizeLessThan(3);
    }
  }

  @Test
  void aTornTailIsCutOff() throws Exception {
    pager.dead(true);
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager))) {
      outbox.append(messages(0, 3));
    }
    Path queue = queueFile();
    byte[] whole = Files.readAllBytes(queue);
    Recorder other = pager.dead(false);
    for (int cut : new int[] {1, 100, whole.length / 3 + 9}) {
      Files.write(queue, whole, StandardOpenOption.TRUNCATE_EXISTING);
      try (RandomAccessFile file = new RandomAccessFile(queue.toFile(), "rw")) {
        file.setLength(whole.length - cut);
      }
      Files.deleteIfExists(folder.resolve("late.cursor"));
      Files.write(folder.resolve("late.cursor"), new byte[0]); // damaged: from the oldest on
      Recorder late = new Recorder();
      try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("late", late))) {
        outbox.append(message(7));
        assertThat(outbox.awaitDelivered(LONG)).isTrue();
      }
      int kept = cut > whole.length / 3 ? 1 : 2;
      List<IncidentMessage> expected = new ArrayList<>(messages(0, kept));
      expected.add(message(7));
      assertThat(late.taken()).as("cut %d", cut).isEqualTo(expected);
    }
    assertThat(other.taken()).isEmpty();
  }

  @Test
  void aNewSinkBeginsWithTheNextMessage() throws Exception {
    pager.dead(true);
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager))) {
      outbox.append(message(0));
    }
    Recorder late = new Recorder();
    try (Outbox outbox =
        Outbox.open(folder, QUICK, Map.of("pager", pager.dead(false), "late", late))) {
      outbox.append(message(1));
      assertThat(outbox.awaitDelivered(LONG)).isTrue();
    }
    assertThat(late.taken()).containsExactly(message(1));
    assertThat(pager.taken()).containsExactly(message(0), message(1));
  }

  @Test
  void twoDoNotShareAFolder() throws Exception {
    try (Outbox outbox = Outbox.open(folder, QUICK, Map.of("pager", pager))) {
      assertThat(outbox.states()).hasSize(1);
      assertThatIOException()
          .isThrownBy(() -> Outbox.open(folder, QUICK, Map.of("pager", pager)))
          .withMessageContaining("in use");
    }
    Outbox.open(folder, QUICK, Map.of("pager", pager)).close();
  }

  @Test
  void aNameIsAFilesName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Outbox.open(folder, QUICK, Map.of("../pager", pager)))
        .withMessageContaining("../pager");
  }

  @Test
  void aFileOfOthersIsRefused() throws Exception {
    Files.writeString(folder.resolve("0000000000000000000.queue"), "something else");
    assertThatIOException()
        .isThrownBy(() -> Outbox.open(folder, QUICK, Map.of("pager", pager)))
        .withMessageContaining("no file of a queue");
  }

  /** Kills a process that appends and delivers, again and again; the id is the number. */
  @Test
  void whatWasAppendedSurvivesAKilledProcess() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    int appended = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      appended = killedWhileAppending(appended, random);
    }
    Path told = folder.resolve("told");
    LinkedHashSet<Integer> delivered = new LinkedHashSet<>();
    int repeated = 0;
    for (String line : Files.readAllLines(told)) {
      repeated += delivered.add(Integer.valueOf(line)) ? 0 : 1;
    }
    Recorder rest = new Recorder();
    try (Outbox outbox = Outbox.open(folder.resolve("queue"), QUICK, Map.of("file", rest))) {
      assertThat(outbox.awaitDelivered(LONG)).isTrue();
    }
    for (IncidentMessage message : rest.taken()) {
      repeated += delivered.add(number(message)) ? 0 : 1;
    }
    assertThat(delivered).as("in order, none left out").startsWith(0, 1, 2);
    assertThat(List.copyOf(delivered)).isSorted();
    assertThat(delivered.size()).isGreaterThanOrEqualTo(appended);
    assertThat(delivered).containsAll(IntStream.range(0, appended).boxed().toList());
    assertThat(repeated)
        .as("a kill at most one that was delivered, and one that was appended, but not said so")
        .isLessThanOrEqualTo(2 * KILLS);
  }

  private int killedWhileAppending(int from, SplittableRandom random) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                folder.toString(),
                Integer.toString(from))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int last = from;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      int wanted = from + 5 + random.nextInt(40);
      while (last < wanted) {
        last = Integer.parseInt(lines.readLine());
      }
      process.toHandle().destroyForcibly(); // SIGKILL; the pipe stays to be read
      process.waitFor();
      String line;
      while ((line = lines.readLine()) != null) {
        last = line.isEmpty() ? last : Integer.parseInt(line);
      }
    }
    return last;
  }

  /** Appends message after message, and says how many there are. */
  static final class Appender {
    private Appender() {}

    public static void main(String[] args) throws Exception {
      Path told = Path.of(args[0], "told");
      EventSink file =
          message ->
              Files.writeString(
                  told,
                  number(message) + "\n",
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND);
      Outbox outbox = Outbox.open(Path.of(args[0], "queue"), QUICK, Map.of("file", file));
      for (int i = Integer.parseInt(args[1]); ; i++) {
        outbox.append(message(i));
        System.out.println(i + 1);
      }
    }
  }

  private Path queueFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".queue")).findFirst().orElseThrow();
    }
  }

  private static SinkState state(Outbox outbox, String sink) {
    return outbox.states().stream()
        .filter(state -> state.sink().equals(sink))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitTaken(Recorder sink, int count) throws InterruptedException {
    while (sink.taken().size() < count) {
      Thread.sleep(1);
    }
  }

  private static List<IncidentMessage> messages(int from, int to) {
    return IntStream.range(from, to).mapToObj(OutboxTest::message).toList();
  }

  private static IncidentMessage message(int number) {
    return Story.of("incident-" + number, START.plusSeconds(number)).opened("api");
  }

  private static int number(IncidentMessage message) {
    return Integer.parseInt(message.event().incident().id().substring("incident-".length()));
  }
}
