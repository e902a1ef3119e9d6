package io.mild.testbed.network;

import io.mild.testbed.process.Programs;
import io.mild.testbed.process.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Network namespaces of a workspace, and the links between them. */
final class Namespaces implements AutoCloseable {
  private final String prefix;
  private final List<String> made = new ArrayList<>();

  Namespaces(Workspace workspace) {
    this.prefix = workspace.netPrefix();
    workspace.own(this);
  }

  /** Its name on this machine. */
  String of(String node) {
    return prefix + node;
  }

  /** What a program is started by to run in it. */
  List<String> exec(String node) {
    return List.of("ip", "netns", "exec", of(node));
  }

  /** Makes a namespace that forwards packets, also those that come another way than they go. */
  void add(String node) throws IOException {
    Programs.run("ip", "netns", "add", of(node));
    made.add(node);
    run(node, "ip", "link", "set", "lo", "up");
    run(node, "sysctl", "-qw", "net.ipv4.ip_forward=1");
    run(node, "sysctl", "-qw", "net.ipv4.conf.all.rp_filter=0");
    run(node, "sysctl", "-qw", "net.ipv4.conf.default.rp_filter=0");
  }

  /** Runs a program in it. */
  String run(String node, String... command) throws IOException {
    return run(node, "", command);
  }

  /** The same with an input. */
  String run(String node, String input, String[] command) throws IOException {
    List<String> all = new ArrayList<>(exec(node));
    all.addAll(List.of(command));
    return Programs.run(input, all.toArray(String[]::new));
  }

  /** Lays a link; each end is a device that is named after the other end's node. */
  void link(String near, String nearAddress, String far, String farAddress) throws IOException {
    Programs.run(
        "ip", "link", "add", "name", far, "netns", of(near), "type", "veth", "peer", "name", near,
        "netns", of(far));
    end(near, far, nearAddress);
    end(far, near, farAddress);
  }

  private void end(String node, String device, String address) throws IOException {
    Programs.run("ip", "-n", of(node), "addr", "add", address + "/24", "dev", device);
    // a packet of the kernel is a packet on the link: queues count in real ones
    Programs.run("ip", "-n", of(node), "link", "set", device, "gso_max_segs", "1", "up");
  }

  /** Adds a route; {@code where} may name a table. */
  void route(String node, String to, String via, String... where) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("ip", "-n", of(node), "route", "replace", to, "via", via));
    command.addAll(List.of(where));
    Programs.run(command.toArray(String[]::new));
  }

  /** Takes all away. */
  @Override
  public void close() throws IOException {
    for (String node : made) {
      Programs.run("ip", "netns", "del", of(node));
    }
  }
}
