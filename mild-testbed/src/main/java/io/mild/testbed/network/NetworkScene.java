package io.mild.testbed.network;

import static io.mild.goals.KpiCondition.kpi;

import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.testbed.process.ChildProcess;
import io.mild.testbed.process.Programs;
import io.mild.testbed.process.Settings;
import io.mild.testbed.process.Workspace;
import io.mild.testbed.scene.FaultKind;
import io.mild.testbed.scene.HarmlessEvent;
import io.mild.testbed.scene.Scene;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Seven network namespaces with limited queues: three hosts that send, an edge router, a core
 * router, a detour of less capacity, and a host that receives.
 *
 * <pre>
 * voice ─┐               ┌─────── core ──────┐
 * video ─┼─ edge ────────┤                   ├── sink
 * bulk  ─┘               └──── detour ───────┘
 * </pre>
 */
public final class NetworkScene implements Scene {
  private static final String VOICE = "voice";
  private static final String VIDEO = "video";
  private static final String BULK = "bulk";
  private static final List<String> SOURCES = List.of(VOICE, VIDEO, BULK);

  private static final String EDGE = "edge";
  private static final String CORE = "core";
  private static final String DETOUR = "detour";
  private static final String SINK = "sink";
  private static final String SINK_ADDRESS = "10.3.1.2";
  private static final String SINK_NET = "10.3.1.0/24";

  private static final String DEGRADES = "link-degradation";
  private static final String LOSS = "packet-loss";
  private static final String SHRINKS = "queue-shrink";
  private static final String FLAPS = "route-flap";
  private static final String FLOOD = "heavy-hitter";

  /** Shares of the packets that are lost at level 1; TCP sends again. */
  private static final double VIDEO_LOSS = 0.025;

  private static final double BULK_LOSS = 0.15;

  private static final int WEIGHT = 100;
  private static final int MEGABYTES = 40;
  private static final int FIRST_QUESTION = 1_000_000;

  private static final List<String> KPIS =
      List.of(
          "voice_rate",
          "voice_p50",
          "voice_p95",
          "voice_loss",
          "voice_mbit",
          "voice_queue",
          "voice_drops",
          "voice_overlimits",
          "video_rate",
          "video_p50",
          "video_p95",
          "video_loss",
          "video_mbit",
          "video_queue",
          "video_drops",
          "video_overlimits",
          "bulk_rate",
          "bulk_p50",
          "bulk_goodput",
          "bulk_failed",
          "bulk_mbit",
          "bulk_queue",
          "bulk_drops",
          "bulk_overlimits",
          "bulk_rtt",
          "bulk_cwnd",
          "bulk_retrans",
          "core_mbit",
          "core_queue",
          "core_drops",
          "core_overlimits",
          "detour_mbit",
          "detour_queue",
          "detour_drops",
          "sink_mbit");

  private final Workspace workspace;
  private final Namespaces namespaces;
  private final Map<String, Shaper> shapers = new LinkedHashMap<>();
  private final Map<String, ChildProcess> children = new LinkedHashMap<>();
  private final Map<FaultKind, Double> inForce = new HashMap<>();
  private final LinkCounters counters;
  private final RouteFlapper flapper;
  private final boolean losing = Programs.has("nft");
  private int lastRow;
  private int backupUntil = Integer.MIN_VALUE;
  private int meetingUntil = Integer.MIN_VALUE;

  /**
   * Makes namespaces and links, and starts the hosts.
   *
   * @throws IOException if this machine can't do that; the message says what is missing
   */
  public NetworkScene(long seed, Workspace workspace) throws IOException {
    requireMachine();
    this.workspace = workspace;
    this.namespaces = new Namespaces(workspace);
    build();
    start(SINK, FlowSink.class, seed);
    start(VOICE, FlowHost.class, seed + 1);
    start(VIDEO, FlowHost.class, seed + 2);
    ChildProcess bulk = start(BULK, FlowHost.class, seed + 3);
    start(DETOUR, FlowHost.class, seed + 4);
    counters = new LinkCounters(namespaces, shapers, bulk.pid());
    flapper = new RouteFlapper(namespaces, EDGE, SINK_NET, "10.2.1.2", "10.2.2.2");
    workspace.own(flapper);
  }

  private static void requireMachine() throws IOException {
    for (String program : List.of("ip", "tc", "ss", "sysctl")) {
      if (!Programs.has(program)) {
        throw new IOException(
            "the scene 'network' needs Linux with the program '"
                + program
                + "' (package iproute2, or procps)");
      }
    }
    if (!Programs.mayMakeNamespaces()) {
      throw new IOException(
          "the scene 'network' makes network namespaces, which needs root, and in a container"
              + " CAP_NET_ADMIN and CAP_SYS_ADMIN");
    }
  }

  private ChildProcess start(String node, Class<?> main, long seed) throws IOException {
    ChildProcess child =
        workspace.start(
            node,
            namespaces.exec(node),
            workspace.group(node, WEIGHT),
            MEGABYTES,
            main,
            SINK_ADDRESS,
            Long.toString(seed));
    children.put(node, child);
    return child;
  }

  private void build() throws IOException {
    for (String node : List.of(VOICE, VIDEO, BULK, EDGE, CORE, DETOUR, SINK)) {
      namespaces.add(node);
    }
    namespaces.link(EDGE, "10.2.1.1", CORE, "10.2.1.2");
    namespaces.link(EDGE, "10.2.2.1", DETOUR, "10.2.2.2");
    namespaces.link(DETOUR, "10.2.3.1", CORE, "10.2.3.2");
    namespaces.link(CORE, "10.3.1.1", SINK, SINK_ADDRESS);
    for (int i = 0; i < SOURCES.size(); i++) {
      String net = "10.1." + (i + 1);
      namespaces.link(SOURCES.get(i), net + ".2", EDGE, net + ".1");
      namespaces.route(SOURCES.get(i), "default", net + ".1");
      namespaces.run(
          EDGE, "ip", "rule", "add", "from", net + ".0/24", "table", RouteFlapper.table(i));
      namespaces.route(EDGE, SINK_NET, "10.2.1.2", "table", RouteFlapper.table(i));
      namespaces.route(CORE, net + ".0/24", "10.2.1.1");
      namespaces.route(DETOUR, net + ".0/24", "10.2.2.1");
    }
    namespaces.route(SINK, "default", "10.3.1.1");
    namespaces.route(DETOUR, SINK_NET, "10.2.3.2");
    shape(VOICE, new Shaper(VOICE, EDGE, 2_000, 40_000));
    shape(VIDEO, new Shaper(VIDEO, EDGE, 14_000, 60_000));
    shape(BULK, new Shaper(BULK, EDGE, 10_000, 60_000));
    shape(CORE, new Shaper(EDGE, CORE, 18_000, 90_000));
    shape(DETOUR, new Shaper(DETOUR, CORE, 5_000, 40_000));
    shape(SINK, new Shaper(CORE, SINK, 40_000, 120_000));
    if (losing) {
      namespaces.run(EDGE, Losses.table(Map.of()), new String[] {"nft", "-f", "-"});
    }
  }

  private void shape(String name, Shaper shaper) throws IOException {
    shapers.put(name, shaper);
    shaper.apply(namespaces);
  }

  @Override
  public List<String> kpis() {
    return KPIS;
  }

  @Override
  public Goals goals() {
    return Goals.of(
        Goal.of(VOICE).holds(kpi("voice_p95").atMost(30)),
        Goal.of(VIDEO).holds(kpi("video_loss").atMost(1.5)),
        Goal.of(BULK).holds(kpi("bulk_goodput").atLeast(2.5)));
  }

  @Override
  public List<FaultKind> faultKinds() {
    List<FaultKind> kinds = new ArrayList<>();
    for (String source : SOURCES) {
      kinds.add(new FaultKind(source, DEGRADES));
      kinds.add(new FaultKind(source, FLAPS));
      kinds.add(new FaultKind(source, FLOOD));
    }
    kinds.add(new FaultKind(VIDEO, SHRINKS));
    kinds.add(new FaultKind(BULK, SHRINKS));
    if (losing) {
      kinds.add(new FaultKind(VIDEO, LOSS));
      kinds.add(new FaultKind(BULK, LOSS));
    }
    return kinds;
  }

  @Override
  public List<HarmlessEvent> eventKinds() {
    return List.of(new HarmlessEvent(0, "backup", BULK), new HarmlessEvent(0, "meeting", VOICE));
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("delay and queues", "tbf, of the kernel; netem is not used");
    if (!losing) {
      facts.put("left out", LOSS + ": no program 'nft' (package nftables)");
    }
    return facts;
  }

  @Override
  public double[] turn(int row, double load, Map<FaultKind, Double> levels, long until)
      throws IOException {
    inject(levels);
    long number = row + FIRST_QUESTION;
    Settings settings = settings(row, load, levels);
    children.forEach((name, child) -> child.ask(number, settings.of(name)));
    Map<String, Double> kpis = new HashMap<>();
    counters.report(kpis);
    for (Map.Entry<String, ChildProcess> child : children.entrySet()) {
      Map<String, Double> answer = child.getValue().answer(number, until);
      if (answer != null && child.getKey().equals(SINK)) {
        kpis.putAll(answer);
      } else if (answer != null && child.getKey().equals(BULK)) {
        List.of("rate", "p50", "goodput", "failed")
            .forEach(name -> kpis.put("bulk_" + name, answer.get(name)));
      }
    }
    return KPIS.stream().mapToDouble(kpi -> kpis.getOrDefault(kpi, Double.NaN)).toArray();
  }

  private Settings settings(int row, double load, Map<FaultKind, Double> levels) {
    Settings settings = new Settings();
    settings.set(VOICE, VOICE, 120 + 320 * load + (row < meetingUntil ? 120 : 0));
    settings.set(VIDEO, VIDEO, 20 + 55 * load);
    settings.set(BULK, BULK, 2 + 4 * load + (row < backupUntil ? 2 : 0));
    // others' traffic on the detour, which is why nobody goes that way
    settings.set(DETOUR, "cross", 60);
    for (String source : SOURCES) {
      double level = levels.getOrDefault(new FaultKind(source, FLOOD), 0.0);
      settings.set(source, "flood", level * flood(source));
    }
    lastRow = row;
    return settings;
  }

  /** Packets a second that a heavy hitter sends at level 1. */
  private static double flood(String source) {
    return switch (source) {
      case VOICE -> 250;
      case VIDEO -> 1_600;
      default -> 1_100;
    };
  }

  /** What has changed since the row before, alone. */
  private void inject(Map<FaultKind, Double> levels) throws IOException {
    boolean losses = false;
    for (FaultKind kind : faultKinds()) {
      double level = levels.getOrDefault(kind, 0.0);
      Double before = inForce.put(kind, level);
      if (level == (before == null ? 0 : before)) {
        continue;
      }
      Shaper healthy = Objects.requireNonNull(shapers.get(kind.place()), kind.place());
      switch (kind.name()) {
        case DEGRADES ->
            healthy.withRate(1 / (1 + level * degraded(kind.place()))).apply(namespaces);
        case SHRINKS -> healthy.withQueue(Math.max(0.02, 1 - 0.9 * level)).apply(namespaces);
        case FLAPS -> flapper.share(SOURCES.indexOf(kind.place()), level * away(kind.place()));
        case LOSS -> losses = true;
        default -> {} // heavy hitters are told what to send
      }
    }
    if (losses) {
      namespaces.run(EDGE, Losses.table(lost()), new String[] {"nft", "-f", "-"});
    }
  }

  /** By how many times a rate falls at level 1, beside the healthy one: links differ in use. */
  private static double degraded(String place) {
    return switch (place) {
      case VOICE -> 4.5;
      case VIDEO -> 4.5;
      default -> 9.0;
    };
  }

  /** The share of the time that packets take the detour at level 1. */
  private static double away(String place) {
    return switch (place) {
      case VOICE -> 0.4;
      case VIDEO -> 0.32;
      default -> 0.65;
    };
  }

  /** The shares of packets that are lost now, by the networks that they come from. */
  private Map<String, Double> lost() {
    Map<String, Double> shares = new HashMap<>();
    inForce.forEach(
        (kind, level) -> {
          if (kind.name().equals(LOSS) && level > 0) {
            shares.put(
                "10.1." + (SOURCES.indexOf(kind.place()) + 1) + ".0/24",
                level * (kind.place().equals(VIDEO) ? VIDEO_LOSS : BULK_LOSS));
          }
        });
    return shares;
  }

  @Override
  public void happen(HarmlessEvent event) {
    switch (event.name()) {
      case "backup" -> backupUntil = lastRow + 25;
      case "meeting" -> meetingUntil = lastRow + 30;
      default -> throw new IllegalArgumentException("no event " + event.name());
    }
  }

  @Override
  public void close() throws IOException {
    workspace.close();
  }
}
