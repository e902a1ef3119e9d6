package io.mild.testbed.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mild.testbed.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel counts of links: of their queues ({@code tc -s -j}), of the connections of a host
 * ({@code ss -i}), of its retransmissions ({@code /proc/net/snmp}). Where no connection is open
 * just now, the last ones' count.
 */
final class LinkCounters {
  private static final Pattern RTT = Pattern.compile("\\brtt:([0-9.]+)/");
  private static final Pattern CWND = Pattern.compile("\\bcwnd:(\\d+)");

  private final Map<String, Shaper> shapers;
  private final Path snmp;
  private final String[] command;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Double> before = new HashMap<>();
  private double lastRtt = Double.NaN;
  private double lastCwnd = Double.NaN;
  private long since = System.nanoTime();

  /**
   * @param shapers the queues by the names that their KPIs begin with
   * @param tcpHost a process of the host whose connections are looked at; its KPIs are {@code
   *     bulk}'s
   */
  LinkCounters(Namespaces namespaces, Map<String, Shaper> shapers, long tcpHost) {
    this.shapers = shapers;
    this.snmp = Path.of("/proc", Long.toString(tcpHost), "net", "snmp");
    // one shell for all, since each start of a process from a JVM costs
    StringBuilder script = new StringBuilder();
    shapers
        .values()
        .forEach(
            shaper ->
                script.append(
                    "tc -n %s -s -j qdisc show dev %s root\necho\n"
                        .formatted(namespaces.of(shaper.node()), shaper.device())));
    script.append("ss -N ").append(namespaces.of("bulk")).append(" -tinH\n");
    this.command = new String[] {"sh", "-c", script.toString()};
  }

  /** Adds the KPIs since the last call. */
  void report(Map<String, Double> kpis) throws IOException {
    String[] lines =
        Programs.run(command).lines().filter(line -> !line.isBlank()).toArray(String[]::new);
    long now = System.nanoTime();
    double seconds = (now - since) / 1e9;
    since = now;
    int line = 0;
    for (String name : shapers.keySet()) {
      JsonNode queue = json.readTree(lines[line++]).path(0);
      kpis.put(
          name + "_mbit", delta(name + "_mbit", queue.path("bytes").asDouble() * 8e-6) / seconds);
      kpis.put(name + "_queue", queue.path("backlog").asDouble());
      kpis.put(name + "_drops", delta(name + "_drops", queue.path("drops").asDouble()) / seconds);
      kpis.put(
          name + "_overlimits",
          delta(name + "_overlimits", queue.path("overlimits").asDouble()) / seconds);
    }
    double rtt = 0;
    double cwnd = 0;
    int connections = 0;
    for (; line < lines.length; line++) {
      Matcher itsRtt = RTT.matcher(lines[line]);
      Matcher itsCwnd = CWND.matcher(lines[line]);
      if (itsRtt.find() && itsCwnd.find()) {
        rtt += Double.parseDouble(itsRtt.group(1));
        cwnd += Double.parseDouble(itsCwnd.group(1));
        connections++;
      }
    }
    if (connections > 0) {
      lastRtt = rtt / connections;
      lastCwnd = cwnd / connections;
    }
    kpis.put("bulk_rtt", lastRtt);
    kpis.put("bulk_cwnd", lastCwnd);
    kpis.put("bulk_retrans", delta("bulk_retrans", retransmitted()) / seconds);
  }

  /** A counter begins anew where its queue is replaced. */
  private double delta(String counter, double value) {
    Double last = before.put(counter, value);
    return last == null ? 0 : Math.max(0, value - last);
  }

  private double retransmitted() throws IOException {
    String[] names = null;
    for (String line : Files.readAllLines(snmp)) {
      if (line.startsWith("Tcp:")) {
        String[] words = line.split(" ");
        if (names == null) {
          names = words;
        } else {
          for (int i = 0; i < names.length; i++) {
            if (names[i].equals("RetransSegs")) {
              return Double.parseDouble(words[i]);
            }
          }
        }
      }
    }
    return Double.NaN;
  }
}
