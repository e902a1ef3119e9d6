package io.mild.synthetic;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mild.synthetic.FailureDeck.Card;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailureDeckTest {
  @Test
  void everyDeckOfThirtyHoldsTwentySixtyAndTwentyPercent() {
    List<Card> cards = deal(90, 3);

    for (int deck = 0; deck < 3; deck++) {
      List<Card> dealt = cards.subList(30 * deck, 30 * deck + 30);
      assertThat(dealt.stream().collect(groupingBy(Card::kind, counting())))
          .containsOnly(
              entry(FailureKind.SIMPLE, 6L),
              entry(FailureKind.NONLINEAR, 18L),
              entry(FailureKind.CODRIFT, 6L));
    }
  }

  @Test
  void withThreeIntentsEachIsRootEquallyOftenInEveryKind() {
    assertThat(deal(30, 3).stream().collect(groupingBy(card -> card, counting())))
        .hasSize(9)
        .allSatisfy(
            (card, count) ->
                assertThat(count).isEqualTo(card.kind() == FailureKind.NONLINEAR ? 6 : 2));
  }

  @Test
  void rootsStayInTurnFromDeckToDeck() {
    // 60 cards over 4 intents: 15 each, though 30 is no multiple of 4
    assertThat(deal(60, 4).stream().collect(groupingBy(Card::root, counting())))
        .hasSize(4)
        .allSatisfy((root, count) -> assertThat(count).isEqualTo(15));
  }

  @Test
  void decksAreShuffledApart() {
    List<Card> cards = deal(60, 3);

    assertThat(cards.subList(0, 30)).isNotEqualTo(cards.subList(30, 60));
  }

  @Test
  void aSingleIntentHasNoCodrift() {
    assertThat(deal(30, 1).stream().collect(groupingBy(Card::kind, counting())))
        .containsOnlyKeys(FailureKind.SIMPLE, FailureKind.NONLINEAR)
        .containsEntry(FailureKind.NONLINEAR, 24L);
  }

  private static List<Card> deal(int cards, int intents) {
    FailureDeck deck = new FailureDeck(intents, new RandomStream(42, "deck"));
    return Stream.generate(deck::deal).limit(cards).toList();
  }
}
