package io.mild.server;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.connect.IncidentMessage;
import io.mild.connect.http.FakeServer;
import io.mild.connect.real.RealPrometheus;
import io.mild.data.KpiHistory;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.goals.KpiCondition;
import io.mild.server.config.ServerConfig;
import io.mild.training.MildTrainer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hundreds of systems in one process cost. */
@Tag("experiment")
class ManySystemsTest {
  private static final int SYSTEMS = 500;
  private static final int KPIS = 20;
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Duration SETTLING = Duration.ofSeconds(30);
  private static final Duration MEASURED = Duration.ofSeconds(60);
  private static final Duration DELAY = Duration.ofMillis(500);
  private static final int ROUNDS = 25;
  private static final int ILL_A_ROUND = 10;

  @TempDir Path folder;

  @Test
  void aThirdOfACoreIsEnoughForFiveHundredSystemsEachTenSeconds() throws Exception {
    train();
    try (Other prometheus = Other.start(Answers.class);
        MildServer server = start("http://127.0.0.1:" + prometheus.port, "")) {
      Cost cost = cost(server);
      cost.requireLittle();
      assertThat(cost.oldestSeconds)
          .as("a period, the delay, and two seconds until it is scored")
          .isLessThan(PERIOD.plus(DELAY).toMillis() / 1000.0 + 2);
    }
  }

  /** A Prometheus of this machine scrapes them all at once, and incidents begin here and there. */
  @Test
  void aNotificationComesWithinTwoSecondsOfTheScrape() throws Exception {
    train();
    Map<String, Instant> told = new ConcurrentHashMap<>(); // when it came
    Map<String, Instant> rows = new ConcurrentHashMap<>(); // that it tells of
    Cost cost;
    try (Other target = Other.start(Target.class);
        FakeServer pager = FakeServer.start();
        RealPrometheus prometheus =
            RealPrometheus.start(
                folder,
                """
                global: {scrape_interval: 10s, scrape_timeout: 5s}
                scrape_configs:
                  - job_name: all
                    static_configs: [{targets: ['127.0.0.1:%d']}]
                """
                    .formatted(target.port))) {
      pager.answering(
          request -> {
            Instant now = Instant.now();
            IncidentMessage message = IncidentMessage.ofJson(request.body());
            if (message.event().kind() == IncidentEvent.Kind.OPENED) {
              told.put(message.system(), now);
              rows.put(message.system(), message.event().time());
            }
            return FakeServer.Reply.of(200, "");
          });
      String sink = "sinks:\n  - webhook: {url: \"%s\"}\n".formatted(pager.address());
      try (MildServer server = start(prometheus.address().toString(), sink)) {
        cost = cost(server);
        for (int round = 0; round < ROUNDS; round++) {
          target.say("ill " + round * ILL_A_ROUND + " " + ILL_A_ROUND);
          Thread.sleep(PERIOD.toMillis());
        }
        Thread.sleep(SETTLING.toMillis());
      }
      List<Instant> scrapes = target.scrapes();
      double[] seconds =
          told.entrySet().stream()
              .mapToDouble(
                  each -> {
                    Instant row = rows.get(each.getKey());
                    Instant scrape =
                        scrapes.stream().filter(it -> !it.isAfter(row)).max(naturalOrder()).get();
                    return Duration.between(scrape, each.getValue()).toMillis() / 1000.0;
                  })
              .sorted()
              .toArray();
      System.out.printf(
          Locale.ROOT,
          "%d notifications, from scrape to receiver: median %.2f s, 90 %% %.2f s, 99 %% %.2f s,"
              + " last %.2f s%n",
          seconds.length,
          share(seconds, 0.5),
          share(seconds, 0.9),
          share(seconds, 0.99),
          share(seconds, 1));
      assertThat(seconds).hasSizeGreaterThanOrEqualTo(200);
      assertThat(share(seconds, 0.99)).isLessThanOrEqualTo(2);
      cost.requireLittle();
    }
  }

  private static double share(double[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  private MildServer start(String prometheus, String sinks) throws IOException {
    StringBuilder yaml = new StringBuilder("listen: 127.0.0.1:0\nsystems:\n");
    for (int system = 0; system < SYSTEMS; system++) {
      yaml.append(
          """
            s%d:
              model: model.mild
              source:
                prometheus:
                  url: %s
                  period: 10s
                  delay: %dms
                  kpis:
          """
              .formatted(system, prometheus, DELAY.toMillis()));
      for (int kpi = 0; kpi < KPIS; kpi++) {
        yaml.append("          k%d: k%d{system=\"s%d\"}\n".formatted(kpi, kpi, system));
      }
    }
    Path file = Files.writeString(folder.resolve("mild.yaml"), yaml + sinks);
    return MildServer.start(ServerConfig.read(file));
  }

  /**
   * What a server costs.
   *
   * @param cores of processors
   * @param heapMegabytes after a collection of garbage
   * @param oldestSeconds age of the oldest of the systems' latest rows
   */
  private record Cost(double cores, double heapMegabytes, double oldestSeconds) {
    void requireLittle() {
      assertThat(cores).isLessThan(0.3);
      assertThat(heapMegabytes).isLessThan(700);
    }
  }

  private Cost cost(MildServer server) throws Exception {
    Stage stage = Stage.of(server, folder);
    while (stage.get("/-/ready").statusCode() != 200) {
      Thread.sleep(500);
    }
    Thread.sleep(SETTLING.toMillis());
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    Thread.sleep(MEASURED.toMillis());
    double cores = (system.getProcessCpuTime() - before) / (double) MEASURED.toNanos();
    System.gc();
    double heap =
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / (double) (1 << 20);
    double oldest = oldestRow(stage.get("/metrics").body());
    System.out.printf(
        Locale.ROOT,
        "%d systems of %d KPIs each %d s: %.2f cores, %.0f MB of heap, %s of memory, oldest row"
            + " %.1f s%n",
        SYSTEMS,
        KPIS,
        PERIOD.toSeconds(),
        cores,
        heap,
        resident(),
        oldest);
    return new Cost(cores, heap, oldest);
  }

  /** Of this process, as Linux counts it. */
  private static String resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        ? "?"
        : Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.substring("VmRSS:".length()).strip())
            .findFirst()
            .orElse("?");
  }

  private static double oldestRow(String metrics) {
    Matcher age = Pattern.compile("(?m)^mild_row_age_seconds\\{.*} (\\S+)$").matcher(metrics);
    double oldest = 0;
    int rows = 0;
    while (age.find()) {
      oldest = Math.max(oldest, Double.parseDouble(age.group(1)));
      rows++;
    }
    assertThat(rows).isEqualTo(SYSTEMS);
    return oldest;
  }

  private void train() throws IOException {
    int rows = 6000;
    List<String> kpis = IntStream.range(0, KPIS).mapToObj(kpi -> "k" + kpi).toList();
    List<Instant> times = new ArrayList<>();
    double[][] values = new double[rows][KPIS];
    Random random = new Random(1);
    for (int row = 0; row < rows; row++) {
      times.add(Instant.parse("2026-11-20T00:00:00Z").plus(PERIOD.multipliedBy(row)));
      for (int kpi = 0; kpi < KPIS; kpi++) {
        values[row][kpi] = Answers.level(row * PERIOD.toSeconds(), kpi) + random.nextDouble();
      }
      int ramp = Math.max(0, row % 900 - 850);
      values[row][0] += ramp;
      values[row][1] += ramp;
    }
    MildTrainer.create()
        .goals(
            Goals.of(
                Goal.of("api").holds(KpiCondition.parse("k0 <= 90")),
                Goal.of("orders").holds(KpiCondition.parse("k1 <= 91"))))
        .horizons(Duration.ofMinutes(20), Duration.ofMinutes(10))
        .train(KpiHistory.of(kpis, times, values))
        .save(folder.resolve("model.mild"));
  }

  /** A process besides, whose processor time is not the server's. */
  private static final class Other implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;
    private final Writer told;
    final int port;

    private Other(Process process) throws IOException {
      this.process = process;
      this.said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      this.told = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
      this.port = Integer.parseInt(said.readLine());
    }

    static Other start(Class<?> main) throws IOException {
      return new Other(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  main.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }

    void say(String line) throws IOException {
      told.write(line + "\n");
      told.flush();
    }

    List<Instant> scrapes() throws IOException {
      say("scrapes");
      return Arrays.stream(said.readLine().split(" ")).map(Instant::parse).toList();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  /**
   * What Prometheus scrapes: the KPIs of all systems, of which some fall ill when it is told so.
   */
  static final class Target {
    private static final double ILL = 60;

    private Target() {}

    public static void main(String[] args) throws IOException {
      List<Instant> scrapes = new CopyOnWriteArrayList<>();
      Set<Integer> ill = ConcurrentHashMap.newKeySet();
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
      server.createContext(
          "/",
          exchange -> {
            Instant now = Instant.now();
            scrapes.add(now);
            byte[] answer = metrics(now, ill).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
      System.out.println(server.getAddress().getPort());
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("ill")) {
          int first = Integer.parseInt(words[1]);
          IntStream.range(first, first + Integer.parseInt(words[2])).forEach(ill::add);
        } else {
          System.out.println(
              scrapes.stream().map(Instant::toString).collect(Collectors.joining(" ")));
        }
      }
      server.stop(0);
    }

    private static String metrics(Instant now, Set<Integer> ill) {
      double seconds = now.toEpochMilli() / 1000.0;
      Random random = new Random(now.toEpochMilli());
      StringBuilder text = new StringBuilder();
      for (int kpi = 0; kpi < KPIS; kpi++) {
        text.append("# TYPE k").append(kpi).append(" gauge\n");
        for (int system = 0; system < SYSTEMS; system++) {
          double value = Answers.level(seconds, kpi) + random.nextDouble();
          value += kpi < 2 && ill.contains(system) ? ILL : 0;
          text.append('k').append(kpi).append("{system=\"s").append(system).append("\"} ");
          text.append(value).append('\n');
        }
      }
      return text.toString();
    }
  }

  /** Answers as a Prometheus does that has any series, in a process of its own. */
  static final class Answers {
    private Answers() {}

    static double level(double seconds, int kpi) {
      return 50 + kpi + 10 * Math.sin(seconds / 3000 + kpi);
    }

    public static void main(String[] args) throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
      server.setExecutor(Executors.newFixedThreadPool(8));
      server.createContext(
          "/",
          exchange -> {
            String form =
                URLDecoder.decode(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8);
            byte[] answer = answer(form).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
      System.out.println(server.getAddress().getPort());
    }

    /** A series, or where several KPIs are asked for at once, one each, by its metric. */
    private static String answer(String form) {
      List<String> series = new ArrayList<>();
      Matcher together = Pattern.compile("__name__=~\"([^\"]*)\"").matcher(form);
      if (together.find()) {
        for (String name : together.group(1).split("\\|")) {
          int kpi = Integer.parseInt(name.substring(1));
          series.add(series("\"__name__\":\"" + name + "\"", kpi, form));
        }
      }
      if (series.isEmpty()) {
        series.add(series("", (int) number(form, "k(\\d+)\\{"), form));
      }
      return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[%s]}}"
          .formatted(String.join(",", series));
    }

    private static String series(String labels, int kpi, String form) {
      double end = number(form, "end=([\\d.]+)");
      double step = number(form, "step=([\\d.]+)");
      StringBuilder values = new StringBuilder();
      for (double time = number(form, "start=([\\d.]+)"); time <= end; time += step) {
        values.append(values.length() == 0 ? "" : ",");
        values.append(String.format(Locale.ROOT, "[%.3f,\"%.4f\"]", time, level(time, kpi)));
      }
      return "{\"metric\":{%s},\"values\":[%s]}".formatted(labels, values);
    }

    private static double number(String text, String pattern) {
      Matcher found = Pattern.compile(pattern).matcher(text);
      return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
  }
}
