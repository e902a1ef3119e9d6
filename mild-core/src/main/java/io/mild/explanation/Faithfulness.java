package io.mild.explanation;

import java.util.List;

/**
 * How soon a risk comes, and goes, with KPIs in the order that somebody calls important. The better
 * the order, the sooner the risk rises as they are inserted and falls as they are deleted.
 *
 * @param insertion mean risk with healthy rows' KPIs, of which more and more are the row's own,
 *     from none to all; {@code [KPIs + 1]}
 * @param deletion mean risk with the row's KPIs, of which more and more are healthy rows', from
 *     none to all; {@code [KPIs + 1]}
 * @see <a href="https://arxiv.org/abs/1806.07421">Petsiuk et al. 2018</a>
 */
public record Faithfulness(List<Double> insertion, List<Double> deletion) {
  /** Copies the lists. */
  public Faithfulness {
    insertion = List.copyOf(insertion);
    deletion = List.copyOf(deletion);
  }

  /** Mean height of the insertion curve, by trapezoids; more is better. */
  public double insertionArea() {
    return area(insertion);
  }

  /** Mean height of the deletion curve, by trapezoids; less is better. */
  public double deletionArea() {
    return area(deletion);
  }

  private static double area(List<Double> curve) {
    double sum = 0;
    for (int i = 1; i < curve.size(); i++) {
      sum += (curve.get(i - 1) + curve.get(i)) / 2;
    }
    return sum / (curve.size() - 1);
  }
}
