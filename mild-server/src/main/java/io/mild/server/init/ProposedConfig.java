package io.mild.server.init;

import io.mild.connect.prometheus.PrometheusRule;
import io.mild.data.FailureLog;
import io.mild.goals.Goal;
import io.mild.goals.GoalCheck;
import io.mild.goals.KpiCondition;
import io.mild.internal.io.DurationText;
import io.mild.internal.yaml.YamlFile;
import io.mild.server.config.TlsFiles;
import io.mild.server.config.TrainingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A proposed configuration as a text that a person reads: what was guessed is said, and what could
 * not be is asked, in lines that begin with {@code # ?}.
 *
 * @param request what was asked for
 * @param period of a row
 * @param goals an intent each; none where failures are told by alerts alone
 * @param ofRules the KPIs that goals are on
 * @param others the KPIs beside these
 * @param leftOutRules rules that are no goals
 * @param leftOutMetrics metrics that are no KPIs
 * @param past how the goals did in the past, by intent; empty before it is known
 * @param fired what the alerts' own past says
 * @param model the first model's file, if there is one
 * @param failures the file of a failure log, if goals do not tell them
 */
record ProposedConfig(
    SetupRequest request,
    Duration period,
    List<ProposedGoal> goals,
    List<ProposedKpi> ofRules,
    List<ProposedKpi> others,
    List<LeftOut> leftOutRules,
    List<LeftOut> leftOutMetrics,
    Map<String, GoalCheck> past,
    FailureLog fired,
    Optional<Path> model,
    Optional<Path> failures) {
  private static final Duration RETRAINING = Duration.ofDays(7);

  /** The same, with what is known of the past. */
  ProposedConfig withPast(Map<String, GoalCheck> checks, FailureLog alerts) {
    return new ProposedConfig(
        request,
        period,
        goals,
        ofRules,
        others,
        leftOutRules,
        leftOutMetrics,
        checks,
        alerts,
        model,
        failures);
  }

  /** The same, beginning with a model. */
  ProposedConfig withModel(Path file) {
    return new ProposedConfig(
        request,
        period,
        goals,
        ofRules,
        others,
        leftOutRules,
        leftOutMetrics,
        past,
        fired,
        Optional.of(file),
        failures);
  }

  /** As YAML, which {@code mild serve} takes. */
  String text(Instant now) {
    ConfigText text = new ConfigText();
    text.comment(
        "Proposed by 'mild init' on %s, by what %s has of the last %s."
            .formatted(
                now.truncatedTo(ChronoUnit.SECONDS),
                request.prometheus(),
                DurationText.of(request.past())));
    text.comment(
        "Lines that begin with '# ?' ask what could not be guessed. To start: mild serve --config "
            + request.out().getFileName());
    text.blank();
    text.question("Where should the page be? Without 'listen', at 127.0.0.1:8420.");
    text.question(
        "Who is to be told of incidents? Such as: sinks: [{alertmanager: {url:"
            + " http://127.0.0.1:9093}}]");
    text.blank();
    ConfigText systems = text.inner();
    systems.within(request.system(), system(systems.inner()));
    text.within("systems", systems);
    leftOut(text, "Alert rules that are no goals:", leftOutRules);
    leftOut(text, "Metrics that are no KPIs:", leftOutMetrics);
    return text.toString();
  }

  private static void leftOut(ConfigText text, String headline, List<LeftOut> all) {
    if (!all.isEmpty()) {
      text.blank().comment(headline);
      all.forEach(one -> text.item(one.what() + ": " + one.why()));
    }
  }

  private ConfigText system(ConfigText system) {
    ConfigText source = system.inner();
    source.within("prometheus", prometheus(source.inner()));
    system.within("source", source);
    if (!goals.isEmpty()) {
      ConfigText all = system.inner();
      if (goals.size() > 1) {
        all.question(
            "Which goal is broken by which? Such as dependsOn: [%s] at another one: it is the victim then, and not the root cause."
                .formatted(goals.get(0).intent()));
      }
      goals.forEach(goal -> goal(all, goal));
      system.within("goals", all);
    }
    model.ifPresent(file -> system.quoted("model", String.valueOf(file.getFileName())));
    ConfigText train = system.inner();
    Duration usual = TrainingConfig.DEFAULT_HISTORY;
    train.written(
        "history", DurationText.of(request.past().compareTo(usual) > 0 ? request.past() : usual));
    failures.ifPresent(file -> train.quoted("failures", String.valueOf(file.getFileName())));
    train.question("How many false alerts a day are all right? Unless said, one: budget: 1");
    train.question(
        "Should a candidate be trained again and again? Unless said, on demand alone; such as"
            + " every: "
            + DurationText.of(RETRAINING));
    return system.within("train", train);
  }

  private static String whole(Path file) {
    return file.toAbsolutePath().toString();
  }

  private ConfigText prometheus(ConfigText text) {
    text.quoted("url", request.prometheus().toString());
    PrometheusLogin login = request.login();
    login.bearer().ifPresent(place -> text.written("bearer", yaml(place)));
    if (login.user().isPresent()) {
      ConfigText basic = text.inner().quoted("user", login.user().get());
      login.password().ifPresent(place -> basic.written("password", yaml(place)));
      text.within("basic", basic);
    }
    if (login.tls().isPresent()) {
      ConfigText tls = text.inner();
      TlsFiles files = login.tls().get();
      files.ca().ifPresent(file -> tls.quoted("ca", whole(file)));
      files.certificate().ifPresent(file -> tls.quoted("certificate", whole(file)));
      files.key().ifPresent(file -> tls.quoted("key", whole(file)));
      text.within("tls", tls);
    }
    text.written("period", DurationText.of(period));
    ConfigText kpis = text.inner();
    if (!ofRules.isEmpty()) {
      kpis.comment("What alert rules are on:");
      ofRules.forEach(kpi -> kpis.quoted(kpi.name(), kpi.query().promql()));
    }
    if (!others.isEmpty()) {
      kpis.comment("What else moves; where the worst replica counts, write max for avg:");
      others.forEach(kpi -> kpis.quoted(kpi.name(), kpi.query().promql()));
    }
    return text.within("kpis", kpis);
  }

  private static String yaml(SecretPlace place) {
    return "{%s: %s}".formatted(place.kind(), YamlFile.quoted(place.name()));
  }

  private void goal(ConfigText all, ProposedGoal proposed) {
    Goal goal = proposed.goal();
    for (PrometheusRule rule : proposed.rules()) {
      all.comment(
          "%s: %s for %s"
              .formatted(rule.name(), rule.expression(), DurationText.of(rule.holdFor())));
    }
    proposed.notes().forEach(all::comment);
    GoalCheck check = past.get(goal.intent());
    if (check != null) {
      past(all, goal, check);
    }
    ConfigText text = all.inner();
    ConfigText holds = text.inner();
    goal.conditions().forEach(condition -> holds.element(condition.toString()));
    text.within("holds", holds);
    goal.brokenAfter().ifPresent(time -> text.written("brokenAfter", DurationText.of(time)));
    all.within(goal.intent(), text);
  }

  private void past(ConfigText all, Goal goal, GoalCheck check) {
    long alerts = fired.failures().stream().filter(it -> it.intent().equals(goal.intent())).count();
    all.comment("%s. Its alerts fired %s.".formatted(check, times(alerts)));
    String question =
        switch (check.finding()) {
          case FITS, UNKNOWN -> "";
          case NEVER_BROKEN -> "It was never broken: is its level right?";
          case ALWAYS_BROKEN -> "It was broken all the time: is its level right?";
          case OFTEN_BROKEN -> "It was broken very often: is its level right?";
        };
    if (!question.isEmpty()) {
      all.question(question + check.proposal().map(ProposedConfig::levels).orElse(""));
    }
  }

  private static String times(long count) {
    return count == 0 ? "never" : count == 1 ? "once" : count + " times";
  }

  private static String levels(Goal goal) {
    return " About once a week would be: "
        + String.join(", ", goal.conditions().stream().map(KpiCondition::toString).toList());
  }
}
