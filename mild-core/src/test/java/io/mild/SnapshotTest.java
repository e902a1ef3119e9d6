package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.data.KpiHistory;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
  private static final int MODEL_ID = 8; // after magic and version
  private static final int BODY = 40;
  private static final int SLOT =
      18; // of an unpacked state, after which parts it has, and the features' version and sizes

  /** Rows 1,490 to 1,510 lie around the recording's gap. */
  @Test
  void aResumedStreamGoesOnBitForBitFromAnyRow() {
    KpiHistory history = SmallService.history();
    AssuranceStream stream = SmallService.mild().openStream();
    Map<Integer, byte[]> snapshots = new LinkedHashMap<>();
    List<StreamedAssessment> uninterrupted = new ArrayList<>();
    for (int row = 0; row < 1_700; row++) {
      if (row < 20 || row % 37 == 0 || (row > 1_490 && row < 1_510)) {
        snapshots.put(row, stream.snapshot());
      }
      uninterrupted.addAll(StreamedAssessment.stream(stream, history, row, row + 1));
    }

    assertThat(uninterrupted).anyMatch(seen -> !seen.alerts().isEmpty());
    snapshots.forEach(
        (row, snapshot) -> {
          AssuranceStream resumed = SmallService.mild().resumeStream(snapshot);
          int until = Math.min(row + 60, uninterrupted.size());
          assertThat(resumed.snapshot()).isEqualTo(snapshot);
          assertThat(StreamedAssessment.stream(resumed, history, row, until))
              .isEqualTo(uninterrupted.subList(row, until));
        });
  }

  @Property(tries = 100)
  void aStreamResumedAtEachRowSaysWhatAnUninterruptedOneSays(
      @ForAll @IntRange(min = 1, max = 120) int rows, @ForAll long seed) {
    Mild mild = HandMade.withPull(0.3).horizon(120, 1).horizon(30, 2).build();
    SplittableRandom random = new SplittableRandom(seed);
    Feed uninterrupted = Feed.of(mild);
    Feed resumed = Feed.of(mild);
    double load = 0;
    for (int i = 0; i < rows; i++) {
      load = random.nextInt(15) == 0 ? random.nextDouble(3) : load;
      double depth = random.nextInt(5) == 0 ? Double.NaN : random.nextDouble(2);
      int missed = random.nextInt(20) == 0 ? random.nextInt(8) : 0;
      Assessment expected = uninterrupted.miss(missed).row(load, depth);
      Assessment found = resumed.miss(missed).row(load, depth);

      assertThat(StreamedAssessment.of(found, mild.horizons()))
          .isEqualTo(StreamedAssessment.of(expected, mild.horizons()));
      resumed = resumed.resumed();
    }
    assertThat(resumed.stream().snapshot()).isEqualTo(uninterrupted.stream().snapshot());
  }

  @Test
  void aSnapshotOfAStreamWithoutRowsResumesToo() {
    Mild mild = HandMade.simple();

    AssuranceStream resumed = mild.resumeStream(mild.openStream().snapshot());

    assertThat(resumed.lastRow()).isEmpty();
    assertThat(resumed.accept(HandMade.START, 0, 0).quality().status())
        .isEqualTo(Quality.Status.WARMING_UP);
  }

  @Test
  void aSnapshotOfASavedModelResumesWithTheLoadedOne(@TempDir Path folder) throws Exception {
    Feed feed = Feed.warm(HandMade.simple());
    feed.rows(3, 2, 0);
    feed.stream().mild().save(folder.resolve("m.mild"));

    AssuranceStream resumed =
        Mild.load(folder.resolve("m.mild")).resumeStream(feed.stream().snapshot());

    assertThat(resumed.snapshot()).isEqualTo(feed.stream().snapshot());
  }

  @Test
  void aSnapshotOfAnotherModelsStreamIsRefused() {
    byte[] foreign = Feed.warm(HandMade.withPull(0.1).horizon(120, 1).build()).stream().snapshot();

    assertRefused(foreign, "another model");
  }

  @Property(tries = 50)
  void aFeedbackStreamResumedAtEachRowSaysWhatAnUninterruptedOneSays(@ForAll long seed) {
    Mild mild = HandMade.withoutPull().operated().build();
    SplittableRandom random = new SplittableRandom(seed);
    AssuranceStream uninterrupted = mild.openFeedbackStream();
    AssuranceStream resumed = mild.openFeedbackStream();
    Instant now = HandMade.START;
    for (int i = 0; i < 60; i++) {
      double load = random.nextDouble(2);
      Assessment expected = uninterrupted.accept(now, load, 0);
      assertThat(StreamedAssessment.of(resumed.accept(now, load, 0), mild.horizons()))
          .isEqualTo(StreamedAssessment.of(expected, mild.horizons()));
      if (random.nextInt(3) == 0) {
        boolean falseAlarm = random.nextBoolean();
        assertThat(resumed.judge(now, falseAlarm)).isEqualTo(uninterrupted.judge(now, falseAlarm));
      }
      tell(new SplittableRandom(seed + i), uninterrupted, now);
      tell(new SplittableRandom(seed + i), resumed, now);
      resumed = mild.resumeStream(resumed.snapshot());
      now = now.plusSeconds(60L * random.nextInt(1, 5));
    }
    assertThat(resumed.snapshot()).isEqualTo(uninterrupted.snapshot());
  }

  /** Now and then. */
  private static void tell(SplittableRandom random, AssuranceStream stream, Instant now) {
    Instant time = now.plusSeconds(random.nextInt(-7_200, 600));
    String intent = HandMade.INTENTS.get(random.nextInt(2));
    switch (random.nextInt(12)) {
      case 0 -> stream.failed(intent, time);
      case 1 -> stream.recovered(intent, time);
      case 2 -> stream.acted(now);
      default -> {}
    }
  }

  @Test
  void bytesThatAreNoSnapshotAreRefused() {
    assertRefused(new byte[0], "no snapshot");
    assertRefused(new byte[] {1, 2, 3}, "no snapshot");
    assertRefused(new byte[1_000], "no snapshot");
    assertRefused(
        "{\"format\": 1, \"some\": \"text\"}".getBytes(StandardCharsets.UTF_8), "no snapshot");
  }

  @Test
  void aSnapshotOfANewerFormatIsRefusedByItsNumber() {
    byte[] newer = snapshot();
    ByteBuffer.wrap(newer).putInt(4, 8);

    assertRefused(newer, "format 8", "3 to 7");
  }

  @Test
  void aSnapshotCutShortAnywhereIsRefused() {
    byte[] snapshot = snapshot();
    for (int length = 0; length < snapshot.length; length++) {
      assertRefused(Arrays.copyOf(snapshot, length), "snapshot");
    }
  }

  @Test
  void aSnapshotWithMoreBehindItIsRefused() {
    byte[] snapshot = snapshot();

    assertRefused(Arrays.copyOf(snapshot, snapshot.length + 1), "damaged");
    assertRefused(
        sealed(Arrays.copyOf(snapshot, snapshot.length + 5)), "too many"); // 5 within the checksum
  }

  @Test
  void aSnapshotWithAnyBitFlippedIsRefused() {
    byte[] snapshot = snapshot();
    for (int bit = 0; bit < 8 * snapshot.length; bit++) {
      byte[] damaged = snapshot.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(damaged, "snapshot");
    }
  }

  /** As a program would write it, not as chance damages it: the checksum fits. */
  @Test
  void aSnapshotWithAFittingChecksumAndAWrongByteIsRefusedOrGoesOn() {
    byte[] snapshot = snapshot();
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    for (int i = MODEL_ID; i < snapshot.length - Long.BYTES; i++) {
      byte[] wrong = snapshot.clone();
      wrong[i] ^= (byte) random.nextInt(1, 256);
      refused += goesOn(sealed(wrong)) ? 0 : 1;
    }
    assertThat(refused).isGreaterThanOrEqualTo(BODY - MODEL_ID);
  }

  /** It would take the next row in part, and then refuse it. */
  @Test
  void aStateWhosePartsAreOfDifferentTimesIsRefused() throws Exception {
    ByteBuffer state = unpackedState();
    state.putLong(SLOT, state.getLong(SLOT) - 60_000);

    assertRefused(state, "but its KPIs of");
  }

  /** Of two horizons, of which the alerts of the longest have seen nothing. */
  @Test
  void aStateWhoseAlertsAreOfDifferentTimesIsRefused() throws Exception {
    ByteBuffer state = unpackedState();
    long last = state.getLong(SLOT);
    int alerts = SLOT + 1;
    while (state.getInt(alerts - 8) != 3
        || state.getInt(alerts - 4) != 2
        || state.getLong(alerts) != last) {
      alerts++; // after the version of alerts, 3, and the number of intents
    }
    state.putLong(alerts, Long.MIN_VALUE);
    state.putLong(alerts + 2 * Long.BYTES + 1, Long.MIN_VALUE); // of the latest row with data

    assertRefused(state, "its alerts are of");
  }

  /** Of a stream that has seen a row, as it was before values were packed: they can be found. */
  private static ByteBuffer unpackedState() throws Exception {
    byte[] file = Files.readAllBytes(resource("fleet-4.state"));
    String key = "shop-us-1";
    int length = new String(file, StandardCharsets.ISO_8859_1).indexOf(key) + key.length();
    int from = length + Integer.BYTES;
    return ByteBuffer.wrap(
        Arrays.copyOfRange(file, from, from + ByteBuffer.wrap(file).getInt(length)));
  }

  private static void assertRefused(ByteBuffer state, String named) throws Exception {
    StreamWorker worker = StreamWorker.of(Mild.load(resource("format-1.mild")));
    assertThatIOException().isThrownBy(() -> worker.at(state.array())).withMessageContaining(named);
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(SnapshotTest.class.getResource(name), name).toURI());
  }

  private static boolean goesOn(byte[] snapshot) {
    AssuranceStream stream;
    try {
      stream = HandMade.simple().resumeStream(snapshot);
    } catch (IllegalArgumentException e) {
      return false;
    }
    Instant next = stream.lastRow().map(last -> last.plusSeconds(60)).orElse(HandMade.START);
    stream.accept(next, 0, 0);
    return true;
  }

  /** With the checksum that its bytes have. */
  private static byte[] sealed(byte[] snapshot) {
    CRC32 crc = new CRC32();
    crc.update(snapshot, 0, snapshot.length - Long.BYTES);
    ByteBuffer.wrap(snapshot).putLong(snapshot.length - Long.BYTES, crc.getValue());
    return snapshot;
  }

  /** In the middle of an alert. */
  private static byte[] snapshot() {
    Feed feed = Feed.warm(HandMade.simple());
    feed.rows(3, 2, 0);
    return feed.stream().snapshot();
  }

  private static void assertRefused(byte[] snapshot, String... named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HandMade.simple().resumeStream(snapshot))
        .satisfies(
            refusal ->
                List.of(named).forEach(name -> assertThat(refusal).hasMessageContaining(name)));
  }
}
