package io.mild.connect.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
  private static final String RULES =
      """
      {"status":"success","data":{"groups":[{"name":"shop","file":"r.yml","interval":15,"rules":[
        {"state":"inactive","name":"ApiSlow","query":"latency > 0.2","duration":300,
         "labels":{"severity":"page"},"annotations":{"summary":"slow {{ $value }}"},
         "alerts":[{"labels":{"a":"b"},"value":"1e+00"}],"health":"ok","type":"alerting"},
        {"name":"job:errors","query":"sum(errors)","health":"ok","type":"recording"}]}]}}
      """;

  private static final String MATRIX =
      Answers.matrix(
          Answers.series(
              Map.of("a", "b"), List.of("[1772366400,\"1\"]", "[1772366460.781,\"+Inf\"]")));

  /** Answers that are none. */
  private static final List<String> BROKEN =
      List.of(
          "",
          " ",
          "null",
          "[]",
          "42",
          "\"success\"",
          "{",
          "{}",
          "<html><body>502 Bad Gateway</body></html>",
          "{\"status\":\"success\"}",
          "{\"status\":\"success\",\"data\":null}",
          "{\"status\":\"success\",\"data\":[]}",
          "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}",
          "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"2\"]}}",
          "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":{}}}",
          "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":[]}]}}",
          "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":{}}}]}}",
          "{\"status\":\"error\",\"errorType\":\"internal\",\"error\":\"out of memory\"}",
          "{\"status\":7,\"data\":{}}",
          "{\"status\":null}",
          samples("1"),
          samples("[]"),
          samples("[1]"),
          samples("[1,\"1\",2]"),
          samples("[\"1\",\"1\"]"),
          samples("[1,\"one\"]"),
          samples("[1,null]"),
          samples("[1,[]]"),
          samples("[1,\"\"]"),
          samples("[1e300,\"1\"]"),
          samples("[1e999999,\"1\"]"),
          samples("[" + "9".repeat(5000) + ",\"1\"]"),
          samples("[2,\"1\"],[1,\"1\"]"),
          samples("[1,\"1\"],[1,\"1\"]"),
          "{\"a\":" + "[".repeat(100_000),
          "{\"data\":" + "{\"data\":".repeat(100_000),
          "{\"status\":\"" + "x".repeat(100) + "\"}");

  private static String samples(String samples) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":["
        + samples
        + "]}]}}";
  }

  @Test
  void seriesAreRead() throws Exception {
    RangeAnswer answer = AnswerReader.range(MATRIX.getBytes(UTF_8));
    TimeSeries series = answer.series().get(0);

    assertThat(series.labels()).isEqualTo(Map.of("a", "b"));
    assertThat(series.epochMillis()).containsExactly(1772366400000L, 1772366460781L);
    assertThat(series.values()).containsExactly(1, Double.POSITIVE_INFINITY);
  }

  @Test
  void fieldsMayComeInAnyOrder() throws Exception {
    String turned =
        "{\"extra\":{\"x\":[1]},\"data\":{\"result\":[{\"values\":[[1,\"2\"]],\"metric\":{}}],"
            + "\"resultType\":\"matrix\"},\"warnings\":null,\"status\":\"success\"}";

    assertThat(AnswerReader.range(turned.getBytes(UTF_8)).series()).hasSize(1);
  }

  @Test
  void rulesAreRead() throws Exception {
    assertThat(AnswerReader.rules(RULES.getBytes(UTF_8)))
        .containsExactly(
            new PrometheusRule(
                "shop",
                "ApiSlow",
                true,
                "latency > 0.2",
                Duration.ofMinutes(5),
                Map.of("severity", "page"),
                Map.of("summary", "slow {{ $value }}")),
            new PrometheusRule(
                "shop", "job:errors", false, "sum(errors)", Duration.ZERO, Map.of(), Map.of()));
  }

  @Test
  void whatIsNoAnswerIsAnIOExceptionWithAMessage() {
    for (String json : BROKEN) {
      assertThatIOException()
          .as(json.substring(0, Math.min(80, json.length())))
          .isThrownBy(() -> AnswerReader.range(json.getBytes(UTF_8)))
          .satisfies(e -> assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(2000));
    }
  }

  /** Changes of good answers, by a seed: whatever they are, they are read or refused, soon. */
  @Test
  void noChangeOfAnAnswerDoesMoreThanBeingRefused() {
    SplittableRandom random = new SplittableRandom(17);
    byte[][] good = {MATRIX.getBytes(UTF_8), RULES.getBytes(UTF_8)};
    int refused =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () -> {
              int all = 0;
              for (int i = 0; i < 20_000; i++) {
                all += refusals(changed(good[i % good.length], random));
              }
              return all;
            });
    assertThat(refused).as("of twice as many readings").isBetween(20_000, 39_000);
  }

  private static int refusals(byte[] json) {
    int refused = 0;
    try {
      AnswerReader.range(json);
    } catch (IOException e) {
      refused++;
    }
    try {
      AnswerReader.rules(json);
    } catch (IOException e) {
      refused++;
    }
    AnswerReader.error(json);
    return refused;
  }

  private static byte[] changed(byte[] good, SplittableRandom random) {
    byte[] changed = good.clone();
    String interesting = "{}[]\":,0e-+.9\\ntN\u0000";
    for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
      changed[random.nextInt(changed.length)] =
          random.nextBoolean()
              ? (byte) interesting.charAt(random.nextInt(interesting.length()))
              : (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(changed, random.nextInt(changed.length))
        : changed;
  }
}
