package io.mild.goals;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.data.DataFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalsYamlTest {
  private static final Goals ALL =
      Goals.of(
          Goal.of("api")
              .holds(kpi("api_latency").atMost(200), kpi("availability").atLeast(99.2))
              .brokenIf(Goal.Rule.ALL)
              .brokenAfter(Duration.ofMinutes(5))
              .metAfter(Duration.ofMinutes(90))
              .objective(0.995, Duration.ofDays(30))
              .dependsOn("gateway"),
          Goal.of("gateway").holds(kpi("errors: 5xx").atMostUsual()));

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("goals.yaml"), text);
  }

  @Test
  void goalsAreReadAsTheyAreDocumented() throws IOException {
    Path file =
        file(
            """
            # what we promise
            goals:
              api:
                holds:
                  - api_latency <= 200
                  - availability >= 99.2
                brokenIf: all
                brokenAfter: 5m
                metAfter: 1h30m
                dependsOn: [gateway]
                objective: 99.5% over 30d
              gateway:
                holds: "errors: 5xx <= usual"
            """);

    assertThat(Goals.readYaml(file)).isEqualTo(ALL);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = folder.resolve("new/goals.yaml");

    ALL.writeYaml(file);

    assertThat(Goals.readYaml(file)).isEqualTo(ALL);
    assertThat(Goals.fromMap(ALL.toMap())).isEqualTo(ALL);
  }

  /** The line, and what stands there instead of line 4, {@code holds}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "4 | holds: latency < 200          | 'latency < 200' is no condition such as",
        "4 | holds: [a <= 1, a <= 2]       | two conditions 'a <='",
        "4 | holds: []                     | goals.api.holds is empty",
        "4 | hold: a <= 1                  | goals.api.hold is not known; near it are [holds]",
        "3 | brokenAfter: 5m               | goals.api has no 'holds'",
        "5 | holds: a <= 1;brokenAfter: 5 minutes | '5 minutes' is no duration such as",
        "5 | holds: a <= 1;brokenIf: most  | goals.api.brokenIf is 'most', but any or all",
        "5 | holds: a <= 1;dependsOn: api  | can't depend on itself",
        "5 | holds: a <= 1;objective: 99.5 | such as '99.5% over 30d' was expected",
        "5 | holds: a <= 1;objective: 120% over 30d | between 0 and 1",
        "5 | holds: a <= 1;holds: b <= 1 | goals.api.holds is there twice",
        "2 | holds: a <= 1;dependsOn: db | depends on 'db', which has no goal",
        "4 | holds: [a <= 1                | no YAML"
      })
  void whatIsWrongIsSaidWithItsLine(int line, String fields, String problem) throws IOException {
    Path file = file("# goals\ngoals:\n  api:\n    " + fields.replace(";", "\n    ") + "\n");

    assertThatThrownBy(() -> Goals.readYaml(file))
        .isInstanceOf(DataFileException.class)
        .hasMessageStartingWith(file + ", line ")
        .hasMessageContaining(problem)
        .satisfies(
            e -> {
              if (!problem.equals("no YAML")) {
                assertThat(e).hasMessageStartingWith(file + ", line " + line + ":");
              }
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''              | a mapping with 'goals' was expected",
        "- api           | a mapping with 'goals' was expected",
        "goal: {}        | goal is not known; near it are [goals]",
        "goals: api      | a goal an intent was expected",
        "'goals: {api: }' | what the goal holds was expected"
      })
  void aFileOfAnotherShapeIsRefused(String text, String problem) throws IOException {
    Path file = file(text);

    assertThatThrownBy(() -> Goals.readYaml(file))
        .isInstanceOf(DataFileException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(problem);
  }

  @Test
  void aFileOfMoreValuesThanGoalsCanHaveIsRefused() throws IOException {
    Path file = file("goals:\n  api:\n    dependsOn:\n" + "    - a\n".repeat(100_000));

    assertThatThrownBy(() -> Goals.readYaml(file))
        .isInstanceOf(DataFileException.class)
        .hasMessageContainingAll(file + ", line ", "one too many");
  }
}
