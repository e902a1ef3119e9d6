package io.mild.cli.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text for HTML. */
public final class Html {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
  private static final String STYLE = "style";

  private Html() {}

  /** As {@link String#formatted}, the same in every locale. The values are taken as they are. */
  public static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A text that says itself, in HTML and in XML, also in an attribute. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /**
   * Such as {@code api, telemetry and analytics}, escaped.
   *
   * @param names at least one
   */
  public static String names(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? escape(names.get(0))
        : escape(String.join(", ", names.subList(0, last))) + " and " + escape(names.get(last));
  }

  /**
   * A page from its template: every {@code {name}} gives way to the part of that name, and {@code
   * {style}} to the style of all pages.
   *
   * @param owner the class that has the template beside it
   * @throws IllegalArgumentException if a part is missing
   */
  public static String page(Class<?> owner, String template, Map<String, String> parts) {
    return PLACE
        .matcher(resource(owner, template))
        .replaceAll(place -> Matcher.quoteReplacement(part(place.group(1), parts)));
  }

  private static String part(String name, Map<String, String> parts) {
    if (name.equals(STYLE)) {
      return resource(Html.class, "style.css");
    }
    String part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("no part for {" + name + "}, only " + parts.keySet());
    }
    return part;
  }

  private static String resource(Class<?> owner, String name) {
    try (InputStream resource = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the jar is damaged
    }
  }
}
