package io.mild.server.init;

import io.mild.connect.prometheus.KpiQuery;
import io.mild.goals.KpiCondition;
import io.mild.internal.io.DurationText;
import io.mild.server.init.PromqlTokens.Token;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * An alert rule's expression of the form {@code expression > number}, or with {@code >=}, {@code
 * <}, {@code <=}, either way round.
 *
 * @param expression what is compared, PromQL
 * @param sign when it alerts, as if the number stood to its right
 * @param number finite
 */
record Threshold(String expression, Sign sign, double number) {
  private static final List<String> SET_OPERATORS = List.of("and", "or", "unless");

  /** Decimal or hexadecimal; 3.x also writes {@code 1_000}. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?\\s*(?:0[xX][0-9a-fA-F]+|(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)");

  private static final Pattern SEPARATOR = Pattern.compile("(?<=\\d)_(?=\\d)");

  /** Numbers and operators, which a server evaluates. */
  private static final Pattern ARITHMETIC =
      Pattern.compile("[0-9.eE+\\-*/%^()\\s]*\\d[0-9.eE+\\-*/%^()\\s]*");

  private static final Pattern WHOLE_AGGREGATE =
      Pattern.compile(
          "(?i)(sum|avg|min|max|count|stddev|stdvar|group|scalar)\\s*\\(.*", Pattern.DOTALL);

  private static final int HEX = 16;

  /** A comparison. */
  enum Sign {
    /** Alerts above the number. */
    GREATER(">"),
    /** Alerts at the number, too. */
    GREATER_OR_EQUAL(">="),
    /** Alerts below the number. */
    LESS("<"),
    /** Alerts at the number, too. */
    LESS_OR_EQUAL("<=");

    private final String text;

    Sign(String text) {
      this.text = text;
    }

    private static Optional<Sign> of(Token token) {
      for (Sign sign : values()) {
        if (sign.text.equals(token.text())) {
          return Optional.of(sign);
        }
      }
      return Optional.empty();
    }

    private Sign mirrored() {
      return switch (this) {
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      };
    }

    boolean isUpper() {
      return this == GREATER || this == GREATER_OR_EQUAL;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Reads one.
   *
   * @param arithmetic the value of a text such as {@code 10 * 60}; NaN if it has none
   * @throws IllegalArgumentException if the expression is of another form; the message says of
   *     which, to be read after "its expression"
   */
  static Threshold parse(String promql, ToDoubleFunction<String> arithmetic) {
    String text = PromqlTokens.bare(promql);
    List<Token> tokens = PromqlTokens.of(text);
    tokens.stream()
        .filter(token -> SET_OPERATORS.stream().anyMatch(token::is))
        .findFirst()
        .ifPresent(
            token -> {
              throw new IllegalArgumentException(
                  "joins several by '%s'".formatted(token.text().toLowerCase(Locale.ROOT)));
            });
    if (tokens.stream().anyMatch(token -> token.is("==") || token.is("!="))) {
      throw new IllegalArgumentException("asks whether values are equal, which has no level");
    }
    List<Token> comparisons = tokens.stream().filter(token -> Sign.of(token).isPresent()).toList();
    if (comparisons.isEmpty()) {
      throw new IllegalArgumentException("compares nothing with a number");
    }
    if (comparisons.size() > 1) {
      throw new IllegalArgumentException("compares more than once");
    }
    Token comparison = comparisons.get(0);
    requireNoBool(tokens, comparison);
    return of(text, comparison, arithmetic);
  }

  private static void requireNoBool(List<Token> tokens, Token comparison) {
    int next = tokens.indexOf(comparison) + 1;
    if (next < tokens.size() && tokens.get(next).is("bool")) {
      throw new IllegalArgumentException("compares by 'bool', which alerts either way");
    }
  }

  private static Threshold of(String text, Token comparison, ToDoubleFunction<String> arithmetic) {
    Sign sign = Sign.of(comparison).orElseThrow();
    String left = PromqlTokens.bare(text.substring(0, comparison.begin()));
    String right = PromqlTokens.bare(text.substring(comparison.end()));
    Optional<Double> leftNumber = number(left, arithmetic);
    Optional<Double> rightNumber = number(right, arithmetic);
    if (leftNumber.isPresent() == rightNumber.isPresent()) {
      throw new IllegalArgumentException(
          leftNumber.isPresent()
              ? "compares two numbers"
              : "compares '%s' with '%s', neither of which is a number".formatted(left, right));
    }
    if (left.isEmpty() || right.isEmpty()) {
      throw new IllegalArgumentException("compares a number with nothing");
    }
    return rightNumber.isPresent()
        ? new Threshold(left, sign, rightNumber.get())
        : new Threshold(right, sign.mirrored(), leftNumber.orElseThrow());
  }

  private static Optional<Double> number(String text, ToDoubleFunction<String> arithmetic) {
    String digits = SEPARATOR.matcher(text).replaceAll("");
    double number =
        NUMBER.matcher(digits).matches()
            ? plain(digits.replaceAll("\\s", ""))
            : ARITHMETIC.matcher(text).matches() ? arithmetic.applyAsDouble(text) : Double.NaN;
    return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
  }

  private static double plain(String digits) {
    int hex = Math.max(digits.indexOf("0x"), digits.indexOf("0X"));
    if (hex < 0) {
      return Double.parseDouble(digits);
    }
    double size = new BigInteger(digits.substring(hex + 2), HEX).doubleValue();
    return digits.startsWith("-") ? -size : size;
  }

  /**
   * A query of one series, whatever labels come and go: a rule alerts where any of its series is
   * beyond the number, so the one that is farthest out speaks for all.
   *
   * @param period of a row; an older sample is none of it
   */
  String query(Duration period) {
    if (isOneSeries()) {
      return expression;
    }
    String recent =
        new KpiQuery("it", expression).isPlainSelector()
            ? "last_over_time(%s[%s])".formatted(expression, DurationText.of(period))
            : expression;
    return "%s(%s)".formatted(sign.isUpper() ? "max" : "min", recent);
  }

  /** An aggregation of all, without {@code by} or {@code without}, and nothing after it. */
  private boolean isOneSeries() {
    return WHOLE_AGGREGATE.matcher(expression).matches()
        && PromqlTokens.of(expression).size() == 1
        && expression.endsWith(")");
  }

  /**
   * What must hold so that it does not alert. Of {@code >=} and {@code <=} the number itself is bad
   * already, and the next number beside it the last that is good.
   */
  KpiCondition kept(String kpi) {
    KpiCondition.Subject subject = KpiCondition.kpi(kpi);
    return switch (sign) {
      case GREATER -> subject.atMost(number);
      case GREATER_OR_EQUAL -> subject.atMost(Math.nextDown(number));
      case LESS -> subject.atLeast(number);
      case LESS_OR_EQUAL -> subject.atLeast(Math.nextUp(number));
    };
  }
}
