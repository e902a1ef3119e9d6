package io.mild.server.init;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "ApiLatencyHigh, api-latency",
    "HighErrorRate, error-rate",
    "HTTPErrorsTooMany, http-errors",
    "telemetry_queue_full, telemetry-queue",
    "Disk 2 almost full!, disk-2",
    "TooSlow, too-slow",
    "Größe zu hoch, größe-zu-hoch",
  })
  void anIntentIsNamedByWhatAnAlertIsAbout(String alert, String intent) {
    assertThat(Names.intent(alert)).isEqualTo(intent);
  }

  @Test
  void noCharacterFromOutsideGetsIntoAName() {
    assertThat(Names.intent("a\n# b: 'c' \"d\" {e} \u2028 <f>")).isEqualTo("b-c-d-e-f");
    assertThat(Names.metric("job:http_requests:rate5m")).isEqualTo("job_http_requests_rate5m");
    assertThat(Names.intent("!!")).isEmpty();
  }

  @Test
  void aNameIsGivenOnce() {
    Names names = new Names();

    assertThat(names.giveUnique("api", "-", "intent")).isEqualTo("api");
    assertThat(names.giveUnique("api", "-", "intent")).isEqualTo("api-2");
    assertThat(names.giveUnique("", "-", "intent")).isEqualTo("intent");
    assertThat(names.giveUnique("", "-", "intent")).isEqualTo("intent-2");
  }

  @Test
  void aLongNameIsCut() {
    assertThat(Names.intent("abcdefghij".repeat(100))).hasSizeLessThanOrEqualTo(60);
  }
}
