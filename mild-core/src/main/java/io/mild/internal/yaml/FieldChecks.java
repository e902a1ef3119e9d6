package io.mild.internal.yaml;

import io.mild.internal.io.NearNames;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What readers of maps ask of their fields; each refuses by a {@link FieldException}. */
public final class FieldChecks {
  private FieldChecks() {}

  /** Refuses fields that nobody knows, with the names that were perhaps meant. */
  public static void requireKnown(String path, Map<?, ?> map, List<String> known) {
    for (Object field : map.keySet()) {
      if (!known.contains(String.valueOf(field))) {
        List<String> near = NearNames.of(String.valueOf(field), known);
        throw new FieldException(
            at(path, String.valueOf(field)),
            "is not known; %s %s"
                .formatted(
                    near.isEmpty() ? "there are" : "near it are", near.isEmpty() ? known : near));
      }
    }
  }

  /** The value of a field that must be there. */
  public static Object require(String path, Map<?, ?> map, String field) {
    Object value = map.get(field);
    if (value == null) {
      throw new FieldException(path, "has no '" + field + "'");
    }
    return value;
  }

  /**
   * A value of a type.
   *
   * @param expected in words, for the message
   */
  public static <T> T typed(String path, @Nullable Object value, Class<T> type, String expected) {
    if (!type.isInstance(value)) {
      throw new FieldException(path, "is '" + value + "', but " + expected + " was expected");
    }
    return type.cast(value);
  }

  /** What a value's own check refuses is said of the field. */
  public static <T, R> R checked(String path, T value, Function<T, R> made) {
    try {
      return made.apply(value);
    } catch (FieldException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new FieldException(path, String.valueOf(e.getMessage()), e);
    }
  }

  /** The path of a field within another. */
  public static String at(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
