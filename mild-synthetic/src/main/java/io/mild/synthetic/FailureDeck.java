package io.mild.synthetic;

import java.util.ArrayList;
import java.util.List;

/**
 * Deals the kinds and root intents of failures from shuffled decks of 30 cards: 6 simple, 18
 * non-linear, 6 co-drift.
 *
 * <p>Before a deck is shuffled, its cards take the intents in turn, and the next deck goes on where
 * it ended. With three intents each deck thus holds each combination equally often, yet the order
 * tells nothing. With one intent there is nothing to drift along: co-drifts become non-linear.
 */
final class FailureDeck {
  static final int SIMPLE = 6;
  static final int NONLINEAR = 18;
  static final int CODRIFT = 6;

  private final int intents;
  private final RandomStream random;
  private final List<Card> deck = new ArrayList<>();
  private int nextIntent;

  FailureDeck(int intents, RandomStream random) {
    this.intents = intents;
    this.random = random;
  }

  /**
   * One failure to come.
   *
   * @param kind its kind
   * @param root index of its root intent
   */
  record Card(FailureKind kind, int root) {}

  Card deal() {
    if (deck.isEmpty()) {
      add(SIMPLE, FailureKind.SIMPLE);
      add(NONLINEAR, FailureKind.NONLINEAR);
      add(CODRIFT, intents > 1 ? FailureKind.CODRIFT : FailureKind.NONLINEAR);
    }
    // taking a random card each time is a shuffle of the deck
    return deck.remove(random.index(deck.size()));
  }

  private void add(int cards, FailureKind kind) {
    for (int i = 0; i < cards; i++) {
      deck.add(new Card(kind, nextIntent));
      nextIntent = (nextIntent + 1) % intents;
    }
  }
}
