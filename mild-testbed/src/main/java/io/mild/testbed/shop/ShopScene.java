package io.mild.testbed.shop;

import static io.mild.goals.KpiCondition.kpi;

import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.testbed.process.Child;
import io.mild.testbed.process.ChildProcess;
import io.mild.testbed.process.ControlGroup;
import io.mild.testbed.process.Settings;
import io.mild.testbed.process.Workspace;
import io.mild.testbed.scene.FaultKind;
import io.mild.testbed.scene.HarmlessEvent;
import io.mild.testbed.scene.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oshi.SystemInfo;
import oshi.software.os.OperatingSystem;

/**
 * A shop: an API before ingestion, which stores orders, and analytics, which reports on them. Each
 * is a JVM; so are its users, the wires before API and analytics, and a neighbour of each service.
 * All talk HTTP on loopback and share one SQLite file.
 */
public final class ShopScene implements Scene {
  private static final String API = "api";
  private static final String INGESTION = "ingestion";
  private static final String ANALYTICS = "analytics";
  private static final List<String> SERVICES = List.of(API, INGESTION, ANALYTICS);

  private static final String USERS = "users";
  private static final String WIRE_OF = "wire of ";
  private static final String NEIGHBOUR_OF = "neighbour of ";

  private static final String CPU = "cpu-contention";
  private static final String DISK = "slow-disk";
  private static final String WIRE = "packet-delay";

  private static final List<String> KPIS =
      List.of(
          "api_rate",
          "api_p50",
          "api_p95",
          "api_errors",
          "api_busy",
          "api_waiting",
          "api_pool",
          "api_pool_wait",
          "api_cache_hits",
          "api_net",
          "api_cpu",
          "api_rss",
          "api_heap",
          "api_gc",
          "ingestion_rate",
          "ingestion_queue",
          "ingestion_age",
          "ingestion_commit",
          "ingestion_busy",
          "ingestion_refused",
          "ingestion_disk",
          "ingestion_cpu",
          "ingestion_rss",
          "ingestion_heap",
          "ingestion_gc",
          "analytics_rate",
          "analytics_served",
          "analytics_query",
          "analytics_busy",
          "analytics_waiting",
          "analytics_pool",
          "analytics_pool_wait",
          "analytics_net",
          "analytics_cpu",
          "analytics_rss",
          "analytics_heap",
          "analytics_gc",
          "host_cpu",
          "host_disk");

  private static final int SERVICE_MEGABYTES = 64;
  private static final int SMALL_MEGABYTES = 40;
  private static final int SERVICE_WEIGHT = 100;
  private static final int FRONT_WEIGHT = 400;

  /** Orders and reports a second: at no load, and more at load 1. */
  private static final double ORDERS = 35;

  private static final double ORDERS_OF_LOAD = 115;
  private static final double REPORTS = 6;
  private static final double REPORTS_OF_LOAD = 14;

  /** Beside the API's, which answers sooner, analytics' wire has to be slower to be felt. */
  private static final double ANALYTICS_WIRE = 8;

  private static final long FIRST_QUESTION = 1_000_000;

  private final Workspace workspace;
  private final boolean grouped;
  private final Map<String, ChildProcess> children = new LinkedHashMap<>();
  private final Map<String, ProcessVitals> vitals = new LinkedHashMap<>();
  private final HostVitals host;
  private final Map<String, Optional<ControlGroup>> groups = new HashMap<>();
  private final List<Process> releases = new ArrayList<>();
  private long batches;
  private long flushes;

  /**
   * Starts all processes.
   *
   * @param seed of the users' requests
   * @param workspace who ends them; not closed by this scene's constructor, but by its close
   * @throws IOException if one does not start
   */
  public ShopScene(long seed, Workspace workspace) throws IOException {
    this.workspace = workspace;
    Path database = workspace.folder().resolve("shop.db");
    try {
      Store.create(database);
    } catch (SQLException e) {
      throw new IOException("the store can't be made: " + e.getMessage(), e);
    }
    for (String service : SERVICES) {
      groups.put(service, workspace.group(service, SERVICE_WEIGHT));
    }
    grouped = groups.values().stream().allMatch(Optional::isPresent);
    String file = database.toString();
    ChildProcess ingestion = service(INGESTION, Ingestion.class, file);
    ChildProcess analytics = service(ANALYTICS, Analytics.class, file);
    ChildProcess api =
        service(
            API,
            Gateway.class,
            file,
            port(ingestion),
            port(wire(ANALYTICS, analytics, ANALYTICS_WIRE)));
    ChildProcess apiWire = wire(API, api, 1);
    for (String service : SERVICES) {
      children.put(
          NEIGHBOUR_OF + service,
          workspace.start(
              NEIGHBOUR_OF + service,
              List.of(),
              group(service),
              SMALL_MEGABYTES,
              Neighbour.class,
              workspace.folder().resolve(service + ".storm").toString(),
              Integer.toString(burners(service))));
    }
    Optional<ControlGroup> front = workspace.group("front", FRONT_WEIGHT);
    children.put(
        USERS,
        workspace.start(
            USERS,
            List.of(),
            front,
            SMALL_MEGABYTES,
            Users.class,
            port(apiWire),
            Long.toString(seed)));
    SystemInfo system = new SystemInfo();
    OperatingSystem processes = system.getOperatingSystem();
    vitals.put(API, new ProcessVitals(processes, api.pid()));
    vitals.put(INGESTION, new ProcessVitals(processes, ingestion.pid()));
    vitals.put(ANALYTICS, new ProcessVitals(processes, analytics.pid()));
    host = new HostVitals(system, workspace.core());
  }

  private ChildProcess service(String name, Class<?> main, String... arguments) throws IOException {
    ChildProcess child =
        workspace.start(name, List.of(), group(name), SERVICE_MEGABYTES, main, arguments);
    children.put(name, child);
    return child;
  }

  private ChildProcess wire(String service, ChildProcess target, double weight) throws IOException {
    ChildProcess child =
        workspace.start(
            WIRE_OF + service,
            List.of(),
            workspace.group("wire-" + service, FRONT_WEIGHT),
            SMALL_MEGABYTES,
            Wire.class,
            port(target),
            Double.toString(weight));
    children.put(WIRE_OF + service, child);
    return child;
  }

  private static String port(ChildProcess child) {
    return Integer.toString((int) child.ready("port"));
  }

  private Optional<ControlGroup> group(String service) {
    return groups.getOrDefault(service, Optional.empty());
  }

  /** Who needs little of the processor is starved by many alone. */
  private static int burners(String service) {
    return switch (service) {
      case API -> 11;
      case INGESTION -> 24;
      default -> 40;
    };
  }

  @Override
  public List<String> kpis() {
    return KPIS;
  }

  @Override
  public Goals goals() {
    return Goals.of(
        Goal.of(API).holds(kpi("api_p95").atMost(90)),
        Goal.of(INGESTION).holds(kpi("ingestion_age").atMost(800)),
        Goal.of(ANALYTICS).holds(kpi("analytics_served").atLeast(90)));
  }

  @Override
  public List<FaultKind> faultKinds() {
    List<FaultKind> kinds = new ArrayList<>();
    for (String service : SERVICES) {
      if (grouped) {
        kinds.add(new FaultKind(service, CPU));
      }
    }
    // ingestion makes so little garbage that it lives with a full heap
    kinds.add(new FaultKind(API, Child.MEMORY_LEAK));
    kinds.add(new FaultKind(ANALYTICS, Child.MEMORY_LEAK));
    kinds.add(new FaultKind(API, "lock-contention"));
    kinds.add(new FaultKind(API, "pool-leak"));
    kinds.add(new FaultKind(API, WIRE));
    kinds.add(new FaultKind(INGESTION, "lock-contention"));
    kinds.add(new FaultKind(INGESTION, "slow-consumer"));
    kinds.add(new FaultKind(INGESTION, DISK));
    kinds.add(new FaultKind(ANALYTICS, "slow-query"));
    kinds.add(new FaultKind(ANALYTICS, "pool-leak"));
    kinds.add(new FaultKind(ANALYTICS, WIRE));
    return kinds;
  }

  @Override
  public List<HarmlessEvent> eventKinds() {
    return List.of(
        new HarmlessEvent(0, "deploy", API),
        new HarmlessEvent(0, "deploy", INGESTION),
        new HarmlessEvent(0, "deploy", ANALYTICS),
        new HarmlessEvent(0, "batch", ANALYTICS),
        new HarmlessEvent(0, "cache-flush", API));
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("store", "SQLite " + org.sqlite.SQLiteJDBCLoader.getVersion());
    if (!grouped) {
      facts.put("left out", CPU + ": no control groups of processors can be made here");
    }
    return facts;
  }

  @Override
  public double[] turn(int row, double load, Map<FaultKind, Double> levels, long until)
      throws IOException {
    Settings settings = settings(load, levels);
    // the first rows have negative numbers, and 0 is the answer that says ready
    long number = row + FIRST_QUESTION;
    children.forEach((name, child) -> child.ask(number, settings.of(name)));
    Map<String, Double> kpis = new HashMap<>();
    for (Map.Entry<String, ProcessVitals> service : vitals.entrySet()) {
      Map<String, Double> own = new HashMap<>();
      service.getValue().report(own);
      put(kpis, service.getKey(), own);
    }
    Map<String, Double> machine = new HashMap<>();
    host.report(machine);
    put(kpis, "host", machine);
    for (Map.Entry<String, ChildProcess> child : children.entrySet()) {
      Map<String, Double> answer = child.getValue().answer(number, until);
      if (answer != null) {
        tell(kpis, child.getKey(), answer);
      }
    }
    return KPIS.stream().mapToDouble(kpi -> kpis.getOrDefault(kpi, Double.NaN)).toArray();
  }

  private static void put(Map<String, Double> kpis, String owner, Map<String, Double> values) {
    values.forEach((name, value) -> kpis.put(owner + "_" + name, value));
  }

  /** Services tell all that they know, wires what went over them, users what they felt. */
  private static void tell(Map<String, Double> kpis, String child, Map<String, Double> answer) {
    if (SERVICES.contains(child)) {
      put(kpis, child, answer);
    } else if (child.startsWith(WIRE_OF)) {
      kpis.put(child.substring(WIRE_OF.length()) + "_net", answer.get("net"));
    } else if (child.equals(USERS)) {
      kpis.put("analytics_served", answer.get("served"));
      List.of("rate", "p50", "p95", "errors")
          .forEach(name -> kpis.put("api_" + name, answer.get(name)));
    }
  }

  private Settings settings(double load, Map<FaultKind, Double> levels) {
    Settings settings = new Settings();
    for (FaultKind kind : faultKinds()) {
      String child =
          switch (kind.name()) {
            case CPU, DISK -> NEIGHBOUR_OF + kind.place();
            case WIRE -> WIRE_OF + kind.place();
            default -> kind.place();
          };
      settings.set(child, kind.name(), levels.getOrDefault(kind, 0.0));
    }
    settings.set(USERS, "orders", ORDERS + ORDERS_OF_LOAD * load);
    settings.set(USERS, "reports", REPORTS + REPORTS_OF_LOAD * load);
    settings.set(ANALYTICS, "batch", batches);
    settings.set(API, "flush", flushes);
    return settings;
  }

  @Override
  public void happen(HarmlessEvent event) throws IOException {
    switch (event.name()) {
      case "deploy" -> {
        releases.removeIf(release -> !release.isAlive());
        releases.add(
            workspace.launch(List.of(), group(event.place()), SMALL_MEGABYTES, Release.class));
        flushes += event.place().equals(API) ? 1 : 0;
      }
      case "batch" -> batches++;
      case "cache-flush" -> flushes++;
      default -> throw new IllegalArgumentException("no event " + event.name());
    }
  }

  @Override
  public void close() throws IOException {
    releases.forEach(Process::destroyForcibly);
    workspace.close();
  }
}
