package io.mild.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.HandMade;
import io.mild.alerting.incident.IncidentEvent.Kind;
import io.mild.alerting.incident.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IncidentMessageTest {
  private static final Instant OPENED = Instant.parse("2026-03-01T08:00:00Z");

  private final Story story = Story.of("5f-1", OPENED);

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    for (IncidentMessage message :
        List.of(
            story.opened("api"),
            story.revised(5, "database", Severity.CRITICAL),
            story.closed(9, "database"),
            Story.of("6a-1", OPENED).heldBack().opened("api"))) {
      assertThat(IncidentMessage.ofJson(message.toJson())).isEqualTo(message);
    }
  }

  @Test
  void itIsOneLine() {
    assertThat(story.opened("a\n\"b").toJson()).doesNotContain("\n");
  }

  @Test
  void aStepHasAnIdOfItsOwnThatStays() {
    Set<String> ids =
        Stream.of(
                story.opened("api"),
                story.revised(5, "api", Severity.HIGH),
                story.revised(6, "api", Severity.HIGH),
                Story.of("5f-2", OPENED).opened("api"))
            .map(IncidentMessage::id)
            .collect(Collectors.toSet());

    assertThat(ids).hasSize(4).allMatch(id -> id.matches("[0-9a-f]{32}"));
    assertThat(Story.of("5f-1", OPENED).opened("api").id()).isEqualTo(story.opened("api").id());
  }

  @Test
  void aFailureIsExpectedWhileTheIncidentIsOpen() {
    assertThat(story.opened("api").expected())
        .contains(
            new ExpectedFailure(
                OPENED.plus(Duration.ofMinutes(20)), OPENED.plus(Duration.ofMinutes(75))));
    assertThat(story.closed(9, "api").expected()).isEmpty();
  }

  @Test
  void allThatARowChangesIsTold() {
    AssuranceStream stream = HandMade.simple().openStream();
    List<IncidentMessage> told = new ArrayList<>();
    for (int minute = 0; minute < 100; minute++) {
      double load = minute >= 10 && minute < 20 ? 2 : 0;
      Assessment now = stream.accept(HandMade.START.plus(Duration.ofMinutes(minute)), load, 0);
      told.addAll(IncidentMessage.allOf("shop", now));
    }

    assertThat(told)
        .extracting(message -> message.event().kind())
        .containsExactly(Kind.OPENED, Kind.CLOSED);
    assertThat(told.get(0).reasons().get(0).kpi()).as("of two KPIs").isEqualTo("load");
    assertThat(told.get(0).headline()).startsWith("shop: api expected to fail in ");
    assertThat(told.get(1).reasons()).isEmpty();
    assertThat(told.get(1).headline()).isEqualTo("shop: incident of api closed: its alerts ended");
  }

  @Test
  void aSystemHasAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IncidentMessage.of(" ", story.opened("api").event(), List.of()))
        .withMessageContaining("' '");
  }

  @Test
  void otherJsonIsRefused() {
    for (String text : List.of("", "[]", "{}", "{\"version\":2}", "nonsense", "{\"version\":1}")) {
      assertThatIOException().as(text).isThrownBy(() -> IncidentMessage.ofJson(text));
    }
    assertThatIOException()
        .isThrownBy(
            () -> IncidentMessage.ofJson(story.opened("a").toJson().replace("OPENED", "BURST")))
        .withMessageContaining("BURST");
  }
}
