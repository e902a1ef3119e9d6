package io.mild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Mild;
import io.mild.data.FailureLog;
import io.mild.goals.Goals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From goals alone to figures: no failure log is ever written by hand. */
class GoalsCommandTest {
  private static final String GOALS =
      """
      goals:
        api:
          holds: [api_latency <= usual, sri >= usual]
          brokenIf: all
        analytics:
          holds: [analytics_tput >= usual, sri >= usual]
          brokenIf: all
      """;

  @TempDir static Path directory;
  private static Path kpis;
  private static Path goals;

  @TempDir Path temporary;

  @BeforeAll
  static void generate() throws IOException {
    kpis = directory.resolve("data/kpis.csv");
    goals = Files.writeString(directory.resolve("goals.yaml"), GOALS);
    CommandRun run =
        CommandRun.of("generate", "--out", directory.resolve("data"), "--minutes", 9_000);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void goalsAreTriedAndGetTheirLevels() throws IOException {
    Path levels = temporary.resolve("levels.yaml");
    Path failures = temporary.resolve("failures.csv");

    CommandRun run =
        CommandRun.of(
            "goals",
            "--kpis",
            kpis,
            "--goals",
            goals,
            "--write-goals",
            levels,
            "--write-failures",
            failures);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("analytics: broken \\d+ times in 6.3 days")
        .containsPattern("analytics: analytics_tput >= \\d+ or sri >= 99\\.\\d+");
    Goals written = Goals.readYaml(levels);
    assertThat(written.goals()).noneMatch(goal -> goal.isWithoutLevels());
    assertThat(FailureLog.readCsv(failures).failures()).hasSize(9);
    assertThat(FailureLog.readCsv(failures).intents())
        .containsExactlyInAnyOrder("api", "analytics");
  }

  @Test
  void aModelIsTrainedAndEvaluatedWithoutAFailureLog() throws IOException {
    Path model = temporary.resolve("goals.mild");

    CommandRun training =
        CommandRun.of("train", "--kpis", kpis, "--goals", goals, "--model", model);
    CommandRun evaluation = CommandRun.of("evaluate", "--kpis", kpis, "--model", model);

    assertThat(training.exitCode()).as(training.err()).isZero();
    assertThat(training.out()).contains("levels that the history proposed");
    assertThat(Mild.load(model).goals().intents()).containsExactly("api", "analytics");
    assertThat(evaluation.exitCode()).as(evaluation.err()).isZero();
    assertThat(evaluation.out()).containsPattern("failures +9");
  }

  @Test
  void aModelIsTrainedAnewWithItsGoalsAndStreamedUnderRules() throws IOException {
    Path first = temporary.resolve("first.mild");
    Path second = temporary.resolve("second.mild");
    Path rules = Files.writeString(temporary.resolve("rules.txt"), "window daily 00:00 24h UTC\n");
    CommandRun.of("train", "--kpis", kpis, "--goals", goals, "--budget", 2, "--model", first);

    CommandRun anew =
        CommandRun.of("train", "--kpis", kpis, "--like", first, "--seed", 7, "--model", second);
    CommandRun lives = CommandRun.of("stream", "--kpis", kpis, "--model", second, "--incidents");
    CommandRun quiet =
        CommandRun.of("stream", "--kpis", kpis, "--model", second, "--incidents", "--rules", rules);

    assertThat(anew.exitCode()).as(anew.err()).isZero();
    Mild mild = Mild.load(second);
    assertThat(mild.goals()).isEqualTo(Mild.load(first).goals());
    assertThat(mild.report().falsePositiveBudget()).isEqualTo(2);
    assertThat(mild.report().seed()).isEqualTo(7);
    assertThat(lives.out()).contains(" OPENED ").contains(" CLOSED ");
    assertThat(quiet.exitCode()).as(quiet.err()).isZero();
    assertThat(quiet.out()).doesNotContain(" OPENED ");
  }

  @Test
  void aRuleThatIsNoneIsSaidWithItsFile() throws IOException {
    Path rules = Files.writeString(temporary.resolve("rules.txt"), "mute api til noon\n");

    CommandRun run =
        CommandRun.of(
            "train", "--kpis", kpis, "--goals", goals, "--rules", rules, "--model", "x.mild");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("rules.txt", "'til' where 'until' was expected");
  }

  @Test
  void withoutFailuresAndGoalsNothingIsTrained() {
    CommandRun run =
        CommandRun.of("train", "--kpis", kpis, "--model", temporary.resolve("no.mild"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--failures=FILE", "--goals=FILE");
  }

  @Test
  void aMistakeInTheFileIsSaidWithItsLine() throws IOException {
    Path wrong = Files.writeString(temporary.resolve("wrong.yaml"), GOALS.replace("usual]", "]"));

    CommandRun run = CommandRun.of("goals", "--kpis", kpis, "--goals", wrong);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines()).hasSize(1);
    assertThat(run.err()).contains(wrong + ", line 3: goals.api.holds[1]", "'sri >='");
  }

  @Test
  void anInputIsNotOverwritten() {
    CommandRun run =
        CommandRun.of("goals", "--kpis", kpis, "--goals", goals, "--write-goals", goals);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("can't be written");
  }
}
