package io.mild.connect.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Any bytes in place of a server's answer. */
class AnswerFuzzTest {
  @FuzzTest
  void anyBytesAreAnAnswerOrRefused(byte[] bytes) {
    try {
      for (TimeSeries series : AnswerReader.range(bytes).series()) {
        assertThat(series.epochMillis()).isSorted().hasSameSizeAs(series.values());
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      for (PrometheusRule rule : AnswerReader.rules(bytes)) {
        assertThat(rule.holdFor().isNegative()).isFalse();
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(InventoryReader.scrapeIntervals(bytes).keySet()).allMatch(it -> !it.isNegative());
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(InventoryReader.names(bytes)).doesNotContainNull();
      assertThat(InventoryReader.types(bytes).values()).doesNotContainNull();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    assertThat(AnswerReader.error(bytes)).isNotNull();
  }
}
