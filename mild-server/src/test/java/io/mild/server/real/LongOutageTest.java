package io.mild.server.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mild.HandMade;
import io.mild.alerting.incident.IncidentEvent.Kind;
import io.mild.connect.IncidentMessage;
import io.mild.data.KpiHistory;
import io.mild.server.real.RealStage.Pace;
import io.mild.server.real.RealStage.Shop;
import io.mild.server.state.StateFolder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outages as long as operators have them, with the settings that the documents name. */
@Tag("experiment")
class LongOutageTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Pace AS_DOCUMENTED =
      new Pace(Duration.ofSeconds(5), Duration.ofSeconds(2), "10s", "1m", 30);

  @TempDir private Path folder;

  /** It goes on to scrape, so that nothing is lost but time. */
  @Test
  void twentyMinutesWithoutAWayToPrometheus() throws Exception {
    cut(Duration.ofMinutes(20));
  }

  /** Nobody scrapes. */
  @Test
  void twentyMinutesInWhichPrometheusIsStopped() throws Exception {
    stop(Duration.ofMinutes(20));
  }

  /** One in an incident and one without, of each period. */
  private static List<Shop> shops(boolean areFarAway) {
    return Stream.of(SHORT, MINUTE)
        .flatMap(
            period ->
                Stream.of("ill", "well")
                    .map(name -> new Shop(name + period.toSeconds(), period, areFarAway)))
        .toList();
  }

  private void cut(Duration outage) throws Exception {
    List<Shop> shops = shops(true);
    try (RealStage stage = begin(shops)) {
      Instant from = stage.lastRow(shops);
      stage.relay.cut();
      report(stage, "cut", outage);
      stage.relay.mend();
      stage.await("all is there", MINUTE.multipliedBy(3), () -> stage.areUpToDate(shops));
      settle();
      report("after", stage);
      assertThat(stage.told())
          .as("each once, nothing resolved")
          .containsExactlyInAnyOrder("firing ill10 1 api", "firing ill60 1 api");
      assertThat(steps(stage)).doesNotContain(Kind.CLOSED, Kind.REOPENED);
      for (Shop shop : shops) {
        KpiHistory recorded = recorded(shop).from(from);
        System.out.printf("%s: %d rows since %s%n", shop.name(), recorded.rows(), from);
        assertThat((long) recorded.rows()).isGreaterThanOrEqualTo(outage.dividedBy(shop.period()));
        requireRowAPeriod(shop, recorded);
        for (int row = 0; row < recorded.rows(); row++) {
          assertThat(recorded.values(row))
              .as("to the last bit")
              .isEqualTo(stage.ask(shop, recorded.time(row)))
              .doesNotContain(Double.NaN);
        }
      }
    }
  }

  private static void requireRowAPeriod(Shop shop, KpiHistory rows) {
    for (int row = 1; row < rows.rows(); row++) {
      assertThat(Duration.between(rows.time(row - 1), rows.time(row)))
          .isBetween(shop.period().dividedBy(2), shop.period().multipliedBy(3).dividedBy(2));
    }
  }

  private void stop(Duration outage) throws Exception {
    List<Shop> shops = shops(false);
    Instant from;
    try (RealStage stage = begin(shops)) {
      from = stage.lastRow(shops);
      stage.prometheus.stop();
      report(stage, "stopped", outage);
      stage.prometheus.startAgain();
      stage.await("all is there", MINUTE.multipliedBy(3), () -> stage.areUpToDate(shops));
      settle();
      report("after", stage);
      assertThat(steps(stage).stream().filter(Kind.OPENED::equals).count())
          .as("an incident each, not one a row")
          .isLessThanOrEqualTo(4);
    }
    for (Shop shop : shops) {
      KpiHistory recorded = recorded(shop).from(from);
      long missing =
          IntStream.range(0, recorded.rows())
              .filter(row -> Arrays.stream(recorded.values(row)).allMatch(Double::isNaN))
              .count();
      System.out.printf("%s: %d rows, %d without values%n", shop.name(), recorded.rows(), missing);
      requireRowAPeriod(shop, recorded);
      assertThat(missing)
          .as("those of the outage are empty, no others")
          .isBetween(outage.dividedBy(shop.period()) - 2, outage.dividedBy(shop.period()) + 2);
    }
  }

  private RealStage begin(List<Shop> shops) throws Exception {
    RealStage stage = RealStage.start(folder, AS_DOCUMENTED, shops);
    shops.stream().filter(LongOutageTest::isIll).forEach(shop -> stage.set(shop.name(), 1.4, 0.1));
    stage.await(
        "the incidents are told",
        MINUTE.multipliedBy(5),
        () -> stage.told().size() == shops.stream().filter(LongOutageTest::isIll).count());
    settle();
    return stage;
  }

  private static boolean isIll(Shop shop) {
    return shop.name().startsWith("ill");
  }

  /** What more would be told by what was done is told by then. */
  private static void settle() throws InterruptedException {
    Thread.sleep(MINUTE.plusSeconds(20).toMillis());
  }

  private static void report(RealStage stage, String what, Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.sleep(Math.min(MINUTE.toMillis() * 2, (end - System.nanoTime()) / 1_000_000 + 1));
      report(what, stage);
    }
  }

  private static void report(String what, RealStage stage) throws Exception {
    StringBuilder line = new StringBuilder(Instant.now() + " " + what + ":");
    for (JsonNode system : stage.stage.json("/api/v1/systems").at("/systems")) {
      line.append(" %s %s".formatted(system.at("/key").asText(), system.at("/standing").asText()));
    }
    System.out.println(line + "; told " + stage.told() + ", steps " + steps(stage));
  }

  private static List<Kind> steps(RealStage stage) throws Exception {
    return stage.posted().stream().map(IncidentMessage::event).map(it -> it.kind()).toList();
  }

  /** Of a copy, for the server has it open. */
  private KpiHistory recorded(Shop shop) throws Exception {
    Path copy = Files.createDirectories(folder.resolve("copy").resolve(shop.name()));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            folder.resolve("state/systems").resolve(shop.name()), "{snapshot,journal-*}")) {
      for (Path file : files) {
        Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    StateFolder state = StateFolder.open(copy);
    try {
      return state.history(HandMade.KPIS).orElseThrow();
    } finally {
      state.close();
    }
  }

  /** With an incident before, whose root cause changes meanwhile, and one that opens meanwhile. */
  @Test
  void fourMinutesWithoutAlertmanager() throws Exception {
    List<Shop> shops = List.of(new Shop("ill10", SHORT, false), new Shop("next10", SHORT, false));
    try (RealStage stage = begin(shops)) {
      stage.alertmanager.stop();
      Thread.sleep(MINUTE.toMillis());
      stage.set("ill10", 1.4, 2.5);
      stage.set("next10", 1.4, 0.1);
      report(stage, "stopped", MINUTE.multipliedBy(3));
      assertThat(stage.told()).containsExactly("firing ill10 1 api");
      stage.alertmanager.startAgain();
      stage.await(
          "told what was missed",
          MINUTE.multipliedBy(3),
          () -> {
            List<String> told = stage.told();
            return told.stream().anyMatch(it -> it.matches("firing ill10 \\d+ orders"))
                && told.contains("firing next10 1 api");
          });
      settle();
      report("after", stage);
      stage.set("ill10", 0.1, 0.1);
      stage.set("next10", 0.1, 0.1);
      stage.await(
          "resolved",
          MINUTE.multipliedBy(8),
          () -> stage.told().stream().anyMatch(it -> it.matches("resolved ill10 \\d+ orders")));
      report("resolved", stage);
      List<String> firing = stage.told().stream().filter(it -> it.startsWith("firing")).toList();
      assertThat(firing).filteredOn("firing ill10 1 api"::equals).hasSize(1);
      assertThat(firing).filteredOn("firing next10 1 api"::equals).hasSize(1);
    }
  }
}
