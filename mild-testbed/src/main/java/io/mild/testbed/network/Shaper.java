package io.mild.testbed.network;

import io.mild.testbed.process.Programs;
import java.io.IOException;

/**
 * The egress of a link: a token bucket with a queue of limited length.
 *
 * @param node where
 * @param device which
 * @param kilobits the rate, a second
 * @param queueBytes what waits at most; what comes more is dropped
 */
record Shaper(String node, String device, int kilobits, int queueBytes) {
  private static final int BURST_BYTES = 3_200;

  Shaper withRate(double share) {
    return new Shaper(node, device, Math.max(16, (int) (share * kilobits)), queueBytes);
  }

  Shaper withQueue(double share) {
    return new Shaper(node, device, kilobits, Math.max(1_600, (int) (share * queueBytes)));
  }

  /** Puts it in force, in place of what was there. */
  void apply(Namespaces namespaces) throws IOException {
    Programs.run(
        "tc",
        "-n",
        namespaces.of(node),
        "qdisc",
        "replace",
        "dev",
        device,
        "root",
        "handle",
        "1:",
        "tbf",
        "rate",
        kilobits + "kbit",
        "burst",
        Integer.toString(BURST_BYTES),
        "limit",
        Integer.toString(queueBytes));
  }
}
