package io.mild.connect.prometheus;

import io.mild.connect.http.HttpAnswer;
import io.mild.connect.http.HttpService;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Prometheus, or what speaks its HTTP API. Safe to share between threads and sources; of several
 * queries four run at a time. What may pass is tried again after growing pauses: the past and rules
 * four times in all, the latest rows, for which the next poll asks again, twice.
 *
 * <pre>{@code
 * PrometheusClient prometheus =
 *     new PrometheusClient(HttpAccess.create().to(URI.create("http://127.0.0.1:9090")));
 * }</pre>
 */
public final class PrometheusClient {
  /** The server refuses more points of a series. */
  static final int MOST_POINTS = 11_000;

  private static final int AT_A_TIME = 4;
  static final int MANY_TRIES = 4;
  static final int FEW_TRIES = 2;

  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long IDLE_SECONDS = 10;
  private static final int MILLI_DIGITS = 3;

  private final HttpService http;
  private final ExecutorService threads;

  /**
   * A client of a server.
   *
   * @param http the server's address, with the path that it is served under, without {@code
   *     /api/v1}
   */
  public PrometheusClient(HttpService http) {
    this.http = http;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            AT_A_TIME,
            AT_A_TIME,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "mild-prometheus");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true); // an idle client holds no thread
    this.threads = pool;
  }

  /**
   * Asks for the rules that the server evaluates.
   *
   * @throws IOException if there is no answer, or it is none; the message says what to do
   */
  public List<PrometheusRule> rules() throws IOException {
    return get("api/v1/rules", AnswerReader::rules);
  }

  /**
   * Asks for the names of the metrics that had a sample in a time.
   *
   * @return in the order of the alphabet
   * @throws IOException as {@link #rules}
   */
  public List<String> metricNames(Instant from, Instant to) throws IOException {
    return get(
        "api/v1/label/__name__/values?start=%s&end=%s"
            .formatted(seconds(from.toEpochMilli()), seconds(to.toEpochMilli())),
        InventoryReader::names);
  }

  /**
   * Asks of what type metrics are, as their targets say; of a past without targets nothing.
   *
   * @return such as {@code counter} or {@code gauge}, by the metric's name
   * @throws IOException as {@link #rules}
   */
  public Map<String, String> metricTypes() throws IOException {
    return get("api/v1/metadata?limit_per_metric=1", InventoryReader::types);
  }

  /**
   * Asks how often most of its targets are scraped.
   *
   * @return empty where there is no target
   * @throws IOException as {@link #rules}
   */
  public Optional<Duration> scrapeInterval() throws IOException {
    return get("api/v1/targets?state=active", InventoryReader::scrapeIntervals).entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  /** Reads an answer. */
  private interface Reader<T> {
    T read(byte[] body) throws IOException;
  }

  private <T> T get(String path, Reader<T> reader) throws IOException {
    byte[] body = answer(() -> http.get(path), MANY_TRIES);
    try {
      return reader.read(body);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Asks for an expression at times that lie a step apart, both ends in it.
   *
   * @param lookBack how old a sample may be that a selector without a range takes; 2.42 and older
   *     ignore it and take five minutes; zero asks for the server's own
   * @param tries in all
   */
  RangeAnswer range(String promql, Grid grid, Duration lookBack, int tries) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("query", promql);
    fields.put("start", seconds(grid.firstMillis()));
    fields.put("end", seconds(grid.lastMillis()));
    fields.put("step", seconds(grid.stepMillis()));
    if (!lookBack.isZero()) {
      fields.put("lookback_delta", seconds(lookBack.toMillis()));
    }
    return series("api/v1/query_range", fields, tries);
  }

  /**
   * Asks for samples as they were taken, with their own times.
   *
   * @param selector a plain one
   * @param end of the time, in it
   * @param range how long the time is; 2.x also gives a sample at its beginning
   */
  RangeAnswer samples(String selector, Instant end, Duration range) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("query", "%s[%dms]".formatted(selector, range.toMillis()));
    fields.put("time", seconds(end.toEpochMilli()));
    return series("api/v1/query", fields, FEW_TRIES);
  }

  private RangeAnswer series(String path, Map<String, String> fields, int tries)
      throws IOException {
    byte[] body = answer(() -> http.postForm(path, fields), tries);
    try {
      return AnswerReader.range(body);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, MILLI_DIGITS).toPlainString();
  }

  private IOException unreadable(IOException e) {
    return new IOException(
        "%s gave no answer of a Prometheus: %s".formatted(http, e.getMessage()), e);
  }

  /** One call to the server. */
  private interface Call {
    HttpAnswer make() throws IOException;
  }

  private byte[] answer(Call call, int tries) throws IOException {
    for (int tried = 1; ; tried++) {
      @Nullable IOException failure = null;
      @Nullable HttpAnswer answer = null;
      try {
        answer = call.make();
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        failure = e;
      }
      if (answer != null) {
        if (answer.isSuccess()) {
          return answer.body();
        }
        failure = http.failure(answer, AnswerReader.error(answer.body()));
      }
      if (tried == tries || answer != null && !answer.mayPass()) {
        throw failure;
      }
      pause(tried);
    }
  }

  private static void pause(int tries) throws IOException {
    long most = FIRST_PAUSE_MILLIS << (2 * (tries - 1));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /**
   * Does all, several at a time. The first failure in the order of work is thrown, after all ended.
   */
  <T> List<T> all(List<? extends Callable<T>> work) throws IOException {
    if (work.size() == 1) {
      return List.of(call(work.get(0)));
    }
    List<Future<T>> futures = new ArrayList<>();
    for (Callable<T> one : work) {
      futures.add(threads.submit(one));
    }
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw rethrown(e.getCause() instanceof Exception cause ? cause : e);
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  private static <T> T call(Callable<T> work) throws IOException {
    try {
      return work.call();
    } catch (Exception e) { // as of all work
      throw rethrown(e);
    }
  }

  private static IOException rethrown(Exception e) {
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return e instanceof IOException io ? io : new IOException(e);
  }

  @Override
  public String toString() {
    return http.toString();
  }
}
