package io.mild.benchmarks.scaling.requests;

import io.mild.benchmarks.scaling.requests.RequestPolicy.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * Policies of gRPC, of proxies and of MILD, one after the other, on the same six server processes
 * and the same requests. Each round has processes, and each run connections, of its own.
 */
public final class RequestStudy {
  private static final int WORKERS = 4;
  private static final double WARM_UP_SECONDS = 3;
  private static final double SLOWED = 3;

  // In mean times of a request.
  private static final int TIMEOUT = 100;
  private static final int PAUSE_EVERY = 100;
  private static final int PAUSE = 15;

  private static final double MILLIS_A_SECOND = 1_000;
  private static final double NANOS_A_MILLI = 1_000_000;
  private static final double P99 = 99;
  private static final double P999 = 99.9;

  /** What is wrong with the servers. */
  public enum Trouble {
    /** One takes three times as long. */
    SLOW,
    /** One takes three times as long, one pauses, one is killed and started again. */
    ALL
  }

  /**
   * What a policy made of all rounds.
   *
   * @param policy its name
   * @param requests that counted
   * @param failed without an answer in time, which count with the time-out
   * @param perSecond answers in time
   * @param p50Millis and so on: latencies in milliseconds, from when a request was to be sent
   * @param lowestP99Millis and highest: of a round
   */
  public record Result(
      String policy,
      long requests,
      long failed,
      double perSecond,
      double p50Millis,
      double p99Millis,
      double p999Millis,
      double lowestP99Millis,
      double highestP99Millis) {}

  private final List<RequestPolicy> policies;
  private final Trouble trouble;
  private final double load;
  private final int gateways;
  private final int rounds;
  private final double seconds;
  private final long workMillis;

  /**
   * A study.
   *
   * @param policies of {@link #overGrpc} and {@link #overHttp}, of which those run that are known
   * @param load share of what the servers can do, above 0
   * @param gateways channels, each of which sees its own requests alone, at least 1
   * @param rounds of all policies, each on requests of its own, at least 1
   * @param seconds that count in each run, above 0
   * @param workMillis mean time of a request, at least 1
   */
  public RequestStudy(
      List<String> policies,
      Trouble trouble,
      double load,
      int gateways,
      int rounds,
      double seconds,
      long workMillis) {
    this.policies =
        RequestPolicy.all().stream().filter(it -> policies.contains(it.name())).toList();
    this.trouble = trouble;
    this.load = load;
    this.gateways = gateways;
    this.rounds = rounds;
    this.seconds = seconds;
    this.workMillis = workMillis;
  }

  /** Names over gRPC, gRPC's own first: as in a service config. */
  public static List<String> overGrpc() {
    return names(policy -> policy.protocol() == Protocol.GRPC);
  }

  /** Names over HTTP, those of proxies last. */
  public static List<String> overHttp() {
    return names(policy -> policy.protocol() == Protocol.HTTP);
  }

  /** Those of proxies that are not installed here. */
  public static List<String> notInstalled() {
    return names(policy -> !policy.isInstalled());
  }

  private static List<String> names(Predicate<RequestPolicy> wanted) {
    return RequestPolicy.all().stream().filter(wanted).map(RequestPolicy::name).toList();
  }

  /** Number of runs, one after the other. */
  public int runs() {
    return rounds * policies.size();
  }

  /**
   * Runs all.
   *
   * @param afterEach told after each run
   * @return what each policy made of it
   * @throws UncheckedIOException if a server process can't be started
   */
  public List<Result> run(Runnable afterEach) throws InterruptedException {
    Map<String, List<RequestRun.Outcome>> outcomes = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      RequestPlan plan =
          RequestPlan.poisson(rate(), WARM_UP_SECONDS + seconds, workSeconds(), round);
      try {
        round(plan, outcomes, afterEach);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return outcomes.entrySet().stream().map(e -> result(e.getKey(), e.getValue())).toList();
  }

  /** Over each protocol with servers of its own. */
  private void round(
      RequestPlan plan, Map<String, List<RequestRun.Outcome>> outcomes, Runnable afterEach)
      throws IOException, InterruptedException {
    for (Protocol protocol : Protocol.values()) {
      List<RequestPolicy> policies =
          this.policies.stream().filter(it -> it.protocol() == protocol).toList();
      List<ServerProcess> servers = new ArrayList<>();
      try {
        for (Behaviour behaviour : policies.isEmpty() ? List.<Behaviour>of() : behaviours()) {
          servers.add(ServerProcess.start(protocol.server(), behaviour));
        }
        for (RequestPolicy policy : policies) {
          for (ServerProcess server : servers) {
            try (RequestGateway alone = protocol.to(server.address())) {
              alone.warmUp();
            }
          }
          outcomes
              .computeIfAbsent(policy.name(), name -> new ArrayList<>())
              .add(run(plan, policy, servers));
          afterEach.run();
        }
      } finally {
        servers.forEach(ServerProcess::close);
      }
    }
  }

  private RequestRun.Outcome run(
      RequestPlan plan, RequestPolicy policy, List<ServerProcess> servers)
      throws IOException, InterruptedException {
    List<InetSocketAddress> addresses = servers.stream().map(ServerProcess::address).toList();
    List<RequestGateway> opened = new ArrayList<>();
    for (int i = 0; i < gateways; i++) {
      opened.add(policy.opening().open(addresses));
    }
    RequestRun run = new RequestRun(plan, opened, WARM_UP_SECONDS, TIMEOUT * workSeconds());
    CompletableFuture<Void> restart =
        trouble == Trouble.ALL
            ? restartLater(servers.get(0))
            : CompletableFuture.completedFuture(null);
    RequestRun.Outcome outcome = run.run();
    restart.join();
    return outcome;
  }

  /** A third of the time that counts after it began to. */
  private CompletableFuture<Void> restartLater(ServerProcess server) {
    long millis = (long) (1_000 * (WARM_UP_SECONDS + seconds / 3));
    Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(
        () -> {
          try {
            server.restart();
          } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
          }
        },
        later);
  }

  /** The first is the one that is restarted. */
  private List<Behaviour> behaviours() {
    Behaviour steady = Behaviour.steady(WORKERS);
    Behaviour pausing =
        trouble == Trouble.ALL
            ? steady.pausing(PAUSE_EVERY * workMillis, PAUSE * workMillis)
            : steady;
    return List.of(steady, steady, steady, steady, pausing, steady.slowed(SLOWED));
  }

  /** Requests a second. */
  private double rate() {
    double atOnce = behaviours().stream().mapToDouble(Behaviour::worth).sum();
    return load * atOnce / workSeconds();
  }

  private double workSeconds() {
    return workMillis / MILLIS_A_SECOND;
  }

  private Result result(String policy, List<RequestRun.Outcome> outcomes) {
    Histogram all = new Histogram(outcomes.get(0).nanos());
    outcomes.forEach(outcome -> all.add(outcome.nanos()));
    long failed = outcomes.stream().mapToLong(RequestRun.Outcome::failed).sum();
    double[] p99 =
        outcomes.stream().mapToDouble(outcome -> millis(outcome.nanos(), P99)).sorted().toArray();
    return new Result(
        policy,
        all.getTotalCount(),
        failed,
        (all.getTotalCount() - failed) / (rounds * seconds),
        millis(all, 50),
        millis(all, P99),
        millis(all, P999),
        p99[0],
        p99[p99.length - 1]);
  }

  private static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / NANOS_A_MILLI;
  }
}
