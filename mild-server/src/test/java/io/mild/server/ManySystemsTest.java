package io.mild.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import io.mild.data.KpiHistory;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.goals.KpiCondition;
import io.mild.server.config.ServerConfig;
import io.mild.training.MildTrainer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final Duration MEASURED = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void aThirdOfACoreIsEnoughForFiveHundredSystemsEachTenSeconds() throws Exception {
    train();
    Process prometheus =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Answers.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(prometheus.getInputStream(), StandardCharsets.UTF_8))) {
      measure(Integer.parseInt(said.readLine()));
    } finally {
      prometheus.destroy();
    }
  }

  private void measure(int port) throws Exception {
    StringBuilder yaml = new StringBuilder("listen: 127.0.0.1:0\nsystems:\n");
    for (int system = 0; system < SYSTEMS; system++) {
      yaml.append(
          """
            s%d:
              model: model.mild
              source:
                prometheus:
                  url: http://127.0.0.1:%d
                  period: 10s
                  delay: 1s
                  kpis:
          """
              .formatted(system, port));
      for (int kpi = 0; kpi < KPIS; kpi++) {
        yaml.append("          k%d: k%d{system=\"s%d\"}\n".formatted(kpi, kpi, system));
      }
    }
    Path file = Files.writeString(folder.resolve("mild.yaml"), yaml);
    try (MildServer server = MildServer.start(ServerConfig.read(file))) {
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
          "%d systems of %d KPIs each %d s: %.2f cores, %.0f MB of heap, oldest row %.1f s%n",
          SYSTEMS,
          KPIS,
          PERIOD.toSeconds(),
          cores,
          heap,
          oldest);
      assertThat(cores).isLessThan(0.3);
      assertThat(heap).isLessThan(700);
      assertThat(oldest)
          .as("a period, the delay, and two seconds until it is scored")
          .isLessThan(PERIOD.toSeconds() + 3.0);
    }
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

    /** A series, or where several KPIs are asked for at once, one each, by the label given. */
    private static String answer(String form) {
      List<String> series = new ArrayList<>();
      Matcher together = Pattern.compile("\"mild_kpi\",\"(\\d+)\"").matcher(form);
      while (together.find()) {
        int kpi = Integer.parseInt(together.group(1));
        series.add(series("\"mild_kpi\":\"" + kpi + "\"", kpi, form));
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
