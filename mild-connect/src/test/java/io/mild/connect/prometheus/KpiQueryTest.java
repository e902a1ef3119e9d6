package io.mild.connect.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KpiQueryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        " job:up:sum ",
        "up{job=\"a\"}",
        "up {a=~\"x{2}\",b!='}'}\n",
        "{__name__=\"a.b\"}",
        "{\"a.b\", c=`\"`}",
        "up{a=\"\\\"}\"}",
        "sum"
      })
  void aSelectorIsPlain(String promql) {
    assertThat(new KpiQuery("k", promql).isPlainSelector()).isTrue();
    assertThat(new KpiQuery("k", promql).asked(Duration.ofMinutes(1)))
        .isEqualTo("last_over_time(" + promql.strip() + "[59999ms])");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(up)",
        "up offset 5m",
        "up[5m]",
        "up + up",
        "up # all",
        "1",
        "NaN",
        "inf",
        "up{a=\"b\"} > 1",
        "up{a=\"b\"",
        "rate(x[2m])",
        "up{a=\"b\"}{c=\"d\"}"
      })
  void allElseIsAskedAsItIs(String promql) {
    assertThat(new KpiQuery("k", promql).isPlainSelector()).isFalse();
    assertThat(new KpiQuery("k", promql).asked(Duration.ofMinutes(1))).isEqualTo(promql);
  }

  @Test
  void aLongTextIsReadSoon() {
    String text = "up{a=\"" + "\\\"{".repeat(100_000);

    assertThat(new KpiQuery("k", text).isPlainSelector()).isFalse();
    assertThat(new KpiQuery("k", text + "\"}").isPlainSelector()).isTrue();
  }

  @Test
  void nameAndExpressionAreThere() {
    assertThatIllegalArgumentException().isThrownBy(() -> new KpiQuery(" ", "up"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KpiQuery("load", "\n"))
        .withMessageContaining("load");
  }
}
