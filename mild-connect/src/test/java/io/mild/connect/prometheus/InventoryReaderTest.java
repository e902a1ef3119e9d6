package io.mild.connect.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryReaderTest {

  @Test
  void namesAreRead() throws Exception {
    assertThat(InventoryReader.names(bytes("{'status':'success','data':['a','b.c']}")))
        .containsExactly("a", "b.c");
  }

  @Test
  void aMetricMayHaveAnyNameAlsoThatOfAField() throws Exception {
    assertThat(
            InventoryReader.types(
                bytes(
                    "{'status':'success','data':{"
                        + "'result':[{'type':'counter','help':'h','unit':''}],"
                        + "'groups':[{'help':'h','type':'gauge'},{'type':'counter'}],"
                        + "'none':[]}}")))
        .isEqualTo(Map.of("result", "counter", "groups", "counter"));
  }

  @Test
  void scrapeIntervalsAreCounted() throws Exception {
    assertThat(
            InventoryReader.scrapeIntervals(
                bytes(
                    "{'status':'success','data':{'activeTargets':["
                        + "{'labels':{'job':'a'},'scrapeInterval':'15s'},"
                        + "{'scrapeInterval':'15s','health':'up'},{'scrapeInterval':'1m0s'},"
                        + "{'health':'up'}],'droppedTargets':[{'x':[]}]}}")))
        .isEqualTo(Map.of(Duration.ofSeconds(15), 2, Duration.ofMinutes(1), 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{'status':'error','errorType':'bad','error':'no'}",
        "{'status':'success','data':'x'}",
        "{'status':'success','data':{'activeTargets':3}}",
        "{'status':'success','data':{'activeTargets':[{'scrapeInterval':'soon'}]}}",
        "{'status':'success','data':{'activeTargets':[{'scrapeInterval':'15s'}",
      })
  void whatIsNoAnswerIsRefused(String json) {
    assertThatIOException().isThrownBy(() -> InventoryReader.scrapeIntervals(bytes(json)));
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }
}
