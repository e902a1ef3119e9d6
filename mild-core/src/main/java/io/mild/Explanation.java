package io.mild;

import io.mild.explain.Attribution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Why a risk is what it is: the interventional Shapley value of each KPI, or of each feature,
 * against healthy rows of the training.
 *
 * <p>The contributions sum to {@code risk − usualRisk}.
 *
 * @param intent whose risk it is
 * @param horizon of the risk
 * @param usualRisk mean risk of the healthy rows, 0 to 1
 * @param risk what is explained, before smoothing, 0 to 1
 * @param contributions largest first, by absolute value
 * @see <a href="https://arxiv.org/abs/1705.07874">Lundberg and Lee 2017</a>
 */
public record Explanation(
    String intent,
    Duration horizon,
    double usualRisk,
    double risk,
    List<Contribution> contributions) {

  private static final int SHOWN = 4;

  /** Copies the list. */
  public Explanation {
    contributions = List.copyOf(contributions);
  }

  /**
   * What one KPI or feature adds to the risk.
   *
   * @param name the KPI's or the feature's name, such as {@code api_latency.mean_5m}
   * @param contribution in units of risk; negative where it lowers it
   * @param standardError of the contribution where it was sampled; 0 where it is exact
   */
  public record Contribution(String name, double contribution, double standardError) {
    /** Such as {@code api_latency +0.61}. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %+.2f", name, contribution);
    }
  }

  static Explanation of(
      String intent, Duration horizon, List<String> names, Attribution attribution) {
    double[] values = attribution.contributions();
    double[] errors = attribution.standardErrors();
    List<Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      contributions.add(new Contribution(names.get(i), values[i], errors[i]));
    }
    contributions.sort(Comparator.comparing(c -> -Math.abs(c.contribution())));
    return new Explanation(
        intent, horizon, attribution.baseline(), attribution.value(), contributions);
  }

  /** The largest contributions, at most {@code count}. */
  public List<Contribution> top(int count) {
    return contributions.subList(0, Math.min(count, contributions.size()));
  }

  /** One line, such as {@code api risk 0.83 (usual 0.02): api_latency +0.61, sri +0.15}. */
  @Override
  public String toString() {
    return "%s risk %s (usual %s): %s"
        .formatted(
            intent,
            twoDigits("%.2f", risk),
            twoDigits("%.2f", usualRisk),
            top(SHOWN).stream().map(Contribution::toString).collect(Collectors.joining(", ")));
  }

  private static String twoDigits(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
