package io.mild.server.init;

import io.mild.Mild;
import io.mild.alerting.incident.NoiseRules;
import io.mild.connect.KpiSource;
import io.mild.connect.OneLine;
import io.mild.connect.prometheus.AlertHistory;
import io.mild.connect.prometheus.KpiQuery;
import io.mild.connect.prometheus.PrometheusClient;
import io.mild.connect.prometheus.PrometheusRule;
import io.mild.connect.prometheus.PrometheusSource;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.GoalCheck;
import io.mild.goals.Goals;
import io.mild.internal.io.DurationText;
import io.mild.internal.io.WholeFile;
import io.mild.server.config.ServerConfig;
import io.mild.server.config.SourceConfig;
import io.mild.server.config.SystemConfig;
import io.mild.server.config.Tls;
import io.mild.server.run.PrometheusSources;
import io.mild.server.run.Retraining;
import io.mild.training.backend.TrainingBackEndException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Proposes a configuration by what a Prometheus has, writes it, and trains a first model.
 *
 * <ol>
 *   <li>Alert rules that compare with a number become goals ({@link RuleGoals}), and their
 *       expressions KPIs.
 *   <li>Other metrics become KPIs by their type ({@link MetricKpis}), if their past moves by itself
 *       ({@link KpiChoice}).
 *   <li>Where no rule is a goal, the past of the alerts tells what failed ({@code ALERTS}).
 *   <li>The {@link ProposedConfig} is read back before it is in its place, and a model is trained
 *       of it as {@code mild serve} would.
 * </ol>
 */
public final class PrometheusSetup {
  private static final Duration DEFAULT_PERIOD = Duration.ofMinutes(1);
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(15);

  /** Of metrics that are looked at, and of times at which that is. */
  private static final int MOST_METRICS = 300;

  private static final int MOST_TIMES = 21_000;
  private static final int FEWEST_ALERTS = 5;

  private final PrometheusSources sources = new PrometheusSources();
  private final SetupRequest request;
  private final Consumer<String> onStage;
  private final Instant now;
  private final Instant from;

  private PrometheusSetup(SetupRequest request, Instant now, Consumer<String> onStage) {
    this.request = request;
    this.onStage = onStage;
    this.now = now;
    this.from = now.minus(request.past());
  }

  /**
   * Sets up.
   *
   * @param now the end of the past
   * @param onStage told in words what goes on, often
   * @throws IOException if the server does not answer as a Prometheus does, has no alert rules or
   *     no past, or a file can't be written; the message says what to do
   * @throws IllegalArgumentException if nothing tells what fails
   */
  public static SetupResult run(SetupRequest request, Instant now, Consumer<String> onStage)
      throws IOException {
    return new PrometheusSetup(request, now, onStage).run();
  }

  /** Where the first model of a request goes. */
  public static Path modelFile(SetupRequest request) {
    return beside(request, ".mild");
  }

  /** Where the failures go that alerts told. */
  public static Path failureFile(SetupRequest request) {
    return beside(request, "-failures.csv");
  }

  private static Path beside(SetupRequest request, String ending) {
    return request.out().toAbsolutePath().resolveSibling(request.system() + ending);
  }

  private SetupResult run() throws IOException {
    onStage.accept("asks for rules");
    PrometheusClient prometheus = sources.client(source());
    List<PrometheusRule> rules = prometheus.rules();
    if (rules.stream().noneMatch(PrometheusRule::isAlert)) {
      throw new IOException(
          "%s has no alert rules, so nothing says what must hold: is it the one that evaluates them?"
              .formatted(prometheus));
    }
    ProposedConfig proposal = proposal(prometheus, rules);
    List<String> notes = new ArrayList<>();
    Path draft =
        request.out().toAbsolutePath().resolveSibling(request.out().getFileName() + ".new");
    try {
      ProposedConfig tried = tried(prometheus, proposal, draft, notes);
      write(draft, tried);
      ServerConfig.read(draft);
      Files.move(draft, request.out(), StandardCopyOption.REPLACE_EXISTING);
      return result(tried, notes);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private SourceConfig.Prometheus source() {
    PrometheusLogin login = request.login();
    return new SourceConfig.Prometheus(
        request.prometheus(),
        Map.of(),
        DEFAULT_PERIOD,
        PrometheusSource.DEFAULT_DELAY,
        login.bearer().map(place -> place.read("bearer")),
        login.user(),
        login.password().map(place -> place.read("password")),
        login.tls().map(files -> Tls.read("TLS", files)));
  }

  private ProposedConfig proposal(PrometheusClient prometheus, List<PrometheusRule> rules)
      throws IOException {
    Optional<Duration> scrape = prometheus.scrapeInterval();
    Duration period = request.period().orElseGet(() -> period(scrape));
    Names names = new Names();
    RuleGoals ruleGoals = new RuleGoals(rules, names, period, text -> evaluated(prometheus, text));
    List<String> metrics = prometheus.metricNames(from, now);
    if (metrics.isEmpty()) {
      throw new IOException(
          "%s has no data of the last %s: is it new, or does another one keep the past?"
              .formatted(prometheus, DurationText.of(request.past())));
    }
    MetricKpis metricKpis =
        new MetricKpis(prometheus.metricTypes(), names, period, scrape.orElse(DEFAULT_PERIOD));
    List<ProposedKpi> candidates =
        metricKpis.of(
            metrics, name -> request.metrics().matcher(name).matches(), rules, MOST_METRICS);

    List<ProposedKpi> all = new ArrayList<>(ruleGoals.kpis());
    all.addAll(candidates);
    KpiPast past =
        KpiPast.of(
            prometheus,
            all,
            from,
            now,
            step(period),
            read -> onStage.accept("reads metrics, %d of %d done".formatted(read, all.size())));
    onStage.accept("compares metrics");
    List<ProposedGoal> goals = ruleGoals.goals(past::silence);
    List<ProposedKpi> ofRules =
        ruleGoals.kpis().stream().filter(kpi -> past.silence(kpi).isEmpty()).toList();
    KpiChoice choice = KpiChoice.of(ofRules, candidates, past, request.mostKpis());

    List<LeftOut> leftOutMetrics = new ArrayList<>(metricKpis.leftOut());
    leftOutMetrics.addAll(choice.leftOut());
    return new ProposedConfig(
        request,
        period,
        goals,
        ofRules,
        choice.kpis().subList(ofRules.size(), choice.kpis().size()),
        ruleGoals.others(),
        leftOutMetrics,
        Map.of(),
        new FailureLog(List.of()),
        Optional.empty(),
        goals.isEmpty() ? Optional.of(failureFile(request)) : Optional.empty());
  }

  /** What a server makes of numbers and operators; NaN if it makes none of them. */
  private double evaluated(PrometheusClient prometheus, String arithmetic) {
    try {
      return PrometheusSource.of(
              prometheus, List.of(new KpiQuery("number", arithmetic)), DEFAULT_PERIOD)
          .history(now.minus(DEFAULT_PERIOD), now)
          .values(0)[0];
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static Duration period(Optional<Duration> scrape) {
    return scrape
        .map(it -> it.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : it)
        .orElse(DEFAULT_PERIOD);
  }

  /**
   * At which metrics are looked at: a minute or more, so that a long past is not too many times.
   */
  private Duration step(Duration period) {
    Duration least = period.compareTo(DEFAULT_PERIOD) > 0 ? period : DEFAULT_PERIOD;
    long times = request.past().dividedBy(least) / MOST_TIMES + 1;
    return least.multipliedBy(times);
  }

  /** What became of a proposal in the past; with a model, if there is one. */
  private ProposedConfig tried(
      PrometheusClient prometheus, ProposedConfig proposal, Path draft, List<String> notes)
      throws IOException {
    onStage.accept("reads the alerts' past");
    FailureLog fired = fired(prometheus, proposal);
    if (proposal.failures().isPresent()) {
      requireEnough(fired, proposal);
      fired.writeCsv(failureFile(request));
    }
    write(draft, proposal);
    SystemConfig system = ServerConfig.read(draft).systems().get(0);
    onStage.accept("reads the KPIs' past");
    KpiSource source = sources.of((SourceConfig.Prometheus) system.source());
    KpiHistory history = source.history(from, now);
    Map<String, GoalCheck> checks = new HashMap<>();
    for (GoalCheck check : system.goals().check(history)) {
      checks.put(check.goal().intent(), check);
    }
    ProposedConfig known = proposal.withPast(checks, fired);
    if (!request.trains()) {
      return known;
    }
    try {
      Mild mild = Retraining.train(system, history, NoiseRules.NONE, onStage);
      mild.save(modelFile(request));
      return known.withModel(modelFile(request));
    } catch (IllegalArgumentException | TrainingBackEndException e) {
      notes.add("no model yet, 'serve' trains one as soon as it can: " + e.getMessage());
      return known;
    }
  }

  /** What the alerts did: those of goals by their intent, else each by itself. */
  private FailureLog fired(PrometheusClient prometheus, ProposedConfig proposal)
      throws IOException {
    Map<String, String> intents = new LinkedHashMap<>();
    if (proposal.goals().isEmpty()) {
      Names names = new Names();
      for (LeftOut rule : proposal.leftOutRules()) {
        if (!rule.what().isBlank() && !intents.containsKey(rule.what())) {
          intents.put(rule.what(), names.giveUnique(Names.intent(rule.what()), "-", "intent"));
        }
      }
    }
    for (ProposedGoal goal : proposal.goals()) {
      goal.rules().forEach(rule -> intents.putIfAbsent(rule.name(), goal.intent()));
    }
    return AlertHistory.of(prometheus, intents).failures(from, now);
  }

  private static void requireEnough(FailureLog fired, ProposedConfig proposal) {
    if (fired.failures().size() < FEWEST_ALERTS) {
      LeftOut first = proposal.leftOutRules().get(0);
      throw new IllegalArgumentException(
          "nothing tells what fails: no alert rule compares what has a past with a number (%s), and they fired %d times only; write goals by hand, as docs/operate.md says"
              .formatted(OneLine.of(first.what() + ": " + first.why()), fired.failures().size()));
    }
  }

  private void write(Path file, ProposedConfig proposal) throws IOException {
    String text = proposal.text(now);
    WholeFile.writeText(file, out -> out.write(text));
  }

  private static SetupResult result(ProposedConfig proposal, List<String> notes) {
    return new SetupResult(
        proposal.request().out(),
        proposal.model(),
        proposal.goals().isEmpty()
            ? proposal.fired().failures().stream().map(it -> it.intent()).distinct().toList()
            : new Goals(proposal.goals().stream().map(ProposedGoal::goal).toList()).intents(),
        proposal.ofRules().size() + proposal.others().size(),
        proposal.leftOutRules().size(),
        proposal.leftOutMetrics().size(),
        List.copyOf(notes));
  }
}
