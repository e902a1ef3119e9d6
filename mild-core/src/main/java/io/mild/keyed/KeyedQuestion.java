package io.mild.keyed;

/**
 * Asks how a monitored system stands; the answer is a {@link KeyStatus}.
 *
 * @param key the system's
 */
public record KeyedQuestion(String key) implements KeyedMessage {
  /**
   * A question.
   *
   * @throws IllegalArgumentException if the key is empty or too long
   */
  public KeyedQuestion {
    KeyedMessage.requireKey(key);
  }
}
