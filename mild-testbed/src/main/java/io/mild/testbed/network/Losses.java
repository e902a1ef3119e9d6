package io.mild.testbed.network;

import java.util.Map;

/** The rules of nftables by which a router drops packets at random. */
final class Losses {
  /** Packets in ten thousand that are lost at level 1. */
  private static final int LOST_AT_1 = 250;

  private Losses() {}

  /**
   * The table in place of the one before.
   *
   * @param levels of networks that packets come from
   */
  static String table(Map<String, Double> levels) {
    StringBuilder rules = new StringBuilder("table ip loss\ndelete table ip loss\ntable ip loss {\n");
    rules.append("chain forward {\ntype filter hook forward priority 0;\n");
    levels.forEach(
        (net, level) ->
            rules
                .append("ip saddr ")
                .append(net)
                .append(" numgen random mod 10000 < ")
                .append(Math.max(1, Math.round(level * LOST_AT_1)))
                .append(" drop\n"));
    return rules.append("}\n}\n").toString();
  }
}
