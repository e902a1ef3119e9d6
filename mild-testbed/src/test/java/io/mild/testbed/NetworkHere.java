package io.mild.testbed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mild.testbed.process.Programs;

/** Whether this machine can make networks. */
final class NetworkHere {
  private NetworkHere() {}

  static boolean is() {
    return "root".equals(System.getProperty("user.name"))
        && Programs.has("ip")
        && Programs.has("tc")
        && Programs.has("ss")
        && Programs.has("sysctl");
  }

  static void orLeaveOut() {
    if (!is()) {
      System.err.println("LEFT OUT: the scene 'network' needs root, ip, tc, ss and sysctl");
    }
    assumeTrue(is(), "the scene 'network' needs root, ip, tc, ss and sysctl");
  }
}
