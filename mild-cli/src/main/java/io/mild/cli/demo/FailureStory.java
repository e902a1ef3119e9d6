package io.mild.cli.demo;

import static io.mild.cli.page.Html.names;
import static io.mild.cli.page.Html.text;

import io.mild.Alert;
import io.mild.Assessment;
import io.mild.IntentRisk;
import io.mild.cli.demo.Pictures.Line;
import io.mild.cli.demo.Pictures.Times;
import io.mild.cli.output.EpisodeText;
import io.mild.cli.page.Charts;
import io.mild.cli.page.Figures;
import io.mild.cli.page.Figures.Key;
import io.mild.cli.replay.AlertEpisode;
import io.mild.data.Failure;
import io.mild.data.KpiHistory;
import io.mild.explanation.Explanation;
import io.mild.explanation.Explanation.Contribution;
import io.mild.internal.io.Markup;
import io.mild.internal.io.TimeScale;
import io.mild.training.evaluation.FailureOutcome;
import io.mild.training.evaluation.VerdictTime;
import java.awt.Color;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** One failure minute by minute, with its pictures. */
public final class FailureStory {
  private static final List<Color> INTENTS =
      List.of(new Color(0x2f6db3), new Color(0xc8503c), new Color(0x3f8f5f), new Color(0x8a5aa8));
  private static final double TINT = 0.45;
  private static final List<Color> KPIS =
      List.of(new Color(0x6b4fa0), new Color(0xb9812b), new Color(0x2d8a99));
  private static final List<Color> HORIZONS =
      List.of(new Color(0x9dbde0), new Color(0x5b8fc7), new Color(0x24599a), new Color(0x102f57));

  /** Of the longest horizon, in eighths: what is shown before the drift and after the failure. */
  private static final int BEFORE_ONSET = 4;

  private static final int AFTER_FAILURE = 3;
  private static final int NORMAL_HORIZONS = 12; // a day of two hours
  private static final double MILLIS_PER_MINUTE = Duration.ofMinutes(1).toMillis();
  private static final int SMOOTHED_ROWS = 5;

  private final DemoRun run;
  private final FailureOutcome outcome;
  private final Failure failure;
  private final Figures figures;
  private final List<Assessment> around;
  private final Times times;
  private final Duration eighth; // of the longest horizon

  private FailureStory(DemoRun run, FailureOutcome outcome, Figures figures) {
    this.run = run;
    this.outcome = outcome;
    this.failure = outcome.failure();
    this.figures = figures;
    this.eighth = run.horizon().dividedBy(8);
    Instant from = run.onset(outcome).minus(eighth.multipliedBy(BEFORE_ONSET));
    Instant until = failure.time().plus(eighth.multipliedBy(AFTER_FAILURE));
    this.around =
        run.assessments().stream()
            .filter(now -> !now.time().isBefore(from) && now.time().isBefore(until))
            .toList();
    this.times =
        new Times(
            around.stream().mapToDouble(now -> fromFailure(now.time())).toArray(),
            fromFailure(run.onset(outcome)),
            run.scale().symbol());
  }

  /**
   * The story of the failure that {@link DemoRun#shown()} chose, as paragraphs and figures; empty
   * if no failure was foreseen.
   */
  public static String html(DemoRun run, Figures figures) {
    return run.shown().map(shown -> new FailureStory(run, shown, figures).html()).orElse("");
  }

  static Duration lead(FailureOutcome outcome) {
    return Duration.ofMillis(Math.round(outcome.incidentLeadMinutes() * MILLIS_PER_MINUTE));
  }

  private String html() {
    Alert alert = explained().onset();
    return text("<p>%s</p>%n", introduction())
        + kpis(alert.explanation())
        + risks()
        + horizons()
        + gates()
        + why(alert);
  }

  private String introduction() {
    List<String> victims = run.victims(failure).stream().map(Failure::intent).toList();
    String others =
        victims.isEmpty()
            ? ""
            : text(
                " and drew %s along: a co-drift, in which the question is not only what will fail"
                    + " but who began",
                names(victims));
    return text(
        "On %s %s failed%s. The drift had begun %s before. The first alert came %s before the"
            + " failure and named %s as the root cause, which was %s. (Shown is a co-drift with the"
            + " right verdict, if there is one.)%s",
        EpisodeText.time(failure.time()),
        Markup.escaped(failure.intent()),
        others,
        EpisodeText.duration(Duration.between(run.onset(outcome), failure.time())),
        EpisodeText.duration(lead(outcome)),
        Markup.escaped(outcome.named(VerdictTime.INCIDENT)),
        outcome.isRight(VerdictTime.INCIDENT) ? "right" : "wrong",
        figures.drawn() ? " The shaded time runs from the onset of the drift to the failure." : "");
  }

  /** The failed intent's own first alert, or another's, or the one that was on at the onset. */
  private AlertEpisode explained() {
    List<AlertEpisode> alerts = run.alertsWithin(outcome);
    return alerts.stream()
        .filter(episode -> episode.onset().intent().equals(failure.intent()))
        .findFirst()
        .or(() -> alerts.stream().findFirst())
        .orElseGet(
            () ->
                run.episodes().stream()
                    .filter(episode -> episode.time().isBefore(failure.time()))
                    .reduce((earlier, later) -> later)
                    .orElseThrow());
  }

  private String kpis(Explanation explanation) {
    List<String> names = explanation.top(KPIS.size()).stream().map(Contribution::name).toList();
    List<Line> lines = new ArrayList<>();
    for (String name : names) {
      lines.add(new Line(name, KPIS.get(lines.size()), deviations(name), Double.NaN));
    }
    return figures.one(
        "What the KPIs did",
        text(
            "The %d KPIs that weigh most in the alert, in standard deviations of the %s"
                + " before, means of %d rows.",
            lines.size(), TimeScale.text(normal()), SMOOTHED_ROWS),
        keys(lines),
        () -> Pictures.lines(times, lines));
  }

  private String risks() {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < run.mild().intents().size(); i++) {
      lines.add(intent(i, IntentRisk::smoothedRisk, around.get(0).intents().get(i).threshold()));
    }
    return figures.one(
        "How likely each intent is to fail",
        text(
            "The smoothed risk of failing within %s. An alert begins where a risk reaches"
                + " its threshold, the dashed line of its colour.",
            TimeScale.words(run.horizon())),
        keys(lines),
        () -> Pictures.lines(times, lines));
  }

  private String horizons() {
    List<Duration> horizons = run.mild().horizons();
    if (horizons.size() == 1) {
      return "";
    }
    int intent = run.mild().intents().indexOf(failure.intent());
    List<Line> lines = new ArrayList<>();
    for (Duration horizon : horizons) {
      lines.add(
          new Line(
              "within " + TimeScale.text(horizon),
              HORIZONS.get(lines.size() % HORIZONS.size()),
              around.stream()
                  .mapToDouble(now -> now.intents(horizon).get(intent).smoothedRisk())
                  .toArray(),
              around.get(0).intents(horizon).get(intent).threshold()));
    }
    return figures.one(
        "How the horizons close in",
        text(
            "The smoothed risk of %s of failing within each horizon, and its threshold, dashed. The"
                + " nearer the failure, the shorter the horizons that see it: so an alert knows"
                + " about how much time is left.",
            Markup.escaped(failure.intent())),
        keys(lines),
        () -> Pictures.lines(times, lines));
  }

  private String gates() {
    List<Line> shares = new ArrayList<>();
    for (int i = 0; i < run.mild().intents().size(); i++) {
      Line gate = intent(i, IntentRisk::rootCauseProbability, Double.NaN);
      shares.add(
          new Line(gate.name(), Charts.tinted(gate.color(), TINT), gate.values(), Double.NaN));
    }
    return figures.one(
        "Who is to blame",
        "The gate: for each intent the probability that it is the root cause of what drifts. While"
            + " nothing drifts it means nothing.",
        keys(shares),
        () -> Pictures.shares(times, shares));
  }

  private String why(Alert alert) {
    Explanation explanation = alert.explanation();
    Explanation rootCause = alert.rootCauseExplanation();
    return figures.one(
            text("Why the alert of %s", Markup.escaped(alert.intent())),
            text(
                "When it began, at %s, the risk was %.2f; in healthy times of this hour it is %.2f."
                    + " The difference, KPI by KPI (Shapley values), is what the bars sum to. With"
                    + " each KPI its average over some %s, and in brackets what that"
                    + " usually is at this time.",
                EpisodeText.time(alert.time()),
                explanation.value(),
                explanation.usual(),
                TimeScale.words(eighth)),
            List.of(),
            explanation::toSvg)
        + figures.one(
            text("Why %s is named as the root cause", Markup.escaped(rootCause.intent())),
            text(
                "The same for this row's probability that it is: %.2f, and %.2f in healthy"
                    + " times, in which nothing drifts and anyone may be named.",
                rootCause.value(), rootCause.usual()),
            List.of(),
            rootCause::toSvg)
        + text("<p>In words:</p>%n<pre>%s</pre>%n", Markup.escaped(alert.toText()));
  }

  private static List<Key> keys(List<Line> lines) {
    return lines.stream().map(line -> new Key(line.name(), line.color())).toList();
  }

  private Line intent(int intent, ToDoubleFunction<IntentRisk> value, double threshold) {
    return new Line(
        run.mild().intents().get(intent),
        INTENTS.get(intent % INTENTS.size()),
        around.stream()
            .mapToDouble(now -> value.applyAsDouble(now.intents().get(intent)))
            .toArray(),
        threshold);
  }

  /** A KPI around the failure, in standard deviations from its mean of the time before. */
  private double[] deviations(String kpi) {
    Instant start = around.get(0).time();
    Instant end = around.get(around.size() - 1).time().plusMillis(1);
    double[] normal = means(kpi, run.history().between(start.minus(normal()), start));
    double mean = Arrays.stream(normal).average().orElse(0);
    double variance = Arrays.stream(normal).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    double deviation = variance > 0 ? Math.sqrt(variance) : 1;
    return Arrays.stream(means(kpi, run.history().between(start, end)))
        .map(value -> (value - mean) / deviation)
        .toArray();
  }

  /** The mean of each row and those just before it; the last one where all are missing. */
  private static double[] means(String kpi, KpiHistory rows) {
    int column = rows.kpis().indexOf(kpi);
    double[] means = new double[rows.rows()];
    for (int row = 0; row < means.length; row++) {
      double last = row > 0 ? means[row - 1] : 0;
      means[row] =
          IntStream.rangeClosed(Math.max(0, row - SMOOTHED_ROWS + 1), row)
              .mapToDouble(r -> rows.values(r)[column])
              .filter(Double::isFinite)
              .average()
              .orElse(last);
    }
    return means;
  }

  /** How long before the picture's beginning tells what is normal. */
  private Duration normal() {
    return run.horizon().multipliedBy(NORMAL_HORIZONS);
  }

  /** In the unit of the horizon. */
  private double fromFailure(Instant time) {
    double minutes = Duration.between(failure.time(), time).toMillis() / MILLIS_PER_MINUTE;
    return run.scale().inUnits(minutes);
  }
}
