package io.mild.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JMH's results as one Markdown table of medians (JMH itself prints means): of a benchmark's
 * iterations, or of its calls where each was timed by itself. A line is what was done and with
 * which parameters, a column who did it; a peer's time is followed by how many times MILD's it is.
 */
public final class SpeedTable {
  private static final String MILD = "mild";

  /** A benchmark's methods that are there to be compared; any other is a line of its own. */
  private static final Map<String, String> CONTESTANTS = new LinkedHashMap<>();

  static {
    CONTESTANTS.put(MILD, "MILD");
    CONTESTANTS.put("onnxRuntime", "ONNX Runtime");
    CONTESTANTS.put("onnxRuntimeInPlace", "the same, outputs in place");
    CONTESTANTS.put("dl4j", "DL4J");
    CONTESTANTS.put("randomCutForest", "random cut forest");
  }

  private static final Map<String, Double> MICROSECONDS =
      Map.of("ns/op", 1e-3, "us/op", 1.0, "ms/op", 1e3, "s/op", 1e6);

  private final List<Result> results;
  private final String kernel;

  private SpeedTable(List<Result> results, String kernel) {
    this.results = results;
    this.kernel = kernel;
  }

  /**
   * The table, each line ended.
   *
   * @param json JMH's results as JSON ({@code -rf json}), with those of {@code -prof gc} if
   *     allocations are to be told
   * @param kernel what MILD computed by, which ends each of its lines together with the JDK
   * @throws IOException if it can't be read or is no such file
   */
  public static String of(Path json, String kernel) throws IOException {
    List<Result> results = new ArrayList<>();
    for (JsonNode result : new ObjectMapper().readTree(json.toFile())) {
      results.add(Result.of(json, result));
    }
    return new SpeedTable(results, kernel).print();
  }

  /** One benchmark's. */
  private record Result(
      String benchmark,
      String method,
      Map<String, String> parameters,
      double microseconds,
      double allocatedBytes,
      String jdk) {

    static Result of(Path file, JsonNode json) throws IOException {
      String[] name = json.path("benchmark").asText().split("\\.");
      JsonNode time = json.path("primaryMetric");
      Double unit = MICROSECONDS.get(time.path("scoreUnit").asText());
      if (name.length < 2 || unit == null) {
        throw new IOException(file + " holds no JMH result of times a call: " + json);
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      json.path("params")
          .properties()
          .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
      return new Result(
          name[name.length - 2],
          name[name.length - 1],
          parameters,
          median(time) * unit,
          isSampled(json)
              ? Double.NaN // of so few calls that what JMH allocates between them counts
              : median(json.path("secondaryMetrics").path("gc.alloc.rate.norm")),
          json.path("jdkVersion").asText());
    }

    private static boolean isSampled(JsonNode json) {
      return json.path("mode").asText().equals("sample");
    }

    private static double median(JsonNode metric) {
      return metric.path("scorePercentiles").path("50.0").asDouble(Double.NaN);
    }

    boolean isContestant() {
      return CONTESTANTS.containsKey(method);
    }

    /** Whether this was a peer's part in the same: of the same parameters, as far as it has any. */
    boolean isRivalOf(Result other) {
      return benchmark.equals(other.benchmark)
          && isContestant()
          && other.parameters.entrySet().containsAll(parameters.entrySet());
    }

    String title() {
      String work = isContestant() ? benchmark : benchmark + "." + method;
      return "`%s`%s"
          .formatted(
              work,
              parameters.entrySet().stream()
                  .map(parameter -> ", " + parameter.getKey() + " " + parameter.getValue())
                  .collect(Collectors.joining()));
    }
  }

  private String print() {
    List<String> columns =
        CONTESTANTS.keySet().stream()
            .filter(name -> results.stream().anyMatch(result -> result.method.equals(name)))
            .toList();
    StringBuilder table = new StringBuilder("| | MILD | allocated |");
    List<String> peers = columns.stream().filter(name -> !name.equals(MILD)).toList();
    peers.forEach(name -> table.append(' ').append(CONTESTANTS.get(name)).append(" |"));
    table.append(" kernel |\n|---|---|---|---|").append("---|".repeat(peers.size())).append('\n');
    for (Result line : results) {
      if (line.method.equals(MILD) || !line.isContestant()) {
        table.append("| %s | %s | %s |".formatted(line.title(), time(line), allocated(line)));
        for (String peer : peers) {
          table.append(' ').append(line.isContestant() ? compared(line, peer) : "").append(" |");
        }
        table.append(" %s, JDK %s |\n".formatted(kernel, line.jdk));
      }
    }
    return table.toString();
  }

  private String compared(Result line, String peer) {
    return results.stream()
        .filter(result -> result.method.equals(peer) && result.isRivalOf(line))
        .findFirst()
        .map(
            result ->
                "%s (%s×)".formatted(time(result), number(result.microseconds / line.microseconds)))
        .orElse("");
  }

  private static String time(Result result) {
    double time = result.microseconds;
    return time < 1e3
        ? number(time) + " µs"
        : time < 1e6 ? number(time / 1e3) + " ms" : number(time / 1e6) + " s";
  }

  private static String allocated(Result result) {
    return Double.isNaN(result.allocatedBytes)
        ? ""
        : String.format(Locale.ROOT, "%,.0f B", result.allocatedBytes);
  }

  /** With two decimals, one or none. */
  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }
}
