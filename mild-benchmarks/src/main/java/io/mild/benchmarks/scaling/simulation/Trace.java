package io.mild.benchmarks.scaling.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many requests arrive, second by second.
 *
 * @param name such as {@code bursty}
 * @param requestsPerSecond the mean rate in each second, at least 0
 */
public record Trace(String name, double[] requestsPerSecond) {
  /**
   * Copies the rates.
   *
   * @throws IllegalArgumentException if there are none, or one is negative or not finite
   */
  public Trace {
    requestsPerSecond = requestsPerSecond.clone();
    if (requestsPerSecond.length == 0) {
      throw new IllegalArgumentException("trace " + name + " is empty");
    }
    for (int second = 0; second < requestsPerSecond.length; second++) {
      double rate = requestsPerSecond[second];
      if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "trace %s has the rate %s in second %d".formatted(name, rate, second));
      }
    }
  }

  /**
   * Reads a file of one number a line.
   *
   * @throws IOException if it can't be read, or a line isn't a number; the message names the line
   */
  public static Trace read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    double[] rates = new double[lines.size()];
    for (int i = 0; i < rates.length; i++) {
      try {
        rates[i] = Double.parseDouble(lines.get(i).strip());
      } catch (NumberFormatException e) {
        throw new IOException(
            "%s, line %d: not a number: %s".formatted(file, i + 1, lines.get(i)), e);
      }
    }
    return new Trace(file.getFileName().toString().replaceFirst("\\.[^.]*$", ""), rates);
  }

  /** Seconds that it covers. */
  public int seconds() {
    return requestsPerSecond.length;
  }

  /** The rate at a time; the first and the last rate hold before and after. */
  double at(double seconds) {
    return requestsPerSecond[(int) Math.max(0, Math.min(seconds() - 1, seconds))];
  }

  /** The mean rate over all seconds. */
  public double mean() {
    double sum = 0;
    for (double rate : requestsPerSecond) {
      sum += rate;
    }
    return sum / requestsPerSecond.length;
  }

  /** The same with each rate multiplied. */
  public Trace times(double factor) {
    double[] rates = requestsPerSecond.clone();
    for (int i = 0; i < rates.length; i++) {
      rates[i] *= factor;
    }
    return new Trace(name, rates);
  }

  /** The same rates averaged over a window around each second. */
  Trace smoothed(int window) {
    double[] smooth = new double[seconds()];
    for (int i = 0; i < smooth.length; i++) {
      int from = Math.max(0, i - window / 2);
      int to = Math.min(smooth.length, i + window / 2 + 1);
      for (int k = from; k < to; k++) {
        smooth[i] += requestsPerSecond[k] / (to - from);
      }
    }
    return new Trace(name, smooth);
  }

  @Override
  public double[] requestsPerSecond() {
    return requestsPerSecond.clone();
  }
}
