package io.mild.server.init;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What stands at the top level of a PromQL expression: words, numbers and operators that are in no
 * parentheses, braces, brackets, quotes or comments. Not a parser: of what is inside these it knows
 * where it ends.
 */
final class PromqlTokens {
  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";
  private static final List<String> TWO_CHARACTERS = List.of("==", "!=", "<=", ">=", "=~", "!~");

  /**
   * A word, a number or an operator.
   *
   * @param begin the index of its first character
   * @param end the index after its last
   */
  record Token(String text, int begin, int end) {
    boolean is(String word) {
      return text.equalsIgnoreCase(word);
    }
  }

  private final String promql;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Character> open = new ArrayDeque<>();
  private int at;

  private PromqlTokens(String promql) {
    this.promql = promql;
  }

  /**
   * The tokens of an expression, in their order.
   *
   * @throws IllegalArgumentException if it ends too early; the message says where
   */
  static List<Token> of(String promql) {
    PromqlTokens tokens = new PromqlTokens(promql);
    tokens.scan();
    return tokens.tokens;
  }

  /**
   * Without the parentheses around the whole of it, and blanks around these.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  static String bare(String promql) {
    String text = promql.strip();
    while (text.startsWith("(") && of(text).isEmpty() && endOfFirstGroup(text) == text.length()) {
      text = text.substring(1, text.length() - 1).strip();
    }
    return text;
  }

  /** The index after what the parenthesis that an expression begins with closes. */
  private static int endOfFirstGroup(String text) {
    PromqlTokens tokens = new PromqlTokens(text);
    do {
      tokens.step();
    } while (!tokens.open.isEmpty());
    return tokens.at;
  }

  private void scan() {
    while (at < promql.length()) {
      step();
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("it ends before a '" + open.peek() + "'");
    }
  }

  private void step() {
    char c = promql.charAt(at);
    if (c == '#') {
      int end = promql.indexOf('\n', at);
      at = end < 0 ? promql.length() : end;
    } else if (c == '"' || c == '\'' || c == '`') {
      at = endOfString(c);
    } else if (OPENING.indexOf(c) >= 0) {
      open.push(CLOSING.charAt(OPENING.indexOf(c)));
      at++;
    } else if (CLOSING.indexOf(c) >= 0) {
      if (open.isEmpty() || open.pop() != c) {
        throw new IllegalArgumentException("its '%s' at %d closes nothing".formatted(c, at + 1));
      }
      at++;
    } else if (open.isEmpty() && !Character.isWhitespace(c)) {
      int end = endOfToken();
      tokens.add(new Token(promql.substring(at, end), at, end));
      at = end;
    } else {
      at++;
    }
  }

  private int endOfString(char quote) {
    for (int i = at + 1; i < promql.length(); i++) {
      char c = promql.charAt(i);
      if (c == quote) {
        return i + 1;
      }
      if (c == '\\' && quote != '`') {
        i++;
      }
    }
    throw new IllegalArgumentException("its string at %d has no end".formatted(at + 1));
  }

  private int endOfToken() {
    int end = at;
    while (end < promql.length() && isOfWord(end)) {
      end++;
    }
    if (end > at) {
      return end;
    }
    boolean isTwo = TWO_CHARACTERS.stream().anyMatch(two -> promql.startsWith(two, at));
    return isTwo ? at + 2 : at + 1;
  }

  /** The sign within {@code 1e-3}, too. */
  private boolean isOfWord(int index) {
    char c = promql.charAt(index);
    boolean isSign =
        (c == '+' || c == '-')
            && index > at
            && Character.isDigit(promql.charAt(at))
            && !promql.startsWith("0x", at)
            && Character.toLowerCase(promql.charAt(index - 1)) == 'e';
    return isSign || c == '_' || c == ':' || c == '.' || Character.isLetterOrDigit(c);
  }
}
