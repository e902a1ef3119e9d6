package io.mild.benchmarks.report;

import static io.mild.cli.page.Html.names;
import static io.mild.cli.page.Html.text;

import io.mild.benchmarks.experiment.BudgetKind;
import io.mild.benchmarks.experiment.ExperimentResults;
import io.mild.benchmarks.experiment.ExperimentSettings;
import io.mild.benchmarks.experiment.FoldResult;
import io.mild.cli.demo.DemoRun;
import io.mild.cli.demo.FailureStory;
import io.mild.cli.page.Figures;
import io.mild.cli.page.Html;
import io.mild.internal.io.Markup;
import io.mild.internal.io.TimeScale;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A page that tells what an experiment found: the tables and pictures of the paper's section IV for
 * this run, and some that it lacks. One file, with its pictures in it.
 */
public final class ExperimentPage {
  private static final String NONE = "<p>None of these models does.</p>";

  private final ExperimentSettings settings;
  private final List<Entry> entries;
  private final Entry leader;
  private final Optional<DemoRun> story;
  private final Figures figures;

  private ExperimentPage(ExperimentResults results, Optional<DemoRun> story, Figures figures) {
    this.settings = results.settings();
    this.entries = Entry.of(results);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("no model has a result: " + results.folds().keySet());
    }
    this.leader = Entry.leader(entries);
    this.story = story;
    this.figures = figures;
  }

  /**
   * Writes the page.
   *
   * @param story a watch of which one failure is told minute by minute; without it, none is
   * @return whether it has its pictures; a Java that finds no fonts can't draw them
   * @throws IllegalArgumentException if no model has a result
   * @throws IOException if it can't be written
   */
  public static boolean write(Path file, ExperimentResults results, Optional<DemoRun> story)
      throws IOException {
    Figures figures = Figures.wherePossible();
    String html = html(results, story, figures);
    WholeFile.writeText(file, writer -> writer.write(html));
    return figures.drawn();
  }

  static String html(ExperimentResults results, Optional<DemoRun> story, Figures figures) {
    return new ExperimentPage(results, story, figures).html();
  }

  private String html() {
    Duration horizon = settings.horizon();
    TimeScale scale = TimeScale.of(horizon);
    ModelPictures pictures = new ModelPictures(figures, entries, horizon);
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("summary", summary());
    parts.put("figures", new Headline(entries, scale).html());
    parts.put("budget", text("%s", number(settings.budget())));
    parts.put("units", scale.units());
    parts.put("horizon", scale.number(horizon));
    parts.put("quarter", TimeScale.words(horizon.dividedBy(4)));
    parts.put("half", TimeScale.words(horizon.dividedBy(2)));
    parts.put("patience", TimeScale.words(horizon.multipliedBy(2)));
    parts.put("alerts", ModelTable.html(Column.alerts(settings, FoldResult::alerts), byBudget()));
    parts.put(
        "rootCauses", ModelTable.html(Column.rootCauses(horizon, FoldResult::alerts), byBudget()));
    parts.put(
        "commonAlerts", ModelTable.html(Column.alerts(settings, Curves::comparable), entries));
    parts.put(
        "commonRootCauses",
        ModelTable.html(Column.rootCauses(horizon, Curves::comparable), entries));
    parts.put("certainties", orNone(Column.certainties(horizon), Entry::tellsProbabilities));
    parts.put("feedback", feedback(scale));
    parts.put("probabilities", ModelTable.html(Column.probabilities(scale), entries));
    parts.put("explanations", new ExplanationSection(figures, entries).html());
    parts.put("radar", pictures.radar());
    parts.put("leads", pictures.leads());
    parts.put("budgets", pictures.budgets());
    parts.put("reliability", pictures.reliability());
    parts.put("comparisons", ComparisonTable.html(leader, entries, settings));
    parts.put("story", story());
    parts.put("made", made());
    return Html.page(ExperimentPage.class, "page.html", parts);
  }

  private String summary() {
    List<FoldResult> folds = leader.folds();
    return text(
        "%s on the same recording, %s: %,d rows of %s, and %s, %s, that failed now and then. Each"
            + " learned from the past and was then tested on what came next, %s over: %.0f days"
            + " with %s to foretell. The task: say up to %s ahead that an intent will"
            + " fail, name the one that is the root cause, and raise no more than %s a day.",
        counted(entries.size(), "model", "models"),
        Markup.escaped(settings.data()),
        settings.rows(),
        counted(settings.kpis().size(), "KPI", "KPIs"),
        counted(settings.intents().size(), "intent", "intents"),
        names(settings.intents()),
        counted(folds.size(), "time", "times"),
        folds.stream().mapToDouble(FoldResult::days).sum(),
        counted(folds.stream().mapToInt(FoldResult::failures).sum(), "failure", "failures"),
        TimeScale.words(settings.horizon()),
        settings.budget() == 1 ? "one false alarm" : number(settings.budget()) + " false alarms");
  }

  /** The models by their own kind of budget: across kinds, alerts can't be compared. */
  private Map<String, List<Entry>> byBudget() {
    Map<String, List<Entry>> groups = new LinkedHashMap<>();
    groups.put(
        text("A budget of %s a day for the incident stream", number(settings.budget())),
        entries.stream().filter(e -> e.budgetKind() == BudgetKind.INCIDENT).toList());
    groups.put(
        text("A budget of %s a day for each intent, as in the paper", number(settings.budget())),
        entries.stream().filter(e -> e.budgetKind() == BudgetKind.PER_INTENT).toList());
    return groups;
  }

  /** A table of the models that have such figures. */
  private String orNone(List<Column> columns, Predicate<Entry> have) {
    List<Entry> having = entries.stream().filter(have).toList();
    return having.isEmpty() ? NONE : ModelTable.html(columns, having);
  }

  /** A group a model that learns from what it is told. */
  private String feedback(TimeScale scale) {
    Map<String, List<Entry>> groups = new LinkedHashMap<>();
    for (Entry entry : entries) {
      groups.put(entry.name(), entry.withFeedback());
    }
    return groups.values().stream().allMatch(List::isEmpty)
        ? NONE
        : ModelTable.html(Column.feedback(scale), groups);
  }

  private String story() {
    String told = story.map(run -> FailureStory.html(run, figures)).orElse("");
    return told.isEmpty() ? "" : text("<h2>One failure, row by row</h2>%n%s", told);
  }

  private String made() {
    return text(
        "Data: %s, SHA-256 <code>%s</code>. Folds asked for: %d; a model with fewer has not"
            + " finished them. The rows are cut into blocks in the order of time; each block is"
            + " tested once, by models that saw only what was before it, with thresholds tuned on"
            + " the last fifth of that. KPIs: %s.",
        Markup.escaped(settings.data()),
        Markup.escaped(settings.dataSha256()),
        settings.foldCount(),
        names(settings.kpis()));
  }

  private static String counted(int count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }

  /** Without needless decimals. */
  private static String number(double value) {
    return value == Math.rint(value) ? text("%.0f", value) : text("%s", value);
  }
}
