package io.mild.testbed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mild.testbed.process.Programs;

/** Whether this machine can make networks. */
final class NetworkHere {
  private static final String NEEDS =
      "the scene 'network' needs root that may make namespaces, ip, tc, ss and sysctl";

  private NetworkHere() {}

  static boolean is() {
    return Programs.mayMakeNamespaces()
        && Programs.has("ip")
        && Programs.has("tc")
        && Programs.has("ss")
        && Programs.has("sysctl");
  }

  static void orLeaveOut() {
    if (!is()) {
      System.err.println("LEFT OUT: " + NEEDS);
    }
    assumeTrue(is(), NEEDS);
  }
}
