package io.mild.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.alerting.incident.IncidentEvent.Kind;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What holds of any order of inputs. */
class IncidentLifePropertyTest {
  private static final List<String> INTENTS = List.of("api", "orders", "stock");
  private static final int STEPS = 150;

  /** After each event an incident is what its events so far say. */
  @Property(tries = 100)
  void eachIncidentIsOpenedOnceAndClosedOnceForEachTimeItWasOpened(@ForAll long seed) {
    Story story = tell(seed, STEPS);
    Set<String> ids = new HashSet<>();
    Map<String, Boolean> open = new HashMap<>();
    for (IncidentEvent event : story.events()) {
      String id = event.incident().id();
      switch (event.kind()) {
        case OPENED -> {
          assertThat(ids.add(id)).as("%s is new", id).isTrue();
          open.put(id, true);
        }
        case REOPENED -> assertThat(open.put(id, true)).isFalse();
        case CLOSED -> assertThat(open.put(id, false)).isTrue();
        default -> assertThat(open.get(id)).isTrue();
      }
      assertThat(event.incident().closing().isEmpty()).isEqualTo(open.get(id));
      assertThat(event.changes()).isNotEmpty();
    }
    assertThat(story.life().incidents())
        .extracting(TrackedIncident::id)
        .containsExactlyInAnyOrderElementsOf(open.keySet().stream().filter(open::get).toList());
  }

  /** No alert for the quiet gap, the outcome's window and the time that a window's end takes. */
  @Property(tries = 30)
  void nothingStaysOpen(@ForAll long seed) {
    Story story = tell(seed, STEPS).off("api", "orders", "stock").light().pass(400);

    assertThat(story.life().incidents()).isEmpty();
    assertThat(story.bytes()).hasSizeLessThan(120);
  }

  @Property(tries = 60)
  void anIncidentsFactsAgreeWithEachOther(@ForAll long seed) {
    for (IncidentEvent event : tell(seed, STEPS).events()) {
      TrackedIncident incident = event.incident();
      assertThat(incident.opened()).isBeforeOrEqualTo(incident.lastAlerting());
      assertThat(incident.lastAlerting()).isBeforeOrEqualTo(event.time());
      assertThat(incident.intents()).isNotEmpty().doesNotHaveDuplicates();
      assertThat(incident.confidence()).isBetween(0.0, 1.0);
      assertThat(incident.rootProbability()).isBetween(0.0, 1.0);
      if (!incident.failures().isEmpty()) {
        incident.closing().ifPresent(reason -> assertThat(reason).isEqualTo(Closing.FAILED));
      }
      if (event.isNotification()) {
        assertThat(incident.notified()).contains(event.time());
        assertThat(incident.isAlerting()).isTrue();
        assertThat(event.kind()).isIn(Kind.OPENED, Kind.REOPENED, Kind.NOTIFIED);
      }
    }
  }

  /** Each intent's alert is of one incident, and roots of open incidents differ. */
  @Property(tries = 60)
  void noTwoIncidentsThatAlertHaveOneCause(@ForAll long seed) {
    Story story = Story.of("api", "orders", "stock");
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < STEPS; step++) {
      befall(story, random);
      assertThat(
              story.life().incidents().stream()
                  .filter(TrackedIncident::isAlerting)
                  .map(TrackedIncident::rootCause))
          .doesNotHaveDuplicates();
    }
  }

  @Property(tries = 30)
  void aLifeThatIsResumedAtAnyRowGoesOnBitForBit(@ForAll long seed) {
    SplittableRandom first = new SplittableRandom(seed);
    SplittableRandom second = new SplittableRandom(seed);
    Story uninterrupted = Story.of("api", "orders", "stock").withOutcomes();
    Story resumed = Story.of("api", "orders", "stock").withOutcomes();
    for (int step = 0; step < 120; step++) {
      befall(uninterrupted, first);
      befall(resumed, second);
      resumed = resumed.resumed();
    }

    assertThat(resumed.events()).isEqualTo(uninterrupted.events());
    assertThat(resumed.bytes()).isEqualTo(uninterrupted.bytes());
  }

  @Property(tries = 30)
  void nobodyIsToldWithinPlannedWorkOrTheHourAfter(@ForAll long seed) {
    Story story = Story.of("api", "orders", "stock").rules("window Mon 01:00 90m UTC");
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < 60; step++) {
      befall(story, random);
    }

    assertThat(story.notices()).noneMatch(minute -> minute >= 60 && minute < 60 + 90 + 60);
  }

  /** Three that alert, three that wait and three that were closed are not to be had at once. */
  @Property(tries = 30)
  void itsStateIsSmall(@ForAll long seed) {
    assertThat(tell(seed, STEPS).bytes()).hasSizeLessThan(1024);
  }

  @Property(tries = 60)
  void aStateWithAWrongByteIsRefusedOrGoesOn(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = tell(7, 60).bytes();
    bytes[random.nextInt(bytes.length)] ^= (byte) random.nextInt(1, 256);
    Story story = Story.of("api", "orders", "stock");
    try {
      story.life().resume(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      assertThat(e).isNotNull();
      return;
    }
    long last = story.life().lastEpochMillis();
    if (last < Long.MAX_VALUE) {
      story.life().accept(IncidentRow.quiet(last + 1, false));
    }
  }

  @Test
  void aStateThatIsCutShortOrOfAnotherKindIsRefused() {
    byte[] bytes = tell(7, 60).bytes();
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Story.of("api", "orders", "stock"), Arrays.copyOf(bytes, length));
    }
    assertRefused(Story.of("api", "orders"), bytes);
    bytes[3] = 9;
    assertThatThrownBy(() -> resume(Story.of("api", "orders", "stock"), bytes))
        .hasMessage("state of incidents must be of version 1 to 2, but was of 9");
  }

  private static void assertRefused(Story story, byte[] bytes) {
    assertThatThrownBy(() -> resume(story, bytes)).isInstanceOf(IOException.class);
  }

  private static void resume(Story story, byte[] bytes) throws IOException {
    story.life().resume(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private static Story tell(long seed, int steps) {
    SplittableRandom random = new SplittableRandom(seed);
    Story story = Story.of("api", "orders", "stock");
    Story told = random.nextBoolean() ? story.withOutcomes() : story;
    Story related = random.nextBoolean() ? told.where("orders", "api") : told;
    for (int step = 0; step < steps; step++) {
      befall(related, random);
    }
    return related;
  }

  /** Something happens, and some minutes pass. */
  private static void befall(Story story, SplittableRandom random) {
    String intent = INTENTS.get(random.nextInt(INTENTS.size()));
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> story.on(intent);
      case 3, 4, 5, 6 -> story.off(intent);
      case 7, 8 -> story.root(intent, random.nextDouble(0.4, 1));
      case 9 -> story.failed(intent);
      case 10 -> story.recovered(intent);
      case 11 -> story.dark();
      case 12 -> story.light();
      case 13 -> call(story, random);
      case 14 -> story.miss(random.nextInt(60));
      default -> story.risk(random.nextDouble(0.5, 1)).left(random.nextInt(120));
    }
    story.pass(random.nextInt(20));
  }

  private static void call(Story story, SplittableRandom random) {
    if (!story.events().isEmpty()) {
      Story told =
          switch (random.nextInt(3)) {
            case 0 -> story.acknowledged();
            case 1 -> story.acted();
            default -> story.judged(random.nextBoolean());
          };
      told.confidence(random.nextDouble());
    }
  }
}
