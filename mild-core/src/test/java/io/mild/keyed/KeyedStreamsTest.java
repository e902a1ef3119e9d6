package io.mild.keyed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.Assessment;
import io.mild.AssuranceFleet;
import io.mild.HandMade;
import io.mild.Mild;
import io.mild.SmallService;
import io.mild.alerting.health.HealthEvent;
import io.mild.alerting.health.HealthKind;
import io.mild.internal.io.StateBytes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KeyedStreamsTest {
  private static final long NOW = ManySystems.time(0).toEpochMilli();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<KeyedOutput> told = new ArrayList<>();
  private final Map<String, KeyedState> states = new HashMap<>();

  @Test
  void rowsInOrderAreToldOfAsByAFleet() {
    KeyedStreams streams = open(KeyedSettings.DEFAULT);
    for (int minute = 0; minute < 400; minute++) {
      for (int system = 0; system < 5; system++) {
        take(streams, ManySystems.row(system, minute));
      }
    }

    assertThat(incidents()).isEqualTo(ManySystems.expected(5, 400)).isNotEmpty();
    assertThat(streams.count(KeyedCount.SCORED)).isEqualTo(2_000);
  }

  /** The state goes through its bytes after each row. */
  @Test
  void rowsOutOfOrderWithinTheDisorderAreToldOfAsInOrder() throws IOException {
    KeyedStreams streams = open(KeyedSettings.DEFAULT.withDisorder(Duration.ofMinutes(8)));
    for (int place = 0; place < 400; place++) {
      for (int system = 0; system < 5; system++) {
        take(streams, ManySystems.row(system, ManySystems.shuffled(place, 8)));
        String key = ManySystems.key(system);
        states.put(key, KeyedState.ofBytes(states.get(key).toBytes()));
      }
    }
    states.forEach((key, state) -> streams.release(key, state, KeyedStreams.NEVER));

    assertThat(incidents()).isEqualTo(ManySystems.expected(5, 400));
    assertThat(streams.count(KeyedCount.LATE)).isZero();
  }

  @Test
  void aRowThatIsTooLateIsRefusedAndChangesNothing() {
    KeyedStreams streams = open(KeyedSettings.DEFAULT.withDisorder(MINUTE));
    take(streams, ManySystems.row(0, 0));
    take(streams, ManySystems.row(0, 5));
    take(streams, ManySystems.row(0, 6));
    byte[] before = states.get(ManySystems.key(0)).toBytes();

    take(streams, ManySystems.row(0, 5));
    take(streams, ManySystems.row(0, 6));

    assertThat(told)
        .hasExactlyElementsOfTypes(RefusedMessage.class, RefusedMessage.class)
        .extracting(refused -> ((RefusedMessage) refused).reason())
        .containsExactly(RefusedMessage.Reason.LATE, RefusedMessage.Reason.DUPLICATE);
    assertThat(states.get(ManySystems.key(0)).toBytes()).isEqualTo(before);
  }

  @Test
  void badRowsAreRefusedWithTheReason() {
    KeyedStreams streams = open(KeyedSettings.DEFAULT);
    take(streams, ManySystems.row(0, 0));

    take(streams, new KeyedRow(ManySystems.key(0), "other", NOW + 60_000, new double[4]));
    take(streams, new KeyedRow(ManySystems.key(0), ManySystems.KIND, NOW + 60_000, new double[3]));
    take(streams, new KeyedQuestion("nobody"));

    assertThat(told)
        .extracting(refused -> ((RefusedMessage) refused).why())
        .satisfiesExactly(
            why -> assertThat(why).isEqualTo("the rows before are of kind small"),
            why -> assertThat(why).contains("3", "4"),
            why -> assertThat(why).isEqualTo("no row of this key has come"));
  }

  /** A row of a kind waits for its first model, in order, and no more of them than may. */
  @Test
  void rowsWaitForTheFirstModel() {
    KeyedStreams streams =
        new KeyedStreams(KeyedSettings.DEFAULT.withMostWaiting(3), NOW, told::add);
    for (int minute = 0; minute < 4; minute++) {
      take(streams, ManySystems.row(0, minute));
    }
    KeyedState state = states.get(ManySystems.key(0));
    assertThat(streams.status(ManySystems.key(0), state).waiting()).isEqualTo(3);
    assertThat(told).hasExactlyElementsOfTypes(RefusedMessage.class);

    streams.offer(ManySystems.model());
    streams.release(ManySystems.key(0), state, NOW);

    assertThat(streams.count(KeyedCount.SCORED)).isEqualTo(3);
    assertThat(streams.status(ManySystems.key(0), state).lastRow()).contains(ManySystems.time(2));
  }

  /** Each key goes on in the new model with its next row, as after a fleet's replaceModel. */
  @Test
  void anotherModelGoesOnAsInAFleet() {
    Mild first = HandMade.withoutPull().horizon(120, 1).build();
    Mild second = HandMade.withPull(0.3).horizon(120, 1.2).build();
    Mild third = HandMade.withPull(0.3).horizon(60, 1).build(); // alerts begin anew
    AssuranceFleet fleet = first.openFleet();
    KeyedStreams streams = new KeyedStreams(KeyedSettings.DEFAULT, NOW, told::add);
    streams.offer(KeyedModel.of("hand", first));
    List<String> expected = new ArrayList<>();
    for (int minute = 0; minute < 60; minute++) {
      Mild next = minute == 20 ? second : minute == 40 ? third : null;
      if (next != null) {
        fleet.replaceModel(next);
        assertThat(streams.offer(KeyedModel.of("hand", next))).isPresent();
      }
      double load = minute % 15 < 5 ? 0 : 1.5;
      Instant time = HandMade.START.plus(MINUTE.multipliedBy(minute));
      Assessment now = fleet.accept("a", time, load, 0.5);
      now.incidentEvents().forEach(event -> expected.add(event.toString()));
      take(streams, new KeyedRow("a", "hand", time.toEpochMilli(), new double[] {load, 0.5}));
    }

    assertThat(told)
        .filteredOn(KeyedIncident.class::isInstance)
        .extracting(incident -> ((KeyedIncident) incident).event().toString())
        .isEqualTo(expected)
        .isNotEmpty();
    assertThat(streams.count(KeyedCount.MOVED)).isEqualTo(2);
  }

  @Test
  void aModelThatAKindCantGoOnInIsRefusedAndTheOldOneGoesOn() {
    KeyedStreams streams = open(KeyedSettings.DEFAULT);
    take(streams, ManySystems.row(0, 0));

    assertThat(streams.offer(KeyedModel.of(ManySystems.KIND, HandMade.simple()))).isEmpty();
    assertThat(streams.offer(new KeyedModel(ManySystems.KIND, false, new byte[] {1, 2}))).isEmpty();
    take(streams, ManySystems.row(0, 1));

    assertThat(told)
        .extracting(refused -> ((RefusedModel) refused).why())
        .satisfiesExactly(
            why -> assertThat(why).contains("load", "latency"),
            why -> assertThat(why).contains("no .mild file"));
    assertThat(streams.count(KeyedCount.SCORED)).isEqualTo(2);
  }

  @Test
  void silenceIsToldOnceAndThatItIsOver() {
    KeyedStreams streams = open(KeyedSettings.DEFAULT);
    take(streams, ManySystems.row(0, 0), NOW);
    KeyedState state = states.get(ManySystems.key(0));

    assertThat(streams.silentAt(state)).isEqualTo(NOW + 120_000);
    assertThat(streams.lookForSilence(ManySystems.key(0), state, NOW + 119_999)).isFalse();
    assertThat(streams.lookForSilence(ManySystems.key(0), state, NOW + 120_000)).isTrue();
    assertThat(streams.lookForSilence(ManySystems.key(0), state, NOW + 999_999)).isFalse();
    take(streams, ManySystems.row(0, 5), NOW + 300_000);

    assertThat(told)
        .extracting(health -> ((KeyedHealth) health).event())
        .satisfiesExactly(
            event -> {
              assertThat(event.kind()).isEqualTo(HealthEvent.Kind.FOUND);
              assertThat(event.finding().kind()).isEqualTo(HealthKind.NO_DATA);
              assertThat(event.finding().since()).isEqualTo(ManySystems.time(0));
            },
            event -> assertThat(event.kind()).isEqualTo(HealthEvent.Kind.CLEARED));
  }

  /** Of a replay each key's rows come at another moment; none is silent for that. */
  @Test
  void silenceIsNotToldInAReplay() throws IOException {
    KeyedStreams before = open(KeyedSettings.DEFAULT);
    take(before, ManySystems.row(0, 0), NOW);
    KeyedState state = KeyedState.ofBytes(states.get(ManySystems.key(0)).toBytes());
    long anHourLater = NOW + 3_600_000;

    KeyedStreams streams = new KeyedStreams(KeyedSettings.DEFAULT, anHourLater, told::add);
    streams.offer(ManySystems.model());
    assertThat(streams.silentAt(state)).isEqualTo(anHourLater + 120_000);
    // Another key's rows of that hour come for ten minutes.
    for (int minute = 0; minute < 10; minute++) {
      take(streams, ManySystems.row(1, minute), anHourLater + minute * 60_000L);
      assertThat(streams.lookForSilence(ManySystems.key(0), state, anHourLater + minute * 60_000L))
          .isFalse();
    }
    assertThat(streams.silentAt(state)).isEqualTo(anHourLater + 11 * 60_000L);
  }

  @Test
  void outcomesReachTheStream() {
    KeyedStreams streams = open(KeyedSettings.DEFAULT);
    for (int minute = 0; minute < 200; minute++) {
      take(streams, ManySystems.row(0, minute));
    }
    KeyedState state = states.get(ManySystems.key(0));
    KeyStatus status = streams.status(ManySystems.key(0), state);
    assertThat(status.incidents()).isNotEmpty();
    told.clear();

    String id = status.incidents().get(0).id();
    take(streams, outcome(KeyedOutcome.What.ACKNOWLEDGED, id));
    take(streams, outcome(KeyedOutcome.What.ACKNOWLEDGED, id)); // which is no news
    take(streams, outcome(KeyedOutcome.What.FAILED, "nothing"));
    take(streams, new KeyedQuestion(ManySystems.key(0)));

    assertThat(told)
        .hasExactlyElementsOfTypes(RefusedMessage.class, RefusedMessage.class, KeyStatus.class);
    assertThat(((KeyStatus) told.get(2)).intents())
        .extracting(intent -> intent.intent())
        .isEqualTo(SmallService.INTENTS);
  }

  private static KeyedOutcome outcome(KeyedOutcome.What what, String subject) {
    return new KeyedOutcome(ManySystems.key(0), what, subject, ManySystems.time(199));
  }

  @Test
  void whatIsToldAndAskedComesBackFromItsBytes() throws IOException {
    KeyedStreams streams = open(KeyedSettings.DEFAULT);
    for (int minute = 0; minute < 400; minute++) {
      take(streams, ManySystems.row(3, minute));
    }
    take(streams, new KeyedQuestion(ManySystems.key(3)));
    take(streams, ManySystems.row(3, 7));
    streams.offer(KeyedModel.of(ManySystems.KIND, HandMade.simple()));
    KeyedMessage[] messages = {
      ManySystems.row(3, 7), outcome(KeyedOutcome.What.ACTED, ""), new KeyedQuestion("k")
    };

    assertThat(told)
        .hasAtLeastOneElementOfType(KeyedIncident.class)
        .hasAtLeastOneElementOfType(KeyStatus.class)
        .hasAtLeastOneElementOfType(RefusedMessage.class)
        .hasAtLeastOneElementOfType(RefusedModel.class);
    StateBytes bytes = new StateBytes();
    for (KeyedOutput output : told) {
      KeyedBytes.write(output, bytes.out);
    }
    for (KeyedMessage message : messages) {
      KeyedBytes.write(message, bytes.out);
    }
    KeyedBytes.write(ManySystems.model(), bytes.out);
    byte[] written = bytes.toByteArray();
    bytes.rewind(written, 0, written.length);
    for (KeyedOutput output : told) {
      assertThat(KeyedBytes.readOutput(bytes.in)).isEqualTo(output);
    }
    for (KeyedMessage message : messages) {
      assertThat(KeyedBytes.readMessage(bytes.in)).isEqualTo(message);
    }
    assertThat(KeyedBytes.readModel(bytes.in)).isEqualTo(ManySystems.model());
    assertThatIOException().isThrownBy(() -> KeyedBytes.readMessage(bytes.in));
  }

  @Test
  void aCopyStaysAsItIs() {
    KeyedStreams streams = open(KeyedSettings.DEFAULT.withDisorder(MINUTE));
    for (int minute = 0; minute < 20; minute++) {
      take(streams, ManySystems.row(0, minute));
    }
    KeyedState state = states.get(ManySystems.key(0));
    KeyedState copy = state.copy();
    byte[] before = state.toBytes();
    assertThat(copy.toBytes()).isEqualTo(before);

    for (int minute = 20; minute < 40; minute++) {
      take(streams, ManySystems.row(0, minute));
    }
    assertThat(copy.toBytes()).isEqualTo(before).isNotEqualTo(state.toBytes());
  }

  /**
   * Of the first version that was released; must load for ever. What it had averaged was computed
   * then: the last bits of a sum may be others today.
   */
  @Test
  void bytesOfEachReleasedVersionGoOn() throws IOException {
    for (int version = 1; version <= KeyedState.VERSION; version++) {
      byte[] bytes = resource("keyed-" + version + ".bin");
      KeyedState state = KeyedState.ofBytes(bytes);
      KeyedStreams streams = open(KeyedSettings.DEFAULT.withDisorder(Duration.ofMinutes(2)));
      states.put(ManySystems.key(0), state);
      told.clear();
      for (int minute = 300; minute < 500; minute++) {
        take(streams, ManySystems.row(0, minute));
      }
      streams.release(ManySystems.key(0), state, KeyedStreams.NEVER);

      assertThat(told)
          .usingRecursiveComparison()
          .withComparatorForType(ManySystems.ALMOST_EQUAL, Double.class)
          .isEqualTo(
              ManySystems.expected(1, 500).get(ManySystems.key(0)).stream()
                  .filter(told -> !told.event().time().isBefore(ManySystems.time(298)))
                  .toList());
      assertThat(told).isNotEmpty();
    }
  }

  /** What is in the resource; written by {@code Files.write} when the version was released. */
  static byte[] bytesAfterThreeHundredRows() {
    KeyedStreamsTest test = new KeyedStreamsTest();
    KeyedStreams streams = test.open(KeyedSettings.DEFAULT.withDisorder(Duration.ofMinutes(2)));
    for (int minute = 0; minute < 300; minute++) {
      test.take(streams, ManySystems.row(0, minute));
    }
    return Objects.requireNonNull(test.states.get(ManySystems.key(0))).toBytes();
  }

  /** Else it is time for another version. */
  @Test
  void theBytesOfTodayLieAsThoseOfTheLatestVersion() throws IOException {
    byte[] released = resource("keyed-" + KeyedState.VERSION + ".bin");
    assertThat(KeyedState.ofBytes(released).toBytes()).isEqualTo(released);
    assertThat(bytesAfterThreeHundredRows()).hasSameSizeAs(released);
  }

  @Test
  void damagedAndLaterBytesAreRefused() throws IOException {
    byte[] whole = resource("keyed-1.bin");
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      assertThatIOException().isThrownBy(() -> KeyedState.ofBytes(damaged));
      byte[] cut = Arrays.copyOf(whole, at);
      assertThatIOException().isThrownBy(() -> KeyedState.ofBytes(cut));
    }
    byte[] later = whole.clone();
    later[0] = KeyedState.VERSION + 1;
    assertThatIOException()
        .isThrownBy(() -> KeyedState.ofBytes(later))
        .withMessageContaining("format 3")
        .withMessageContaining("reads 1 to 2");
  }

  @Test
  void aStateOfAnotherKindOfModelSaysSo() throws IOException {
    KeyedStreams streams = new KeyedStreams(KeyedSettings.DEFAULT, NOW, told::add);
    streams.offer(KeyedModel.of(ManySystems.KIND, HandMade.simple()));
    KeyedState state = KeyedState.ofBytes(resource("keyed-1.bin"));

    assertThatThrownBy(() -> streams.status("k", state))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the state of 'k'")
        .hasMessageContaining("kind 'small'");
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new KeyedQuestion(""));
    assertThatIllegalArgumentException().isThrownBy(() -> new KeyedRow("k", "", 0, new double[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyedSettings.DEFAULT.withDisorder(MINUTE.negated()))
        .withMessageContaining("PT-1M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyedSettings.DEFAULT.withSilence(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyedSettings.DEFAULT.withMostWaiting(0))
        .withMessageContaining("0");
  }

  private KeyedStreams open(KeyedSettings settings) {
    KeyedStreams streams = new KeyedStreams(settings, NOW, told::add);
    assertThat(streams.offer(ManySystems.model())).isPresent();
    return streams;
  }

  private void take(KeyedStreams streams, KeyedMessage message) {
    take(streams, message, NOW);
  }

  private void take(KeyedStreams streams, KeyedMessage message, long now) {
    KeyedState state = streams.accept(message, states.get(message.key()), now);
    if (state != null) {
      states.put(message.key(), state);
    }
  }

  private Map<String, List<KeyedIncident>> incidents() {
    return ManySystems.byKey(
        told.stream()
            .filter(KeyedIncident.class::isInstance)
            .map(KeyedIncident.class::cast)
            .toList());
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = KeyedStreamsTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
