package io.mild.server.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.server.init.Threshold.Sign;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "queue > 900                        | queue                    | GREATER          | 900",
        "queue >= 900                       | queue                    | GREATER_OR_EQUAL | 900",
        "free < 0.05                        | free                     | LESS             | 0.05",
        "free <= 5e-2                       | free                     | LESS_OR_EQUAL    | 0.05",
        "900 < queue                        | queue                    | GREATER          | 900",
        "50 > throughput                    | throughput               | LESS             | 50",
        "50 >= throughput                   | throughput               | LESS_OR_EQUAL    | 50",
        "(queue > 900)                      | queue                    | GREATER          | 900",
        "((a) > (5))                        | a                        | GREATER          | 5",
        "(a) + (b) > 5                      | (a) + (b)                | GREATER          | 5",
        "a > -5                             | a                        | GREATER          | -5",
        "a>5                                | a                        | GREATER          | 5",
        "a > 1e-3                           | a                        | GREATER          | 0.001",
        "a > 0x1F                           | a                        | GREATER          | 31",
        "a > 1_000                          | a                        | GREATER          | 1000",
        "a - 1e-3 > 2                       | a - 1e-3                 | GREATER          | 2",
        "errors / on(job) all > 0.1         | errors / on(job) all     | GREATER          | 0.1",
        "sum by (job) (rate(e[5m])) > 1     | sum by (job) (rate(e[5m])) | GREATER        | 1",
        "a{b=~\"x > 1 and y\"} > 5          | a{b=~\"x > 1 and y\"}    | GREATER          | 5",
        "a{b='}\\' == '} > 5                | a{b='}\\' == '}          | GREATER          | 5",
        "a{b=`\\`} > 5                      | a{b=`\\`}                | GREATER          | 5",
        "max(a > 3) > 5                     | max(a > 3)               | GREATER          | 5",
        "max_over_time((a > bool 3)[5m:]) > 0 | max_over_time((a > bool 3)[5m:]) | GREATER | 0",
        "a offset 5m > 5                    | a offset 5m              | GREATER          | 5",
        "order_and_pay > 5                  | order_and_pay            | GREATER          | 5",
      })
  void aComparisonWithANumberIsSplit(String promql, String expression, Sign sign, double number) {
    assertThat(Threshold.parse(promql, text -> Double.NaN))
        .isEqualTo(new Threshold(expression, sign, number));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "absent(up)                  | compares nothing with a number",
        "a > 5 and b > 3             | joins several by 'and'",
        "a > 5 OR b                  | joins several by 'or'",
        "a > 5 unless on(x) b        | joins several by 'unless'",
        "up == 0                     | asks whether values are equal",
        "up != 1                     | asks whether values are equal",
        "1 < a < 5                   | compares more than once",
        "a > bool 5                  | compares by 'bool'",
        "a > b                       | compares 'a' with 'b', neither of which is a number",
        "a > on(x) group_left b      | neither of which is a number",
        "a > Inf                     | neither of which is a number",
        "a > 5m                      | neither of which is a number",
        "2 > 1                       | compares two numbers",
        "> 5                         | compares a number with nothing",
        "a{b=\"c > 5                 | its string at 5 has no end",
        "sum(a > 5                   | it ends before a ')'",
        "sum(a] > 5                  | its ']' at 6 closes nothing",
        "a) > 5                      | its ')' at 2 closes nothing",
      })
  void whatHasAnotherFormIsSaidToBe(String promql, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Threshold.parse(promql, text -> Double.NaN))
        .withMessageContaining(reason);
  }

  @Test
  void whatIsInACommentIsNotSplit() {
    assertThat(Threshold.parse("a # > 3 and (\n > 5", text -> Double.NaN).number()).isEqualTo(5);
  }

  @Test
  void arithmeticIsLeftToTheServer() {
    assertThat(
            Threshold.parse(
                "time() - seen > 10 * (60 + 2)", text -> text.equals("10 * (60 + 2)") ? 620 : 0))
        .isEqualTo(new Threshold("time() - seen", Sign.GREATER, 620));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "queue > 5                | max(last_over_time(queue[1m]))",
        "queue < 5                | min(last_over_time(queue[1m]))",
        "queue{job='a'} > 5       | max(last_over_time(queue{job='a'}[1m]))",
        "sum(queue) > 5           | sum(queue)",
        "sum by (job) (queue) > 5 | max(sum by (job) (queue))",
        "sum(queue) by (job) > 5  | max(sum(queue) by (job))",
        "sum(a) / sum(b) < 5      | min(sum(a) / sum(b))",
        "scalar(queue) > 5        | scalar(queue)",
        "rate(errors[5m]) > 5     | max(rate(errors[5m]))",
      })
  void theSeriesThatIsFarthestOutSpeaksForAll(String promql, String query) {
    assertThat(Threshold.parse(promql.strip(), text -> Double.NaN).query(MINUTE)).isEqualTo(query);
  }

  /** 900 itself is good where a rule says {@code > 900}, and bad where it says {@code >= 900}. */
  @ParameterizedTest
  @CsvSource({
    "q > 900,  q <= 900",
    "q >= 900, q <= 899.9999999999999",
    "q < 900,  q >= 900",
    "q <= 900, q >= 900.0000000000001",
  })
  void theNumberIsGoodOrBadAsTheRuleSays(String promql, String condition) {
    assertThat(Threshold.parse(promql, text -> Double.NaN).kept("q")).hasToString(condition);
  }
}
