package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.explanation.Explanation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTraceTest {
  private final Feed feed = Feed.warm(HandMade.simple());
  private final ExplanationTrace trace = new ExplanationTrace();

  @Test
  void anAlertIsExplainedFromItsOnsetOn() {
    trace.accept(feed.row(0.5, 0));
    Assessment onset = feed.row(1.1, 0);
    trace.accept(onset);
    Assessment later = feed.row(2, 0);
    trace.accept(later);

    assertThat(trace.since("api")).containsExactly(onset.explain("api"), later.explain("api"));
    assertThat(trace.change("api").get("load"))
        .isCloseTo(later.explain("api").value() - onset.explain("api").value(), within(1e-9));
    assertThat(trace.change("api").get("depth")).isCloseTo(0, within(1e-9));
    assertThat(trace.since("orders")).isEmpty();
    assertThat(trace.change("orders")).isEmpty();
  }

  @Test
  void theNextAlertTakesThePlaceOfTheLatest() {
    trace.accept(feed.row(2, 0));
    for (int row = 0; row < 40; row++) {
      trace.accept(feed.row(0, 0));
    }
    assertThat(trace.since("api")).isNotEmpty();
    Assessment again = feed.row(2, 0);
    trace.accept(again);

    assertThat(trace.since("api")).containsExactly(again.explain("api"));
  }

  @Test
  void aLongAlertIsKeptInEvenStepsWithItsFirstAndItsLatestRow() {
    Assessment first = feed.row(2, 0);
    trace.accept(first);
    Assessment latest = first;
    for (int row = 1; row < 1_000; row++) {
      latest = feed.row(2, 0);
      trace.accept(latest);
    }
    List<Explanation> kept = trace.since("api");

    assertThat(kept).hasSizeBetween(30, 60);
    assertThat(kept.get(0).time()).isEqualTo(first.time());
    assertThat(kept.get(kept.size() - 1).time()).isEqualTo(latest.time());
    long step = kept.get(1).time().getEpochSecond() - kept.get(0).time().getEpochSecond();
    for (int i = 1; i < kept.size() - 1; i++) {
      assertThat(kept.get(i).time().getEpochSecond())
          .isEqualTo(kept.get(i - 1).time().getEpochSecond() + step);
    }
  }

  @Test
  void tracingNeverChangesTheStream() {
    byte[] before = feed.stream().snapshot();
    trace.accept(feed.resumed().row(2, 0));
    trace.since("api");

    assertThat(feed.stream().snapshot()).isEqualTo(before);
  }
}
