package io.mild.benchmarks.report;

import static io.mild.cli.page.Html.text;
import static io.mild.training.evaluation.FigureText.number;

import io.mild.benchmarks.experiment.AlertResult;
import io.mild.benchmarks.experiment.FoldResult;
import io.mild.internal.io.Markup;
import io.mild.internal.io.TimeScale;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The leader's four first figures, each beside that of the rival that is best in it. */
final class Headline {
  private final Entry leader;
  private final List<Entry> rivals;
  private final TimeScale scale;

  Headline(List<Entry> entries, TimeScale scale) {
    this.scale = scale;
    this.leader = Entry.leader(entries);
    this.rivals = entries.stream().filter(entry -> entry.rivals(leader)).toList();
  }

  String html() {
    return figure(
            "%.0f %%",
            "failures announced beforehand",
            true,
            fold -> 100 * Curves.comparable(fold).figures().incidentDetection())
        + figure(
            "%.0f " + scale.symbol(),
            "of warning, mean over all failures",
            true,
            fold -> scale.inUnits(Curves.comparable(fold).figures().incidentLead()))
        + figure(
            "%.0f %%",
            "root causes right at the first alert",
            true,
            fold -> 100 * Curves.comparable(fold).figures().rootCause("incident", AlertResult.ALL))
        + figure(
            "%.1f a day",
            "false alarms",
            false,
            fold ->
                Curves.comparable(fold).fpPerDay().getOrDefault(AlertResult.INCIDENT, Double.NaN));
  }

  private String figure(
      String format, String name, boolean moreIsBetter, ToDoubleFunction<FoldResult> figure) {
    ToDoubleFunction<Entry> mean = entry -> Spread.over(entry.folds(), figure).mean();
    Comparator<Entry> byMean = Comparator.comparingDouble(mean);
    Optional<Entry> best =
        rivals.stream()
            .filter(entry -> !Double.isNaN(mean.applyAsDouble(entry)))
            .max(moreIsBetter ? byMean : byMean.reversed());
    return text(
        "<div><b>%s</b><span>%s%s</span></div>%n",
        number(format, mean.applyAsDouble(leader)),
        name,
        best.map(
                rival ->
                    text(
                        "<br>best rival: %s, %s",
                        number(format, mean.applyAsDouble(rival)), Markup.escaped(rival.name())))
            .orElse(""));
  }
}
