package io.mild.testbed.network;

import java.util.Map;

/** The rules of nftables by which a router drops packets at random. */
final class Losses {
  private static final int ALL = 10_000;

  private Losses() {}

  /**
   * The table in place of the one before.
   *
   * @param shares of the packets that are lost, by the networks that they come from
   */
  static String table(Map<String, Double> shares) {
    StringBuilder rules =
        new StringBuilder("table ip loss\ndelete table ip loss\ntable ip loss {\n");
    rules.append("chain forward {\ntype filter hook forward priority 0;\n");
    shares.forEach(
        (net, share) ->
            rules
                .append("ip saddr ")
                .append(net)
                .append(" numgen random mod " + ALL + " < ")
                .append(Math.max(1, Math.round(share * ALL)))
                .append(" drop\n"));
    return rules.append("}\n}\n").toString();
  }
}
