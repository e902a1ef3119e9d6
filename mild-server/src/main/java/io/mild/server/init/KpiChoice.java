package io.mild.server.init;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses KPIs by their past: those of rules, and of the others what moves by itself and not with
 * another one; where these are too many, those that move most with the KPIs of rules.
 *
 * @param kpis that are left, first those of rules
 * @param leftOut the others, and why
 */
record KpiChoice(List<ProposedKpi> kpis, List<LeftOut> leftOut) {
  private static final double ALIKE = 0.999;
  private static final double LEAST_KNOWN = 0.5;
  private static final double PERCENT = 100;

  /** A KPI that moves by itself. */
  private record Mover(ProposedKpi kpi, double withRules) {}

  /**
   * Chooses.
   *
   * @param ofRules are chosen, whatever they do
   * @param others in the order in which, of two alike, the first is chosen
   * @param most KPIs in all
   */
  static KpiChoice of(List<ProposedKpi> ofRules, List<ProposedKpi> others, KpiPast past, int most) {
    List<LeftOut> leftOut = new ArrayList<>();
    List<ProposedKpi> different = new ArrayList<>(ofRules);
    List<Mover> movers = new ArrayList<>();
    for (ProposedKpi kpi : others) {
      double[] values = past.of(kpi);
      Optional<String> reason =
          past.silence(kpi)
              .or(() -> rarity(past.knownShare(kpi)))
              .or(() -> stillness(values))
              .or(() -> alike(values, different, past));
      if (reason.isPresent()) {
        leftOut.add(new LeftOut(kpi.of(), reason.get()));
      } else {
        different.add(kpi);
        movers.add(new Mover(kpi, mostWith(values, ofRules, past)));
      }
    }
    List<Mover> best =
        movers.stream()
            .sorted(Comparator.comparingDouble(Mover::withRules).reversed())
            .limit(Math.max(0, most - ofRules.size()))
            .toList();
    List<ProposedKpi> chosen = new ArrayList<>(ofRules);
    for (Mover mover : movers) {
      if (best.contains(mover)) {
        chosen.add(mover.kpi());
      } else {
        leftOut.add(
            new LeftOut(
                mover.kpi().of(),
                "is one too many: others move more with the KPIs of rules (correlation %s)"
                    .formatted(text("%.2f", mover.withRules()))));
      }
    }
    return new KpiChoice(List.copyOf(chosen), List.copyOf(leftOut));
  }

  private static Optional<String> rarity(double known) {
    return known < LEAST_KNOWN
        ? Optional.of("has a value in " + text("%.0f %%", PERCENT * known) + " of the past only")
        : Optional.empty();
  }

  private static Optional<String> stillness(double[] values) {
    if (Moves.isConstant(values)) {
      return Optional.of("never moves");
    }
    double[] clock = IntStream.range(0, values.length).asDoubleStream().toArray();
    return Math.abs(Moves.correlation(values, clock)) > ALIKE
        ? Optional.of("goes with the clock and nothing else")
        : Optional.empty();
  }

  private static Optional<String> alike(
      double[] values, List<ProposedKpi> different, KpiPast past) {
    return different.stream()
        .filter(other -> Math.abs(Moves.correlation(values, past.of(other))) > ALIKE)
        .map(
            other ->
                "goes with the KPI %s (correlation %s)"
                    .formatted(
                        other.name(), text("%.4f", Moves.correlation(values, past.of(other)))))
        .findFirst();
  }

  private static double mostWith(double[] values, List<ProposedKpi> ofRules, KpiPast past) {
    return ofRules.stream()
        .mapToDouble(rule -> Math.abs(Moves.correlation(values, past.of(rule))))
        .max()
        .orElse(0);
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
