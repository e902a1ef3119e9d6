package io.mild.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void nothingBreaksALineOrTurnsItsDirection() {
    assertThat(OneLine.of("a\r\nb\u001b[31m\u202ec\u2028d")).isEqualTo("a  b [31m c d");
  }

  @Test
  void whatIsLongIsCut() {
    assertThat(OneLine.of("x".repeat(1000))).hasSize(501).endsWith("…");
    assertThat(OneLine.of("x".repeat(500))).isEqualTo("x".repeat(500));
  }
}
