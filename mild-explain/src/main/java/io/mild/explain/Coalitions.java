package io.mild.explain;

/**
 * Games of few players by all their coalitions, a bit of a coalition's number a player.
 *
 * <p>A player's Shapley value is what it adds to the others' coalitions, {@code φ_i = Σ_{S∌i}
 * w(|S|) · (v(S∪i) − v(S))} with {@code w(s) = s!·(n−s−1)!/n!}. Where some players are members of
 * one union among others, a member's Owen value is that of the game in which it plays with its
 * fellows while whole unions join before or after: {@code Σ_S w_unions(|S|) · Σ_T w_members(|T|) ·
 * (v(S∪T∪i) − v(S∪T))}.
 *
 * @see <a href="https://doi.org/10.1007/978-3-642-45494-3_7">Owen, Values of games with a priori
 *     unions, 1977</a>
 */
final class Coalitions {
  private Coalitions() {}

  /**
   * What each coalition is worth: the mean risk of rows whose features are the explained row's for
   * its players and the background's for all others.
   *
   * @param mixed as in the background
   * @return {@code [2^players]}
   */
  static double[] worths(Background background, Mixed mixed, int players) {
    double[] worths = new double[1 << players];
    worths[0] = background.meanRisk();
    int states = 0;
    for (int step = 1; step < worths.length; step++) {
      // Gray code: from one coalition to the next, one player changes
      int player = Integer.numberOfTrailingZeros(step);
      if ((gray(step) >> player & 1) == 1) {
        mixed.join(player);
      } else {
        mixed.leave(player);
      }
      mixed.keep(states++);
      if (states == mixed.capacity() || step == worths.length - 1) {
        mixed.score(states);
        for (int state = 0; state < states; state++) {
          worths[gray(step - states + 1 + state)] = mixed.meanRisk(state);
        }
        states = 0;
      }
    }
    return worths;
  }

  private static int gray(int step) {
    return step ^ step >> 1;
  }

  /**
   * The Shapley value of each player.
   *
   * @param worths of all coalitions
   */
  static double[] shapley(double[] worths, int players) {
    return owen(worths, players, 0);
  }

  /**
   * The Owen value of each member of a union.
   *
   * @param worths of all coalitions of the members, which are the first players, and the other
   *     unions
   */
  static double[] owen(double[] worths, int members, int others) {
    double[] inside = weights(members);
    double[] outside = weights(others + 1);
    int fellows = (1 << members) - 1;
    double[] values = new double[members];
    for (int coalition = 0; coalition < worths.length; coalition++) {
      int size = Integer.bitCount(coalition & fellows);
      if (size == members) {
        continue; // nobody is left to join
      }
      double weight = inside[size] * outside[Integer.bitCount(coalition & ~fellows)];
      for (int member = 0; member < members; member++) {
        int joined = coalition | 1 << member;
        if (joined != coalition) {
          values[member] += weight * (worths[joined] - worths[coalition]);
        }
      }
    }
    return values;
  }

  /** The share of the orders in which exactly a coalition of a size comes before a given player. */
  private static double[] weights(int players) {
    double[] weights = new double[players];
    weights[0] = 1.0 / players;
    for (int size = 1; size < players; size++) {
      weights[size] = weights[size - 1] * size / (players - size);
    }
    return weights;
  }
}
