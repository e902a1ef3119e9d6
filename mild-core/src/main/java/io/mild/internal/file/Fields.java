package io.mild.internal.file;

import io.mild.data.ModelFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JSON object of a model file, read field by field with their types; what is missing or of
 * another type is said with file and path.
 */
public final class Fields {
  private final Path file;
  private final String path;
  private final Map<?, ?> object;

  public Fields(Path file, String path, Map<?, ?> object) {
    this.file = file;
    this.path = path;
    this.object = object;
  }

  public ModelFileException problem(String field, String problem) {
    return new ModelFileException(file, path + "." + field, problem);
  }

  public boolean has(String field) {
    return object.containsKey(field);
  }

  /** A field alone, as it is. */
  public Map<String, Object> only(String field) throws ModelFileException {
    return Map.of(field, get(field, Object.class, "a value"));
  }

  public Fields object(String field) throws ModelFileException {
    return new Fields(file, path + "." + field, get(field, Map.class, "an object"));
  }

  public List<Fields> objects(String field) throws ModelFileException {
    List<Fields> objects = new ArrayList<>();
    for (Object element : get(field, List.class, "a list")) {
      if (!(element instanceof Map<?, ?> map)) {
        throw problem(field, "holds " + element + ", but objects were expected");
      }
      objects.add(new Fields(file, path + "." + field + "[" + objects.size() + "]", map));
    }
    return objects;
  }

  public List<String> texts(String field) throws ModelFileException {
    return elements(field, String.class, "texts");
  }

  public List<Integer> integers(String field) throws ModelFileException {
    List<Integer> integers = new ArrayList<>();
    for (long value : elements(field, Long.class, "whole numbers")) {
      integers.add(toInt(field, value));
    }
    return integers;
  }

  public List<Double> numbers(String field) throws ModelFileException {
    List<Double> numbers = new ArrayList<>();
    for (Object value : get(field, List.class, "a list")) {
      numbers.add(toDouble(field, value));
    }
    return numbers;
  }

  public String text(String field) throws ModelFileException {
    return get(field, String.class, "a text");
  }

  public boolean yes(String field) throws ModelFileException {
    return get(field, Boolean.class, "true or false");
  }

  public long whole(String field) throws ModelFileException {
    return get(field, Long.class, "a whole number");
  }

  public int integer(String field) throws ModelFileException {
    return toInt(field, whole(field));
  }

  public double number(String field) throws ModelFileException {
    return toDouble(field, get(field, Object.class, "a number"));
  }

  public Duration duration(String field) throws ModelFileException {
    try {
      return Duration.parse(text(field));
    } catch (DateTimeException e) {
      throw problem(field, "is '" + text(field) + "', but a duration such as PT1M was expected");
    }
  }

  public List<Duration> durations(String field) throws ModelFileException {
    List<Duration> durations = new ArrayList<>();
    for (String text : texts(field)) {
      try {
        durations.add(Duration.parse(text));
      } catch (DateTimeException e) {
        throw problem(field, "holds '" + text + "', but durations such as PT1M were expected");
      }
    }
    return durations;
  }

  public Instant instant(String field) throws ModelFileException {
    try {
      return Instant.parse(text(field));
    } catch (DateTimeException e) {
      throw problem(field, "is '" + text(field) + "', but an ISO-8601 instant was expected");
    }
  }

  private <T> List<T> elements(String field, Class<T> type, String expected)
      throws ModelFileException {
    List<T> elements = new ArrayList<>();
    for (Object element : get(field, List.class, "a list")) {
      if (!type.isInstance(element)) {
        throw problem(field, "holds " + element + ", but " + expected + " were expected");
      }
      elements.add(type.cast(element));
    }
    return elements;
  }

  private <T> T get(String field, Class<T> type, String expected) throws ModelFileException {
    Object value = object.get(field);
    if (value == null) {
      throw problem(field, "is missing");
    }
    if (!type.isInstance(value)) {
      throw problem(field, "is " + value + ", but " + expected + " was expected");
    }
    return type.cast(value);
  }

  private int toInt(String field, long value) throws ModelFileException {
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw problem(field, "is " + value + ", out of range");
    }
    return (int) value;
  }

  private double toDouble(String field, Object value) throws ModelFileException {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    if ("NaN".equals(value)) {
      return Double.NaN;
    }
    throw problem(field, "is " + value + ", but a finite number was expected");
  }
}
